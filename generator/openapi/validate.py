"""The gate: is the document, after its overlay, valid OpenAPI by openapi-spec-validator?

All of its errors are reported where they stand. References, operationIds and path parameters are
`read`'s to report, as it knows their places and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from generator.diagnostics import Location, Problems, Refused
from generator.openapi.pointers import resolve
from generator.openapi.tree import Tree
from generator.openapi.version import read_version
from generator.workers import Worker

VALIDATOR_MODULE = "generator.openapi.openapi_validator"  # the module to start a worker with


def validate(tree: Tree, problems: Problems) -> None:
    """Adds an error for each place where `tree` is not valid OpenAPI 3.0 or 3.1."""
    dialect = read_version(tree, problems)
    if dialect is None:
        return
    # Imported here, as it takes 0.4 s that a run with nothing to do needn't wait for.
    from generator.openapi import openapi_validator

    for defect in openapi_validator.find_defects(tree.root, dialect):
        _report(defect.pointer, defect.message, tree, problems)


@contextmanager
def validate_in_worker(tree: Tree, worker: Worker, problems: Problems) -> Iterator[None]:
    """Does what `validate` does in a worker of `VALIDATOR_MODULE`, while the block runs.

    The errors are added also where the block is refused.
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
    for pointer, message in worker.receive():
        _report(pointer, message, tree, problems)


def _report(pointer: str, message: str, tree: Tree, problems: Problems) -> None:
    problems.error(
        "invalid-openapi",
        message,
        _place(tree, pointer),
        "repair it in the document, or by an action of the overlay",
    )


def _place(tree: Tree, pointer: str) -> Location:
    """A scalar's own place; what holds others is known by its key."""
    is_container = isinstance(resolve(tree.root, pointer), dict | list)
    return tree.locate_key(pointer) if is_container else tree.locate(pointer)
