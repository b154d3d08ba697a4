"""Guesses the SQL verb of each operation, and changes it if a statement can't tell two calls apart.

Routes in, guesses out.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.infer import wording
from generator.infer.envelopes import (
    find_envelope,
    properties,
    resolve_refs,
    success_content,
    success_schema,
)
from generator.infer.model import Guess
from generator.infer.routes import OperationRoute, Shape, fixed_words
from generator.openapi.model import Operation, Schema
from generator.vocabulary import HttpVerb, ParamPlace, SqlVerb, StreamFormat


def guess_sql_verb(
    route: OperationRoute,
    siblings: tuple[OperationRoute, ...],
    call: tuple[str, ...],
    schemas: Mapping[str, Schema],
) -> Guess:
    """Returns the SQL verb of an operation. `siblings` has the routes of its collection.

    Rule I7: the verb in a call's name decides: reads are select, `create` is insert, `remove` is
    delete, other verbs are exec; a call by GET is select or exec. An action is exec, except a
    search whose response has rows; so is a GET whose response has no rows, and a call whose vendor
    name has a verb for an action. GET is select. POST is insert on a collection, and update if the
    collection is one object. POST and PATCH on an item are update. PUT is replace, DELETE is
    delete.
    """
    operation = route.operation
    if route.shape is Shape.CALL:
        return _call(route, schemas)
    if route.shape is Shape.ACTION and operation.verb is not HttpVerb.DELETE:
        return _action(route, schemas)
    where = "single-object" if is_single(siblings, schemas) else "collection"
    where = "item" if route.shape is Shape.ITEM else where
    match operation.verb:
        case HttpVerb.GET:
            if not has_rows(operation, schemas):
                return Guess(SqlVerb.EXEC, "response-without-rows")
            return Guess(SqlVerb.SELECT, f"{where}-get")
        case HttpVerb.DELETE:
            return Guess(SqlVerb.DELETE, f"{where}-delete")
        case HttpVerb.PUT:
            return Guess(SqlVerb.REPLACE, f"{where}-put")
        case HttpVerb.PATCH:
            return Guess(SqlVerb.UPDATE, f"{where}-patch")
        case HttpVerb.POST:
            return _post(route, siblings, call, schemas)
        case _:
            return Guess(SqlVerb.EXEC, f"http-{operation.verb.lower()}")


def _call(route: OperationRoute, schemas: Mapping[str, Schema]) -> Guess:
    verb = wording.sql_verb_of(route.action.split("_")[0])
    if verb is None and route.operation.verb is HttpVerb.GET:
        verb = SqlVerb.SELECT
    if verb is SqlVerb.SELECT and not has_rows(route.operation, schemas):
        return Guess(SqlVerb.EXEC, "response-without-rows")
    if verb is None:
        return Guess(SqlVerb.EXEC, "call-without-verb")
    if route.operation.verb is HttpVerb.GET and verb is not SqlVerb.SELECT:
        return Guess(SqlVerb.EXEC, "verb-of-get-call")
    return Guess(verb, "verb-of-call")


def _action(route: OperationRoute, schemas: Mapping[str, Schema]) -> Guess:
    is_read = wording.sql_verb_of(route.action.split("_")[0]) is SqlVerb.SELECT
    if route.operation.verb is HttpVerb.GET and is_read and has_rows(route.operation, schemas):
        return Guess(SqlVerb.SELECT, "search-below")
    return Guess(SqlVerb.EXEC, "action-below")


def _post(
    route: OperationRoute,
    siblings: tuple[OperationRoute, ...],
    call: tuple[str, ...],
    schemas: Mapping[str, Schema],
) -> Guess:
    said = wording.phrase(route.operation.id, route.operation.path).verb
    named = call[-1].split("_")[0] if len(call) > 1 else said
    if named in wording.ACTIONS and not _makes_its_noun(route, named):
        return Guess(SqlVerb.EXEC, "vendor-verb")
    if route.shape is Shape.ITEM:
        return Guess(SqlVerb.UPDATE, "item-post")
    if is_single(siblings, schemas) and (named in wording.UPDATES or said in wording.UPDATES):
        return Guess(SqlVerb.UPDATE, "single-object-post")
    return Guess(SqlVerb.INSERT, "collection-post")


def _makes_its_noun(route: OperationRoute, verb: str) -> bool:
    """Does the collection hold what the verb makes, as `/imports` holds what `import` makes?"""
    last = (fixed_words(route.path) or ("",))[-1]
    return route.shape is Shape.COLLECTION and wording.plural(verb) == last.split("_")[-1]


def is_single(siblings: tuple[OperationRoute, ...], schemas: Mapping[str, Schema]) -> bool:
    """Do the routes share one object, such as settings, instead of a collection?"""
    reads = [
        route.operation
        for route in siblings
        if route.operation.verb is HttpVerb.GET and route.shape is not Shape.CALL
    ]
    return (
        not any(route.shape is Shape.ITEM for route in siblings)
        and bool(reads)
        and not any(find_envelope(operation, schemas) for operation in reads)
    )


def has_rows(operation: Operation, schemas: Mapping[str, Schema]) -> bool:
    """Can a SELECT return rows? The preferred content of the response must be JSON, no scalar.

    A text beside JSON (`produces: [text/plain, application/json]`) is another form of the same.
    """
    content = [one.content_type for one in success_content(operation)]
    preferred = [
        one for one in content if StreamFormat.of_media_type(one) or not one.startswith("text/")
    ]
    schema = success_schema(operation, schemas)
    if schema is None or not preferred or StreamFormat.of_media_type(preferred[0]):
        return False
    if not preferred[0].endswith(("/json", "+json")):
        return False
    return not schema.types or "object" in schema.types or "array" in schema.types


def required_params(operation: Operation, schemas: Mapping[str, Schema]) -> tuple[str, ...]:
    """Returns a call's required parameters, then its body's required properties with `data__`."""
    found = sorted(
        one.name
        for one in operation.parameters
        if one.required and one.place is not ParamPlace.COOKIE  # a statement has no column for it
    )
    content = operation.body.content if operation.body else ()
    preferred = sorted(content, key=lambda media: not media.content_type.endswith("/json"))
    body: set[str] = set()
    if preferred and preferred[0].schema:
        schema = resolve_refs(preferred[0].schema, schemas)
        body.update(schema.required)
        for part in schema.all_of:
            body.update(resolve_refs(part, schemas).required)
        body.intersection_update(properties(schema, schemas))
    return (*found, *sorted(f"data__{name}" for name in body))


def _without_prefixes(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the names of columns as a provider with bare columns of the body has them."""
    return tuple(sorted({one.removeprefix("data__") for one in columns}))


def make_verbs_distinct(
    calls: tuple[tuple[OperationRoute, Guess], ...], schemas: Mapping[str, Schema]
) -> tuple[Guess, ...]:
    """Returns the verbs of one resource's calls, so that a statement can tell them apart.

    Rule I8: of calls with one verb and the same required parameters, the one with the shortest path
    keeps the verb; of equally short ones, a list. The others become exec, because an EXEC names its
    method.
    """
    shortest: dict[tuple[str, tuple[str, ...]], tuple[int, bool, bool, int]] = {}
    keys = [
        (guess.value, _without_prefixes(required_params(route.operation, schemas)))
        for route, guess in calls
    ]
    for at, ((route, _), key) in enumerate(zip(calls, keys, strict=True)):
        is_list = route.action.split("_")[0] == "list"
        has_list = find_envelope(route.operation, schemas) is not None
        mine = (len(route.path.segments), not is_list, not has_list, at)
        shortest[key] = min(shortest.get(key, mine), mine)
    return tuple(
        guess
        if guess.value == SqlVerb.EXEC or shortest[key][-1] == at
        else Guess(SqlVerb.EXEC, "same-params-as-shorter-path")
        for at, ((_, guess), key) in enumerate(zip(calls, keys, strict=True))
    )
