"""Further names of types. Each one is imported when it is first used.

Type checkers read `__init__.pyi` instead of this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_OWN: dict[str, tuple[str, str]] = {
    "Card": ("....gifts", "Card"),
}


def __getattr__(name: str) -> Any:
    if name in _OWN:
        module, target = _OWN[name]
        return getattr(import_module(module, __name__), target)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_OWN])
