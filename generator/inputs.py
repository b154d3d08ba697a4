"""The bytes that a run reads: the provider file and what it names.

All reading of a run happens here, and nothing here is slow to import: a run that finds its output
unchanged gets no further.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.diagnostics import Location, Problems, Refused
from generator.mapping.model import Mapping
from generator.mapping.provider_file import read_mapping
from generator.openapi.model import Source
from generator.openapi.source import SpecFile, fetch, fetch_unpinned
from generator.openapi.tree import parse

Fetch: TypeAlias = Callable[[Source, Path, Problems], SpecFile]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run reads, with the names that diagnostics use."""

    mapping: Mapping
    mapping_bytes: bytes
    overlay_file: str  # "" where the mapping names none
    overlay_bytes: bytes
    spec: SpecFile


def read_inputs(provider_file: Path, problems: Problems) -> Inputs:
    """The provider file and what it names. Raises Refused where one of them can't be had.

    Where the mapping has errors, what the others have is still looked for: a run tells all.
    """
    return _read_inputs(provider_file, fetch, problems)


def read_inputs_unpinned(provider_file: Path, problems: Problems) -> Inputs:
    """What `read_inputs` gives, whatever the spec's digest is now."""
    return _read_inputs(provider_file, fetch_unpinned, problems)


def _read_inputs(provider_file: Path, fetch_spec: Fetch, problems: Problems) -> Inputs:
    name = provider_file.as_posix()
    mapping_bytes = read_file(provider_file, name, None, problems)
    mapping = read_mapping(parse(name, mapping_bytes, problems), problems)
    folder = provider_file.parent
    overlay_file, overlay_bytes = "", b""
    if mapping.overlay:
        overlay_path = folder / mapping.overlay
        overlay_file = overlay_path.as_posix()
        overlay_bytes = read_file(overlay_path, overlay_file, mapping.location, problems)
    spec = fetch_spec(mapping.source, folder, problems)
    return Inputs(mapping, mapping_bytes, overlay_file, overlay_bytes, spec)


def read_file(path: Path, name: str, named_at: Location | None, problems: Problems) -> bytes:
    """The bytes of an input. Raises Refused, with what the system says, where it can't be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path that no system has
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        problems.error("unreadable-file", f'"{name}" can\'t be read: {reason}', named_at)
        raise Refused from error
