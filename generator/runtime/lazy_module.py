"""Modules that annotations name and that a program may never use: imported with their first use."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """Stands for a module, so that `typing.get_type_hints` finds the types that it defines."""

    def __init__(self, name: str, package: str | None = None) -> None:
        """A name that begins with dots is relative to `package`, as in an import statement."""
        super().__init__(name)
        self._anchor = package

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__, self._anchor), name)
