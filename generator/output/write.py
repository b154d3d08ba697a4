"""Puts an output tree in place: all of it or nothing, and nobody else's files are touched.

The whole next folder is staged beside the last one, files that stay the same as links to the last
one's, and then takes its place in one step (`swap`). A run owns what the last run's state file or
manifest lists; it removes nothing else.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, Problems
from generator.output.digests import Unreadable, digest, digest_of_file, manifest_text
from generator.output.folder import Foreign, foreign_entries, in_the_way
from generator.output.model import MANIFEST, SITE, STATE, Digest, Place, State, Written
from generator.output.run_state import manifest_in, read_state, state_text
from generator.output.swap import Journal, locked, recover, swap
from generator.views.output_tree import OutputFile, OutputTree

BuildSite = Callable[[Path, int], None]
"""Builds the HTML of a staged folder into its `site`; adds to the run's problems.

The number is the lock's descriptor, for a process that is started to do so: it holds the lock too.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """What to put in place."""

    place: Place
    tree: OutputTree
    parts: Collection[str]  # what the tree holds: "data", "docs", "client", "stackql", "site"
    key: str  # of the inputs that the tree was made from
    build_site: BuildSite | None  # None where the site isn't asked for
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Last:
    """What an earlier run left."""

    owned: Mapping[str, Digest]  # by the state file and the manifest
    listed: Mapping[str, Digest]  # by the manifest alone
    keys: Mapping[str, str]
    foreign: tuple[Foreign, ...]


def part_of(path: str) -> str:
    """The part of the output that a path belongs to, as `--only` names it."""
    first, _, rest = path.partition("/")
    return first if rest and first in ("docs", "client", "stackql", SITE) else "data"


def write(request: Request, problems: Problems, waiting: Callable[[], None]) -> Written:
    """Puts the tree in place. Raises Refused, or OSError, with the last output untouched."""
    place = request.place
    _check_place(place, problems)
    problems.stop_if_errors()
    place.base.mkdir(parents=True, exist_ok=True)
    with locked(place.base, waiting) as lock:
        recover(place)
        last = _last(place.live, problems)
        problems.stop_if_errors()
        try:
            return _write(request, last, lock, problems)
        finally:
            recover(place)


def _check_place(place: Place, problems: Problems) -> None:
    if place.live.is_symlink():
        problems.error(
            "output-is-a-link",
            f'"{place.live.as_posix()}" is a symbolic link',
            hint="nothing is written through a link; choose another folder by --out",
        )
        return
    for path in (place.base, place.live):
        if os.path.lexists(path) and not path.is_dir():
            problems.error(
                "output-is-a-file",
                f'"{path.as_posix()}" is not a folder',
                hint="move it away, or choose another folder by --out",
            )


def _last(live: Path, problems: Problems) -> _Last:
    state = read_state(live)
    owned = dict(state.owned) if state else {}
    try:
        listed = manifest_in(live) or {}
    except Unreadable as error:
        listed = {}
        if state is None:
            problems.error(
                "unreadable-manifest",
                f'"{(live / MANIFEST).as_posix()}" can\'t be read: {error}',
                hint="without it nobody knows which files are generated; restore or remove it",
            )
    # The manifest's own digest is in no list: it is owned where it could be read.
    owned = {**listed, **owned, MANIFEST: Digest("", 0)}
    foreign = foreign_entries(live, {*owned, STATE})
    return _Last(owned, listed, state.keys if state else {}, foreign)


def _write(request: Request, last: _Last, lock: int, problems: Problems) -> Written:
    place, live = request.place, request.place.live
    made = {file.path: digest(file.content) for file in request.tree.files}
    other = {path: of for path, of in last.listed.items() if part_of(path) not in request.parts}
    listed = {**other, **made}
    manifest = OutputFile(MANIFEST, manifest_text(listed).encode())

    place.run.mkdir()
    place.staged.mkdir()
    changed = [
        file.path for file in (*request.tree.files, manifest) if not _stage(place, file, last)
    ]
    kept = {
        path: known
        for path, known in last.owned.items()
        if path != MANIFEST and part_of(path) not in request.parts and _keep(place, path)
    }
    owned = {**kept, **made}
    if request.build_site:
        request.build_site(place.staged, lock)
        problems.stop_if_errors()
        owned.update(_site_digests(place.staged))
    owned[MANIFEST] = digest(manifest.content)
    _refuse_what_is_in_the_way(place.live, last.foreign, owned, problems)

    run = secrets.token_hex(8)
    keys = {**last.keys, **dict.fromkeys(request.parts, request.key)}
    state = State(run, keys, owned, request.diagnostics)
    (place.staged / STATE).write_text(state_text(state), encoding="utf-8")
    removed = sorted(path for path in last.owned if path not in owned and (live / path).is_file())
    swap(place, Journal(run, frozenset({*last.owned, STATE})))
    return Written(
        folder=live,
        changed=tuple(sorted(changed)),
        removed=tuple(removed),
        unchanged=len(request.tree.files) + 1 - len(changed),
        kept=tuple(entry.path + "/" * entry.is_folder for entry in last.foreign),
    )


def _stage(place: Place, file: OutputFile, last: _Last) -> bool:
    """Stages a file; True where the last output holds the same bytes."""
    target = place.staged / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    source = place.live / file.path
    if file.path in last.owned and digest_of_file(source) == digest(file.content):
        _link(source, target)
        return True
    target.write_bytes(file.content)
    return False


def _keep(place: Place, path: str) -> bool:
    """Stages a file of a part that this run doesn't make; False where it is gone."""
    source, target = place.live / path, place.staged / path
    if digest_of_file(source) is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    _link(source, target)
    return True


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without links, or somebody else's file
        shutil.copy2(source, target, follow_symlinks=False)


def _site_digests(staged: Path) -> dict[str, Digest]:
    found = {}
    for path in sorted((staged / SITE).rglob("*")):
        if of := digest_of_file(path):
            found[path.relative_to(staged).as_posix()] = of
    return found


def _refuse_what_is_in_the_way(
    live: Path, foreign: tuple[Foreign, ...], wanted: Collection[str], problems: Problems
) -> None:
    for path in in_the_way(live, foreign, {*wanted, STATE}):
        problems.error(
            "in-the-way",
            f'"{(live / path).as_posix()}" is in the way, and no earlier run made it',
            hint="move it away, or choose another folder by --out",
        )
    problems.stop_if_errors()
