"""Inputs in, an `OutputTree` and diagnostics out: the stages in their order, and nothing on disk.

`inputs.read_inputs` does all the reading; the rest is a pure function of the bytes that it gives.
"""

from __future__ import annotations

from collections.abc import Collection

from generator.diagnostics import Problems
from generator.emit.model import OutputTree
from generator.emit.outputs import Group, output_tree
from generator.inputs import Inputs
from generator.provider.build import build_provider
from generator.provider.model import Provider
from generator.spec.overlay import apply_overlay, read_overlay
from generator.spec.read import read_spec
from generator.spec.tree import Tree, parse
from generator.spec.validate import validate


def compile_provider(inputs: Inputs, problems: Problems) -> Provider:
    """Spec, overlay and mapping as one model. Raises Refused where the input has errors."""
    tree = repaired_tree(inputs, problems)
    validate(tree, problems)
    problems.stop_if_errors()
    spec = read_spec(tree, inputs.spec.sha256, problems)
    problems.stop_if_errors()
    provider = build_provider(spec, inputs.mapping, problems)
    problems.stop_if_errors()
    return provider


def repaired_tree(inputs: Inputs, problems: Problems) -> Tree:
    """The spec's tree after its overlay, if it has one."""
    tree = parse(inputs.spec.file, inputs.spec.raw, problems)
    if not inputs.overlay_file:
        return tree
    overlay = read_overlay(parse(inputs.overlay_file, inputs.overlay_bytes, problems), problems)
    problems.stop_if_errors()
    return apply_overlay(tree, overlay, problems)


def emit(provider: Provider, groups: Collection[Group]) -> OutputTree:
    """Every file of the groups, as bytes."""
    return output_tree(provider, groups)
