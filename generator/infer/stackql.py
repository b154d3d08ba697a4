"""Drafts the `stackql` part of a provider file: StackQL providers, and names of body columns.

The input is a spec. The output is a `DraftStackql`, or None if the defaults are sufficient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from generator import names
from generator.infer.model import DraftSplit, DraftStackql, Guess
from generator.infer.naming import make_distinct_name
from generator.openapi.model import Operation, Schema, SpecDoc
from generator.openapi.security import schemes_of
from generator.vocabulary import ParamPlace


def draft_stackql(spec: SpecDoc, provider: str) -> DraftStackql | None:
    """Returns the `stackql` part of a draft, or None if it would be empty."""
    needs = Counter(schemes_of(spec, operation) for operation in spec.operations)
    splits = _split(needs, provider, _most_required(needs), {})
    collide = any(_has_column_of_two(operation, spec) for operation in spec.operations)
    columns = Guess("prefixed", "column-of-param-and-body") if collide else None
    return DraftStackql(columns, splits) if splits or columns else None


def draft_new_splits(
    spec: SpecDoc,
    provider: str,
    mapped: Collection[str],
    new: Collection[str],
    named: Mapping[str, str],
) -> tuple[DraftSplit, ...]:
    """Returns the StackQL providers that the operations `new` of a provider file need.

    `mapped` are the operations that the file has already, `named` its StackQL providers by scheme.

    Rule IS1: schemes that the file's operations require without a StackQL provider of their own
    belong to the provider's own. Each further scheme of a new operation has a StackQL provider,
    unless the operation requires a scheme that has one already.
    """
    before: list[str] = []
    needs: Counter[tuple[str, ...]] = Counter()
    for operation in spec.operations:
        schemes = schemes_of(spec, operation)
        if named.keys().isdisjoint(schemes):
            before += schemes if operation.id in mapped else ()
            needs[schemes] += operation.id in new
    return _split(+needs, provider, before or _most_required(needs), named)


def _most_required(needs: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    return max(filter(None, needs), key=lambda schemes: needs[schemes], default=())


def _split(
    needs: Iterable[tuple[str, ...]],
    provider: str,
    own: Collection[str],
    named: Mapping[str, str],
) -> tuple[DraftSplit, ...]:
    """Returns a StackQL provider for each scheme in `needs` that is not among `own` or `named`.

    Rule I18: the combination of schemes that most operations require belongs to the provider's own
    StackQL provider. Each further scheme has a StackQL provider. The operations that require the
    most schemes are considered first.
    """
    found: list[DraftSplit] = []
    for schemes in sorted(needs, key=len, reverse=True):
        taken = {*own, *named, *(split.scheme for split in found)}
        further = next((scheme for scheme in schemes if scheme not in taken), "")
        if further:
            others = (provider, *named.values(), *(split.name.value for split in found))
            name = make_distinct_name(names.stackql_provider(provider, further), others)
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
