"""Lowers texts that a model writes: entries of the mapping in, places with their steps out.

A place that the body, the answer or the events lack is reported at the place in the provider file.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Problems
from generator.lower.fields import merge_properties, variants_of
from generator.lower.paths import parse_path, type_at
from generator.mapping.model import GeneratedTextMapping, PlaceMapping
from generator.model.methods import ContentKind, GeneratedText, Method, PathInResponse
from generator.model.types import Anything, Enum, Scalar, ScalarKind, Type
from generator.model.walk import FindType


def lower_generated_texts(
    mappings: tuple[GeneratedTextMapping, ...],
    method: Method,
    find: FindType,
    problems: Problems,
) -> tuple[GeneratedText, ...]:
    """Returns the texts of a method.

    Rule GT1: each place is in the JSON of the answer, of the body or of the events. A text and its
    parts are texts.
    """
    lowerer = _TextLowerer(method, find, problems)
    return tuple(lowerer.lower(mapping) for mapping in mappings)


class _TextLowerer:
    def __init__(self, method: Method, find: FindType, problems: Problems) -> None:
        self._operation = method.operation
        self._find = find
        self._problems = problems
        answer, body = method.answer, method.body
        json = [one for one in answer.content if one.kind is ContentKind.JSON]
        sent = [one for one in body.content if one.kind is ContentKind.JSON] if body else []
        self._types: dict[str, Type | None] = {
            "response": json[0].type if json else None,
            "body": sent[0].type if sent else None,
            "events": answer.stream.type if answer.stream else None,
        }

    def lower(self, mapping: GeneratedTextMapping) -> GeneratedText:
        return GeneratedText(
            text=self._place(mapping.text, "response", is_text=True) or PathInResponse(()),
            schema=self._place(mapping.schema, "body"),
            unless=self._place(mapping.unless, "body"),
            copies=tuple(self._copies(mapping)),
            delta=self._place(mapping.delta, "events", is_text=True),
            event=mapping.event,
            response=self._place(mapping.response, "events"),
            number=self._place(mapping.number, "events"),
        )

    def _copies(
        self, mapping: GeneratedTextMapping
    ) -> Iterator[tuple[PathInResponse, PathInResponse]]:
        for to, source in mapping.copies:
            to_place, source_place = self._place(to, "response"), self._place(source, "body")
            if to_place is not None and source_place is not None:
                yield to_place, source_place

    def _place(
        self, place: PlaceMapping, part: str, *, is_text: bool = False
    ) -> PathInResponse | None:
        """Returns a place of the `part`; None if it isn't given, or with a problem reported."""
        if not place.path:
            return None
        path = parse_path(place.path)
        of = self._types[part]
        found = type_at(of, path, self._find) if of is not None else None
        if found is not None and not (is_text and not self._may_be_text(found)):
            return path
        name = f'operation "{self._operation}"'
        if of is None:
            message = f'"{place.path}" is nowhere: {name} has no JSON {part}'
        elif found is None:
            message = f'"{place.path}" is not in the {part} of {name}'
        else:
            message = f'"{place.path}" is no text in the {part} of {name}'
        self._problems.error(
            "generated-text-path",
            message,
            place.location,
            self._hint(of, path),
        )
        return None

    def _may_be_text(self, kind: Type) -> bool:
        return any(
            isinstance(one, Anything)
            or (isinstance(one, Scalar | Enum) and one.kind is ScalarKind.STRING)
            for one in variants_of(kind, self._find)
        )

    def _hint(self, of: Type | None, path: PathInResponse) -> str:
        """Names the members at the last step of the path that exists."""
        if of is None:
            return "remove the key"
        for length in range(len(path.steps) - 1, -1, -1):
            inner = type_at(of, PathInResponse(path.steps[:length]), self._find)
            if inner is not None:
                known = [one.name for one in merge_properties(inner, self._find)]
                if known:
                    return f"the members there are: {', '.join(known[:8])}"
                return "name a place with [-1] for the elements of a list"
        return "name a place that is there"
