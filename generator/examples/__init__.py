"""Example values for types: for the mock server, the client's README and tests."""
