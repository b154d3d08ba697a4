"""Streams of responses that add up the events: events in, snapshots and a response out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic

from typing_extensions import TypeVar

from . import response_events as events
from . import types
from ._runtime.accumulation import AccumulatedStream, AsyncAccumulatedStream
from ._runtime.errors import InvalidResponseError
from .structured_answers import extend, parse_final_text, parse_response

if TYPE_CHECKING:
    from ._runtime.streams import AsyncStream, Stream
    from .parsed_types import ParsedResponse
    from .response_events import ResponseStreamEvent

Content = TypeVar("Content", default=None)


class ResponseStreamState(Generic[Content]):
    """What the events of a response add up to.

    Events up to the number `starting_after` count, but they aren't shown.
    """

    def __init__(
        self,
        *,
        text_format: Any = None,
        input_tools: Any = None,
        starting_after: int | None = None,
    ) -> None:
        self._format = text_format
        self._tools = input_tools
        self._starting_after = starting_after
        self._texts: dict[tuple[int, int], str] = {}
        self._arguments: dict[int, str] = {}
        self._phases: dict[int, str | None] = {}
        self._last = ""
        self._response: ParsedResponse[Any] | None = None

    def get_final_response(self) -> ParsedResponse[Content]:
        """Returns the response of the event `response.completed`.

        Raises InvalidResponseError if the stream ended without it.
        """
        if self._response is None:
            last = f"; its last event was `{self._last}`" if self._last else ""
            raise InvalidResponseError(f"the stream has no `response.completed`{last}")
        return self._response

    def handle_event(
        self, event: types.ResponseStreamEvent
    ) -> Iterator[ResponseStreamEvent[Content]]:
        """Adds an event, and returns it, with what it adds up to."""
        self._last = event.type
        shown = self._add(event)
        after = self._starting_after
        if after is None or event.sequence_number > after:
            yield shown

    def _add(self, event: types.ResponseStreamEvent) -> ResponseStreamEvent[Any]:
        match event.type:
            case "response.output_item.added":
                phase = event.item.phase if event.item.type == "message" else None
                self._phases[event.output_index] = phase
            case "response.output_text.delta":
                place = (event.output_index, event.content_index)
                self._texts[place] = text = self._texts.get(place, "") + event.delta
                return extend(events.ResponseTextDeltaEvent, event, snapshot=text)
            case "response.output_text.done":
                phase = self._phases.get(event.output_index)
                parsed = parse_final_text(event.text, self._format, phase)
                return extend(events.ResponseTextDoneEvent, event, parsed=parsed)
            case "response.function_call_arguments.delta":
                number = event.output_index
                self._arguments[number] = text = self._arguments.get(number, "") + event.delta
                return extend(events.ResponseFunctionCallArgumentsDeltaEvent, event, snapshot=text)
            case "response.completed":
                self._response = parse_response(event.response, self._format, self._tools)
                return extend(events.ResponseCompletedEvent, event, response=self._response)
            case _:
                return event
        return event


class ResponseStream(AccumulatedStream["ResponseStreamEvent[Content]"], Generic[Content]):
    """The events of a response, and the response that they add up to."""

    def __init__(
        self, stream: Stream[types.ResponseStreamEvent], state: ResponseStreamState[Content]
    ) -> None:
        super().__init__(stream, state.handle_event)
        self._state = state

    def get_final_response(self) -> ParsedResponse[Content]:
        """Reads the stream to its end, and returns the response with its output parsed."""
        self.until_done()
        return self._state.get_final_response()


class AsyncResponseStream(AsyncAccumulatedStream["ResponseStreamEvent[Content]"], Generic[Content]):
    """The events of a response, and the response that they add up to."""

    def __init__(
        self, stream: AsyncStream[types.ResponseStreamEvent], state: ResponseStreamState[Content]
    ) -> None:
        super().__init__(stream, state.handle_event)
        self._state = state

    async def get_final_response(self) -> ParsedResponse[Content]:
        """Reads the stream to its end, and returns the response with its output parsed."""
        await self.until_done()
        return self._state.get_final_response()
