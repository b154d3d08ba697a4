"""`responses` with `parse` and `stream`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack, cast, overload

from typing_extensions import TypeVar

from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from .resources.responses import AsyncResponses, Responses

if TYPE_CHECKING:
    from . import answer_arguments, parsed_types, response_streams, types
    from ._runtime import accumulation
else:
    answer_arguments = LazyModule(".answer_arguments", __package__)
    accumulation = LazyModule("._runtime.accumulation", __package__)
    parsed_types = LazyModule(".parsed_types", __package__)
    response_streams = LazyModule(".response_streams", __package__)
    types = LazyModule(".types", __package__)

Content = TypeVar("Content", default=None)


class StructuredResponses(Responses):
    """`responses`"""

    def parse(
        self,
        *,
        input: str | Sequence[types.InputItem | types.InputItemParam] | NotGiven = NOT_GIVEN,
        model: types.ModelIdsResponses | NotGiven = NOT_GIVEN,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseArguments],
    ) -> parsed_types.ParsedResponse[Content]:
        """Creates a response, and parses its texts and the arguments of its function calls.

        The other arguments are those of `create`.

        Args:
            text_format: The class of the text: a pydantic model, or another class whose JSON is
                an object. `output_parsed` of the response is an object of it.
            tools: Tools. The `parsed_arguments` of a call are an object of the class of
                `pydantic_function_tool`, or JSON for another strict function.

        Raises:
            pydantic.ValidationError: The text or the arguments don't fit their class.
        """
        from . import structured_answers

        tools = structured_answers.take_response_arguments(arguments, text_format)
        create: Any = self.create  # the tools may be those of chat completions
        response: types.Response = create(input=input, model=model, **arguments)
        return structured_answers.parse_response(response, text_format, tools)

    @overload
    def stream(
        self,
        *,
        input: str | Sequence[types.InputItem | types.InputItemParam],
        model: types.ModelIdsResponses,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseArguments],
    ) -> accumulation.StreamContext[response_streams.ResponseStream[Content]]: ...

    @overload
    def stream(
        self,
        *,
        response_id: str,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        starting_after: int | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseStreamArguments],
    ) -> accumulation.StreamContext[response_streams.ResponseStream[Content]]: ...

    def stream(
        self,
        *,
        response_id: str | NotGiven = NOT_GIVEN,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        starting_after: int | NotGiven = NOT_GIVEN,
        **arguments: Any,
    ) -> accumulation.StreamContext[response_streams.ResponseStream[Content]]:
        """Creates a response, or takes up one that runs in the background, and adds up its events.

        Use it in a `with` statement, which sends the request. Iterate over the stream for
        its events; `get_final_response()` returns the whole response. The arguments are those of
        `parse`, or `response_id` with `starting_after`: the number of the last event that you
        have.
        """
        from . import response_streams, structured_answers
        from ._runtime.accumulation import StreamContext

        if isinstance(response_id, NotGiven):
            tools = structured_answers.take_response_arguments(arguments, text_format)
        else:
            tools = structured_answers.take_tools(arguments)

        def open_stream() -> response_streams.ResponseStream[Any]:
            if isinstance(response_id, NotGiven):
                events = self.create(stream=True, **arguments)
            else:  # from its first event: without the earlier ones, the later ones don't add up
                events = self.retrieve(response_id, stream=True, **arguments)
            state = response_streams.ResponseStreamState[Any](
                text_format=text_format,
                input_tools=tools,
                starting_after=None if isinstance(starting_after, NotGiven) else starting_after,
            )
            return response_streams.ResponseStream(events, state)

        return cast(
            "accumulation.StreamContext[response_streams.ResponseStream[Content]]",
            StreamContext(open_stream),
        )


class AsyncStructuredResponses(AsyncResponses):
    """`responses`"""

    async def parse(
        self,
        *,
        input: str | Sequence[types.InputItem | types.InputItemParam] | NotGiven = NOT_GIVEN,
        model: types.ModelIdsResponses | NotGiven = NOT_GIVEN,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseArguments],
    ) -> parsed_types.ParsedResponse[Content]:
        """Creates a response, and parses its texts and the arguments of its function calls.

        The other arguments are those of `create`.

        Args:
            text_format: The class of the text: a pydantic model, or another class whose JSON is
                an object. `output_parsed` of the response is an object of it.
            tools: Tools. The `parsed_arguments` of a call are an object of the class of
                `pydantic_function_tool`, or JSON for another strict function.

        Raises:
            pydantic.ValidationError: The text or the arguments don't fit their class.
        """
        from . import structured_answers

        tools = structured_answers.take_response_arguments(arguments, text_format)
        create: Any = self.create  # the tools may be those of chat completions
        response: types.Response = await create(input=input, model=model, **arguments)
        return structured_answers.parse_response(response, text_format, tools)

    @overload
    def stream(
        self,
        *,
        input: str | Sequence[types.InputItem | types.InputItemParam],
        model: types.ModelIdsResponses,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseArguments],
    ) -> accumulation.AsyncStreamContext[response_streams.AsyncResponseStream[Content]]: ...

    @overload
    def stream(
        self,
        *,
        response_id: str,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        starting_after: int | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ResponseStreamArguments],
    ) -> accumulation.AsyncStreamContext[response_streams.AsyncResponseStream[Content]]: ...

    def stream(
        self,
        *,
        response_id: str | NotGiven = NOT_GIVEN,
        text_format: type[Content] | NotGiven = NOT_GIVEN,
        starting_after: int | NotGiven = NOT_GIVEN,
        **arguments: Any,
    ) -> accumulation.AsyncStreamContext[response_streams.AsyncResponseStream[Content]]:
        """Creates a response, or takes up one that runs in the background, and adds up its events.

        Use it in an `async with` statement, which sends the request. Iterate over the stream for
        its events; `get_final_response()` returns the whole response. The arguments are those of
        `parse`, or `response_id` with `starting_after`: the number of the last event that you
        have.
        """
        from . import response_streams, structured_answers
        from ._runtime.accumulation import AsyncStreamContext

        if isinstance(response_id, NotGiven):
            tools = structured_answers.take_response_arguments(arguments, text_format)
        else:
            tools = structured_answers.take_tools(arguments)

        async def open_stream() -> response_streams.AsyncResponseStream[Any]:
            if isinstance(response_id, NotGiven):
                events = await self.create(stream=True, **arguments)
            else:  # from its first event: without the earlier ones, the later ones don't add up
                events = await self.retrieve(response_id, stream=True, **arguments)
            state = response_streams.ResponseStreamState[Any](
                text_format=text_format,
                input_tools=tools,
                starting_after=None if isinstance(starting_after, NotGiven) else starting_after,
            )
            return response_streams.AsyncResponseStream(events, state)

        return cast(
            "accumulation.AsyncStreamContext[response_streams.AsyncResponseStream[Content]]",
            AsyncStreamContext(open_stream),
        )
