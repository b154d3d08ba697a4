"""A server on loopback that answers, checks and remembers as the provider's API would."""
