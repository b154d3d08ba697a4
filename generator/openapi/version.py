"""Reads the OpenAPI version of a document. Every version but 3.0, 3.1 and 3.2 is refused."""

from __future__ import annotations

import re
from enum import StrEnum

from generator.diagnostics import Defect, Problems
from generator.openapi.tree import Tree


class Dialect(StrEnum):
    """The versions that differ in the keywords of a schema."""

    V3_0 = "3.0"
    V3_1 = "3.1"
    V3_2 = "3.2"


_VERSION = re.compile(r"(3\.[012])\.\d+\Z", re.ASCII)


def read_version(tree: Tree, problems: Problems) -> Dialect | None:
    """Returns the dialect. Adds an error and returns None if it isn't OpenAPI 3.0, 3.1 or 3.2."""
    version = tree.root.get("openapi")
    if isinstance(version, str) and (match := _VERSION.match(version)):
        return Dialect(match.group(1))
    hint = "use OpenAPI 3.0, 3.1 or 3.2, such as `openapi: 3.1.0`"
    if version is None and "swagger" in tree.root:
        problems.error(
            "unsupported-version",
            f"Swagger {_shown(tree.root['swagger'])} is not supported",
            tree.locate("/swagger"),
            "convert it to Swagger 2.0 or OpenAPI 3",
        )
    elif version is None:
        problems.error(
            "no-openapi-version",
            "the document has no `openapi` version, so it isn't an OpenAPI description",
            tree.locate(""),
            hint,
        )
    elif isinstance(version, str):
        problems.error(
            "unsupported-version",
            f"OpenAPI {_shown(version)} is not supported",
            tree.locate("/openapi"),
            hint,
            Defect("/openapi"),
        )
    else:
        problems.error(
            "unsupported-version",
            "the version must be a string of three numbers",
            tree.locate("/openapi"),
            hint,
            Defect("/openapi"),
        )
    return None


def _shown(version: object) -> str:
    """Returns a version for a message: short, whatever the document has there."""
    return repr(version)[:40] if not isinstance(version, str) else f'"{version[:40]}"'
