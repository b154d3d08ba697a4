"""Reads provider files: bytes in, a `Mapping` with positions out."""
