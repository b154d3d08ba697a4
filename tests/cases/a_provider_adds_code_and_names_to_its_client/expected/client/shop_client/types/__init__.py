"""The types of the API. Each one is imported when it is first used.

Type checkers read `__init__.pyi` instead of this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES: dict[str, str] = {
    "ListOrdersResponse": "._shop",
    "Order": "._shop",
    "Gift": "._shop_arguments",
    "GiftParam": "._shop_params",
}
_ALIASES: dict[str, str] = {
    "Purchase": "Order",
}
_OWN: dict[str, tuple[str, str]] = {
    "Card": ("..gifts", "Card"),
}
_PACKAGES = ("orders",)


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f".{name}", __name__)
    if name in _OWN:
        module, target = _OWN[name]
        return getattr(import_module(module, __name__), target)
    own = _ALIASES.get(name, name)
    if own not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[own], __name__), own)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*_OWN, *_MODULES, *_ALIASES])
