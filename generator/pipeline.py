"""Inputs in, an `OutputTree` and diagnostics out: the stages in their order, and nothing on disk.

`inputs.read_inputs` does all the reading; the rest is a pure function of the bytes that it gives.
The validator is the slowest stage and nothing needs its verdict but the end of the run, so it works
on a large spec in a process of its own, beside the stages that make the model and the files.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from generator.diagnostics import Problems
from generator.inputs import Inputs
from generator.lower.build import build_provider
from generator.lower.stackql import note_bodies
from generator.model.provider import Provider
from generator.openapi.document import read_spec
from generator.openapi.overlay import apply_overlay, read_overlay
from generator.openapi.tree import Tree, parse
from generator.openapi.validate import GATE, validate, validating
from generator.views.output_tree import OutputTree
from generator.views.outputs import Group, output_tree
from generator.workers import beside

_LARGE = 300_000  # bytes of a spec that takes longer to validate than a process takes to start


def compile_provider(inputs: Inputs, problems: Problems) -> Provider:
    """Spec, overlay and mapping as one model. Raises Refused where the input has errors."""
    with _uncollected(), _validated(inputs, problems) as tree:
        return _model(inputs, tree, problems)


def generate(inputs: Inputs, groups: Collection[Group], problems: Problems) -> OutputTree:
    """Every file of the groups, as bytes. Raises Refused where the input has errors."""
    with _uncollected(), _validated(inputs, problems) as tree:
        return output_tree(_model(inputs, tree, problems), groups)


def repaired_tree(inputs: Inputs, problems: Problems) -> Tree:
    """The spec's tree after its overlay, if it has one."""
    tree = parse(inputs.spec.file, inputs.spec.raw, problems)
    if not inputs.overlay_file:
        return tree
    return overlaid(tree, inputs.overlay_file, inputs.overlay_bytes, problems)


def overlaid(tree: Tree, file: str, raw: bytes, problems: Problems) -> Tree:
    """The tree as the overlay in `raw` leaves it. Raises Refused where that is no overlay."""
    before = problems.errors
    overlay = read_overlay(parse(file, raw, problems), problems)
    problems.stop_if_errors(before)
    return apply_overlay(tree, overlay, problems)


def _model(inputs: Inputs, tree: Tree, problems: Problems) -> Provider:
    spec = read_spec(tree, inputs.spec.sha256, problems)
    problems.stop_if_errors()
    provider = build_provider(spec, inputs.mapping, problems)
    problems.stop_if_errors()
    note_bodies(provider, inputs.mapping, problems)
    return provider


@contextmanager
def _validated(inputs: Inputs, problems: Problems) -> Iterator[Tree]:
    """The tree, validated while the block runs. Raises Refused after it where it isn't valid.

    The errors of both are reported, also where the block itself was refused.
    """
    if len(inputs.spec.raw) < _LARGE:
        tree = repaired_tree(inputs, problems)
        validate(tree, problems)
        yield tree
    else:
        with beside(GATE) as process:
            tree = repaired_tree(inputs, problems)
            with validating(tree, process, problems):
                yield tree
    problems.stop_if_errors()


@contextmanager
def _uncollected() -> Iterator[None]:
    """What is made here is kept until the end: to look for garbage costs a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
