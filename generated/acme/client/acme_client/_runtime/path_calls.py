"""Calls by verb and path, for operations that the API's document lacks.

The arguments of `client.post("/things", cast_to=Thing, body={...})` in, an endpoint as a generated
module has it out. So such a call has the keys, retries, limits and errors of every other call.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    NamedTuple,
    TypeVar,
    overload,
)

from .errors import ArgumentError
from .not_given import NOT_GIVEN, NotGiven
from .option_types import MAPPING, describe_value
from .options import CallOptions
from .type_guards import is_object

if TYPE_CHECKING:
    from typing import Self, Unpack

    from .core import ClientCore
    from .operation import Body, Endpoint, ExpectedAnswer
    from .request import Arguments
    from .streams import AsyncStream, Stream

Value = TypeVar("Value")

_OPTION_NAMES: Final = {
    "headers": "extra_headers",
    "params": "extra_query",
    "extra_json": "extra_body",
    "timeout": "timeout",
    "idempotency_key": "idempotency_key",
}
_UNSAFE: Final = frozenset(' \\^`{|}<>"#')


class RequestOptions(CallOptions, total=False):
    """Options of a call by its path."""

    body: object
    """The body, as JSON. With `files`, its members are parts of the form."""
    files: Mapping[str, object]
    """Files of a multipart form, by the names of their parts."""
    options: Mapping[str, object]
    """`headers`, `params`, `extra_json`, `timeout` and `idempotency_key`."""


class PathCall(NamedTuple):
    """A call by its path: what a sender's `call` takes."""

    endpoint: Endpoint[Any]
    options: Mapping[str, Any]
    arguments: Arguments


def make_path_call(
    core: ClientCore, verb: str, path: str, answer: ExpectedAnswer, options: RequestOptions
) -> PathCall:
    """Returns the call. Raises ArgumentError for an argument that can't be used."""
    from . import operation as op
    from .request import Arguments

    if isinstance(answer, (op.JsonAnswer, op.StreamAnswer)):
        core.get_parser(answer)  # raises for a type that can't be parsed into, before the call
    given: dict[str, Any] = {**options}
    renamed = _rename_options(given.pop("options", None))
    kind, body = _choose_body(given.pop("body", NOT_GIVEN), given.pop("files", None))
    endpoint: Endpoint[Any] = op.Endpoint(
        _check_verb(verb), _check_path(path), answer, kind, other_answers={"204": op.NoAnswer()}
    )
    return PathCall(endpoint, {**renamed, **given}, Arguments(body=body))


def choose_answer(kind: Any, *, is_stream: bool) -> ExpectedAnswer:
    """Returns the answer that a call by its path expects: `kind`, or events of it."""
    from . import operation as op

    if is_stream:
        return op.StreamAnswer(kind)
    if kind is None or kind is type(None):
        return op.NoAnswer()
    if kind is str:
        return op.TextAnswer("*/*")
    return op.BinaryAnswer("*/*") if is_read_whole(kind) else op.JsonAnswer(kind)


def is_read_whole(kind: object) -> bool:
    """Does `cast_to` ask for the bytes of a response, or for the response of httpx2?"""
    return kind is bytes or _is_http_response(kind)


def _is_http_response(kind: object) -> bool:
    httpx2 = sys.modules.get("httpx2")  # the class exists only if it is imported
    return httpx2 is not None and isinstance(kind, type) and issubclass(kind, httpx2.Response)


def _check_verb(verb: object) -> str:
    if not isinstance(verb, str) or not (verb.isascii() and verb.isalpha()):
        raise ArgumentError(f'"verb" takes a string such as "GET", not {describe_value(verb)}')
    return verb.upper()


def _check_path(path: object) -> str:
    """Returns the path. The keys of a call go to the client's own server, so a path has no host."""
    if not isinstance(path, str):
        raise ArgumentError(f'"path" takes a string, not {describe_value(path)}')
    if "://" in path.partition("?")[0] or path.startswith("//"):
        raise ArgumentError(
            '"path" is below the base URL; `with_options(base_url=...)` calls another server'
        )
    if not path.isascii() or not path.isprintable() or not _UNSAFE.isdisjoint(path):
        raise ArgumentError('"path" has characters that must be percent-encoded')
    return path if path.startswith("/") else f"/{path}"


def _choose_body(body: object, files: Mapping[str, object] | None) -> tuple[Body | None, object]:
    from . import operation as op

    if files is None:
        return (None if isinstance(body, NotGiven) else op.JsonBody()), body
    if mismatch := MAPPING.describe_mismatch(files):
        raise ArgumentError(f'"files" {mismatch}')
    if not isinstance(body, NotGiven) and not is_object(body):
        raise ArgumentError('"body" takes an object beside "files"')
    members: Mapping[str, object] = body if is_object(body) else {}
    styles = dict.fromkeys(members, "deepObject")
    return op.MultipartBody(files=tuple(files), styles=styles), {**members, **files}


def _rename_options(options: Mapping[str, object] | None) -> dict[str, object]:
    """Returns the options of a call by their names in this package."""
    for name in options or {}:
        if name not in _OPTION_NAMES:
            known = ", ".join(_OPTION_NAMES)
            raise ArgumentError(f'"options" takes {known}, not {describe_value(name)}')
    return {_OPTION_NAMES[name]: value for name, value in (options or {}).items()}


class SyncVerb:
    """A method of a sync client that sends a request with this verb to any path."""

    def __init__(self, verb: str, client: Any = None) -> None:
        self._verb = verb
        self._client = client

    def __get__(self, client: Any, owner: type) -> Self:
        return type(self)(self._verb, client)

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> Stream[Value]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> Value: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Any: ...

    def __call__(self, path: str, **arguments: Any) -> Any:
        """Sends a request to a path below the base URL, and returns its body as `cast_to`.

        `cast_to` is a model, `dict[str, Any]`, `str`, `bytes`, `httpx2.Response` or None; by
        default any JSON value.
        With `stream`, the server sends events, each of the type `cast_to`.
        """
        return self._client.request(self._verb, path, **arguments)


class AsyncVerb:
    """A method of an async client that sends a request with this verb to any path."""

    def __init__(self, verb: str, client: Any = None) -> None:
        self._verb = verb
        self._client = client

    def __get__(self, client: Any, owner: type) -> Self:
        return type(self)(self._verb, client)

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[True],
        **options: Unpack[RequestOptions],
    ) -> AsyncStream[Value]: ...

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> Value: ...

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        stream: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Any: ...

    async def __call__(self, path: str, **arguments: Any) -> Any:
        """Sends a request to a path below the base URL, as the sync client does."""
        return await self._client.request(self._verb, path, **arguments)
