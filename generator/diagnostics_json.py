"""Diagnostics as JSON and back: for `--json`, and for warnings that an unchanged run repeats."""

from __future__ import annotations

from collections.abc import Mapping

from generator.diagnostics import Diagnostic, Location, Severity


def to_json(found: Diagnostic) -> dict[str, str | int]:
    """A flat object; without `file` and what follows where the diagnostic has no place."""
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
    """What `to_json` made. Raises KeyError or ValueError for anything else."""
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
