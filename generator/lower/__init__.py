"""Lowers a `SpecDoc` and a `Mapping` to the frozen `Provider` that every view renders."""
