"""The folder of a run in progress: its marker, and removal of what runs put there.

A name proves nothing: the user may have a folder of the same name. A run folder holds a marker,
which the run writes before anything else, and only the paths that runs make are ever removed.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from generator.diagnostics import Problems, Refused
from generator.output.model import OutputPaths
from generator.output.own_json import ManifestError, read_own_json, write_synced

_MAKER = "openapi-provider-generator"
_PREFIX = json.dumps({"maker": _MAKER, "run": ""})[:-2].encode()


def start_run_folder(paths: OutputPaths, run: str) -> None:
    """Makes the run folder with its marker and an empty staged folder."""
    paths.run.mkdir(exist_ok=True)  # `refuse_foreign_run_folder` has looked at it
    write_synced(paths.marker, json.dumps({"maker": _MAKER, "run": run}))
    paths.staged.mkdir()


def read_run(paths: OutputPaths) -> str | None:
    """Returns the id of the run that made the run folder; None if no run made it."""
    try:
        marker = read_own_json(paths.marker)
    except ManifestError:
        return None
    match marker:
        case {"maker": str(maker), "run": str(run)} if maker == _MAKER:
            return run
    return None


def refuse_foreign_run_folder(paths: OutputPaths, problems: Problems) -> None:
    """Raises Refused if something that no run made has the run folder's path."""
    if not os.path.lexists(paths.run):
        return
    is_folder = paths.run.is_dir() and not paths.run.is_symlink()
    if is_folder and (read_run(paths) is not None or _is_just_started(paths)):
        return
    problems.error(
        "in-the-way",
        f'"{paths.run.as_posix()}" is in the way, and no earlier run made it',
        hint="move it away, or choose another folder with --out",
    )
    raise Refused


def _is_just_started(paths: OutputPaths) -> bool:
    """Is the folder empty, or does it hold nothing but a part of a marker?"""
    part = _marker_part(paths)
    entries = list(paths.run.iterdir())
    if entries not in ([], [part]):
        return False
    if not entries:
        return True
    if part.is_symlink() or not part.is_file():
        return False
    with part.open("rb") as file:
        found = file.read(len(_PREFIX))
    return _PREFIX.startswith(found)


def _marker_part(paths: OutputPaths) -> Path:
    return paths.marker.with_name(f"{paths.marker.name}.part")


def remove_run_folder(paths: OutputPaths, problems: Problems) -> None:
    """Removes what runs put into the run folder, the marker last, then the folder if it is empty.

    Anything else in it is kept and named in a warning. The marker then stays too, so that the next
    run recognises the folder.
    """
    for folder in (paths.staged, paths.retired):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
    for file in (paths.journal, paths.journal.with_name(f"{paths.journal.name}.part")):
        file.unlink(missing_ok=True)
    _marker_part(paths).unlink(missing_ok=True)
    others = sorted(entry.name for entry in paths.run.iterdir() if entry != paths.marker)
    if others:
        problems.warning(
            "kept-file",
            f'"{paths.run.as_posix()}" has entries that the generator did not create: '
            + ", ".join(others),
            hint="they are kept; move them away",
        )
        return
    paths.marker.unlink(missing_ok=True)
    paths.run.rmdir()
