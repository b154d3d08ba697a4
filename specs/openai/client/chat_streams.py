"""Streams of chat completions that add up the chunks: chunks in, events and a completion out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic

from typing_extensions import TypeVar

from . import chat_events as events
from . import types
from ._runtime.accumulation import AccumulatedStream, AsyncAccumulatedStream
from ._runtime.deltas import REPLACED, find_by_index, merge_delta
from ._runtime.errors import APIError
from ._runtime.response_parser import construct
from .function_tools import parse_arguments
from .structured_answers import (
    check_finish,
    extend_completion,
    parse_completion,
    parse_text,
)

if TYPE_CHECKING:
    from ._runtime.streams import AsyncStream, Stream
    from .chat_events import ChatCompletionStreamEvent
    from .parsed_types import ParsedChatCompletion

Content = TypeVar("Content", default=None)

# Each chunk repeats these, so they don't continue what is there.
_REPEATED = REPLACED | {"finish_reason", "model", "service_tier", "system_fingerprint"}
_LOGPROBS = {
    "content": (events.LogprobsContentDeltaEvent, events.LogprobsContentDoneEvent),
    "refusal": (events.LogprobsRefusalDeltaEvent, events.LogprobsRefusalDoneEvent),
}


class ChatCompletionStreamState(Generic[Content]):
    """What the chunks of a completion add up to.

    Use it with your own stream: `handle_chunk` adds a chunk and returns the events that it leads
    to.
    """

    def __init__(self, *, response_format: Any = None, input_tools: Any = None) -> None:
        self._format = response_format if isinstance(response_format, type) else None
        self._tools = input_tools
        self._whole: dict[str, Any] = {}
        self._snapshot: ParsedChatCompletion[Any] | None = None
        self._choices: dict[int, _ChoiceState] = {}

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[Any]:
        """The completion so far. Raises APIError before the first chunk."""
        if self._snapshot is None:
            if not self._whole:
                raise APIError("no chunk of the completion has arrived")
            completion = construct(types.CreateChatCompletionResponse, self._whole)
            self._snapshot = extend_completion(completion, None, None)
        return self._snapshot

    def get_final_completion(self) -> ParsedChatCompletion[Content]:
        """Returns the completion with its content and arguments parsed."""
        return parse_completion(self.current_completion_snapshot, self._format, self._tools)

    def handle_chunk(
        self, chunk: types.CreateChatCompletionStreamResponse
    ) -> Iterator[ChatCompletionStreamEvent[Content]]:
        """Adds a chunk, and returns its events.

        Raises LengthFinishReasonError or ContentFilterFinishReasonError if an answer that is to
        be parsed ended early.
        """
        part = chunk.to_dict()
        part.pop("obfuscation", None)
        part["object"] = "chat.completion"
        for choice in part.get("choices") or ():
            choice["message"] = choice.pop("delta", {})
        merge_delta(self._whole, part, _REPEATED)
        self._snapshot = None
        return self._make_events(chunk, part)

    def _make_events(
        self, chunk: types.CreateChatCompletionStreamResponse, part: dict[str, Any]
    ) -> Iterator[ChatCompletionStreamEvent[Content]]:
        yield events.ChunkEvent(chunk, lambda: self.current_completion_snapshot)
        for sent in part.get("choices") or ():
            whole = find_by_index(self._whole["choices"], sent.get("index"))
            if whole is None:
                continue
            index = whole["index"]
            state = self._choices.setdefault(index, _ChoiceState(self._format, self._tools))
            if self._format or self._tools:
                reason = sent.get("finish_reason")
                if reason in ("length", "content_filter"):
                    check_finish(self.current_completion_snapshot, reason)
            yield from state.make_events(sent, whole)


class _ChoiceState:
    """Which parts of a choice are complete."""

    def __init__(self, response_format: type[Any] | None, tools: Any) -> None:
        self._format = response_format
        self._tools = tools
        self._done: set[object] = set()
        self._call: int | None = None  # the index of the call whose arguments arrive

    def make_events(
        self, sent: dict[str, Any], whole: dict[str, Any]
    ) -> Iterator[ChatCompletionStreamEvent[Any]]:
        """Yields the events of a choice of a chunk; `whole` is the choice so far."""
        delta, message = sent["message"], whole["message"]
        if delta.get("content"):
            yield events.ContentDeltaEvent(
                delta["content"], message["content"], is_parsed=self._format is not None
            )
        if delta.get("refusal"):
            yield events.RefusalDeltaEvent(delta["refusal"], message["refusal"])
        for part in delta.get("tool_calls") or ():
            yield from self._make_call_events(part, message)
        for name, (event, _) in _LOGPROBS.items():
            if found := _get_logprobs(sent, name):
                yield event(found, _get_logprobs(whole, name))
        if whole.get("finish_reason"):
            yield from self._finish_content(whole)
            yield from self._finish_call(message)

    def _make_call_events(
        self, part: dict[str, Any], message: dict[str, Any]
    ) -> Iterator[ChatCompletionStreamEvent[Any]]:
        index = part.get("index", 0)
        if index != self._call:
            yield from self._finish_content({"message": message})
            yield from self._finish_call(message)
            self._call = index
        function = _get_function(message, index)
        if "function" in part and function is not None:
            yield events.FunctionToolCallArgumentsDeltaEvent(
                name=function.get("name", ""),
                index=index,
                arguments=function.get("arguments", ""),
                arguments_delta=part["function"].get("arguments") or "",
            )

    def _finish_content(self, whole: dict[str, Any]) -> Iterator[ChatCompletionStreamEvent[Any]]:
        message = whole["message"]
        content, refusal = message.get("content"), message.get("refusal")
        if content and self._is_new("content"):
            is_parsed = self._format is not None and not refusal
            parsed = parse_text(self._format, content) if self._format and is_parsed else None
            yield events.ContentDoneEvent(content, parsed)
        if refusal and self._is_new("refusal"):
            yield events.RefusalDoneEvent(refusal)
        for name, (_, event) in _LOGPROBS.items():
            if (found := _get_logprobs(whole, name)) and self._is_new(event):
                yield event(found)

    def _finish_call(self, message: dict[str, Any]) -> Iterator[ChatCompletionStreamEvent[Any]]:
        function = None if self._call is None else _get_function(message, self._call)
        if function is None or self._call is None or not self._is_new(self._call):
            return
        name, arguments = function.get("name", ""), function.get("arguments", "")
        parsed = parse_arguments(self._tools, name, arguments)
        yield events.FunctionToolCallArgumentsDoneEvent(name, self._call, arguments, parsed)

    def _is_new(self, part: object) -> bool:
        """Was this part not complete before?"""
        if part in self._done:
            return False
        self._done.add(part)
        return True


def _get_function(message: dict[str, Any], index: int) -> dict[str, Any] | None:
    call = find_by_index(message.get("tool_calls"), index) or {}
    function: dict[str, Any] | None = call.get("function")
    return function


def _get_logprobs(choice: dict[str, Any], name: str) -> list[types.ChatCompletionTokenLogprob]:
    logprobs: dict[str, Any] = choice.get("logprobs") or {}
    found: list[Any] = logprobs.get(name) or []
    return [construct(types.ChatCompletionTokenLogprob, one) for one in found]


class ChatCompletionStream(
    AccumulatedStream["ChatCompletionStreamEvent[Content]"], Generic[Content]
):
    """The events of a completion, and the completion that they add up to."""

    def __init__(
        self,
        stream: Stream[types.CreateChatCompletionStreamResponse],
        state: ChatCompletionStreamState[Content],
    ) -> None:
        super().__init__(stream, state.handle_chunk)
        self._state = state

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[Any]:
        """The completion so far. Raises APIError before the first chunk."""
        return self._state.current_completion_snapshot

    def get_final_completion(self) -> ParsedChatCompletion[Content]:
        """Reads the stream to its end, and returns the completion with its content parsed."""
        self.until_done()
        return self._state.get_final_completion()


class AsyncChatCompletionStream(
    AsyncAccumulatedStream["ChatCompletionStreamEvent[Content]"], Generic[Content]
):
    """The events of a completion, and the completion that they add up to."""

    def __init__(
        self,
        stream: AsyncStream[types.CreateChatCompletionStreamResponse],
        state: ChatCompletionStreamState[Content],
    ) -> None:
        super().__init__(stream, state.handle_chunk)
        self._state = state

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[Any]:
        """The completion so far. Raises APIError before the first chunk."""
        return self._state.current_completion_snapshot

    async def get_final_completion(self) -> ParsedChatCompletion[Content]:
        """Reads the stream to its end, and returns the completion with its content parsed."""
        await self.until_done()
        return self._state.get_final_completion()
