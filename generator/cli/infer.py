"""The command `infer`: drafts a provider file, or adds the new operations of its spec to one."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator import names
from generator.bounded_files import read_regular_file
from generator.cli.report import CommandResult, Step
from generator.console import make_printable, pluralize
from generator.diagnostics import Location, Problems, Refused
from generator.infer.draft import format_provider_file, merge_draft
from generator.infer.rules import infer
from generator.inputs import Inputs, read_file, read_inputs_unpinned
from generator.json_types import Json
from generator.openapi.document import read_spec
from generator.openapi.linked_files import find_linked_files
from generator.openapi.model import Source, SpecDoc
from generator.openapi.source import LinkedFile, SpecFile, fetch_unpinned
from generator.openapi.spec_tree import parse_spec
from generator.openapi.tree import parse
from generator.pipeline import apply_overlay_bytes, repaired_tree

_IN_A_PACKAGE = re.compile(r"(?P<package>[A-Za-z0-9._-]+==[^:/\\]+):(?P<resource>.+)\Z")
_SCHEMA = "../provider.schema.json"  # the schema, relative to specs/NAME


@dataclass(frozen=True, slots=True)
class InferOptions:
    """The options of the command."""

    spec: str  # a path, a URL or PACKAGE==VERSION:RESOURCE; or a provider file
    name: str  # of the provider; "" derives it from the spec's title
    overlay: Path | None
    out: Path | None  # None: stdout, or the provider file itself


def draft(options: InferOptions, problems: Problems, step: Step) -> CommandResult:
    """Drafts a new provider file, or updates the one that the options name."""
    step(f"reading {options.spec}")
    if _is_provider_file(options.spec):
        return _merge(Path(options.spec), options.out, problems, step)
    return _draft(options, problems, step)


def _is_provider_file(name: str) -> bool:
    """Does the file look like a provider file? Reading it finds any further problems."""
    path = Path(name)
    if not path.is_file():
        return False
    problems = Problems()
    try:
        root = parse(name, read_regular_file(path), problems).root
    except (Refused, OSError):
        return path.name == "provider.yaml"
    return isinstance(root, dict) and "provider" in root and "openapi" not in root


def _draft(options: InferOptions, problems: Problems, step: Step) -> CommandResult:
    out = options.out
    if out and os.path.lexists(out):
        problems.error(
            "file-exists",
            f'"{out.as_posix()}" exists',
            hint=f"to add its spec's new operations: generate infer {out.as_posix()}",
        )
        raise Refused
    folder = out.parent if out else Path()
    wanted = _parse_source(options.spec)
    text = _fetch_spec(wanted, problems)
    tree = parse_spec(text, problems)
    if options.overlay:
        overlay_file = options.overlay.as_posix()
        raw = read_file(options.overlay, overlay_file, None, problems)
        tree = apply_overlay_bytes(tree, overlay_file, raw, problems)
    spec = read_spec(tree, text.sha256, problems)
    problems.stop_if_errors()
    name = options.name or names.snake_case(spec.title)
    if not names.is_safe(name):
        problems.error(
            "unsafe-name",
            f"\"{name}\" can't be a provider's name",
            hint="give a name of lower-case letters, digits and _ with --name",
        )
        raise Refused
    step("drafting")
    file = _make_relative(Path(wanted.file), folder) if wanted.file else ""
    pinned = replace(wanted, sha256=text.sha256, file=file, files=_pin(text.files))
    overlay = _make_relative(options.overlay, folder) if options.overlay else ""
    made = infer(spec, name)
    _note_unpaged(made.unpaged, spec, problems)
    drafted = format_provider_file(made, pinned, overlay, _find_schema(folder))
    if out is None:
        return CommandResult(tuple(drafted.splitlines()), {"provider": name, "text": drafted})
    _write(out, drafted)
    operations = pluralize(len(spec.operations), "operation")
    line = f"{name}: {operations} drafted into {make_printable(out.as_posix())}"
    return CommandResult((line,), {"provider": name, "file": out.as_posix()})


def _pin(files: tuple[LinkedFile, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.path, one.sha256) for one in files)


def _note_unlisted(inputs: Inputs, problems: Problems) -> None:
    """Names the files that the document refers to and the provider file doesn't list."""
    listed = {path for path, _ in inputs.mapping.source.files}
    for one in find_linked_files(inputs.spec, problems):
        if one.path not in listed:
            problems.note(
                "unlisted-source-file",
                f'a reference leads to "{one.path}", which is not read',
                inputs.mapping.source.location,
                f"list it under `source.files`: {one.path}: {one.sha256}",
            )


def _find_schema(folder: Path) -> str:
    """Returns the path of the JSON Schema, relative to the provider file; "" if there is none."""
    # The system finds no `..` of a folder that doesn't exist yet; `realpath` does.
    return _SCHEMA if Path(os.path.realpath(folder / _SCHEMA)).is_file() else ""


def _note_unpaged(
    unpaged: Iterable[tuple[str, tuple[str, ...]]], spec: SpecDoc, problems: Problems
) -> None:
    """Names the lists that have further pages, as their names show, but no pagination."""
    pointers = {operation.id: operation.pointer for operation in spec.operations}
    for operation, marks in unpaged:
        problems.note(
            "first-page-only",
            f'no rule finds the pages of "{operation}", which shows {", ".join(marks)}',
            spec.locate(pointers[operation]),
            "its client returns the first page only; write a pagination for it",
        )


def _parse_source(named: str) -> Source:
    """Returns the source, relative to the current folder and without a digest."""
    nowhere = Location(named, 1, 1)
    if match := _IN_A_PACKAGE.match(named):
        return Source("", nowhere, package=match["package"], resource=match["resource"])
    if named.startswith(("https://", "http://")):
        return Source("", nowhere, url=named)
    return Source("", nowhere, file=named)


def _fetch_spec(wanted: Source, problems: Problems) -> SpecFile:
    """Reads the specification and the files that it refers to.

    Problems of the argument have no position in a file.
    """
    found = Problems()
    try:
        spec = fetch_unpinned(wanted, Path(), found)
    except Refused:
        for one in found:
            problems.add(replace(one, location=None))
        raise
    return replace(spec, files=find_linked_files(spec, problems))


def _make_relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _merge(file: Path, out: Path | None, problems: Problems, step: Step) -> CommandResult:
    inputs = read_inputs_unpinned(file, problems)
    _note_unlisted(inputs, problems)
    pinned, digest = inputs.mapping.source.sha256, inputs.spec.sha256
    tree = repaired_tree(inputs, problems)
    spec = read_spec(tree, inputs.spec.sha256, problems)
    problems.stop_if_errors()
    step("drafting")
    before = inputs.mapping_bytes.decode("utf-8-sig")
    made = infer(spec, inputs.mapping.name)
    result = merge_draft(before, made)
    _note_unpaged((one for one in made.unpaged if one[0] in result.added), spec, problems)
    text = result.text.replace(pinned, digest)
    for one, (_, before_change) in zip(inputs.spec.files, inputs.mapping.source.files, strict=True):
        text = text.replace(before_change, one.sha256)
    target = out or file
    if out or text != before:
        _write(target, text)
    name, shown = inputs.mapping.name, target.as_posix()
    added = pluralize(len(result.added), "operation")
    lines = [make_printable(f"{name}: {added} added to {shown}")]
    if pinned != digest:
        change = f"new digest: {inputs.spec.file} has sha256 {digest}, it was {pinned}"
        lines.append(make_printable(change))
    lines += [f"added: {make_printable(operation)}" for operation in result.added]
    lines += [
        f"no longer in the spec: {make_printable(operation)}" for operation in result.vanished
    ]
    document: dict[str, Json] = {
        "provider": inputs.mapping.name,
        "file": shown,
        "sha256": digest,
        "added": [*result.added],
        "vanished": [*result.vanished],
    }
    return CommandResult(tuple(lines), document)


def _write(file: Path, text: str) -> None:
    """Writes the whole text or nothing. Through a link, it writes the link's target."""
    target = Path(os.path.realpath(file))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
