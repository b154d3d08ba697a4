"""Inputs in, an `OutputTree` and diagnostics out: the stages in their order, and nothing on disk.

`read_inputs` does all the reading of a run; the rest is a pure function of the bytes that it gives.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Location, Problems, Refused
from generator.emit.model import OutputTree
from generator.emit.outputs import Group, output_tree
from generator.mapping.model import Mapping
from generator.mapping.read import read_mapping
from generator.provider.build import build_provider
from generator.provider.model import Provider
from generator.spec.overlay import apply_overlay, read_overlay
from generator.spec.read import read_spec
from generator.spec.source import SourceText, fetch
from generator.spec.tree import Tree, parse
from generator.spec.validate import validate


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a run reads, with the names that diagnostics use."""

    mapping: Mapping
    mapping_bytes: bytes
    overlay_file: str  # "" where the mapping names none
    overlay_bytes: bytes
    spec: SourceText


def read_inputs(provider_file: Path, problems: Problems) -> Inputs:
    """The provider file and what it names. Raises Refused where one of them can't be had."""
    name = provider_file.as_posix()
    mapping_bytes = read_file(provider_file, name, None, problems)
    mapping = read_mapping(parse(name, mapping_bytes, problems), problems)
    folder = provider_file.parent
    overlay_file, overlay_bytes = "", b""
    if mapping.overlay:
        overlay_path = folder / mapping.overlay
        overlay_file = overlay_path.as_posix()
        overlay_bytes = read_file(overlay_path, overlay_file, mapping.location, problems)
    spec = fetch(mapping.source, folder, problems)
    problems.stop_if_errors()
    return Inputs(mapping, mapping_bytes, overlay_file, overlay_bytes, spec)


def read_file(path: Path, name: str, named_at: Location | None, problems: Problems) -> bytes:
    """The bytes of an input. Raises Refused, with what the system says, where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problems.error("unreadable-file", f'"{name}" can\'t be read: {reason}', named_at)
        raise Refused from error


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
