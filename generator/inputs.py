"""Reads the inputs of a run: the provider file, and the specification and overlay that it names.

All reading of a run happens here. Nothing here is slow to import, because a run whose output is up
to date imports no later stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from generator.bounded_files import FileTooLarge, read_regular_file
from generator.diagnostics import Location, Problems, Refused
from generator.json_types import JsonObject
from generator.mapping.model import CodeFile, DocumentFile, Mapping, OwnFiles
from generator.mapping.provider_file import read_mapping
from generator.openapi.linked_files import read_linked_files, verify_linked_files
from generator.openapi.model import Source
from generator.openapi.source import SpecFile, fetch, fetch_unpinned
from generator.openapi.tree import parse

SITE_FOLDER = "site"
_PACKAGE_FILES = ("readme.md", "api.md", "pyproject.toml", "examples")
SITE_PARTS = ("assets", "docs", "overrides")
Fetch: TypeAlias = Callable[[Source, Path, Problems], SpecFile]


@dataclass(frozen=True, slots=True)
class SiteHome:
    """The folder `site` beside the provider file: what it changes on the website."""

    config: JsonObject  # its mkdocs.yml; {} if there is none
    files: tuple[tuple[str, bytes], ...]  # path in the folder → content, sorted

    def content(self) -> Iterator[bytes]:
        """Yields all that determines the output."""
        for path, content in self.files:
            yield path.encode()
            yield content


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a run reads, with the names that diagnostics use."""

    mapping: Mapping
    mapping_bytes: bytes
    overlay_file: str  # "" if there is none
    overlay_bytes: bytes
    spec: SpecFile
    site: SiteHome
    own: OwnFiles  # what the provider adds to its client

    def digested(self) -> Iterator[bytes]:
        """Yields all that determines the output."""
        yield from (self.mapping_bytes, self.overlay_bytes, self.spec.sha256.encode())
        for module in self.own.code:
            yield from (module.file.encode(), module.content)
        for document in self.own.documents:
            yield from (document.name.encode(), document.content)
        yield from self.site.content()


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
    linked = read_linked_files(spec, mapping.source, problems)
    if fetch_spec is fetch:
        verify_linked_files(linked, mapping.source, problems)
    spec = replace(spec, files=linked)
    code = tuple(_read_code(mapping, folder, problems))
    own = OwnFiles(code, tuple(_read_documents(mapping, folder, problems)))
    site = _read_site(folder / SITE_FOLDER, problems)
    return Inputs(mapping, mapping_bytes, overlay_file, overlay_bytes, spec, site, own)


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


def _read_documents(mapping: Mapping, folder: Path, problems: Problems) -> Iterator[DocumentFile]:
    """Yields the text files that go with the client. Each keeps its name, without its folder."""
    taken = set(_PACKAGE_FILES)
    for name, location in mapping.client.documents:
        path = folder / name
        if path.name.lower() in taken:
            problems.error(
                "taken-name",
                f'the folder of the package has another file "{path.name}"',
                location,
                "give the file another name",
            )
            continue
        taken.add(path.name.lower())
        yield DocumentFile(path.name, read_file(path, path.as_posix(), location, problems))


def _read_site(folder: Path, problems: Problems) -> SiteHome:
    """Reads the site's home: `mkdocs.yml`, and what lies in `docs`, `assets` and `overrides`."""
    files = []
    for name in ("mkdocs.yml", *SITE_PARTS):
        for path in (folder / name, *sorted((folder / name).rglob("*"))):
            inner = path.relative_to(folder)
            if path.is_file() and not any(part.startswith(".") for part in inner.parts):
                files.append((inner.as_posix(), read_file(path, path.as_posix(), None, problems)))
    config: JsonObject = {}
    for name, content in files:
        if name == "mkdocs.yml":
            config = parse((folder / name).as_posix(), content, problems).root
    return SiteHome(config, tuple(files))


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
