"""A spec in, a drafted provider file out."""
