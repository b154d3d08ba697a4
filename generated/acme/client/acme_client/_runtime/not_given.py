"""The default value of arguments, which differs from None: None is sent as null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal


class NotGiven:
    """The type of `NOT_GIVEN`, the default of every optional argument.

    An argument with this value is not sent. `None` is sent as null.
    """

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Final = NotGiven()

Omit = NotGiven
"""Its instances, as the value of a header, remove the header."""


def drop_not_given(values: Mapping[str, object] | None) -> dict[str, object]:
    """Returns `values` without the arguments that the caller didn't give."""
    return {
        name: value for name, value in (values or {}).items() if not isinstance(value, NotGiven)
    }
