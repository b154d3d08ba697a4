"""Checks guessed paths by the types that a build finds, so that `validate` accepts a draft.

An operation and paths of a response come in; whether they exist comes out. `envelopes` guesses by
the schemas, and `lower` merges and refuses schemas that contradict each other.
"""

from __future__ import annotations

from generator.diagnostics import Problems, Refused
from generator.infer.envelopes import success_schema
from generator.lower.merge import SchemaResolver
from generator.lower.paths import parse_path, type_at
from generator.lower.types import TypeLowerer, strip_null
from generator.openapi.model import Operation, SpecDoc


class ResponsePlaces:
    """Finds places in the responses of one specification."""

    def __init__(self, spec: SpecDoc) -> None:
        self._schemas = spec.schemas
        self._types = TypeLowerer(SchemaResolver(spec, Problems()))

    def has(self, operation: Operation, *paths: str) -> bool:
        """Rule RP1: a path is drafted if a build finds its place in the response."""
        schema = success_schema(operation, self._schemas)
        if schema is None:
            return False
        try:
            answer = strip_null(self._types.type_of(schema))
            return all(
                type_at(answer, parse_path(path), self._types.find) is not None
                for path in paths
                if path
            )
        except Refused:  # the schemas expand without limit, which a build reports
            return False
