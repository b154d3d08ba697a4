"""The model of a provider: `lower` builds it from a spec and a mapping, and all views read it."""
