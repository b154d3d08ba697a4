"""The messages of a run to its user, each with a position and a code.

Stages add to one `Problems`; the command prints them. This module reads no files and knows no
stage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Location:
    """A position that an editor can open. `line` and `column` count characters from 1."""

    file: str  # as the user wrote it, or relative to the provider file; never absolute
    line: int
    column: int
    length: int = 1  # characters to underline
    excerpt: str = ""  # the text of that line without its line end; empty if unknown


@dataclass(frozen=True, slots=True)
class Defect:
    """A part of a document that is wrong, for code that can repair it."""

    pointer: str  # RFC 6901, into the document after its overlay
    keyword: str = ""  # what the part violates: a keyword of JSON Schema, or a word of the checker
    detail: tuple[str, ...] = ()  # names, types or values; what they mean depends on the keyword


@dataclass(frozen=True, slots=True)
class Diagnostic:
    severity: Severity
    code: str  # stable, kebab-case: "unknown-operation"
    message: str  # what is wrong, on one line without a full stop
    location: Location | None = None
    hint: str = ""  # what to do: 'did you mean "listJobs" (GET /jobs)?'
    defect: Defect | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key: file, position, text."""
        place = self.location or Location("", 0, 0)
        return (place.file, place.line, place.column, self.code, self.message)


class Refused(Exception):
    """The input has errors that stop the run. The run's `Problems` has them."""


class Problems:
    """Collects the diagnostics of one run. Every stage gets the same collector."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def error(
        self,
        code: str,
        message: str,
        location: Location | None = None,
        hint: str = "",
        defect: Defect | None = None,
    ) -> None:
        """Adds an error, which stops the run: nothing is written, and the exit code is 1."""
        self.add(Diagnostic(Severity.ERROR, code, message, location, hint, defect))

    def warning(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Adds a warning: the maintainer should look at it, but the run continues."""
        self.add(Diagnostic(Severity.WARNING, code, message, location, hint))

    def note(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Adds a note: information for the maintainer."""
        self.add(Diagnostic(Severity.NOTE, code, message, location, hint))

    def add(self, found: Diagnostic) -> None:
        """Adds an existing diagnostic, such as one of an earlier run."""
        self._found.append(found)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Yields the diagnostics, sorted, each once."""
        return iter(sorted(dict.fromkeys(self._found), key=lambda found: found.order))

    @property
    def errors(self) -> int:
        """The number of errors so far."""
        return sum(found.severity is Severity.ERROR for found in self._found)

    def stop_if_errors(self, more_than: int = 0) -> None:
        """Raises `Refused` if there are more errors than `more_than`.

        A stage that can continue after earlier errors passes the value of `errors` at its start.
        """
        if self.errors > more_than:
            raise Refused
