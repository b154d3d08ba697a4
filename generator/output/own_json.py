"""Reads the JSON files that runs leave on disk, any of which may be broken or someone else's.

A crash can cut such a file, and anyone can edit it. Whatever it holds, reading it ends in a value
or in `ManifestError`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from generator.bounded_files import read_regular_file
from generator.json_types import Json

_MAX_BYTES = 64 * 1024 * 1024


class ManifestError(Exception):
    """A file isn't one that this generator wrote. The text gives the reason."""


def read_own_json(path: Path) -> Json:
    """Returns the value of a JSON file; None if there is no file.

    Raises ManifestError. `null`, which no run writes, is refused too.
    """
    try:
        raw = read_regular_file(path, _MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ManifestError((error.strerror or str(error)).lower()) from error
    return parse_own_json(raw)


def parse_own_json(raw: bytes) -> Json:
    """Returns a JSON value other than null, all of whose texts UTF-8 can encode.

    Raises ManifestError.
    """
    if not raw.strip():
        raise ManifestError("it is empty")
    try:
        text = raw.decode("utf-8")
        value: Json = json.loads(text)
        if "\\u" in text:  # an escape can be half of a surrogate pair
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise ManifestError("it is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise ManifestError("it has half of a surrogate pair") from error
    except ValueError as error:
        raise ManifestError("it is not JSON") from error
    except RecursionError as error:
        raise ManifestError("it nests too deep") from error
    if value is None:
        raise ManifestError("this generator didn't make it")
    return value


def write_synced(path: Path, text: str) -> None:
    """Writes a file in one step, and waits until the disk has it and its name."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
