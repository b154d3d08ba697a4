"""The API's types, each loaded from its module when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pets import Cat as Cat
    from .pets import Dog as Dog
    from .pets import Pet as Pet

_MODULES: dict[str, str] = {
    "Cat": ".pets",
    "Dog": ".pets",
    "Pet": ".pets",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted((*globals(), *_MODULES))
