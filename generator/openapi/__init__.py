"""Reads OpenAPI documents: bytes in, a normalised `SpecDoc` with positions out."""
