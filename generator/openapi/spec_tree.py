"""Parses a specification, whatever its version, into the tree of an OpenAPI 3 document."""

from __future__ import annotations

import posixpath

from generator.diagnostics import Problems
from generator.openapi.joined_files import join_files
from generator.openapi.source import SpecFile
from generator.openapi.swagger import convert_swagger, is_swagger
from generator.openapi.tree import Tree, parse


def parse_spec(spec: SpecFile, problems: Problems) -> Tree:
    """Returns the tree of the specification, before its overlay.

    Raises Refused if the text can't be parsed. The tree lacks other parts that have errors.
    """
    tree = parse(spec.file, spec.raw, problems)
    if spec.files:
        others = {one.path: parse(one.file, one.raw, problems) for one in spec.files}
        tree = join_files(tree, posixpath.basename(spec.file), others, problems)
    return convert_swagger(tree, problems) if is_swagger(tree) else tree
