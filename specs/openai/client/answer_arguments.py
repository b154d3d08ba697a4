"""The arguments of `parse` and `stream`, which are those of `create`: for type checkers.

A test compares them with the generated methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from . import types
from ._runtime.not_given import NotGiven
from ._runtime.options import CallOptions


class _SharedArguments(CallOptions, total=False):
    """Further arguments of a chat completion and of a response."""

    metadata: Mapping[str, str] | NotGiven | None
    top_logprobs: int | NotGiven
    temperature: float | NotGiven | None
    top_p: float | NotGiven | None
    user: str | NotGiven
    safety_identifier: str | NotGiven
    prompt_cache_key: str | NotGiven
    service_tier: types.ServiceTierParam | NotGiven | None
    prompt_cache_retention: Literal["in_memory", "24h"] | NotGiven | None


class ChatArguments(_SharedArguments, total=False):
    """Further arguments of a chat completion."""

    modalities: Sequence[Literal["text", "audio"]] | NotGiven | None
    verbosity: types.VerbosityParam | NotGiven | None
    reasoning_effort: types.ReasoningEffortParam | NotGiven | None
    max_completion_tokens: int | NotGiven | None
    frequency_penalty: float | NotGiven | None
    presence_penalty: float | NotGiven | None
    web_search_options: (
        types.CreateChatCompletionRequestWebSearchOptions
        | types.CreateChatCompletionRequestWebSearchOptionsParam
        | NotGiven
    )
    audio: (
        types.CreateChatCompletionRequestAudio
        | types.CreateChatCompletionRequestAudioParam
        | NotGiven
        | None
    )
    store: bool | NotGiven | None
    stop: str | Sequence[str] | NotGiven | None
    logit_bias: Mapping[str, int] | NotGiven | None
    logprobs: bool | NotGiven | None
    max_tokens: int | NotGiven | None
    n: int | NotGiven | None
    prediction: types.PredictionContent | types.PredictionContentParam | NotGiven | None
    seed: int | NotGiven | None
    stream_options: (
        types.ChatCompletionStreamOptions | types.ChatCompletionStreamOptionsParam | NotGiven | None
    )
    tools: (
        Sequence[
            types.CreateChatCompletionRequestToolsItem
            | types.CreateChatCompletionRequestToolsItemParam
        ]
        | NotGiven
    )
    tool_choice: (
        types.ChatCompletionToolChoiceOption | types.ChatCompletionToolChoiceOptionParam | NotGiven
    )
    parallel_tool_calls: types.ParallelToolCalls | NotGiven
    function_call: (
        types.CreateChatCompletionRequestFunctionCall
        | types.CreateChatCompletionRequestFunctionCallParam
        | NotGiven
    )
    functions: (
        Sequence[types.ChatCompletionFunctions | types.ChatCompletionFunctionsParam] | NotGiven
    )


class ResponseArguments(_SharedArguments, total=False):
    """Further arguments of a response."""

    previous_response_id: str | NotGiven | None
    reasoning: types.Reasoning | types.ReasoningParam | NotGiven | None
    background: bool | NotGiven | None
    max_tool_calls: int | NotGiven | None
    text: types.ResponseTextParam | types.ResponseTextParamParam | NotGiven
    tools: Sequence[types.Tool | types.ToolParam | types.ChatCompletionToolParam] | NotGiven
    tool_choice: types.ToolChoiceParam | types.ToolChoiceParamParam | NotGiven
    prompt: types.Prompt | types.PromptParam | NotGiven | None
    truncation: Literal["auto", "disabled"] | NotGiven | None
    include: Sequence[types.IncludeEnumParam] | NotGiven | None
    parallel_tool_calls: bool | NotGiven | None
    store: bool | NotGiven | None
    instructions: str | NotGiven | None
    stream_options: types.ResponseStreamOptions | types.ResponseStreamOptionsParam | NotGiven | None
    conversation: types.ConversationParam | types.ConversationParamParam | NotGiven | None
    context_management: (
        Sequence[types.ContextManagementParam | types.ContextManagementParamParam] | NotGiven | None
    )
    max_output_tokens: int | NotGiven | None


class ResponseStreamArguments(CallOptions, total=False):
    """Further arguments of the stream of a response that exists."""

    tools: Sequence[types.Tool | types.ToolParam | types.ChatCompletionToolParam] | NotGiven
    include: Sequence[types.IncludeEnumParam] | NotGiven
    include_obfuscation: bool | NotGiven
