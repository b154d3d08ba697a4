"""Function tools whose arguments are a program's own types.

A tool is the dict that the API takes. It remembers its class, so that `parse` and `stream` can turn
the arguments of a call into an object of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ._runtime.errors import ArgumentError
from ._runtime.type_guards import is_list, is_object, is_tuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pydantic

    from . import types


class _ModelDict(dict[str, Any]):
    """A dict of a request that remembers the class of the arguments."""

    def __init__(self, members: Mapping[str, Any], model: type[Any]) -> None:
        super().__init__(members)
        self.model = model


def pydantic_function_tool(
    model: type[pydantic.BaseModel],
    *,
    name: str | None = None,
    description: str | None = None,
) -> types.ChatCompletionToolParam:
    """Returns a function tool of chat completions whose arguments are a `model`.

    The name is that of the class and the description is its docstring, unless they are given.
    """
    function = _describe(model, name, description)
    return cast(
        "types.ChatCompletionToolParam",
        {"type": "function", "function": _ModelDict(function, model)},
    )


def pydantic_responses_function_tool(
    model: type[pydantic.BaseModel],
    *,
    name: str | None = None,
    description: str | None = None,
) -> types.FunctionToolParam:
    """Returns a function tool of responses whose arguments are a `model`.

    The name is that of the class and the description is its docstring, unless they are given.
    """
    tool = {"type": "function", **_describe(model, name, description)}
    return cast("types.FunctionToolParam", _ModelDict(tool, model))


def _describe(
    model: type[pydantic.BaseModel], name: str | None, description: str | None
) -> dict[str, Any]:
    from .strict_schemas import make_strict_schema

    parameters = make_strict_schema(model, "model")
    described = {"name": name or model.__name__, "strict": True, "parameters": parameters}
    # The docstring of the class itself: a model without one would show that of its base.
    text = model.__doc__ if description is None else description
    return described if text is None else {**described, "description": text}


def check_chat_tools(tools: object) -> None:
    """Raises ArgumentError for a tool of chat completions whose calls can't be parsed."""
    for tool in _list_tools(tools):
        if tool.get("type") != "function":
            raise ArgumentError(
                f'"tools" of `parse` and `stream` are function tools, not {tool.get("type")!r}; '
                "call `create` for others"
            )
        function = tool.get("function")
        if not (is_object(function) and function.get("strict")):
            name = function.get("name") if is_object(function) else None
            raise ArgumentError(
                f'"tools" has the function {name!r} without `strict`: only calls of strict '
                "functions can be parsed"
            )


def flatten_tools(tools: object) -> list[Any]:
    """Returns tools of responses. Those made for chat completions become tools of responses."""
    flat: list[Any] = []
    for tool in _as_sequence(tools):
        function: object = tool.get("function") if is_object(tool) else None
        if isinstance(function, _ModelDict):
            flat.append(_ModelDict({"type": "function", **function}, function.model))
        else:
            flat.append(tool)
    return flat


def parse_arguments(tools: object, name: str, arguments: str) -> object:
    """Returns the arguments of a call: an object of the tool's class, or JSON of a strict tool.

    None stands for the arguments of any other tool. Raises pydantic.ValidationError or ValueError
    for arguments that don't fit.
    """
    function = find_function(tools, name)
    if function is None:
        return None
    if isinstance(function, _ModelDict):
        from .structured_answers import parse_text

        return parse_text(function.model, arguments)
    if not function.get("strict"):
        return None
    import json

    parsed: object = json.loads(arguments)
    return parsed


def find_function(tools: object, name: str) -> Mapping[str, Any] | None:
    """Returns the function of this name: a member of a chat tool, or a tool of responses."""
    for tool in _list_tools(tools):
        function = tool.get("function", tool)
        if tool.get("type") == "function" and is_object(function) and function.get("name") == name:
            return function
    return None


def _list_tools(tools: object) -> Iterable[Mapping[str, Any]]:
    """Yields the tools as dicts."""
    for tool in _as_sequence(tools):
        if is_object(tool):
            yield tool
        elif hasattr(tool, "to_dict"):
            model: Any = tool
            yield model.to_dict()


def _as_sequence(tools: object) -> Sequence[object]:
    return tools if is_list(tools) or is_tuple(tools) else ()
