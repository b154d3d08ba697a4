"""The types of parsed answers, under the names of the vendor's SDK.

Each one is the type of the API with the parsed object added. A request, `to_dict` and `to_json`
leave that out.
"""

from __future__ import annotations

from typing import Generic

from typing_extensions import TypeAliasType, TypeVar

from . import types

Content = TypeVar("Content", default=None)

# A member may not have a narrower type than in the base class, because a program could assign to
# it. Here none does: these are answers.


class ParsedFunction(types.ChatCompletionMessageToolCallFunction):
    """The function that the model calls, and its arguments as an object."""

    parsed_arguments: object | None = None
    """An object of the class of `pydantic_function_tool`, or JSON for another strict tool."""


class ParsedFunctionToolCall(types.ChatCompletionMessageToolCall):
    """A call of a function tool."""

    function: ParsedFunction  # pyright: ignore[reportIncompatibleVariableOverride]
    """The function that the model calls."""


class ParsedChatCompletionMessage(types.ChatCompletionResponseMessage, Generic[Content]):
    """A message, and its content as an object. Calls of custom tools are left out."""

    parsed: Content | None = None
    """The content as an object of `response_format`."""

    tool_calls: list[ParsedFunctionToolCall] | None = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The calls of function tools."""


class ParsedChoice(types.CreateChatCompletionResponseChoicesItem, Generic[Content]):
    """A choice with a parsed message."""

    message: ParsedChatCompletionMessage[Content]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The parsed message."""


class ParsedChatCompletion(types.CreateChatCompletionResponse, Generic[Content]):
    """A chat completion with parsed messages."""

    choices: list[ParsedChoice[Content]]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The choices, each with a parsed message."""


class ParsedResponseOutputText(types.OutputTextContent, Generic[Content]):
    """A text of a message, and the object that it holds."""

    parsed: Content | None = None
    """The text as an object of `text_format`."""


ParsedContent = TypeAliasType(
    "ParsedContent",
    ParsedResponseOutputText[Content] | types.RefusalContent,
    type_params=(Content,),
)


class ParsedResponseOutputMessage(types.OutputMessage, Generic[Content]):
    """A message with parsed texts."""

    content: list[ParsedContent[Content]]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The parts of the message."""


class ParsedResponseFunctionToolCall(types.FunctionToolCall):
    """A call of a function tool, and its arguments as an object."""

    parsed_arguments: object | None = None
    """An object of the class of `pydantic_function_tool`, or JSON for another strict tool."""


ParsedResponseOutputItem = TypeAliasType(
    "ParsedResponseOutputItem",
    ParsedResponseOutputMessage[Content]
    | types.FileSearchToolCall
    | ParsedResponseFunctionToolCall
    | types.FunctionToolCallOutputResource
    | types.WebSearchToolCall
    | types.ComputerToolCall
    | types.ComputerToolCallOutputResource
    | types.ReasoningItem
    | types.ToolSearchCall
    | types.ToolSearchOutput
    | types.CompactionBody
    | types.ImageGenToolCall
    | types.CodeInterpreterToolCall
    | types.LocalShellToolCall
    | types.LocalShellToolCallOutput
    | types.FunctionShellCall
    | types.FunctionShellCallOutput
    | types.ApplyPatchToolCall
    | types.ApplyPatchToolCallOutput
    | types.MCPToolCall
    | types.MCPListTools
    | types.MCPApprovalRequest
    | types.MCPApprovalResponseResource
    | types.CustomToolCall
    | types.CustomToolCallOutputResource,
    type_params=(Content,),
)


class ParsedResponse(types.Response, Generic[Content]):
    """A response with parsed output."""

    output: list[ParsedResponseOutputItem[Content]]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    """The items that the model generated."""

    @property
    def output_parsed(self) -> Content | None:
        """The first object in the output; None if there is none."""
        for item in self.output:
            if item.type == "message":
                for part in item.content:
                    if part.type == "output_text" and part.parsed is not None:
                        return part.parsed
        return None
