"""The runtime of every generated client, written by hand and copied unchanged into `_runtime`.

It handles HTTP, JSON and pydantic and knows no provider. A generated package passes its `Settings`
once and an `Endpoint` with each call. Modules that every call needs are imported with the package.
Models, streams and the async client are imported when they are first used.
"""
