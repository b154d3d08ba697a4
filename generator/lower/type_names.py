"""Names classes for referenced schemas: pointers in, safe class names out.

A name depends on the whole set of pointers, not on which are used or in which order.
"""

from __future__ import annotations

import builtins
import keyword
import typing
from collections.abc import Iterable

from generator import names
from generator.openapi.pointers import last_step, steps

_LONGEST = 80  # leaves room for a number within the 100 characters that `names` allows
_PYDANTIC = ("BaseModel", "ConfigDict", "Discriminator", "Field", "RootModel", "StrEnum", "Tag")
_TAKEN_BY_PYTHON = frozenset((*dir(builtins), *keyword.kwlist, *typing.__all__, *_PYDANTIC))
_COMPONENTS = "/components/schemas/"
_STRUCTURE = frozenset(
    {"allOf", "anyOf", "components", "content", "oneOf", "paths", "properties", "schema", "schemas"}
)


class TypeNames:
    """Maps pointers to class names, each unique without regard to case."""

    def __init__(self, pointers: Iterable[str]) -> None:
        """Rule T15: components are named first, then inner schemas, each group by code point."""
        self._names: dict[str, str] = {}
        self._taken = names.Taken()
        for pointer in sorted(pointers, key=lambda pointer: (not _is_component(pointer), pointer)):
            self.name_of(pointer)

    def name_of(self, pointer: str) -> str:
        """Returns the class name of the schema at `pointer`, and creates it on first use."""
        if pointer not in self._names:
            self._names[pointer] = self.new_name(pointer)
        return self._names[pointer]

    def new_name(self, pointer: str) -> str:
        """Returns an unused class name, based on `pointer`."""
        return self._taken.take(_class_name(pointer))


def spec_name(pointer: str) -> str:
    """Returns the spec's name of the schema at `pointer`: a component's key, else the pointer.

    >>> spec_name("/components/schemas/fine_tune~1job")
    'fine_tune/job'
    """
    return last_step(pointer) if _is_component(pointer) else pointer


def _class_name(pointer: str) -> str:
    """Rule T16: a class name never shadows a builtin or a name that typed Python code imports.

    >>> _class_name("/components/schemas/Warning"), _class_name("/components/schemas/Job/items")
    ('WarningModel', 'JobItems')
    """
    telling = (part for part in steps(pointer) if part not in _STRUCTURE)
    name = "".join(names.class_case(part) for part in telling)[:_LONGEST] or "Schema"
    if name[0].isdigit():
        name = f"T{name}"
    return f"{name}Model" if name in _TAKEN_BY_PYTHON else name


def _is_component(pointer: str) -> bool:
    return pointer.startswith(_COMPONENTS) and pointer.count("/") == _COMPONENTS.count("/")
