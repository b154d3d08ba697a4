"""Calls by verb and path, for operations that the API's document lacks.

The arguments of `client.post("/things", cast_to=Thing, body={...})` in, an endpoint as a generated
module has it out. So such a call has the keys, retries, limits and errors of every other call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, cast, overload

from .errors import ArgumentError
from .not_given import NOT_GIVEN, NotGiven
from .option_types import MAPPING, describe_value
from .type_guards import is_object

if TYPE_CHECKING:
    from typing import Self, Unpack

    from .async_client import AsyncClient
    from .core import ClientCore
    from .operation import Body, Endpoint, ExpectedAnswer
    from .options import CallOptions
    from .request import Arguments
    from .streams import AsyncStream, Stream
    from .sync_client import SyncClient

Value = TypeVar("Value")

_OPTION_NAMES: Final = {
    "headers": "extra_headers",
    "params": "extra_query",
    "extra_json": "extra_body",
    "timeout": "timeout",
    "idempotency_key": "idempotency_key",
}
_UNSAFE: Final = frozenset(' \\^`{|}<>"#')


class PathCall(NamedTuple):
    """A call by its path: what a sender's `call` takes."""

    endpoint: Endpoint[Any]
    options: Mapping[str, Any]
    arguments: Arguments


def make_path_call(
    core: ClientCore,
    verb: str,
    path: str,
    *,
    cast_to: Any,
    body: object,
    files: Mapping[str, object] | None,
    stream: bool,
    options: Mapping[str, object] | None,
    call_options: Mapping[str, object],
) -> PathCall:
    """Returns the call. Raises ArgumentError for an argument that can't be used."""
    from . import operation as op
    from .request import Arguments

    answer = _choose_answer(core, cast_to, stream)
    kind, sent = _choose_body(body, files)
    endpoint: Endpoint[Any] = op.Endpoint(
        _check_verb(verb), _check_path(path), answer, kind, other_answers={"204": op.NoAnswer()}
    )
    return PathCall(endpoint, {**_rename_options(options), **call_options}, Arguments(body=sent))


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


def _choose_answer(core: ClientCore, kind: Any, stream: bool) -> ExpectedAnswer:
    from . import operation as op

    if stream:
        events = op.EventsAnswer(kind)
        core.get_parser(events)  # raises for a type that can't be parsed into, before the call
        return events
    if kind is None or kind is type(None):
        return op.NoAnswer()
    if kind is str:
        return op.TextAnswer("*/*")
    if kind is bytes:
        return op.BinaryAnswer("*/*")
    answer = op.JsonAnswer(kind)
    core.get_parser(answer)
    return answer


def _choose_body(body: object, files: Mapping[str, object] | None) -> tuple[Body | None, object]:
    from . import operation as op

    if files is None:
        return (None if isinstance(body, NotGiven) else op.JsonBody()), body
    if mismatch := MAPPING.describe_mismatch(files):
        raise ArgumentError(f'"files" {mismatch}')
    if not isinstance(body, NotGiven) and not is_object(body):
        raise ArgumentError('"body" takes an object beside "files"')
    members = body if is_object(body) else {}
    return op.MultipartBody(files=tuple(files), spread=tuple(members)), {**members, **files}


def _rename_options(options: Mapping[str, object] | None) -> dict[str, object]:
    """Returns the options of a call by their names in this package."""
    for name in options or {}:
        if name not in _OPTION_NAMES:
            known = ", ".join(_OPTION_NAMES)
            raise ArgumentError(f'"options" takes {known}, not {describe_value(name)}')
    return {_OPTION_NAMES[name]: value for name, value in (options or {}).items()}


class SyncVerb:
    """A method of a sync client that sends a request with this verb to any path."""

    def __init__(self, verb: str, client: SyncClient | None = None) -> None:
        self._verb = verb
        self._client = client

    def __get__(self, client: SyncClient | None, owner: type) -> Self:
        return type(self)(self._verb, client)

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: Literal[True],
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> Stream[Value]: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: Literal[False] = False,
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> Value: ...

    @overload
    def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: bool = False,
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> Any: ...

    def __call__(self, path: str, **arguments: Any) -> Any:
        """Sends a request to a path below the base URL, and returns its body as `cast_to`.

        `cast_to` is a model, `dict[str, Any]`, `str`, `bytes` or None; by default any JSON value.
        `files` are parts of a multipart form beside the members of `body`. With `stream`, the
        server sends events, each of the type `cast_to`.
        """
        return cast("SyncClient", self._client).request(self._verb, path, **arguments)


class AsyncVerb:
    """A method of an async client that sends a request with this verb to any path."""

    def __init__(self, verb: str, client: AsyncClient | None = None) -> None:
        self._verb = verb
        self._client = client

    def __get__(self, client: AsyncClient | None, owner: type) -> Self:
        return type(self)(self._verb, client)

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: Literal[True],
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> AsyncStream[Value]: ...

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: type[Value],
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: Literal[False] = False,
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> Value: ...

    @overload
    async def __call__(
        self,
        path: str,
        *,
        cast_to: object = object,
        body: object = NOT_GIVEN,
        files: Mapping[str, object] | None = None,
        stream: bool = False,
        options: Mapping[str, object] | None = None,
        **call_options: Unpack[CallOptions],
    ) -> Any: ...

    async def __call__(self, path: str, **arguments: Any) -> Any:
        """Sends a request to a path below the base URL, as the sync client does."""
        return await cast("AsyncClient", self._client).request(self._verb, path, **arguments)
