"""The types of the client, as pydantic models."""
