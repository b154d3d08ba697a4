"""Bytes of an OpenAPI document in, a located and normalised `SpecDoc` out."""
