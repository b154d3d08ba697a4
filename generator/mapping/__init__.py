"""Bytes of a provider file in, a `Mapping` out; or a draft of one, made from a spec by rules."""
