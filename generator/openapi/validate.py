"""Reports every place where a document, after its overlay, isn't valid OpenAPI.

openapi-spec-validator makes the verdict. `read_spec` reports references, operationIds, parameters
and tags instead, because it knows their positions and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from generator.diagnostics import Defect, Location, Problems, Refused
from generator.json_types import Json
from generator.openapi.pointers import child, is_index, resolve, steps
from generator.openapi.tree import Tree
from generator.openapi.version import read_version
from generator.workers import Worker

VALIDATOR_MODULE = "generator.openapi.openapi_validator"  # runs in a worker process


def validate(tree: Tree, problems: Problems) -> None:
    """Adds an error for each place where `tree` is not valid OpenAPI 3.0, 3.1 or 3.2."""
    dialect = read_version(tree, problems)
    if dialect is None:
        return
    # Imported here, because the import takes 0.4 s and an unchanged run doesn't validate.
    from generator.openapi import openapi_validator

    for found in openapi_validator.find_defects(tree.root, dialect):
        _report(found.message, found.defect, found.is_remark, tree, problems)


@contextmanager
def validate_in_worker(tree: Tree, worker: Worker, problems: Problems) -> Iterator[None]:
    """Validates `tree` in a worker process of `VALIDATOR_MODULE` while the block runs.

    Adds the errors even if the block raises Refused.
    """
    dialect = read_version(tree, problems)
    if dialect is None:
        yield
        return
    worker.send({"root": tree.root, "dialect": dialect})
    try:
        yield
    except Refused:
        _report_defects(worker, tree, problems)
        raise
    _report_defects(worker, tree, problems)


def _report_defects(worker: Worker, tree: Tree, problems: Problems) -> None:
    for found in worker.receive():
        defect = found["defect"]
        _report(
            found["message"],
            Defect(defect["pointer"], defect["keyword"], tuple(defect["detail"])),
            found["is_remark"],
            tree,
            problems,
        )


def _report(message: str, defect: Defect, is_remark: bool, tree: Tree, problems: Problems) -> None:
    if defect.keyword == "propertyNames" and defect.pointer.endswith("/additionalOperations"):
        return  # `further_methods` says which method, and why
    if is_remark:
        problems.note(
            "unusable-pattern",
            "this pattern is of another regex engine, so no value is checked against it",
            tree.locate(defect.pointer),
            "the documentation shows it as it is",
        )
        return
    is_key = defect.keyword in ("additionalProperties", "unevaluatedProperties")
    problems.error(
        "invalid-openapi",
        message,
        tree.locate_key(defect.pointer) if is_key else _place(tree, defect.pointer),
        "correct it in the document, or with an overlay action",
        defect,
    )


def _place(tree: Tree, pointer: str) -> Location:
    """Returns the location of a scalar, or of the key of a mapping or list."""
    pointer = _nearest(tree.root, pointer)
    is_container = isinstance(resolve(tree.root, pointer), dict | list)
    return tree.locate_key(pointer) if is_container else tree.locate(pointer)


def _nearest(root: Json, pointer: str) -> str:
    """Returns the pointer to the deepest value on the way that a library reports.

    A library's path isn't a pointer: empty keys can be missing from it.
    """
    here, found = root, ""
    for step in steps(pointer):
        while isinstance(here, dict) and step not in here and "" in here:
            here, found = here[""], child(found, "")
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and is_index(step) and int(step) < len(here):
            here = here[int(step)]
        else:
            break
        found = child(found, step)
    return found
