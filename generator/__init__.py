"""Turns one OpenAPI document and one provider mapping into docs, a client and a website."""

__version__ = "0.1.0"
