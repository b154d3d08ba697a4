"""Reads the files that a specification refers to, below its folder.

A run reads the files that the provider file lists. `infer` finds the ones to list.
"""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import Path
from typing import NoReturn

from generator.bounded_files import MAX_BYTES, FileTooLarge, read_regular_file
from generator.diagnostics import Problems, Refused
from generator.openapi.joined_files import find_referenced_files
from generator.openapi.model import Source
from generator.openapi.source import LinkedFile, SpecFile
from generator.openapi.tree import parse

_MAX_FILES = 1_000
_BUNDLE = "bundle the spec into one file"


class _OutsideFolder(OSError):
    """A link leads out of the specification's folder."""


def read_linked_files(spec: SpecFile, source: Source, problems: Problems) -> tuple[LinkedFile, ...]:
    """Reads the files that `source` lists. Raises Refused if one can't be read.

    Rule JF3: a listed file lies below the specification's folder, also behind links. All of them
    together have a limit on their number and size.
    """
    if not source.files:
        return ()
    folder = spec.folder
    if folder is None:
        _refuse(source, problems, "files of a URL are not read", "save them and the spec as files")
    if len(source.files) > _MAX_FILES:
        _refuse(source, problems, f"more than {_MAX_FILES:,} files are listed", _BUNDLE)
    found: list[LinkedFile] = []
    left = MAX_BYTES
    for path, _ in source.files:
        try:
            one = _read(spec, folder, path, left)
        except FileTooLarge:
            _refuse(
                source, problems, f"the listed files have more than {MAX_BYTES:,} bytes", _BUNDLE
            )
        except (OSError, ValueError) as error:
            reason = "it is not in the spec's folder"
            if not isinstance(error, _OutsideFolder):
                reason = (getattr(error, "strerror", None) or "not a valid path").lower()
            _refuse(source, problems, f'"{path}" can\'t be read: {reason}', "correct its path")
        left -= len(one.raw)
        found.append(one)
    return tuple(found)


def verify_linked_files(files: tuple[LinkedFile, ...], source: Source, problems: Problems) -> None:
    """Raises Refused if the digest of a file isn't the one that `source` lists."""
    before = problems.errors
    for one, (_, digest) in zip(files, source.files, strict=True):
        if one.sha256 != digest.lower():
            problems.error(
                "sha256-mismatch",
                f"{one.file} has sha256 {one.sha256}, but the provider file pins {digest}",
                source.location,
                "if the change is intended, run `generate infer` on this file to pin the new "
                "digest; if not, find out who changed the file",
            )
    problems.stop_if_errors(before)


def find_linked_files(spec: SpecFile, problems: Problems) -> tuple[LinkedFile, ...]:
    """Returns the readable files that references lead to, in the order of their paths.

    A reference to any other file stays an error of the reader.
    """
    if spec.folder is None:
        return ()
    main = posixpath.basename(spec.file)
    found: dict[str, LinkedFile] = {}
    left = MAX_BYTES
    waiting = find_referenced_files(parse(spec.file, spec.raw, problems), main)
    while waiting:
        path = waiting.pop()
        if path == main or path in found or len(found) >= _MAX_FILES:
            continue
        try:
            found[path] = one = _read(spec, spec.folder, path, left)
        except (OSError, ValueError):
            continue
        left -= len(one.raw)
        waiting += find_referenced_files(parse(one.file, one.raw, problems), path)
    return tuple(found[path] for path in sorted(found))


def _read(spec: SpecFile, folder: Path, path: str, limit: int) -> LinkedFile:
    place = folder / path
    if not place.resolve().is_relative_to(folder.resolve()):
        raise _OutsideFolder
    raw = read_regular_file(place, limit)
    file = posixpath.join(posixpath.dirname(spec.file), path)
    return LinkedFile(path, file, raw, hashlib.sha256(raw).hexdigest())


def _refuse(source: Source, problems: Problems, message: str, hint: str) -> NoReturn:
    problems.error("unreadable-source", message, source.location, hint)
    raise Refused
