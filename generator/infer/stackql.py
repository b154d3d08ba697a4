"""Drafts the `stackql` part of a provider file: StackQL providers, and names of body columns.

The input is a spec. The output is a `DraftStackql`, or None if the defaults are sufficient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from generator import names
from generator.infer.model import DraftSplit, DraftStackql, Guess
from generator.infer.naming import make_distinct_name
from generator.openapi.model import Operation, Schema, SpecDoc
from generator.openapi.security import schemes_of
from generator.vocabulary import ParamPlace


def draft_stackql(spec: SpecDoc, provider: str) -> DraftStackql | None:
    """Returns the `stackql` part of a draft, or None if it would be empty."""
    splits = _splits(spec, provider)
    collide = any(_has_column_of_two(operation, spec) for operation in spec.operations)
    columns = Guess("prefixed", "column-of-param-and-body") if collide else None
    return DraftStackql(columns, splits) if splits or columns else None


def _splits(spec: SpecDoc, provider: str) -> tuple[DraftSplit, ...]:
    """Returns the StackQL providers that the spec needs in addition to the provider's own.

    Rule I18: the combination of schemes that most operations require belongs to the provider's own
    StackQL provider. Each further scheme has a StackQL provider. The operations that require the
    most schemes are considered first.
    """
    needs = Counter(schemes_of(spec, operation) for operation in spec.operations)
    del needs[()]
    if not needs:
        return ()
    own = max(needs, key=lambda schemes: needs[schemes])
    found: list[DraftSplit] = []
    for schemes in sorted(needs, key=len, reverse=True):
        taken = {*own, *(split.scheme for split in found)}
        further = next((scheme for scheme in schemes if scheme not in taken), "")
        if further:
            wanted = names.stackql_provider(provider, further)
            name = make_distinct_name(wanted, (provider, *(split.name.value for split in found)))
            found.append(DraftSplit(Guess(name, "scheme-of-its-own"), further))
    return tuple(found)


def _has_column_of_two(operation: Operation, spec: SpecDoc) -> bool:
    """Does a body property have the name of a parameter?"""
    params = {one.name for one in operation.parameters if one.place is not ParamPlace.COOKIE}
    return any(
        params & _property_names(media.schema, spec.schemas)
        for media in (operation.body.content if operation.body else ())
        if media.schema is not None
    )


def _property_names(schema: Schema, schemas: Mapping[str, Schema]) -> set[str]:
    """Returns the property names of a schema, its parts and its variants."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if one.pointer in seen:
            continue
        seen.add(one.pointer)
        found.update(part.name for part in one.properties)
        waiting += (*one.all_of, *one.one_of, *one.any_of)
        if one.ref and one.ref in schemas:
            waiting.append(schemas[one.ref])
    return found
