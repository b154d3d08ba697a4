"""`Provider` in, an `OutputTree` (path to bytes) out; a view each for every output format."""
