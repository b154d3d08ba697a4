"""Values for types: what samples, tests and the mock server send and answer."""
