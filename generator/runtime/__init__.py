"""What every generated client is built on: hand-written here, copied whole into its `_runtime`.

It knows HTTP, JSON and pydantic, and nothing of a provider: the generated modules hand it
`Settings` once and an `Operation` for each call. httpx2 and pydantic are imported when first
needed, so that importing a client costs next to nothing.
"""
