"""`chat.completions` with `parse` and `stream`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack, cast

from typing_extensions import TypeVar

from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from .resources.chat_completions import AsyncChatCompletions, ChatCompletions

if TYPE_CHECKING:
    from . import answer_arguments, chat_streams, parsed_types, types
    from ._runtime import accumulation
else:
    answer_arguments = LazyModule(".answer_arguments", __package__)
    accumulation = LazyModule("._runtime.accumulation", __package__)
    chat_streams = LazyModule(".chat_streams", __package__)
    parsed_types = LazyModule(".parsed_types", __package__)
    types = LazyModule(".types", __package__)

Content = TypeVar("Content", default=None)


class StructuredChatCompletions(ChatCompletions):
    """`chat.completions`"""

    def parse(
        self,
        *,
        messages: Sequence[
            types.ChatCompletionRequestMessage | types.ChatCompletionRequestMessageParam
        ],
        model: types.ModelIdsShared,
        response_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ChatArguments],
    ) -> parsed_types.ParsedChatCompletion[Content]:
        """Creates a chat completion, and parses its content and the arguments of its tool calls.

        The other arguments are those of `create`.

        Args:
            response_format: The class of the content: a pydantic model, or another class whose
                JSON is an object. `choices[0].message.parsed` is an object of it.
            tools: Strict function tools, such as `pydantic_function_tool` makes. The
                `parsed_arguments` of a call are an object of its class.

        Raises:
            LengthFinishReasonError: The answer ended at the limit of its length.
            ContentFilterFinishReasonError: The content filter refused the request.
            pydantic.ValidationError: The content or the arguments don't fit their class.
        """
        from . import function_tools, structured_answers

        tools = arguments.get("tools")
        function_tools.check_chat_tools(tools)
        completion = self.create(
            messages=messages,
            model=model,
            response_format=structured_answers.make_response_format(response_format),
            **arguments,
        )
        return structured_answers.parse_completion(completion, response_format, tools)

    def stream(
        self,
        *,
        messages: Sequence[
            types.ChatCompletionRequestMessage | types.ChatCompletionRequestMessageParam
        ],
        model: types.ModelIdsShared,
        response_format: type[Content]
        | types.CreateChatCompletionRequestResponseFormat
        | types.CreateChatCompletionRequestResponseFormatParam
        | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ChatArguments],
    ) -> accumulation.StreamContext[chat_streams.ChatCompletionStream[Content]]:
        """Creates a chat completion, and adds up the chunks as they arrive.

        Use it in a `with` statement, which sends the request. Iterate over the stream for its
        events; `get_final_completion()` returns the whole completion. The arguments are those of
        `parse`.
        """
        from . import chat_streams, structured_answers
        from ._runtime.accumulation import StreamContext

        sent = structured_answers.make_response_format(response_format)
        tools = arguments.get("tools")

        def open_stream() -> chat_streams.ChatCompletionStream[Any]:
            chunks = self.create(
                messages=messages, model=model, response_format=sent, stream=True, **arguments
            )
            state = chat_streams.ChatCompletionStreamState[Any](
                response_format=response_format, input_tools=tools
            )
            return chat_streams.ChatCompletionStream(chunks, state)

        return cast(
            "accumulation.StreamContext[chat_streams.ChatCompletionStream[Content]]",
            StreamContext(open_stream),
        )


class AsyncStructuredChatCompletions(AsyncChatCompletions):
    """`chat.completions`"""

    async def parse(
        self,
        *,
        messages: Sequence[
            types.ChatCompletionRequestMessage | types.ChatCompletionRequestMessageParam
        ],
        model: types.ModelIdsShared,
        response_format: type[Content] | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ChatArguments],
    ) -> parsed_types.ParsedChatCompletion[Content]:
        """Creates a chat completion, and parses its content and the arguments of its tool calls.

        The other arguments are those of `create`.

        Args:
            response_format: The class of the content: a pydantic model, or another class whose
                JSON is an object. `choices[0].message.parsed` is an object of it.
            tools: Strict function tools, such as `pydantic_function_tool` makes. The
                `parsed_arguments` of a call are an object of its class.

        Raises:
            LengthFinishReasonError: The answer ended at the limit of its length.
            ContentFilterFinishReasonError: The content filter refused the request.
            pydantic.ValidationError: The content or the arguments don't fit their class.
        """
        from . import function_tools, structured_answers

        tools = arguments.get("tools")
        function_tools.check_chat_tools(tools)
        completion = await self.create(
            messages=messages,
            model=model,
            response_format=structured_answers.make_response_format(response_format),
            **arguments,
        )
        return structured_answers.parse_completion(completion, response_format, tools)

    def stream(
        self,
        *,
        messages: Sequence[
            types.ChatCompletionRequestMessage | types.ChatCompletionRequestMessageParam
        ],
        model: types.ModelIdsShared,
        response_format: type[Content]
        | types.CreateChatCompletionRequestResponseFormat
        | types.CreateChatCompletionRequestResponseFormatParam
        | NotGiven = NOT_GIVEN,
        **arguments: Unpack[answer_arguments.ChatArguments],
    ) -> accumulation.AsyncStreamContext[chat_streams.AsyncChatCompletionStream[Content]]:
        """Creates a chat completion, and adds up the chunks as they arrive.

        Use it in an `async with` statement, which sends the request. Iterate over the stream for
        its events; `get_final_completion()` returns the whole completion. The arguments are those
        of `parse`.
        """
        from . import chat_streams, structured_answers
        from ._runtime.accumulation import AsyncStreamContext

        sent = structured_answers.make_response_format(response_format)
        tools = arguments.get("tools")

        async def open_stream() -> chat_streams.AsyncChatCompletionStream[Any]:
            chunks = await self.create(
                messages=messages, model=model, response_format=sent, stream=True, **arguments
            )
            state = chat_streams.ChatCompletionStreamState[Any](
                response_format=response_format, input_tools=tools
            )
            return chat_streams.AsyncChatCompletionStream(chunks, state)

        return cast(
            "accumulation.AsyncStreamContext[chat_streams.AsyncChatCompletionStream[Content]]",
            AsyncStreamContext(open_stream),
        )
