"""Runs the stages in order: inputs in, an `OutputTree` and diagnostics out, nothing on disk.

`inputs.read_inputs` does all the reading; the rest is a pure function of its bytes. The validator
is the slowest stage, and only the end of the run needs its verdict. For a large specification it
therefore runs in a worker process, while this process makes the model and the files.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from generator.client_check import check_names, check_own_code
from generator.console import pluralize
from generator.diagnostics import Diagnostic, Problems, Refused
from generator.inputs import Inputs
from generator.lower.build import build_provider
from generator.lower.stackql import note_bodies
from generator.model.provider import Provider
from generator.openapi.document import read_spec
from generator.openapi.overlay import apply_overlay, read_overlay
from generator.openapi.spec_tree import parse_spec
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import VALIDATOR_MODULE, validate, validate_in_worker
from generator.repair.rounds import apply_drafted
from generator.repair.table import draft_actions
from generator.views.mkdocs.site_home import add_site_home
from generator.views.output_tree import OutputTree
from generator.views.outputs import is_safe_path, output_tree
from generator.vocabulary import Part
from generator.workers import start_worker

_LARGE = 300_000  # bytes; validating a larger spec takes longer than starting a worker


def compile_provider(inputs: Inputs, problems: Problems) -> Provider:
    """Compiles specification, overlay and mapping. Raises Refused if the input has errors."""
    with _pause_garbage_collection(), _validate_alongside(inputs, problems) as tree:
        return _build_model(inputs, tree, problems)


def generate(inputs: Inputs, parts: Collection[Part], problems: Problems) -> OutputTree:
    """Generates every file of `parts`. Raises Refused if the input has errors."""
    with _pause_garbage_collection(), _validate_alongside(inputs, problems) as tree:
        provider = _build_model(inputs, tree, problems)
        made = output_tree(provider, parts)
        if Part.CLIENT in parts:
            check_own_code(provider, made.files, problems)
            problems.stop_if_errors()
        made = add_site_home(made, inputs.site.config, inputs.site.files)
        refuse_unsafe_paths((file.path for file in made.files), problems)
        refuse_paths_of_one_spelling((file.path for file in made.files), problems)
        return made


def refuse_unsafe_paths(paths: Iterable[str], problems: Problems) -> None:
    """Raises Refused if a file of the site's folder has a name that not every system can have."""
    before = problems.errors
    for path in paths:
        if not is_safe_path(path):
            problems.error(
                "unsafe-site-file",
                f'"{path}" is no safe name of a file',
                hint="use letters, digits, `_`, `.` and `-`",
            )
    problems.stop_if_errors(before)


def refuse_paths_of_one_spelling(paths: Iterable[str], problems: Problems) -> None:
    """Raises Refused if two paths differ by case alone: some disks hold one file for both."""
    spelled: dict[str, str] = {}
    before = problems.errors
    for path in paths:
        other = spelled.setdefault(path.casefold(), path)
        if other != path:
            problems.error(
                "paths-differ-by-case",
                f'"{other}" and "{path}" are one file where case is ignored',
                hint="choose another name for one of them in the provider file",
            )
    problems.stop_if_errors(before)


def repaired_tree(inputs: Inputs, problems: Problems) -> Tree:
    """Returns the specification's tree after its overlay, if it has one."""
    tree = parse_spec(inputs.spec, problems)
    if not inputs.overlay_file:
        return tree
    return apply_overlay_bytes(tree, inputs.overlay_file, inputs.overlay_bytes, problems)


def apply_overlay_bytes(tree: Tree, file: str, raw: bytes, problems: Problems) -> Tree:
    """Parses the overlay in `raw` and applies it. Raises Refused if it isn't an overlay."""
    before = problems.errors
    overlay = read_overlay(parse(file, raw, problems), problems)
    problems.stop_if_errors(before)
    return apply_overlay(tree, overlay, problems)


def _build_model(inputs: Inputs, tree: Tree, problems: Problems) -> Provider:
    spec = read_spec(tree, inputs.spec.sha256, problems)
    if problems.errors:
        _report_mapping(inputs, tree, problems)
        raise Refused
    provider = build_provider(spec, inputs.mapping, problems, inputs.own)
    problems.stop_if_errors()
    check_names(provider, inputs.mapping.client, problems)
    problems.stop_if_errors()
    note_bodies(provider, inputs.mapping, problems)
    return provider


def _report_mapping(inputs: Inputs, tree: Tree, problems: Problems) -> None:
    """Reports the errors of the provider file too, as far as the document can be repaired.

    A provider file whose form is wrong has errors already, and what it says isn't complete.
    """
    if any(_is_of_mapping(one, inputs) for one in problems):
        return
    repaired = apply_drafted(tree, draft_actions(tree.root, problems))
    found = Problems()
    try:
        spec = read_spec(repaired, inputs.spec.sha256, found)
        found.stop_if_errors()
        build_provider(spec, inputs.mapping, found)
    except Refused:
        pass
    for one in found:
        if _is_of_mapping(one, inputs):
            problems.add(one)


def _is_of_mapping(found: Diagnostic, inputs: Inputs) -> bool:
    return found.location is not None and found.location.file == inputs.mapping.file


def _advise_repairs(inputs: Inputs, tree: Tree, problems: Problems) -> None:
    """Names the command that repairs the errors of the document which change nothing it means."""
    harmless = sum(bool(draft_actions(tree.root, [found])) for found in problems)
    if harmless:
        problems.note(
            "repairs-can-be-drafted",
            f"{pluralize(harmless, 'error')} of the document can be repaired without changing what "
            "it means",
            inputs.mapping.source.location,
            f"`generate infer {inputs.mapping.file}` drafts the repairs as an overlay",
        )


@contextmanager
def _validate_alongside(inputs: Inputs, problems: Problems) -> Iterator[Tree]:
    """Yields the tree, and validates it while the block runs. Raises Refused if it isn't valid.

    The errors of both are reported, even if the block raises Refused.
    """
    tree: Tree | None = None
    try:
        if len(inputs.spec.raw) < _LARGE:
            tree = repaired_tree(inputs, problems)
            validate(tree, problems)
            yield tree
        else:
            with start_worker(VALIDATOR_MODULE) as worker:
                tree = repaired_tree(inputs, problems)
                with validate_in_worker(tree, worker, problems):
                    yield tree
        problems.stop_if_errors()
    except Refused:
        if tree is not None:
            _advise_repairs(inputs, tree, problems)
        raise


@contextmanager
def _pause_garbage_collection() -> Iterator[None]:
    """Pauses the collector: most objects live until the end, and searching takes a tenth longer."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
