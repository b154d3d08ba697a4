"""A mock server on loopback: it checks requests, stores what they create and answers them."""
