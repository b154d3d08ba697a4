"""The model of a provider: what `lower` makes of a spec and a mapping, and all that views see."""
