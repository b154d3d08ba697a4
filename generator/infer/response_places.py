"""Checks guessed paths by the types that a build finds, so that `validate` accepts a draft.

An operation and paths of a response come in; whether they exist comes out. `envelopes` guesses by
the schemas, and `lower` merges and refuses schemas that contradict each other.
"""

from __future__ import annotations

from generator.diagnostics import Problems, Refused
from generator.infer.envelopes import success_schema
from generator.lower.merge import SchemaResolver
from generator.lower.paths import may_be_list, may_have_rows, parse_path, type_at
from generator.lower.types import TypeLowerer, strip_null
from generator.model.types import Type
from generator.openapi.model import Operation, SpecDoc


class ResponsePlaces:
    """Finds places in the responses of one specification."""

    def __init__(self, spec: SpecDoc) -> None:
        self._schemas = spec.schemas
        self._types = TypeLowerer(SchemaResolver(spec, Problems()))

    def has(self, operation: Operation, *paths: str) -> bool:
        """Rule RX1: a path is drafted if a build finds its place in the response."""
        return all(self._find(operation, path) is not None for path in paths)

    def has_list(self, operation: Operation, path: str) -> bool:
        """Does a build find a list at `path`?"""
        found = self._find(operation, path)
        return found is not None and may_be_list(found, self._types.find)

    def has_row(self, operation: Operation, path: str) -> bool:
        """Does a build find an object at `path`, or a list?"""
        found = self._find(operation, path)
        return found is not None and may_have_rows(found, self._types.find)

    def _find(self, operation: Operation, path: str) -> Type | None:
        schema = success_schema(operation, self._schemas)
        if schema is None:
            return None
        try:
            answer = strip_null(self._types.type_of(schema))
            return type_at(answer, parse_path(path), self._types.find)
        except Refused:  # the schemas expand without limit, which a build reports
            return None
