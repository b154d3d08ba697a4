"""The calls of a client: what each one takes, where each argument is sent, and what it returns.

These are facts, with flat types; `call_builder` computes them, and other modules make text of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.model.methods import Content, ContentKind, Method
from generator.model.types import Ref, Type
from generator.vocabulary import ParamPlace


@dataclass(frozen=True, slots=True)
class Argument:
    """A keyword argument of a method."""

    name: str  # the identifier
    wire_name: str
    place: ParamPlace | None  # None: a property of the body
    type: Type  # flat, without its outermost Nullable
    nullable: bool
    required: bool
    description: str
    deprecated: bool
    style: str = ""  # of a parameter, as the runtime parses it; "" for the default of its place
    deprecation_reason: str = ""
    is_base64: bool = False  # bytes of the body that are sent as base64 text
    is_stream: bool = False  # the items of a body, which are sent one after the other
    alternatives: tuple[Argument, ...] = ()  # what a whole body may be in another media type
    json_kinds: tuple[str, ...] = ()  # the kinds of JSON that it accepts; empty: any value


@dataclass(frozen=True, slots=True)
class MediaChoice:
    """The argument by which a call chooses the media type of its body."""

    name: str  # "content_type"
    contents: tuple[Content, ...]  # that it names; without it, the main one is sent
    # Those that one argument, `body`, is the whole of. The others are made of the arguments.
    wholes: tuple[tuple[Content, Argument], ...] = ()

    @property
    def shared(self) -> tuple[str, ...]:
        """The content types that are made of the arguments."""
        wholes = [content for content, _ in self.wholes]
        return tuple(one.content_type for one in self.contents if one not in wholes)


@dataclass(frozen=True, slots=True)
class PageClass:
    """The class of a list's pages: a response that can be iterated."""

    name: str
    response: str  # the class that it extends, or the array that it wraps
    row: Type  # flat
    is_array: bool = False
    nullable: bool = False  # the array may be null


@dataclass(frozen=True, slots=True)
class CallResult:
    """What a call returns: for JSON and streams, a type of the client."""

    kind: ContentKind | None  # None: no body
    content_type: str
    type: Ref | None
    nullable: bool
    named: bool = False  # events whose type is of objects with `event` and `data`
    text_events: tuple[str, ...] = ()  # names of events whose data is text; "*": all
    page: PageClass | None = None
    description: str = ""  # of the response, or of its type
    others: tuple[tuple[str, CallResult], ...] = ()  # status → what this success returns instead
    media: tuple[tuple[str, CallResult], ...] = ()  # further media type → what the call returns


@dataclass(frozen=True, slots=True)
class ErrorType:
    """The type of the body of an error."""

    status: str  # "404", "4XX", "default"
    type: Ref


@dataclass(frozen=True, slots=True)
class ClientCall:
    """A method of the provider as a method of the client."""

    method: Method
    service: str
    resource: str
    name: str  # the identifier in its class
    arguments: tuple[Argument, ...]  # required ones first, else in spec order
    body: Content | None
    files: tuple[str, ...]  # wire names of the arguments that hold bytes
    whole_body: str  # name of the one argument that is the body; "" where properties are arguments
    result: CallResult
    stream: CallResult | None  # that a call can ask for in place of a JSON result
    form: Content | None = None  # a multipart form that is sent in place of `body` for files
    switch: Argument | None = None  # asks for `stream`
    headers: tuple[tuple[str, str], ...] = ()  # the same for each call
    state: CallResult | None = None  # of the job that the call starts, if it can be waited for
    errors: tuple[ErrorType, ...] = ()  # whose bodies have a type
    choice: MediaChoice | None = None  # set if the body has several media types


def uses_of(
    calls: Iterable[ClientCall], start: Callable[[ClientCall], Iterable[Type]]
) -> Iterator[tuple[str, Type]]:
    """Yields the types that `start` gives of each call, each with the service of the call."""
    for call in calls:
        for used in start(call):
            yield call.service, used


def types_of(call: ClientCall) -> Iterator[Type]:
    """Yields the types that a call takes and returns."""
    yield from argument_types_of(call)
    yield from result_types_of(call)
    yield from stream_types_of(call)


def argument_types_of(call: ClientCall) -> Iterator[Type]:
    """Yields the types that a call takes."""
    wholes = [argument for _, argument in call.choice.wholes] if call.choice else []
    for argument in (*call.arguments, *wholes):
        yield argument.type
        yield from (one.type for one in argument.alternatives)


def result_types_of(call: ClientCall) -> Iterator[Type]:
    """Yields the types that a call returns, and those of the bodies of its errors."""
    further = (*call.result.others, *call.result.media)
    for result in (call.result, *(other for _, other in further)):
        if result.type:
            yield result.type
    for error in call.errors:
        yield error.type


def stream_types_of(call: ClientCall) -> Iterator[Type]:
    """Yields the type of the items that a call can ask for, if there are any."""
    if call.stream and call.stream.type:
        yield call.stream.type
