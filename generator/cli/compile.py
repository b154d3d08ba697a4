"""`build`, `check` and `validate`: the three things to do with a provider file."""

from __future__ import annotations

import functools
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.cli.report import DONE, PROBLEMS, Outcome, Step
from generator.console import counted, printable
from generator.diagnostics import Location, Problems, Refused
from generator.fingerprint import fingerprint
from generator.inputs import Inputs, read_inputs
from generator.json_types import Json
from generator.output.model import MANIFEST, SITE, Place, Written
from generator.output.unchanged import unchanged

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked for."""

    provider_file: Path
    base: Path  # the folder that holds a folder for each provider
    parts: tuple[str, ...]  # of "data", "docs", "client", "stackql", "site"


def build(job: Job, problems: Problems, step: Step) -> Outcome:
    """Makes the output and puts it in place, or finds that it is there already."""
    started = time.perf_counter()
    inputs = _read(job, problems, step)
    place = Place(job.base, inputs.mapping.name)
    key = _key(inputs)
    done = unchanged(place, job.parts, key)
    if done:
        state, written = done
        for found in state.diagnostics:
            problems.add(found)
    else:
        written = _make(job, inputs, place, key, problems, step)
    return _built(inputs.mapping.name, written, time.perf_counter() - started)


def _read(job: Job, problems: Problems, step: Step) -> Inputs:
    step(f"reading {job.provider_file.as_posix()}")
    return read_inputs(job.provider_file, problems)


def _key(inputs: Inputs) -> str:
    return fingerprint((inputs.mapping_bytes, inputs.overlay_bytes, inputs.spec.sha256.encode()))


def _make(
    job: Job, inputs: Inputs, place: Place, key: str, problems: Problems, step: Step
) -> Written:
    # Imported here: what compiles and renders takes longer to load than an unchanged run may take.
    from generator.output.build_site import build_site
    from generator.output.write import Request, write
    from generator.pipeline import generate
    from generator.views.outputs import Group

    step("compiling and rendering")
    tree = generate(inputs, [group for group in Group if group in job.parts], problems)

    def site(folder: Path, lock: int) -> None:
        step("building the website")
        build_site(folder, problems, (lock,))

    request = Request(
        place=place,
        tree=tree,
        parts=job.parts,
        key=key,
        build_site=site if SITE in job.parts else None,
        diagnostics=tuple(problems),
    )
    step(f"writing {place.live.as_posix()}")
    waiting = functools.partial(step, f"waiting for another run in {job.base.as_posix()}")
    return write(request, problems, waiting)


def _built(name: str, written: Written, seconds: float) -> Outcome:
    folder = written.folder.as_posix()
    changes = [
        f"{len(written.changed)} changed" * bool(written.changed),
        f"{len(written.removed)} removed" * bool(written.removed),
        f"{written.unchanged} unchanged" * bool(written.unchanged),
    ]
    if written.changed or written.removed:
        what = f"{', '.join(filter(None, changes))} in {folder}"
    else:
        what = f"nothing changed in {folder}, {counted(written.unchanged, 'file')}"
    lines = [f"{printable(name)}: {what} ({seconds:.1f} s)"]
    if written.kept:
        lines.append(f"kept what no run made: {_named(written.kept)}")
    document: dict[str, Json] = {
        "provider": name,
        "folder": folder,
        "changed": [*written.changed],
        "removed": [*written.removed],
        "unchanged": written.unchanged,
        "kept": [*written.kept],
    }
    return Outcome(tuple(lines), document)


def _named(paths: Collection[str]) -> str:
    """The first few paths, and how many more there are."""
    named = [printable(path) for path in paths][:_MOST_NAMED]
    more = len(paths) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def check(job: Job, problems: Problems, step: Step) -> Outcome:
    """Compares what a build would make with the manifest of the last one. Writes nothing."""
    from generator.output.check import compare
    from generator.output.digests import Unreadable
    from generator.output.run_state import manifest_in
    from generator.pipeline import generate
    from generator.views.outputs import Group

    inputs = _read(job, problems, step)
    place = Place(job.base, inputs.mapping.name)
    manifest = (place.live / MANIFEST).as_posix()
    try:
        listed = manifest_in(place.live)
    except Unreadable as error:
        problems.error("unreadable-manifest", f'"{manifest}" can\'t be read: {error}')
        raise Refused from error
    if listed is None:
        problems.error(
            "no-manifest",
            f'there is no "{manifest}" to compare with',
            hint="run `generate build` first, and commit that file",
        )
        raise Refused
    step("compiling and rendering")
    tree = generate(inputs, tuple(Group), problems)
    drift = compare(tree, listed)
    named = {"changed": drift.changed, "missing": drift.missing, "extra": drift.extra}
    lines = [f"{kind}: {path}" for kind, paths in named.items() for path in paths]
    if drift:
        counts = ", ".join(f"{len(paths)} {kind}" for kind, paths in named.items() if paths)
        problems.error(
            "drift",
            f"a build gives other files than the last one: {counts}",
            Location(manifest, 1, 1),
            hint="run `generate build` and commit the manifest with what caused the change",
        )
    else:
        files = counted(drift.same, "file")
        lines.append(f"{printable(inputs.mapping.name)}: {files} as {manifest} has them")
    document: dict[str, Json] = {
        "provider": inputs.mapping.name,
        "manifest": manifest,
        **{kind: [*paths] for kind, paths in named.items()},
        "same": drift.same,
    }
    return Outcome(tuple(lines), document, PROBLEMS if drift else DONE)


def validate(job: Job, problems: Problems, step: Step) -> Outcome:
    """Reads spec, overlay and mapping and reports every problem. Writes nothing."""
    from generator.pipeline import compile_provider

    inputs = _read(job, problems, step)
    step("compiling the model")
    provider = compile_provider(inputs, problems)
    resources = [resource for service in provider.services for resource in service.resources]
    methods = sum(len(resource.methods) for resource in resources)
    counts: dict[str, Json] = {
        "services": len(provider.services),
        "resources": len(resources),
        "methods": methods,
        "excluded": len(provider.excluded),
    }
    line = (
        f"{provider.name}: {counted(len(provider.services), 'service')}, "
        f"{counted(len(resources), 'resource')}, {counted(methods, 'method')}, "
        f"{counted(len(provider.excluded), 'operation')} excluded"
    )
    return Outcome((line,), {"provider": provider.name, **counts})
