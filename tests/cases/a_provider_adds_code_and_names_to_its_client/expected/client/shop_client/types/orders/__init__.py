"""Further names of types. Each one is imported when it is first used.

Type checkers read `__init__.pyi` instead of this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_ALIASES: dict[str, str] = {
    "GiftParam": "GiftParam",
    "Order": "Order",
}
_PACKAGES = (
    "cards",
    "lines",
)


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f".{name}", __name__)
    if name not in _ALIASES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module("..", __name__), _ALIASES[name])
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(_ALIASES)
