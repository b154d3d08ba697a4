"""Which values of a request are files, and how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.examples.requests import Request, RequestArgument
from generator.json_types import Json
from generator.model.methods import Body, Content, ContentKind
from generator.model.types import Array, Binary, Type, Union
from generator.model.walk import NamedTypes, resolved


def sent_content(request: Request, body: Body, types: NamedTypes) -> Content:
    """Returns the form in which the client sends a body: multipart, if JSON can't hold a file."""
    content = body.content[0]
    has_file = content.kind is ContentKind.JSON and any(_files_among(request, body, types))
    return body.form if has_file and body.form else content


def file_arguments(request: Request, body: Body | None, types: NamedTypes) -> frozenset[str]:
    """Returns the names of the body's arguments whose values are names of files."""
    if body is None or not body.content:
        return frozenset()
    content = sent_content(request, body, types)
    if not body.properties:
        is_file = content.kind is ContentKind.BINARY
        return frozenset({part.name for part in request.body} if is_file else ())
    if content.kind is ContentKind.JSON:
        return frozenset()
    return frozenset(_files_among(request, body, types))


def _files_among(request: Request, body: Body, types: NamedTypes) -> Iterator[str]:
    kinds = {part.property.name: part.property.type for part in body.properties}
    for part in request.body:
        if part.name in kinds and _takes_file(kinds[part.name], part.value, types):
            yield part.name


def file_names(request: Request, files: Iterable[str]) -> Iterator[str]:
    """Yields the name of each file of the request, in the order of the body."""
    named = {*files}
    for part in request.body:
        if part.name in named:
            yield from _names(part)


def _names(part: RequestArgument) -> Iterator[str]:
    values = part.value if isinstance(part.value, list) else [part.value]
    yield from (value for value in values if isinstance(value, str))


def _takes_file(of: Type, value: Json, types: NamedTypes) -> bool:
    match resolved(of, types):
        case Binary():
            return isinstance(value, str)
        case Array(items):
            return isinstance(value, list) and any(
                _takes_file(items, one, types) for one in value[:1]
            )
        case Union(variants):
            return any(_takes_file(variant.type, value, types) for variant in variants)
        case _:
            return False
