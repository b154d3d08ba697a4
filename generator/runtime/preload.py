"""What every call needs and takes long to load is loaded with the package: the first call is left
with less to wait for. Most of pydantic, and the models, are loaded for the first answer in JSON.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Final

_OF_DEPENDENCIES: Final = (
    "httpcore2",  # which httpx2 loads with its first client: 20 ms
    "annotated_types",  # which pydantic loads with its first model: 5 ms
)


def load_ahead() -> None:
    """Loads what is the same for all clients, httpx2 above all."""
    with loading():
        import_module(".sync_client", __package__)
        for module in _OF_DEPENDENCIES:
            with suppress(ModuleNotFoundError):  # what they depend on is theirs to change
                import_module(module)


@contextmanager
def loading() -> Generator[None]:
    """A block that loads modules: they make very many objects, and drop next to none.

    Looking for garbage among them, time and again, would take 10 of the 175 ms to a first answer.
    When they are loaded they are put with the old objects, where they would get to in the end:
    that is what freezing and unfreezing does, where nobody froze objects before.
    """
    is_cpython = sys.implementation.name == "cpython"  # others collect in other ways
    if not is_cpython or not gc.isenabled() or gc.get_freeze_count():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.enable()
