"""Answers whose text is an object of a program's own class: the format to ask for, and the parsing.

The models of parsed answers are in `parsed_types`, which is imported with the first answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._runtime.errors import APIError, ArgumentError
from ._runtime.not_given import NotGiven
from ._runtime.type_guards import is_object
from .function_tools import flatten_tools, parse_arguments

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pydantic

    from . import types
    from .parsed_types import (
        ParsedChatCompletion,
        ParsedChatCompletionMessage,
        ParsedFunctionToolCall,
        ParsedResponse,
    )

Format = TypeVar("Format")
_Model = TypeVar("_Model", bound="pydantic.BaseModel")

FINAL_PHASES = (None, "final_answer")
"""The phases of a message that holds the answer. A comment on the way to it isn't parsed."""


class LengthFinishReasonError(APIError):
    """The answer ended at the limit of its length, so it can't be parsed."""

    def __init__(self, *, completion: types.CreateChatCompletionResponse) -> None:
        super().__init__("the answer can't be parsed: it ended at the limit of its length")
        self.completion = completion

    def __reduce__(self) -> tuple[object, ...]:
        return _restore_error, (type(self), self.completion)


class ContentFilterFinishReasonError(APIError):
    """The content filter refused the request, so there is no answer to parse."""

    def __init__(self, *, completion: types.CreateChatCompletionResponse | None = None) -> None:
        super().__init__("the answer can't be parsed: the content filter refused the request")
        self.completion = completion

    def __reduce__(self) -> tuple[object, ...]:
        return _restore_error, (type(self), self.completion)


def _restore_error(kind: Any, completion: object) -> object:
    return kind(completion=completion)


def make_response_format(kind: object) -> Any:
    """Returns the argument `response_format` for a class. Anything else is returned unchanged."""
    if not is_class(kind, "response_format"):
        return kind
    return {"type": "json_schema", "json_schema": _describe_format(kind, "response_format")}


def make_text_format(kind: object, text: object) -> Any:
    """Returns the argument `text` with the format of a class."""
    if not is_class(kind, "text_format"):
        return text
    dump = getattr(text, "to_dict", None)
    given = dump() if callable(dump) else text
    options: Mapping[str, object] = given if is_object(given) else {}
    if "format" in options:
        raise ArgumentError('"text" has a `format`: give that or "text_format"')
    return {**options, "format": {"type": "json_schema", **_describe_format(kind, "text_format")}}


def is_class(kind: object, argument: str) -> bool:
    """Is the format a class to parse into? Raises ArgumentError if it is nothing that is sent."""
    if isinstance(kind, NotGiven) or is_object(kind) or hasattr(type(kind), "model_fields"):
        return False
    if not isinstance(kind, type):
        raise ArgumentError(f'"{argument}" takes a class, like a pydantic model, not {kind!r}')
    return True


def as_class(kind: object) -> type[Any] | None:
    """Returns the class of a format; None if nothing is to be parsed."""
    return cast("type[Any]", kind) if isinstance(kind, type) else None


def _describe_format(kind: Any, argument: str) -> dict[str, Any]:
    from .strict_schemas import make_strict_schema

    schema = make_strict_schema(kind, argument)
    return {"name": kind.__name__, "schema": schema, "strict": True}


def parse_text(kind: type[Format], text: str) -> Format:
    """Parses JSON text into a class. Raises pydantic.ValidationError if it doesn't fit."""
    import pydantic

    return pydantic.TypeAdapter(kind).validate_json(text)


def parse_partial(text: str) -> object:
    """Returns the JSON value that a text begins, as far as it goes; None if it begins none."""
    from pydantic_core import from_json

    try:
        value: object = from_json(text, allow_partial=True)
    except ValueError:
        return None
    return value


# ------------------------------------------------------------------------------- chat completions


def check_finish(completion: types.CreateChatCompletionResponse, reason: str | None) -> None:
    """Raises the error of an answer that ended early."""
    if reason == "length":
        raise LengthFinishReasonError(completion=completion)
    if reason == "content_filter":
        raise ContentFilterFinishReasonError(completion=completion)


def parse_completion(
    completion: types.CreateChatCompletionResponse, response_format: Any, tools: object
) -> ParsedChatCompletion[Any]:
    """Returns a completion with the texts and the arguments of its messages parsed."""
    for choice in completion.choices:
        check_finish(completion, choice.finish_reason)
    return extend_completion(completion, response_format, tools)


def extend_completion(
    completion: types.CreateChatCompletionResponse, response_format: Any, tools: object
) -> ParsedChatCompletion[Any]:
    """Returns the completion as a `ParsedChatCompletion`. Nothing is parsed without a format."""
    from .parsed_types import ParsedChatCompletion, ParsedChoice

    choices = [
        extend(ParsedChoice, choice, message=_parse_message(choice.message, response_format, tools))
        for choice in completion.choices or ()
    ]
    return extend(ParsedChatCompletion, completion, choices=choices)


def _parse_message(
    message: types.ChatCompletionResponseMessage, response_format: Any, tools: object
) -> ParsedChatCompletionMessage[Any]:
    from .parsed_types import ParsedChatCompletionMessage

    kind, parsed = as_class(response_format), None
    if kind is not None and message.content and not message.refusal:
        parsed = parse_text(kind, message.content)
    calls = [
        _parse_call(call, tools) for call in message.tool_calls or () if call.type == "function"
    ]
    extended = extend(ParsedChatCompletionMessage, message, parsed=parsed)
    extended.tool_calls = calls or None
    if not message.model_fields_set & {"tool_calls"}:
        extended.model_fields_set.discard("tool_calls")
    return extended


def _parse_call(call: types.ChatCompletionMessageToolCall, tools: object) -> ParsedFunctionToolCall:
    from .parsed_types import ParsedFunction, ParsedFunctionToolCall

    arguments = parse_arguments(tools, call.function.name, call.function.arguments)
    function = extend(ParsedFunction, call.function, parsed_arguments=arguments)
    return extend(ParsedFunctionToolCall, call, function=function)


# ------------------------------------------------------------------------------------- responses


def take_response_arguments(arguments: Any, text_format: object) -> list[Any]:
    """Puts the format and the tools into the arguments of `create`, and returns the tools."""
    text = make_text_format(text_format, arguments.get("text"))
    if text is not None:
        arguments["text"] = text
    tools = flatten_tools(arguments.get("tools"))
    if tools:
        arguments["tools"] = tools
    return tools


def take_tools(arguments: Any) -> list[Any]:
    """Removes the tools from the arguments of a call that doesn't send them, and returns them."""
    return flatten_tools(arguments.pop("tools", None))


def parse_response(
    response: types.Response, text_format: Any, tools: object
) -> ParsedResponse[Any]:
    """Returns a response with the texts of its messages and its function calls parsed."""
    from .parsed_types import ParsedResponse

    output = [_parse_item(item, text_format, tools) for item in response.output or ()]
    return extend(ParsedResponse, response, output=output)


def _parse_item(item: types.OutputItem, text_format: Any, tools: object) -> Any:
    from . import parsed_types

    if item.type == "function_call":
        arguments = parse_arguments(tools, item.name, item.arguments)
        return extend(parsed_types.ParsedResponseFunctionToolCall, item, parsed_arguments=arguments)
    if item.type == "message":
        content = [_parse_part(part, text_format, item.phase) for part in item.content or ()]
        return extend(parsed_types.ParsedResponseOutputMessage, item, content=content)
    return item


def _parse_part(part: types.OutputMessageContent, text_format: Any, phase: str | None) -> Any:
    from .parsed_types import ParsedResponseOutputText

    if part.type != "output_text":
        return part
    return extend(
        ParsedResponseOutputText, part, parsed=parse_final_text(part.text, text_format, phase)
    )


def parse_final_text(text: str, text_format: Any, phase: str | None) -> Any:
    """Returns the text of a message as an object of the format; None if it isn't the answer."""
    kind = as_class(text_format)
    return None if kind is None or phase not in FINAL_PHASES else parse_text(kind, text)


def extend(kind: type[_Model], model: pydantic.BaseModel, **members: Any) -> _Model:
    """Returns the members of `model` as a `kind`, with those in `members` added or replaced.

    Members that no server sent count as unset, so a request that repeats the object leaves them
    out.
    """
    extended = kind.model_construct(_fields_set=set(model.model_fields_set))
    vars(extended).update({**vars(model), **members})
    if extended.model_extra is not None:
        extended.model_extra.update(model.model_extra or {})
    return extended
