"""Reads the bytes of a specification from its source, and verifies their digest.

A source is a resource of an installed package, a file, or a URL whose download is cached by digest.
A specification whose sha256 differs from the pinned one is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import NoReturn

from generator.bounded_files import MAX_BYTES, FileTooLarge, read_regular_file
from generator.diagnostics import Problems, Refused
from generator.openapi.model import Source

_PINNED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9.+!_-]+)\Z")


@dataclass(frozen=True, slots=True)
class SpecFile:
    """The bytes of a specification. Diagnostics use `file` as its name."""

    file: str
    raw: bytes
    sha256: str


def fetch(source: Source, folder: Path, problems: Problems) -> SpecFile:
    """Reads the bytes that `source` names. `folder` is the folder of the provider file.

    Raises Refused, with an error, if they can't be read or their digest isn't the pinned one.
    """
    text = fetch_unpinned(source, folder, problems)
    if text.sha256 != source.sha256.lower():
        problems.error(
            "sha256-mismatch",
            f"{text.file} has sha256 {text.sha256}, but the provider file pins {source.sha256}",
            source.digest_location or source.location,
            "if the change is intended, run `generate infer` on this file to pin the new digest; "
            "if not, find out who changed the spec",
        )
        raise Refused
    return text


def fetch_unpinned(source: Source, folder: Path, problems: Problems) -> SpecFile:
    """Reads the same bytes whatever their digest is. `infer` uses this to pin a new digest."""
    if source.package:
        file, raw = _from_package(source, problems)
    elif source.url:
        file, raw = source.url, _from_url(source, problems)
    else:
        path = Path(os.path.normpath(folder / source.file))
        file, raw = path.as_posix(), _from_file(path, source, problems)
    return SpecFile(file, raw, hashlib.sha256(raw).hexdigest())


def _from_package(source: Source, problems: Problems) -> tuple[str, bytes]:
    match = _PINNED.match(source.package)
    resource = PurePosixPath(source.resource)
    if match is None:
        _refuse(
            source,
            problems,
            "unpinned-package",
            f'package "{source.package[:200]}" must be a name and an exact version',
            "write it like `package: acme-specs==1.2.3`",
        )
    if resource.is_absolute() or ".." in resource.parts or not resource.parts:
        _refuse(
            source,
            problems,
            "unreadable-source",
            f'resource "{source.resource[:200]}" must be a path inside the package',
            "write it like `resource: acme_specs/openapi.yaml`",
        )
    name, version = match.groups()
    install = f'install it: python -m pip install "{name}=={version}"'
    try:
        distribution = metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        _refuse(
            source, problems, "package-not-installed", f"package {name} is not installed", install
        )
    if distribution.version != version:
        _refuse(
            source,
            problems,
            "package-version-mismatch",
            f"package {name} is installed as {distribution.version}, but {version} is pinned",
            install,
        )
    path = Path(str(distribution.locate_file(resource)))
    return f"{name}=={version}:{resource}", _from_file(path, source, problems)


def _from_file(path: Path, source: Source, problems: Problems) -> bytes:
    shown = source.resource or path.as_posix()
    hint = "correct the path" + (", which is relative to this file" if source.file else "")
    try:
        return read_regular_file(path, MAX_BYTES)
    except FileTooLarge:
        _too_large(source, problems, shown)
    except FileNotFoundError:
        _refuse(source, problems, "unreadable-source", f'"{shown}" does not exist', hint)
    except IsADirectoryError:
        _refuse(source, problems, "unreadable-source", f'"{shown}" is a folder', hint)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path on this system"
        _refuse(
            source,
            problems,
            "unreadable-source",
            f'"{shown}" can\'t be read: {reason.lower()}',
            hint,
        )


def _from_url(source: Source, problems: Problems) -> bytes:
    """Reads the bytes at the URL, from the cache if they were downloaded before."""
    # Imported here, because the import takes 0.1 s and most runs don't download.
    from generator.openapi import download

    try:
        raw = download.read_or_download(source.url, source.sha256.lower(), MAX_BYTES)
    except download.DownloadError as error:
        _refuse(
            source,
            problems,
            "unreadable-source",
            f"{source.url[:300]} can't be downloaded: {error}",
            "check the URL and the network, or save the spec and name it by `file`",
        )
    if len(raw) > MAX_BYTES:
        _too_large(source, problems, source.url[:300])
    return raw


def _too_large(source: Source, problems: Problems, shown: str) -> NoReturn:
    _refuse(
        source,
        problems,
        "file-too-large",
        f'"{shown}" has more than {MAX_BYTES:,} bytes',
        "split the specification, or remove the parts that you don't need",
    )


def _refuse(source: Source, problems: Problems, code: str, message: str, hint: str) -> NoReturn:
    problems.error(code, message, source.place_location or source.location, hint)
    raise Refused
