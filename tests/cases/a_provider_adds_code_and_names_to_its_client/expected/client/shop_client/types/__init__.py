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
_PACKAGES = (
    "orders",
    "stock",
)


def __getattr__(name: str) -> Any:
    if name in _PACKAGES:
        return import_module(f".{name}", __name__)
    own = _ALIASES.get(name, name)
    if own not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[own], __name__), own)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*_MODULES, *_ALIASES])
