"""What every generated client is built on: hand-written here, copied whole into its `_runtime`.

It knows HTTP, JSON and pydantic, and nothing of a provider: the generated modules hand it
`Settings` once and an `Operation` for each call. What every call needs is loaded with the package;
what some need (models, streams, the async client) when it is first used.
"""
