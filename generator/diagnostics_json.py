"""Converts diagnostics to JSON and back, for `--json` and for the state file."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import Diagnostic, Location, Severity


def to_json(found: Diagnostic) -> dict[str, str | int]:
    """Returns a flat object. It has `file` and the keys after it only if there is a position."""
    place: dict[str, str | int] = {}
    if found.location:
        place = {
            "file": found.location.file,
            "line": found.location.line,
            "column": found.location.column,
            "length": found.location.length,
            "excerpt": found.location.excerpt,
        }
    return {
        "severity": found.severity.value,
        "code": found.code,
        "message": found.message,
        "hint": found.hint,
        **place,
    }


def from_json(found: Mapping[str, str | int]) -> Diagnostic:
    """Returns the diagnostic that `to_json` converted. Raises KeyError or ValueError."""
    location = None
    if "file" in found:
        location = Location(
            str(found["file"]),
            int(found["line"]),
            int(found["column"]),
            int(found["length"]),
            str(found["excerpt"]),
        )
    return Diagnostic(
        Severity(str(found["severity"])),
        str(found["code"]),
        str(found["message"]),
        location,
        str(found["hint"]),
    )
