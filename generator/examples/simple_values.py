"""Example values of types that need no schema validator: constants, enums and scalars.

Every example starts here: `scalars` fits these values to limits and formats, `values` builds
objects and arrays of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.json_types import JsonScalar
from generator.model.types import Const, Enum, Scalar, ScalarKind, Type

TEXT = "text"
TEXTS: Mapping[str, str] = {
    "description": "A short description",
    "email": "someone@example.com",
    "language": "en",
    "message": "Hello!",
    "name": "example",
    "prompt": "Write one sentence about the sea.",
    "query": "annual report",
    "reason": "An example",
    "title": "Example",
    "url": "https://example.com/",
    "version": "1",
}
"""Texts for properties and parameters of these names."""

INTEGER = 1
NUMBER = 0.5

_BY_KIND: Mapping[ScalarKind, JsonScalar] = {
    ScalarKind.STRING: TEXT,
    ScalarKind.INTEGER: INTEGER,
    ScalarKind.NUMBER: NUMBER,
    ScalarKind.BOOLEAN: True,
}


def simple_value(kind: Type) -> JsonScalar:
    """Returns the constant, the first enum value or a plain scalar; limits aren't looked at.

    Returns None for null and for every other type.
    """
    match kind:
        case Const(value):
            return value
        case Enum(values=values):
            return values[0]
        case Scalar(scalar):
            return _BY_KIND[scalar]
    return None
