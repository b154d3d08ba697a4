"""The events of `responses.stream`: those of the API, four of them with what the stream adds up to.

`snapshot` is what arrived so far. The names are those of the vendor's SDK.
"""

from __future__ import annotations

from typing import Generic

from typing_extensions import TypeAliasType, TypeVar

from . import types
from .parsed_types import ParsedResponse

Content = TypeVar("Content", default=None)


class ResponseTextDeltaEvent(types.ResponseTextDeltaEvent):
    """A part of a text."""

    snapshot: str
    """The text so far."""


class ResponseTextDoneEvent(types.ResponseTextDoneEvent, Generic[Content]):
    """A text is complete."""

    parsed: Content | None = None
    """The text as an object of `text_format`."""


class ResponseFunctionCallArgumentsDeltaEvent(types.ResponseFunctionCallArgumentsDeltaEvent):
    """A part of the arguments of a call."""

    snapshot: str
    """The arguments so far."""


class ResponseCompletedEvent(types.ResponseCompletedEvent, Generic[Content]):
    """The response is complete."""

    response: ParsedResponse[Content]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The response with parsed output."""


ResponseStreamEvent = TypeAliasType(
    "ResponseStreamEvent",
    types.ResponseAudioDeltaEvent
    | types.ResponseAudioDoneEvent
    | types.ResponseAudioTranscriptDeltaEvent
    | types.ResponseAudioTranscriptDoneEvent
    | types.ResponseCodeInterpreterCallCodeDeltaEvent
    | types.ResponseCodeInterpreterCallCodeDoneEvent
    | types.ResponseCodeInterpreterCallCompletedEvent
    | types.ResponseCodeInterpreterCallInProgressEvent
    | types.ResponseCodeInterpreterCallInterpretingEvent
    | ResponseCompletedEvent[Content]
    | types.ResponseContentPartAddedEvent
    | types.ResponseContentPartDoneEvent
    | types.ResponseCreatedEvent
    | types.ResponseErrorEvent
    | types.ResponseFileSearchCallCompletedEvent
    | types.ResponseFileSearchCallInProgressEvent
    | types.ResponseFileSearchCallSearchingEvent
    | ResponseFunctionCallArgumentsDeltaEvent
    | types.ResponseFunctionCallArgumentsDoneEvent
    | types.ResponseInProgressEvent
    | types.ResponseFailedEvent
    | types.ResponseIncompleteEvent
    | types.ResponseOutputItemAddedEvent
    | types.ResponseOutputItemDoneEvent
    | types.ResponseReasoningSummaryPartAddedEvent
    | types.ResponseReasoningSummaryPartDoneEvent
    | types.ResponseReasoningSummaryTextDeltaEvent
    | types.ResponseReasoningSummaryTextDoneEvent
    | types.ResponseReasoningTextDeltaEvent
    | types.ResponseReasoningTextDoneEvent
    | types.ResponseRefusalDeltaEvent
    | types.ResponseRefusalDoneEvent
    | ResponseTextDeltaEvent
    | ResponseTextDoneEvent[Content]
    | types.ResponseWebSearchCallCompletedEvent
    | types.ResponseWebSearchCallInProgressEvent
    | types.ResponseWebSearchCallSearchingEvent
    | types.ResponseImageGenCallCompletedEvent
    | types.ResponseImageGenCallGeneratingEvent
    | types.ResponseImageGenCallInProgressEvent
    | types.ResponseImageGenCallPartialImageEvent
    | types.ResponseMCPCallArgumentsDeltaEvent
    | types.ResponseMCPCallArgumentsDoneEvent
    | types.ResponseMCPCallCompletedEvent
    | types.ResponseMCPCallFailedEvent
    | types.ResponseMCPCallInProgressEvent
    | types.ResponseMCPListToolsCompletedEvent
    | types.ResponseMCPListToolsFailedEvent
    | types.ResponseMCPListToolsInProgressEvent
    | types.ResponseOutputTextAnnotationAddedEvent
    | types.ResponseQueuedEvent
    | types.ResponseCustomToolCallInputDeltaEvent
    | types.ResponseCustomToolCallInputDoneEvent,
    type_params=(Content,),
)
