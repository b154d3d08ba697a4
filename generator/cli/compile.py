"""The commands `build`, `check` and `validate`, which read a provider file."""

from __future__ import annotations

import functools
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.cli.report import DONE, PROBLEMS, CommandResult, Step
from generator.console import make_printable, pluralize
from generator.diagnostics import Location, Problems, Refused
from generator.fingerprint import compute_fingerprint
from generator.inputs import Inputs, read_inputs
from generator.json_types import Json
from generator.model.walk import walk_resources
from generator.output.model import MANIFEST, OutputPaths, WriteResult
from generator.output.unchanged import find_unchanged_output
from generator.vocabulary import Part

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """The options of these commands."""

    provider_file: Path
    base: Path  # the folder with one folder for each provider
    parts: tuple[Part, ...]


def build(options: CompileOptions, problems: Problems, step: Step) -> CommandResult:
    """Generates the output and puts it in place, unless it is up to date."""
    started = time.perf_counter()
    inputs = _read_inputs(options, problems, step)
    paths = OutputPaths(options.base, inputs.mapping.name)
    key = compute_key(inputs)
    done = find_unchanged_output(paths, options.parts, key)
    if done:
        state, written = done
        for found in state.diagnostics:
            problems.add(found)
    else:
        written = _write_output(options, inputs, paths, key, problems, step)
    return _describe_build(inputs.mapping.name, written, time.perf_counter() - started)


def _read_inputs(options: CompileOptions, problems: Problems, step: Step) -> Inputs:
    step(f"reading {options.provider_file.as_posix()}")
    return read_inputs(options.provider_file, problems)


def compute_key(inputs: Inputs) -> str:
    """Returns the fingerprint of everything that determines the output."""
    return compute_fingerprint(tuple(inputs.digested()))


def _write_output(
    options: CompileOptions,
    inputs: Inputs,
    paths: OutputPaths,
    key: str,
    problems: Problems,
    step: Step,
) -> WriteResult:
    # Imported here, because these imports take longer than a whole unchanged build.
    from generator.output.build_site import build_site
    from generator.output.write import WriteRequest, write
    from generator.pipeline import generate

    step("compiling and rendering")
    tree = generate(inputs, options.parts, problems)

    def site(folder: Path, lock: int) -> None:
        step("building the website")
        build_site(folder, problems, (lock,))

    request = WriteRequest(
        paths=paths,
        tree=tree,
        parts=options.parts,
        key=key,
        build_site=site if Part.SITE in options.parts else None,
        diagnostics=tuple(problems),
    )
    step(f"writing {paths.live.as_posix()}")
    on_wait = functools.partial(step, f"waiting for another run in {options.base.as_posix()}")
    return write(request, problems, on_wait)


def _describe_build(name: str, written: WriteResult, seconds: float) -> CommandResult:
    folder = written.folder.as_posix()
    shown = make_printable(folder)
    changes = [
        f"{len(written.changed)} changed" * bool(written.changed),
        f"{len(written.removed)} removed" * bool(written.removed),
        f"{written.unchanged} unchanged" * bool(written.unchanged),
    ]
    if written.changed or written.removed:
        what = f"{', '.join(filter(None, changes))} in {shown}"
    else:
        what = f"nothing changed in {shown}, {pluralize(written.unchanged, 'file')}"
    lines = [f"{make_printable(name)}: {what} ({seconds:.1f} s)"]
    if written.kept:
        lines.append(f"kept, as the generator did not create it: {_list_paths(written.kept)}")
    document: dict[str, Json] = {
        "provider": name,
        "folder": folder,
        "changed": [*written.changed],
        "removed": [*written.removed],
        "unchanged": written.unchanged,
        "kept": [*written.kept],
    }
    return CommandResult(tuple(lines), document)


def _list_paths(paths: Collection[str]) -> str:
    """Returns the first few paths, and the number of the others."""
    named = [make_printable(path) for path in paths][:_MOST_NAMED]
    more = len(paths) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def check(options: CompileOptions, problems: Problems, step: Step) -> CommandResult:
    """Compares the files that a build would make with the manifest. Writes nothing."""
    from generator.output.check import compare
    from generator.output.own_json import ManifestError
    from generator.output.run_state import read_manifest
    from generator.pipeline import generate

    inputs = _read_inputs(options, problems, step)
    paths = OutputPaths(options.base, inputs.mapping.name)
    manifest = (paths.live / MANIFEST).as_posix()
    try:
        listed = read_manifest(paths.live)
    except ManifestError as error:
        problems.error("unreadable-manifest", f'"{manifest}" can\'t be read: {error}')
        raise Refused from error
    if listed is None:
        problems.error(
            "no-manifest",
            f'there is no "{manifest}" to compare with',
            hint="run `generate build` and commit the manifest",
        )
        raise Refused
    step("compiling and rendering")
    tree = generate(inputs, tuple(Part), problems)
    drift = compare(tree, listed)
    named = {"changed": drift.changed, "missing": drift.missing, "extra": drift.extra}
    lines = [f"{kind}: {make_printable(path)}" for kind, paths in named.items() for path in paths]
    if drift:
        counts = ", ".join(f"{len(paths)} {kind}" for kind, paths in named.items() if paths)
        problems.error(
            "drift",
            f"the output differs from the manifest: {counts}",
            Location(manifest, 1, 1),
            hint="run `generate build` and commit the manifest with the change that caused this",
        )
    else:
        files = pluralize(drift.same, "file")
        lines.append(
            f"{make_printable(inputs.mapping.name)}: {files} match {make_printable(manifest)}"
        )
    document: dict[str, Json] = {
        "provider": inputs.mapping.name,
        "manifest": manifest,
        **{kind: [*paths] for kind, paths in named.items()},
        "same": drift.same,
    }
    return CommandResult(tuple(lines), document, PROBLEMS if drift else DONE)


def validate(options: CompileOptions, problems: Problems, step: Step) -> CommandResult:
    """Reads specification, overlay and mapping, and reports every problem. Writes nothing."""
    from generator.pipeline import compile_provider

    inputs = _read_inputs(options, problems, step)
    step("compiling the model")
    provider = compile_provider(inputs, problems)
    resources = [resource for _, resource in walk_resources(provider.services)]
    methods = sum(len(resource.methods) for resource in resources)
    counts: dict[str, Json] = {
        "services": len(provider.services),
        "resources": len(resources),
        "methods": methods,
        "excluded": len(provider.excluded),
    }
    line = (
        f"{provider.name}: {pluralize(len(provider.services), 'service')}, "
        f"{pluralize(len(resources), 'resource')}, {pluralize(methods, 'method')}, "
        f"{pluralize(len(provider.excluded), 'operation')} excluded"
    )
    return CommandResult((line,), {"provider": provider.name, **counts})
