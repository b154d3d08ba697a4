"""Puts several files in place, all or none: new files, and existing ones with added lines."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path


def put_in_place(new: Mapping[Path, bytes], changed: Mapping[Path, bytes]) -> ExitStack:
    """Writes all files, or none if one can't be written.

    `new` are files that must not exist: FileExistsError names one that appeared meanwhile.
    `changed` are whole contents of files that exist; their modes stay. Folders are created.
    Closing the result undoes all of it.
    """
    with ExitStack() as undo, ExitStack() as staged:
        parts: dict[Path, Path] = {}
        for path, content in {**new, **changed}.items():
            target = path.resolve() if path in changed else path
            _make_folders(target.parent, undo)
            part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
            staged.callback(part.unlink, missing_ok=True)
            part.write_bytes(content)
            if path in changed:
                part.chmod(target.stat().st_mode)
            parts[target] = part
        for path in new:
            path.touch(exist_ok=False)  # claims the name, as a rename would replace a file
            undo.callback(path.unlink, missing_ok=True)
        for target, part in parts.items():
            if target not in new:
                undo.callback(target.write_bytes, target.read_bytes())
            part.replace(target)
        return undo.pop_all()


def _make_folders(folder: Path, undo: ExitStack) -> None:
    """Creates the missing folders of a path; `undo` gets their removal."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        undo.callback(_remove_if_empty, one)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # another process has put a file there
        folder.rmdir()
