"""What a run has to say to the person who must act: located, coded, sorted.

Stages add to one `Problems`; the command prints them. Nothing here reads files or knows of stages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Location:
    """A place that an editor can open. `line` and `column` count characters from 1."""

    file: str  # as the user named it, or relative to the provider file; never absolute
    line: int
    column: int
    length: int = 1  # characters to underline
    excerpt: str = ""  # the text of that line, without its line end; empty where unknown


@dataclass(frozen=True, slots=True)
class Diagnostic:
    severity: Severity
    code: str  # stable, kebab-case: "unknown-operation"
    message: str  # what is wrong, one line, no final stop
    location: Location | None = None
    hint: str = ""  # what to do: 'did you mean "listJobs" (GET /jobs)?'

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sorts by file, then place, then text."""
        place = self.location or Location("", 0, 0)
        return (place.file, place.line, place.column, self.code, self.message)


class Refused(Exception):
    """The input has problems that stop the run. They are in the run's `Problems`."""


class Problems:
    """Collects what a run finds. One run, one collector, passed to every stage."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def error(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Adds what stops the run: nothing is written, exit 1."""
        self._add(Severity.ERROR, code, message, location, hint)

    def warning(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Adds what a maintainer should look at; the run goes on."""
        self._add(Severity.WARNING, code, message, location, hint)

    def note(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Adds what a maintainer may want to know."""
        self._add(Severity.NOTE, code, message, location, hint)

    def add(self, found: Diagnostic) -> None:
        """Adds a diagnostic that was made elsewhere: what an earlier run found."""
        self._found.append(found)

    def _add(
        self, severity: Severity, code: str, message: str, location: Location | None, hint: str
    ) -> None:
        self._found.append(Diagnostic(severity, code, message, location, hint))

    def __iter__(self) -> Iterator[Diagnostic]:
        """All that was found, sorted, each once."""
        return iter(sorted(dict.fromkeys(self._found), key=lambda found: found.order))

    @property
    def errors(self) -> int:
        """How many errors were added so far."""
        return sum(found.severity is Severity.ERROR for found in self._found)

    def stop_if_errors(self, more_than: int = 0) -> None:
        """Raises `Refused` where more errors were added; call it where a stage can't go on.

        A stage that doesn't need what earlier ones found wrong counts from `errors` at its start.
        """
        if self.errors > more_than:
            raise Refused
