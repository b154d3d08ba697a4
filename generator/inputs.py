"""Reads the inputs of a run: the provider file, and the specification and overlay that it names.

All reading of a run happens here. Nothing here is slow to import, because a run whose output is up
to date imports no later stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.bounded_files import FileTooLarge, read_regular_file
from generator.diagnostics import Location, Problems, Refused
from generator.mapping.model import CodeFile, Mapping
from generator.mapping.provider_file import read_mapping
from generator.openapi.model import Source
from generator.openapi.source import SpecFile, fetch, fetch_unpinned
from generator.openapi.tree import parse

Fetch: TypeAlias = Callable[[Source, Path, Problems], SpecFile]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a run reads, with the names that diagnostics use."""

    mapping: Mapping
    mapping_bytes: bytes
    overlay_file: str  # "" if there is none
    overlay_bytes: bytes
    spec: SpecFile
    code: tuple[CodeFile, ...] = ()  # the provider's own modules of its client, by name


def read_inputs(provider_file: Path, problems: Problems) -> Inputs:
    """Reads the provider file and the files that it names. Raises Refused if one can't be read.

    If the mapping has errors, the other files are read anyway, so that one run reports all errors.
    """
    return _read_inputs(provider_file, fetch, problems)


def read_inputs_unpinned(provider_file: Path, problems: Problems) -> Inputs:
    """Reads the same files, whatever the digest of the specification is."""
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
        overlay_bytes = read_file(overlay_path, overlay_file, mapping.overlay_location, problems)
    spec = fetch_spec(mapping.source, folder, problems)
    code = tuple(_read_code(mapping, folder, problems))
    return Inputs(mapping, mapping_bytes, overlay_file, overlay_bytes, spec, code)


def _read_code(mapping: Mapping, folder: Path, problems: Problems) -> Iterator[CodeFile]:
    """Yields the Python modules in the folder of the provider's own code."""
    if not mapping.client.code:
        return
    place = folder / mapping.client.code
    if not place.is_dir():
        problems.error(
            "unreadable-file",
            f'"{place.as_posix()}" is not a folder',
            mapping.client.code_location,
            "name a folder of Python modules, relative to this file",
        )
        raise Refused
    for path in sorted(place.glob("*.py")):
        name = path.as_posix()
        yield CodeFile(name, path.stem, read_file(path, name, None, problems))


def read_file(path: Path, name: str, named_at: Location | None, problems: Problems) -> bytes:
    """Reads an input. Raises Refused, with the system's reason, if it can't be read."""
    try:
        return read_regular_file(path)
    except FileTooLarge as error:
        problems.error(
            "file-too-large",
            f'"{name}" has more than {error.limit:,} bytes',
            named_at or Location(name, 1, 1),
            "name another file, or remove the parts that you don't need",
        )
        raise Refused from error
    except (OSError, ValueError) as error:  # ValueError: not a valid path
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        problems.error("unreadable-file", f'"{name}" can\'t be read: {reason}', named_at)
        raise Refused from error
