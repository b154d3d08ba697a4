"""Requests of examples as Python, curl and JSON, for any layout."""
