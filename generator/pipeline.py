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
from generator.diagnostics import Problems
from generator.inputs import Inputs
from generator.lower.build import build_provider
from generator.lower.stackql import note_bodies
from generator.model.provider import Provider
from generator.openapi.document import read_spec
from generator.openapi.overlay import apply_overlay, read_overlay
from generator.openapi.spec_tree import parse_spec
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import VALIDATOR_MODULE, validate, validate_in_worker
from generator.views.output_tree import OutputTree
from generator.views.outputs import output_tree
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
        refuse_paths_of_one_spelling((file.path for file in made.files), problems)
        return made


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
    problems.stop_if_errors()
    provider = build_provider(spec, inputs.mapping, problems, inputs.code)
    problems.stop_if_errors()
    check_names(provider, inputs.mapping.client, problems)
    problems.stop_if_errors()
    note_bodies(provider, inputs.mapping, problems)
    return provider


@contextmanager
def _validate_alongside(inputs: Inputs, problems: Problems) -> Iterator[Tree]:
    """Yields the tree, and validates it while the block runs. Raises Refused if it isn't valid.

    The errors of both are reported, even if the block raises Refused.
    """
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
