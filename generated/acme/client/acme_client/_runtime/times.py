"""Dates and times in models, which go back to the server as they came.

A text of RFC 3339 comes in, and a `datetime` or a `date` goes out. A `datetime` has microseconds at
most and one spelling for each offset, so it keeps its text too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Final, TypeAlias

import pydantic
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_TIME: Final = re.compile(
    _DATE.pattern + r"[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


class _ReceivedTime(datetime.datetime):
    """A time of a response. `isoformat()` is its text; what is computed from it has none."""

    received: str | None = None

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        if self.received is not None and (sep, timespec) == ("T", "auto"):
            return self.received
        return super().isoformat(sep, timespec)


def read_date_time(value: object) -> datetime.datetime:
    """Returns a text of RFC 3339 as a time. Raises PydanticCustomError for any other value."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and _DATE_TIME.fullmatch(value):
        try:
            found = _ReceivedTime.fromisoformat(value.upper())
        except ValueError:
            pass
        else:
            found.received = value
            return found
    raise PydanticCustomError("date_time", "Input should be a time as in RFC 3339")


def read_date(value: object) -> datetime.date:
    """Returns a text such as `2030-01-31` as a date. Raises PydanticCustomError for another one."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "Input should be a date as in RFC 3339")


class _FromText:
    """Metadata of a member that is text in JSON."""

    def __init__(self, read: Callable[[object], datetime.date]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(
        self, source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                _write, when_used="json"
            ),
        )


def _write(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


ExactDatetime: TypeAlias = Annotated[datetime.datetime, _FromText(read_date_time)]
"""A time that goes back as it came."""
ExactDate: TypeAlias = Annotated[datetime.date, _FromText(read_date)]
"""A date."""
