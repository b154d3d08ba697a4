"""The classes of the errors that a call of the client raises."""

from __future__ import annotations

from generator.runtime import errors
from generator.runtime.errors import APIStatusError, InternalServerError


def error_name(status: str) -> str:
    """Returns the class of the error that a call raises for a status of the spec.

    >>> error_name("404"), error_name("418"), error_name("5XX"), error_name("default")
    ('NotFoundError', 'APIStatusError', 'InternalServerError', 'APIStatusError')
    """
    if status.isdecimal():
        return type(errors.make_status_error(int(status), {}, None)).__name__
    return (InternalServerError if status.startswith("5") else APIStatusError).__name__
