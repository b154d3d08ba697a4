"""`SpecDoc` and `Mapping` in, the frozen `Provider` that every view renders out."""
