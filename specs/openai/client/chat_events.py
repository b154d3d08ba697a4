"""The events of `chat.completions.stream`, under the names of the vendor's SDK.

`snapshot` is what arrived so far.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias

from typing_extensions import TypeVar

from .structured_answers import parse_partial

if TYPE_CHECKING:
    from . import types
    from .parsed_types import ParsedChatCompletion

Content = TypeVar("Content", default=None)


@dataclass(frozen=True)
class ChunkEvent:
    """A chunk as the server sent it. It comes before the events that it leads to."""

    chunk: types.CreateChatCompletionStreamResponse
    make_snapshot: Callable[[], ParsedChatCompletion[Any]] = field(repr=False, compare=False)
    type: Literal["chunk"] = "chunk"

    @property
    def snapshot(self) -> ParsedChatCompletion[Any]:
        """The completion so far. It is built when this is read."""
        return self.make_snapshot()


@dataclass(frozen=True)
class ContentDeltaEvent:
    """A part of the content."""

    delta: str
    snapshot: str
    is_parsed: bool = False  # is the content JSON, by the format that the call asked for?
    type: Literal["content.delta"] = "content.delta"

    @property
    def parsed(self) -> object | None:
        """The JSON value that the content begins."""
        return parse_partial(self.snapshot) if self.is_parsed else None


@dataclass(frozen=True)
class ContentDoneEvent(Generic[Content]):
    """The content is complete."""

    content: str
    parsed: Content | None
    type: Literal["content.done"] = "content.done"


@dataclass(frozen=True)
class RefusalDeltaEvent:
    """A part of the refusal."""

    delta: str
    snapshot: str
    type: Literal["refusal.delta"] = "refusal.delta"


@dataclass(frozen=True)
class RefusalDoneEvent:
    """The refusal is complete."""

    refusal: str
    type: Literal["refusal.done"] = "refusal.done"


@dataclass(frozen=True)
class FunctionToolCallArgumentsDeltaEvent:
    """A part of the arguments of a call."""

    name: str
    index: int
    arguments: str  # so far
    arguments_delta: str
    type: Literal["tool_calls.function.arguments.delta"] = "tool_calls.function.arguments.delta"

    @property
    def parsed_arguments(self) -> object:
        """The JSON value that the arguments begin."""
        return parse_partial(self.arguments)


@dataclass(frozen=True)
class FunctionToolCallArgumentsDoneEvent:
    """The arguments of a call are complete."""

    name: str
    index: int
    arguments: str
    parsed_arguments: object
    type: Literal["tool_calls.function.arguments.done"] = "tool_calls.function.arguments.done"


@dataclass(frozen=True)
class LogprobsContentDeltaEvent:
    """Log probabilities of tokens of the content."""

    content: list[types.ChatCompletionTokenLogprob]
    snapshot: list[types.ChatCompletionTokenLogprob]
    type: Literal["logprobs.content.delta"] = "logprobs.content.delta"


@dataclass(frozen=True)
class LogprobsContentDoneEvent:
    """The log probabilities of the content are complete."""

    content: list[types.ChatCompletionTokenLogprob]
    type: Literal["logprobs.content.done"] = "logprobs.content.done"


@dataclass(frozen=True)
class LogprobsRefusalDeltaEvent:
    """Log probabilities of tokens of the refusal."""

    refusal: list[types.ChatCompletionTokenLogprob]
    snapshot: list[types.ChatCompletionTokenLogprob]
    type: Literal["logprobs.refusal.delta"] = "logprobs.refusal.delta"


@dataclass(frozen=True)
class LogprobsRefusalDoneEvent:
    """The log probabilities of the refusal are complete."""

    refusal: list[types.ChatCompletionTokenLogprob]
    type: Literal["logprobs.refusal.done"] = "logprobs.refusal.done"


ChatCompletionStreamEvent: TypeAlias = (
    ChunkEvent
    | ContentDeltaEvent
    | ContentDoneEvent[Content]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | FunctionToolCallArgumentsDeltaEvent
    | FunctionToolCallArgumentsDoneEvent
    | LogprobsContentDeltaEvent
    | LogprobsContentDoneEvent
    | LogprobsRefusalDeltaEvent
    | LogprobsRefusalDoneEvent
)
