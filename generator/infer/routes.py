"""Classifies paths: does a path name a collection, an item of one, or an action on one?

Operations in, an `OperationRoute` for each out. The rules use the paths of the whole document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator import names
from generator.infer import wording
from generator.openapi.model import Operation
from generator.vocabulary import HttpVerb

_VERSION = re.compile(
    r"v?\d+(?:[._]\d+)*(?:(?:alpha|beta)\d*)?\Z|\d{4}-\d\d-\d\d(?:-preview)?\Z", re.IGNORECASE
)
_PREFIXES = frozenset({"api", "apis", "rest"})  # first segments that say only that this is an API
_DOTTED = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)+\Z")  # chat.postMessage
_FEWEST_CALLS = 5  # operations of a document that is made of calls


class Shape(StrEnum):
    COLLECTION = "collection"  # /jobs
    ITEM = "item"  # /jobs/{id}
    ACTION = "action"  # /jobs/{id}/cancel
    CALL = "call"  # /jobs/create, jobs.list, /createJob


@dataclass(frozen=True, slots=True)
class RoutePath:
    """A path without its version, its prefix, `.json`, and a query that selects a variant."""

    segments: tuple[str, ...]  # ("jobs", "{id}", "cancel")
    version: str  # "v1", or "2010-04-01"
    variant: tuple[str, ...]  # ("beta",) for "?beta=true"

    @property
    def ends_in_param(self) -> bool:
        """Does it name one item?"""
        return bool(self.segments) and _is_param(self.segments[-1])


@dataclass(frozen=True, slots=True)
class OperationRoute:
    """The place of an operation. `collection` is the key of its group."""

    operation: Operation
    path: RoutePath
    shape: Shape
    collection: RoutePath
    action: str = ""  # "cancel"


def read_path(text: str) -> RoutePath:
    """Rule I1: versions, dates, queries, a first `api` or `rest`, and `.json` are not part of a
    name. `{id}:cancel` means `{id}/cancel`; `jobs.create` means `jobs/create`.
    """
    before, _, query = text.partition("?")
    whole = re.sub(r"(?<=[}A-Za-z]):(?=[A-Za-z])", "/", before.removesuffix(".json"))
    parts = [part for part in whole.split("/") if part]
    variant = tuple(
        name for pair in query.split("&") if (name := names.snake_case(pair.partition("=")[0]))
    )
    version = next((part for part in parts if _VERSION.match(part)), "")
    named = [part for part in parts if not _VERSION.match(part)]
    while len(named) > 1 and named[0].lower() in _PREFIXES:
        named.pop(0)
    split = (part.split(".") if _DOTTED.match(part) else (part,) for part in named)
    return RoutePath(tuple(word for words in split for word in words), version, variant)


def fixed_words(path: RoutePath) -> tuple[str, ...]:
    """Returns the segments that aren't parameters, in snake case."""
    return tuple(
        word for part in path.segments if not _is_param(part) and (word := names.snake_case(part))
    )


@dataclass(frozen=True, slots=True)
class _Document:
    """The facts about a specification that the rules for one operation use."""

    calls: Mapping[str, tuple[str, ...]]
    rowless: frozenset[str]
    users: Mapping[RoutePath, int]  # number of operations with this path, or a path below it
    paths: frozenset[RoutePath]
    has_calls_only: bool


def read_routes(
    operations: Iterable[Operation],
    calls: Mapping[str, tuple[str, ...]],
    rowless: frozenset[str],
) -> tuple[OperationRoute, ...]:
    """Returns a route for each operation.

    `calls` has the vendor's own method names by operationId, `rowless` the operations whose
    response is bytes or text.
    """
    found = [(operation, read_path(operation.path)) for operation in operations]
    users = Counter(
        _shorten(path, length) for _, path in found for length in range(len(path.segments) + 1)
    )
    paths = frozenset(path for _, path in found)
    document = _Document(calls, rowless, users, paths, _has_calls_only(found))
    return tuple(_route(operation, path, document) for operation, path in found)


def _has_calls_only(found: list[tuple[Operation, RoutePath]]) -> bool:
    """Do nearly all operations have a path of their own without parameters, most as POST?"""
    fixed = sum(not any(map(_is_param, path.segments)) for _, path in found)
    posts = sum(operation.verb is HttpVerb.POST for operation, _ in found)
    different = len({path for _, path in found})
    most = 0.95 * len(found)
    return len(found) >= _FEWEST_CALLS and min(fixed, different) >= most and posts > len(found) / 2


def _route(operation: Operation, path: RoutePath, document: _Document) -> OperationRoute:
    if path.ends_in_param:
        return OperationRoute(operation, path, Shape.ITEM, _without_params(path))
    call = _read_call(operation, path, document)
    if call:
        collection, action = call
        return OperationRoute(operation, path, Shape.CALL, collection, action)
    if len(path.segments) > 1 and _is_action(operation, path, document):
        action = names.snake_case(path.segments[-1])
        return OperationRoute(operation, path, Shape.ACTION, _find_owner(path, document), action)
    return OperationRoute(operation, path, Shape.COLLECTION, path)


def _read_call(
    operation: Operation, path: RoutePath, document: _Document
) -> tuple[RoutePath, str] | None:
    """Returns the collection and the name of a call.

    Rule I20: the last segment of a path without parameters is a call (`/jobs/create`) if no other
    operation has this path or one below it, it starts with a verb, and the vendor's examples don't
    name the operation; in a document of calls, also if it has no verb. A call without a segment
    before it (`/createJob`) belongs to the collection of its noun.
    """
    if document.users[path] > 1 or operation.id in document.calls or not path.segments:
        return None
    if operation.verb not in (HttpVerb.POST, HttpVerb.GET) or any(map(_is_param, path.segments)):
        return None
    last = names.snake_case(path.segments[-1])
    said = wording.read_call(last)
    if len(path.segments) > 1:
        is_call = document.has_calls_only or bool(said.verb)
        owner = _shorten(path, len(path.segments) - 1)
        return (owner, last) if is_call and last else None
    if not said.verb or not said.noun:
        return None
    noun = "_".join((*said.noun[:-1], wording.plural(said.noun[-1])))
    action = "_".join(filter(None, (said.verb, said.rest)))
    return RoutePath((noun,), path.version, path.variant), action


def _is_action(operation: Operation, path: RoutePath, document: _Document) -> bool:
    """Rule I2: the last segment of a path is an action on the path before it if no other operation
    has this path or one below it, and one of these holds: it is a verb, or starts with one in a
    POST (`addFollowers`, `bulkDelete`); the response is bytes or text; the vendor's example calls
    it as a method; there is no example, it follows an item, and it is singular or the request has
    no body.
    """
    if operation.verb is HttpVerb.DELETE or document.users[path] > 1:
        return False
    last = names.snake_case(path.segments[-1])
    call = document.calls.get(operation.id, ())
    if wording.is_action(last) or _starts_with_verb(operation, last):
        return True
    if operation.verb is HttpVerb.GET:
        return operation.id in document.rowless or (bool(call) and wording.is_action(call[-1]))
    if call:
        resource = call[-2] if len(call) > 1 else ""
        has_owner = _shorten(path, len(path.segments) - 1) in document.paths
        return last == call[-1] or (has_owner and resource in fixed_words(path)[:-1])
    is_one = not wording.is_plural(last) or operation.body is None
    return _is_param(path.segments[-2]) and is_one


def _starts_with_verb(operation: Operation, last: str) -> bool:
    """Is the last word of a POST's path a call such as `addFollowers` or `insert`?"""
    return operation.verb is HttpVerb.POST and wording.is_surely_call(last)


def _find_owner(path: RoutePath, document: _Document) -> RoutePath:
    """Rule I3: an action belongs to the nearest collection before it that has operations. One that
    makes, changes or removes rows (`sails/insert`, `sails/bulkDelete`) belongs to the collection
    right before it.
    """
    if wording.is_call_on_rows(names.snake_case(path.segments[-1])):
        return _without_params(_shorten(path, len(path.segments) - 1))
    for length in range(len(path.segments) - 1, 0, -1):
        before = _shorten(path, length)
        if before in document.paths:
            return _without_params(before)
    return _without_params(_shorten(path, len(path.segments) - 1))


def _shorten(path: RoutePath, length: int) -> RoutePath:
    return RoutePath(path.segments[:length], path.version, path.variant)


def _without_params(path: RoutePath) -> RoutePath:
    length = len(path.segments)
    while length > 0 and _is_param(path.segments[length - 1]):
        length -= 1
    return _shorten(path, length)


def _is_param(segment: str) -> bool:
    return "{" in segment
