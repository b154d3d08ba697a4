"""Reads the OpenAPI version of a document. Every version except 3.0 and 3.1 is refused."""

from __future__ import annotations

import re
from enum import StrEnum

from generator.diagnostics import Defect, Problems
from generator.openapi.tree import Tree


class Dialect(StrEnum):
    """The versions that differ in the keywords of a schema."""

    V3_0 = "3.0"
    V3_1 = "3.1"


_VERSION = re.compile(r"3\.([01])\.\d+\Z", re.ASCII)


def read_version(tree: Tree, problems: Problems) -> Dialect | None:
    """Returns the dialect. Adds an error and returns None if it isn't OpenAPI 3.0 or 3.1."""
    version = tree.root.get("openapi")
    if isinstance(version, str) and (match := _VERSION.match(version)):
        return Dialect.V3_1 if match.group(1) == "1" else Dialect.V3_0
    hint = "use OpenAPI 3.0 or 3.1, such as `openapi: 3.1.0`"
    if version is None and "swagger" in tree.root:
        problems.error(
            "unsupported-version",
            f"this is Swagger {_shown(tree.root['swagger'])}, the format before OpenAPI 3",
            tree.locate("/swagger"),
            "convert it to OpenAPI 3, and correct what the converter leaves",
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
