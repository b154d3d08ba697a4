"""Decides whether StackQL can run the statements of a method, and if not, why.

The limits were measured with StackQL 0.10.542 and the registry documents that we write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.escape import is_selectable
from generator.json_types import Json
from generator.model.methods import ContentKind, Method, UnsentBody
from generator.model.types import Map, Object, Type
from generator.model.walk import NamedTypes, resolved
from generator.views.sql.columns import COLUMN_PLACES
from generator.views.text.datatypes import datatype
from generator.vocabulary import ParamPlace, SqlVerb

# Of a type of several kinds, registry documents name one of these where it has one.
_TAKEN_BY_EXEC = {"string", "object", "array", "any"}


class Limit(StrEnum):
    """A limit of the StackQL engine."""

    HTTP_METHOD = "http-method"
    MEDIA_TYPE = "media-type"
    WHOLE_BODY = "whole-body"
    EXEC_ARGUMENT = "exec-argument"
    OBJECT_PARAM = "object-param"
    COOKIE = "cookie"
    STREAM = "stream"


SENTENCES = {
    Limit.HTTP_METHOD: "StackQL reads OpenAPI 3.0, which has no operations of the method",
    Limit.MEDIA_TYPE: "StackQL sends bodies as JSON alone; this one is sent as",
    Limit.WHOLE_BODY: "StackQL makes bodies of properties; this one is a value without any:",
    Limit.EXEC_ARGUMENT: "An EXEC takes strings, JSON objects and JSON arrays alone; "
    "these are of another type:",
    Limit.OBJECT_PARAM: "StackQL can't spread an object over params; these are objects:",
    Limit.COOKIE: "StackQL sends no cookies:",
    Limit.STREAM: "A SELECT reads a response as one document; this one is a stream of items:",
}


@dataclass(frozen=True, slots=True)
class LimitReason:
    """The limit that a statement meets, and the names that it concerns."""

    limit: Limit
    names: tuple[str, ...]  # as the spec has them

    def text(self, code: Callable[[str], str] = str) -> str:
        """Returns the reason as a sentence. `code` encodes each name for the target."""
        return f"{SENTENCES[self.limit]} {', '.join(map(code, self.names))}."


def reason(method: Method, types: NamedTypes) -> LimitReason | None:
    """Returns the first limit that a method's statements meet, or None (rule LM1).

    Rule LM1: a statement that StackQL can't run has one reason, the first that applies."""
    for limit, names in _reasons(method, types):
        if names:
            return LimitReason(limit, names)
    return None


def _reasons(method: Method, types: NamedTypes) -> Iterator[tuple[Limit, tuple[str, ...]]]:
    if not method.http.is_of_openapi_3_0:
        yield Limit.HTTP_METHOD, (method.http.sent,)
    body = method.body
    if body is not None and (body.required or body.properties):
        match body.unsent_by_stackql:
            case UnsentBody.MEDIA_TYPE:
                yield Limit.MEDIA_TYPE, tuple(content.content_type for content in body.content)
            case UnsentBody.WHOLE_BODY:
                yield Limit.WHOLE_BODY, (body.python_name,)
    required = [param for param in method.params if param.required]
    yield Limit.COOKIE, tuple(one.name for one in required if one.place is ParamPlace.COOKIE)
    objects = (one.name for one in required if isinstance(resolved(one.type, types), Object | Map))
    yield Limit.OBJECT_PARAM, tuple(objects)
    if method.verb is SqlVerb.EXEC:
        taken = is_given_in_exec(method, types)
        names = [one.name for one in required if one.place in COLUMN_PLACES]
        names += body.required_names if body else ()
        yield Limit.EXEC_ARGUMENT, tuple(name for name in names if name not in taken)
    answers = method.answer.content  # an EXEC reads none of it
    if method.verb is SqlVerb.SELECT and all(one.kind is ContentKind.STREAM for one in answers):
        yield Limit.STREAM, tuple(one.content_type for one in answers)


def is_given_in_exec(method: Method, types: NamedTypes) -> frozenset[str]:
    """Returns the arguments that EXEC accepts: StackQL takes strings, objects and arrays only."""
    parts: list[tuple[str, Type]] = [(param.name, param.type) for param in method.params]
    if method.body:
        parts += [(one.property.name, one.property.type) for one in method.body.properties]
    return frozenset(
        name for name, kind in parts if _TAKEN_BY_EXEC & {*datatype(kind, types).split(" or ")}
    )


def is_given_in_where(value: Json) -> bool:
    """Can a WHERE clause hold the value of an optional parameter?"""
    return not isinstance(value, dict) and value not in ([], "")


def unselectable(method: Method) -> tuple[str, ...]:
    """Returns the columns that a SELECT can't name, in page order.

    Rule LM2: a SELECT leaves these columns out; only `SELECT *` returns them."""
    return tuple(part.name for part in method.fields if not is_selectable(part.name))
