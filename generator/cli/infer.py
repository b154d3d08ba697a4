"""The command `infer`: drafts a provider file, or adds the new operations of its spec to one."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator import names
from generator.bounded_files import read_regular_file
from generator.cli.infer_repairs import (
    OverlayText,
    RepairedSpec,
    describe_repairs,
    note_repairs,
    repair_spec,
    repairs_as_json,
)
from generator.cli.report import CommandResult, Step
from generator.console import make_printable, pluralize
from generator.diagnostics import Location, Problems, Refused
from generator.infer.draft import MergeResult, format_provider_file, merge_draft, name_overlay
from generator.infer.draft_schemes import add_splits
from generator.infer.model import Draft, DraftSplit
from generator.infer.rules import infer
from generator.inputs import Inputs, read_file, read_inputs_unpinned
from generator.json_types import Json
from generator.openapi.linked_files import find_linked_files
from generator.openapi.model import Source, SpecDoc
from generator.openapi.source import LinkedFile, SpecFile, fetch_unpinned
from generator.openapi.tree import parse

_IN_A_PACKAGE = re.compile(r"(?P<package>[A-Za-z0-9._-]+==[^:/\\]+):(?P<resource>.+)\Z")
OVERLAY = "overlay.yaml"  # beside the provider file
SCHEMA_OF_FOLDER = "../provider.schema.json"  # the schema, relative to specs/NAME


@dataclass(frozen=True, slots=True)
class InferOptions:
    """The options of the command."""

    spec: str  # a path, a URL or PACKAGE==VERSION:RESOURCE; or a provider file
    name: str  # of the provider; "" derives it from the spec's title
    overlay: Path | None
    out: Path | None  # None: stdout, or the provider file itself
    strict: bool = False  # refuse a document that needs a repair


def draft(options: InferOptions, problems: Problems, step: Step) -> CommandResult:
    """Drafts a new provider file, or updates the one that the options name."""
    step(f"reading {options.spec}")
    if is_provider_file(options.spec):
        _refuse_options(options, problems)
        return _merge(options, problems, step)
    return _draft(options, problems, step)


def _refuse_options(options: InferOptions, problems: Problems) -> None:
    """Refuses the options that a provider file answers itself."""
    keys = {"--name": ("provider", options.name), "--overlay": ("overlay", options.overlay)}
    for option, (key, given) in keys.items():
        if given:
            problems.error(
                "option-of-a-new-draft",
                f"{option} is for a new draft, and {options.spec} is a provider file",
                hint=f"leave out {option}; to change it, edit `{key}` in the provider file",
            )
    problems.stop_if_errors()


def is_provider_file(name: str) -> bool:
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
    overlay_path = options.overlay or folder / OVERLAY
    given = read_given_overlay(options.overlay, overlay_path, problems)
    new = draft_document(options, given, problems, step)
    name, spec, repaired = new.name, new.repaired.spec, new.repaired
    has_overlay = options.overlay or (repaired.overlay and out)
    overlay = _make_relative(overlay_path, folder) if has_overlay else ""
    _note_unpaged(new.draft.unpaged, spec, problems)
    drafted = new.format(folder, overlay, _find_schema(folder))
    repairs = repairs_as_json(repaired.plan)
    operations = pluralize(len(spec.operations), "operation")
    if out is None:
        note_repairs(repaired.plan, problems)
        document: dict[str, Json] = {"provider": name, "text": drafted, "repairs": repairs}
        return CommandResult(tuple(drafted.splitlines()), document)
    if repaired.overlay:
        _refuse_other_overlay(options.overlay, overlay_path, problems)
        _write(overlay_path, repaired.overlay)
    _write(out, drafted)
    lines = (
        f"{name}: {operations} drafted into {make_printable(out.as_posix())}",
        *describe_repairs(repaired.plan, overlay_path.as_posix()),
    )
    return CommandResult(lines, {"provider": name, "file": out.as_posix(), "repairs": repairs})


@dataclass(frozen=True, slots=True)
class NewDraft:
    """The draft of a document that has no provider file yet."""

    source: Source  # relative to the current folder, with the digest
    repaired: RepairedSpec
    draft: Draft

    @property
    def name(self) -> str:
        """The provider's name."""
        return self.draft.name

    def format(self, folder: Path, overlay: str, schema: str) -> str:
        """Returns the text of a provider file in `folder`; the paths are relative to it."""
        file = _make_relative(Path(self.source.file), folder) if self.source.file else ""
        return format_provider_file(self.draft, replace(self.source, file=file), overlay, schema)


def draft_document(
    options: InferOptions, given: OverlayText, problems: Problems, step: Step
) -> NewDraft:
    """Reads a document and drafts its mapping; `given` is its overlay."""
    wanted = _parse_source(options.spec)
    text = _fetch_spec(wanted, problems)
    repaired = repair_spec(text, given, options.strict, problems)
    name = _choose_name(options.name, repaired.spec, problems)
    step("drafting")
    pinned = replace(wanted, sha256=text.sha256, files=_pin(text.files))
    return NewDraft(pinned, repaired, infer(repaired.spec, name))


def _choose_name(given: str, spec: SpecDoc, problems: Problems) -> str:
    name = given or names.snake_case(spec.title)
    if not names.is_safe(name):
        problems.error(
            "unsafe-name",
            f"\"{name}\" can't be a provider's name",
            hint="give a name of lower-case letters, digits and _ with --name",
        )
        raise Refused
    return name


def read_given_overlay(named: Path | None, path: Path, problems: Problems) -> OverlayText:
    """Reads the overlay that an option names; without one, the text at `path` is empty."""
    file = path.as_posix()
    return OverlayText(file, read_file(path, file, None, problems) if named else b"")


def _refuse_other_overlay(named: Path | None, path: Path, problems: Problems) -> None:
    """Refuses to replace an overlay that a person may have written."""
    if named is None and os.path.lexists(path):
        problems.error(
            "file-exists",
            f'"{path.as_posix()}" exists, and the document needs repairs',
            hint=f"to add them to it: --overlay {path.as_posix()}",
        )
        raise Refused


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
    return SCHEMA_OF_FOLDER if Path(os.path.realpath(folder / SCHEMA_OF_FOLDER)).is_file() else ""


def _note_unpaged(
    unpaged: Iterable[tuple[str, tuple[str, ...]]],
    spec: SpecDoc,
    problems: Problems,
    among: Collection[str] | None = None,
) -> None:
    """Names the lists that have further pages, as their names show, but no pagination.

    `among` are the operations that are of interest; None: all.
    """
    pointers = {operation.id: operation.pointer for operation in spec.operations}
    for operation, marks in unpaged:
        if among is not None and operation not in among:
            continue
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


def _merge(options: InferOptions, problems: Problems, step: Step) -> CommandResult:
    file = Path(options.spec)
    inputs = read_inputs_unpinned(file, problems)
    _note_unlisted(inputs, problems)
    target = options.out or file
    named = inputs.mapping.overlay
    overlay_path = target.parent / (named or OVERLAY)
    given = OverlayText(inputs.overlay_file or overlay_path.as_posix(), inputs.overlay_bytes)
    repaired = repair_spec(inputs.spec, given, options.strict, problems)
    step("drafting")
    before = inputs.mapping_bytes.decode("utf-8-sig")
    made = infer(repaired.spec, inputs.mapping.name)
    result = merge_draft(before, made)
    _note_unpaged(made.unpaged, repaired.spec, problems, result.added)
    pinned, digest = inputs.mapping.source.sha256, inputs.spec.sha256
    text, splits = add_splits(result.text, repaired.spec, inputs.mapping.name, result.added)
    text = _renew_digests(text, inputs)
    if repaired.overlay:
        text = _write_overlay(text, named, repaired.overlay, overlay_path, problems)
    if options.out or text != before:
        _write(target, text)
    name, shown = inputs.mapping.name, target.as_posix()
    added = pluralize(len(result.added), "operation")
    lines = [make_printable(f"{name}: {added} added to {shown}")]
    lines += _describe_digest(inputs.spec.file, pinned, digest)
    lines += describe_repairs(repaired.plan, overlay_path.as_posix())
    lines += _describe_changes(result, splits)
    document: dict[str, Json] = {
        "provider": name,
        "file": shown,
        "sha256": digest,
        "added": [*result.added],
        "vanished": [*result.vanished],
        "renamed": [{"before": before, "after": after} for before, after in result.renamed],
        "stackql_providers": [{"name": one.name.value, "scheme": one.scheme} for one in splits],
        "repairs": repairs_as_json(repaired.plan),
        "removed_repairs": [action.target for action in repaired.plan.removed],
    }
    return CommandResult(tuple(lines), document)


def _describe_changes(result: MergeResult, splits: tuple[DraftSplit, ...]) -> list[str]:
    changes = {
        "renamed": [f"{old} is now {new}" for old, new in result.renamed],
        "StackQL provider added": [f"{one.name.value}, for {one.scheme}" for one in splits],
        "added": result.added,
        "no longer in the spec": result.vanished,
    }
    return [make_printable(f"{what}: {one}") for what, ones in changes.items() for one in ones]


def _write_overlay(text: str, named: str, overlay: str, path: Path, problems: Problems) -> str:
    """Writes the overlay, and returns the text of the provider file that names it."""
    if not named:
        _refuse_other_overlay(None, path, problems)
        text = name_overlay(text, OVERLAY)
    _write(path, overlay)
    return text


def _renew_digests(text: str, inputs: Inputs) -> str:
    """Returns the provider file with the digests of the files as they are now."""
    text = text.replace(inputs.mapping.source.sha256, inputs.spec.sha256)
    for one, (_, pinned) in zip(inputs.spec.files, inputs.mapping.source.files, strict=True):
        text = text.replace(pinned, one.sha256)
    return text


def _describe_digest(file: str, pinned: str, digest: str) -> list[str]:
    if pinned == digest:
        return []
    return [make_printable(f"new digest: {file} has sha256 {digest}, it was {pinned}")]


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
