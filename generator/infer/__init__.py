"""Drafts a provider file from a specification, by rules."""
