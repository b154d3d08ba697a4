"""Writes an `OutputTree` to disk, or compares it with the last one."""
