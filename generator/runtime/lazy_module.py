"""Imports modules that only annotations name: a program loads them when it reads an annotation."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """Replaces a module until `typing.get_type_hints` or a program reads one of its types."""

    def __init__(self, name: str, package: str | None = None) -> None:
        """A name that begins with dots is relative to `package`, as in an import statement."""
        super().__init__(name)
        self._anchor = package

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__, self._anchor), name)
