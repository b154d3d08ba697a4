"""Imports, with the package, the modules that every call needs, so that the first call is faster.

Most of pydantic, and the models, are imported when the first JSON response is parsed.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Final

_OF_DEPENDENCIES: Final = (
    "httpcore2",  # httpx2 imports it with its first client: 20 ms
    "annotated_types",  # pydantic imports it with its first model: 5 ms
)


def preload_modules() -> None:
    """Imports the sync client, which imports httpx2."""
    import_module(".sync_client", __package__)
    for module in _OF_DEPENDENCIES:
        with suppress(ModuleNotFoundError):  # a later version may not need it
            import_module(module)
