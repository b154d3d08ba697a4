"""`parse`, `stream` and function tools: what OpenAI's provider adds to its client by own code."""

from __future__ import annotations

import asyncio
import inspect
import json
import pickle
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import httpx2
import pydantic
import pytest

from generator.json_types import Json, JsonObject
from tests.support.clients import made_client, provider_of

OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


class City(pydantic.BaseModel):
    name: str
    people: int | None = None


class GetWeather(pydantic.BaseModel):
    """Tells the weather."""

    city: str


@pytest.fixture(scope="module")
def openai(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    made_client(provider_of(OPENAI), tmp_path_factory)
    return import_module("openai_client")


class Wire:
    """Answers each request by the same body, and keeps the requests."""

    def __init__(self, openai: ModuleType) -> None:
        self._openai = openai
        self.sent: list[Any] = []

    def answering(self, body: Json) -> Any:
        return self._client(lambda: httpx2.Response(200, json=body))

    def streaming(self, events: Iterable[Json]) -> Any:
        text = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
        headers = {"content-type": "text/event-stream"}
        return self._client(lambda: httpx2.Response(200, text=text, headers=headers))

    def _client(self, answer: Callable[[], httpx2.Response]) -> Any:
        def handle(request: httpx2.Request) -> httpx2.Response:
            self.sent.append(json.loads(request.content) if request.content else None)
            return answer()

        http = httpx2.Client(transport=httpx2.MockTransport(handle))
        return self._openai.OpenAI(api_key="k", base_url="https://x.test", http_client=http)


@pytest.fixture
def wire(openai: ModuleType) -> Wire:
    return Wire(openai)


def completion(message: JsonObject, reason: str = "stop") -> JsonObject:
    choice: JsonObject = {"index": 0, "finish_reason": reason, "logprobs": None}
    choice["message"] = {"role": "assistant", "refusal": None, **message}
    head: JsonObject = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m"}
    return {**head, "choices": [choice]}


def chunk(delta: JsonObject, reason: str | None = None, index: int = 0) -> JsonObject:
    choice: JsonObject = {"index": index, "delta": delta, "finish_reason": reason}
    head: JsonObject = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return {**head, "choices": [choice]}


def call(arguments: str) -> JsonObject:
    function: JsonObject = {"name": "GetWeather", "arguments": arguments}
    return {"id": "t1", "type": "function", "function": function}


def response(*output: Json) -> JsonObject:
    return {"id": "r1", "object": "response", "created_at": 1, "model": "m", "output": [*output]}


def message(text: str, **members: Json) -> JsonObject:
    part: JsonObject = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    head: JsonObject = {"type": "message", "id": "m1", "role": "assistant", "status": "completed"}
    return {**head, "content": [part], **members}


ASKED: Any = {"model": "m", "messages": [{"role": "user", "content": "?"}]}
ROME = '{"name": "Rome", "people": 3}'


class Tree(pydantic.BaseModel):
    label: str = "x"
    parts: list[Tree] = []
    nearest: City = pydantic.Field(default=City(name="Rome"), description="The city.")


def test_a_schema_is_strict_at_every_depth(openai: ModuleType) -> None:
    assert openai
    make = import_module("openai_client.strict_schemas").make_strict_schema
    schema = make(Tree, "response_format")
    assert schema["required"] == ["label", "parts", "nearest"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["parts"]["items"] == {"$ref": "#/$defs/Tree"}
    # Nothing stands beside a reference.
    nearest = schema["properties"]["nearest"]
    assert (nearest["description"], nearest["required"]) == ("The city.", ["name", "people"])
    assert schema["$defs"]["Tree"]["required"] == schema["required"]
    record = pydantic.dataclasses.dataclass(type("Point", (), {"__annotations__": {"x": int}}))
    assert make(record, "response_format")["required"] == ["x"]


# ------------------------------------------------------------------------------------ one answer


def test_the_content_of_a_completion_is_an_object_of_the_format(wire: Wire) -> None:
    client = wire.answering(completion({"content": ROME}))
    found = client.chat.completions.parse(response_format=City, **ASKED)
    assert found.choices[0].message.parsed == City(name="Rome", people=3)
    [sent] = wire.sent
    assert sent["response_format"]["json_schema"] == {
        "name": "City",
        "strict": True,
        "schema": {
            "title": "City",
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "people"],
            "properties": {
                "name": {"title": "Name", "type": "string"},
                "people": {"title": "People", "anyOf": [{"type": "integer"}, {"type": "null"}]},
            },
        },
    }


def test_the_arguments_of_a_call_are_an_object_of_the_tool(openai: ModuleType, wire: Wire) -> None:
    client = wire.answering(completion({"content": None, "tool_calls": [call('{"city": "Rome"}')]}))
    tool = openai.pydantic_function_tool(GetWeather)
    found = client.chat.completions.parse(tools=[tool], **ASKED)
    [called] = found.choices[0].message.tool_calls
    assert called.function.parsed_arguments == GetWeather(city="Rome")
    assert tool["function"]["description"] == "Tells the weather."
    assert wire.sent[0]["tools"] == [tool]
    # What the parser added isn't sent when the message is.
    client.chat.completions.create(model="m", messages=[found.choices[0].message])
    assert "parsed" not in json.dumps(wire.sent[1])
    assert "parsed_arguments" not in found.to_json()
    assert (
        "parsed_arguments"
        in found.model_dump()["choices"][0]["message"]["tool_calls"][0]["function"]
    )


def test_the_text_of_a_response_is_an_object_of_the_format(openai: ModuleType, wire: Wire) -> None:
    called: JsonObject = {"type": "function_call", "call_id": "t", "name": "GetWeather"}
    output = [message(ROME), {**called, "arguments": '{"city": "Rome"}'}]
    client = wire.answering(response(*output))
    for make in (openai.pydantic_function_tool, openai.pydantic_responses_function_tool):
        found = client.responses.parse(
            model="m", input="?", text_format=City, tools=[make(GetWeather)]
        )
        assert found.output_parsed == City(name="Rome", people=3)
        assert found.output[1].parsed_arguments == GetWeather(city="Rome")
        assert isinstance(found, openai.types.Response)
        assert found.output_text == ROME
    assert wire.sent[0] == wire.sent[1]
    text, [tool] = wire.sent[0]["text"], wire.sent[0]["tools"]
    assert (text["format"]["type"], text["format"]["name"]) == ("json_schema", "City")
    assert (tool["type"], tool["name"], tool["strict"]) == ("function", "GetWeather", True)
    client.responses.create(model="m", input=found.output)
    assert wire.sent[2]["input"] == output


def test_a_comment_on_the_way_to_the_answer_is_not_parsed(wire: Wire) -> None:
    client = wire.answering(
        response(message("Let me see.", phase="commentary"), message(ROME, phase="final_answer"))
    )
    found = client.responses.parse(model="m", input="?", text_format=City)
    assert found.output_parsed == City(name="Rome", people=3)


def test_an_answer_that_ended_early_is_an_error(openai: ModuleType, wire: Wire) -> None:
    for reason, kind in (
        ("length", openai.LengthFinishReasonError),
        ("content_filter", openai.ContentFilterFinishReasonError),
    ):
        client = wire.answering(completion({"content": '{"na'}, reason))
        with pytest.raises(kind) as caught:
            client.chat.completions.parse(response_format=City, **ASKED)
        assert isinstance(caught.value, openai.OpenAIError)
        assert pickle.loads(pickle.dumps(caught.value)).completion.id == "c1"  # noqa: S301 - ours


def test_an_answer_that_does_not_fit_is_an_error_of_pydantic(wire: Wire) -> None:
    client = wire.answering(completion({"content": "[]"}))
    with pytest.raises(pydantic.ValidationError):
        client.chat.completions.parse(response_format=City, **ASKED)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"response_format": "City"}, '"response_format" takes a class'),
        ({"response_format": int}, '"response_format" takes a class whose JSON is an object'),
        ({"response_format": ModuleType}, '"response_format" has no JSON Schema'),
        ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "function tools, not 'custom'"),
        ({"tools": [{"type": "function", "function": {"name": "x"}}]}, "'x' without `strict`"),
    ],
)
def test_what_cannot_be_parsed_is_refused_before_the_request(
    openai: ModuleType, wire: Wire, arguments: Any, text: str
) -> None:
    with pytest.raises(openai.ArgumentError) as caught:
        wire.answering({}).chat.completions.parse(**ASKED, **arguments)
    assert text in str(caught.value)
    assert wire.sent == []


def test_two_formats_of_a_response_are_refused(openai: ModuleType, wire: Wire) -> None:
    with pytest.raises(openai.ArgumentError, match='"text" has a `format`'):
        wire.answering({}).responses.parse(
            model="m", text={"format": {"type": "text"}}, text_format=City
        )


# --------------------------------------------------------------------------------------- streams


def test_chunks_add_up_to_the_completion(openai: ModuleType, wire: Wire) -> None:
    client = wire.streaming(
        [
            chunk({"role": "assistant", "content": ""}),
            chunk({"content": '{"name": "Ro'}),
            chunk({"content": 'me"}'}),
            chunk({}, "stop"),
        ]
    )
    seen: list[tuple[str, object]] = []
    with client.chat.completions.stream(response_format=City, **ASKED) as stream:
        for event in stream:
            if event.type == "content.delta":
                seen.append((event.snapshot, event.parsed))
            if event.type == "content.done":
                seen.append((event.content, event.parsed))
            if event.type == "chunk":
                assert event.snapshot.id == stream.current_completion_snapshot.id == "c1"
        found = stream.get_final_completion()
    assert seen == [
        ('{"name": "Ro', {}),
        ('{"name": "Rome"}', {"name": "Rome"}),
        ('{"name": "Rome"}', City(name="Rome")),
    ]
    assert found.choices[0].message.parsed == City(name="Rome")
    assert found.choices[0].finish_reason == "stop"
    assert (found.object, found.model) == ("chat.completion", "m")
    assert isinstance(found, openai.types.chat.ChatCompletion)


def test_parts_of_several_calls_add_up(openai: ModuleType, wire: Wire) -> None:
    def part(index: int, text: str, **head: Json) -> JsonObject:
        function: JsonObject = {"arguments": text}
        if head:
            function["name"] = "GetWeather"
        return {"index": index, "function": function, **head}

    client = wire.streaming(
        [
            chunk({"tool_calls": [part(0, '{"city": ', id="a", type="function")]}),
            chunk({"tool_calls": [part(0, '"Rome"}')]}),
            chunk({"tool_calls": [part(1, '{"city": "Oslo"}', id="b", type="function")]}),
            chunk({}, "tool_calls"),
        ]
    )
    tools = [openai.pydantic_function_tool(GetWeather)]
    with client.chat.completions.stream(tools=tools, **ASKED) as stream:
        events = [event for event in stream if event.type != "chunk"]
    done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
    assert [(one.index, one.parsed_arguments.city) for one in done] == [(0, "Rome"), (1, "Oslo")]
    deltas = [event for event in events if event.type == "tool_calls.function.arguments.delta"]
    assert [one.arguments for one in deltas][:2] == ['{"city": ', '{"city": "Rome"}']
    assert [event.type[-5:] for event in events] == ["delta", "delta", ".done", "delta", ".done"]
    calls = stream.get_final_completion().choices[0].message.tool_calls
    assert [(one.id, one.function.parsed_arguments.city) for one in calls] == [
        ("a", "Rome"),
        ("b", "Oslo"),
    ]


def test_a_refusal_and_further_choices_add_up(wire: Wire) -> None:
    client = wire.streaming(
        [chunk({"content": "b"}, index=1), chunk({"refusal": "N"}), chunk({"refusal": "o"}, "stop")]
    )
    with client.chat.completions.stream(**ASKED) as stream:
        told = [
            getattr(event, "snapshot", None) or event.refusal
            for event in stream
            if event.type.startswith("refusal.")
        ]
    assert told == ["N", "No", "No"]
    found = stream.current_completion_snapshot
    assert [one.index for one in found.choices] == [0, 1]
    assert found.choices[1].message.content == "b"


def test_a_stream_that_ended_early_is_an_error(openai: ModuleType, wire: Wire) -> None:
    client = wire.streaming([chunk({"content": "{"}), chunk({}, "length")])
    streams = client.chat.completions.stream(response_format=City, **ASKED)
    with streams as stream, pytest.raises(openai.LengthFinishReasonError):
        stream.until_done()


def events_of_a_response() -> list[JsonObject]:
    place: JsonObject = {"item_id": "m1", "output_index": 0, "content_index": 0, "logprobs": []}
    item = {**message(""), "content": []}
    events: list[JsonObject] = [
        {"type": "response.created", "response": response()},
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {"type": "response.output_text.delta", **place, "delta": '{"name": '},
        {"type": "response.output_text.delta", **place, "delta": '"Rome"}'},
        {"type": "response.output_text.done", **place, "text": '{"name": "Rome"}'},
        {"type": "response.completed", "response": response(message('{"name": "Rome"}'))},
    ]
    return [{**event, "sequence_number": at} for at, event in enumerate(events)]


def test_events_add_up_to_the_response(openai: ModuleType, wire: Wire) -> None:
    client = wire.streaming(events_of_a_response())
    with client.responses.stream(model="m", input="?", text_format=City) as stream:
        events = list(stream)
        found = stream.get_final_response()
    assert [event.snapshot for event in events if event.type == "response.output_text.delta"] == [
        '{"name": ',
        '{"name": "Rome"}',
    ]
    assert events[4].parsed == found.output_parsed == City(name="Rome")
    assert events[5].response is found
    assert isinstance(events[2], openai.types.ResponseTextDeltaEvent)
    assert json.loads(events[2].to_json())["delta"] == '{"name": '


def test_a_response_is_taken_up_after_the_last_event(wire: Wire) -> None:
    client = wire.streaming(events_of_a_response())
    with client.responses.stream(response_id="r1", starting_after=2, text_format=City) as stream:
        shown = list(stream)
    assert [event.sequence_number for event in shown] == [3, 4, 5]
    assert shown[0].snapshot == '{"name": "Rome"}'
    assert stream.get_final_response().output_parsed == City(name="Rome")


def test_a_response_without_an_end_is_an_error(openai: ModuleType, wire: Wire) -> None:
    client = wire.streaming(events_of_a_response()[:4])
    streams = client.responses.stream(model="m", input="?")
    with streams as stream, pytest.raises(openai.InvalidResponseError, match="the stream has no"):
        stream.get_final_response()


def test_leaving_the_block_closes_the_stream(wire: Wire) -> None:
    client = wire.streaming(events_of_a_response())
    with client.responses.stream(model="m", input="?") as stream:
        next(stream)
    assert stream.response.is_closed
    assert list(stream) == []


def test_the_async_client_has_the_same(openai: ModuleType) -> None:
    sent = [*events_of_a_response()]
    text = "".join(f"data: {json.dumps(event)}\n\n" for event in sent)
    headers = {"content-type": "text/event-stream"}

    async def handle(request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        if body.get("stream") and "responses" in request.url.path:
            return httpx2.Response(200, text=text, headers=headers)
        if body.get("stream"):
            chunks = [chunk({"content": ROME}), chunk({}, "stop")]
            lines = "".join(f"data: {json.dumps(one)}\n\n" for one in chunks)
            return httpx2.Response(200, text=lines, headers=headers)
        is_chat = "chat" in request.url.path
        return httpx2.Response(
            200, json=completion({"content": ROME}) if is_chat else response(message(ROME))
        )

    async def run() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
        client = openai.AsyncOpenAI(api_key="k", base_url="https://x.test", http_client=http)
        rome = City(name="Rome", people=3)
        parsed = await client.responses.parse(model="m", input="?", text_format=City)
        assert parsed.output_parsed == rome
        chat = client.beta.chat.completions
        found = await chat.parse(response_format=City, **ASKED)
        assert found.choices[0].message.parsed == rome
        async with client.responses.stream(model="m", input="?", text_format=City) as stream:
            types = [event.type async for event in stream]
            assert (await stream.get_final_response()).output_parsed == City(name="Rome")
        assert types == [event["type"] for event in sent]
        async with chat.stream(response_format=City, **ASKED) as chunks:
            final = await chunks.get_final_completion()
        assert final.choices[0].message.parsed == rome
        await http.aclose()

    asyncio.run(run())


# --------------------------------------------------------------- what must follow the document


@pytest.mark.parametrize(
    ("resource", "arguments", "own"),
    [
        ("chat.completions", "ChatArguments", {"messages", "model", "response_format", "stream"}),
        ("responses", "ResponseArguments", {"input", "model", "stream"}),
    ],
)
def test_parse_and_stream_take_what_create_takes(
    openai: ModuleType, resource: str, arguments: str, own: set[str]
) -> None:
    target: Any = openai.OpenAI(api_key="k")
    for name in resource.split("."):
        target = getattr(target, name)
    named = set(inspect.signature(target.create).parameters) - {"options"}
    options = set(openai.CallOptions.__annotations__)
    declared = getattr(import_module("openai_client.answer_arguments"), arguments)
    assert set(declared.__annotations__) - options == named - own
    for method in (target.parse, target.stream):
        assert "return" in get_type_hints(method)


def test_every_event_of_the_document_is_an_event_of_the_stream(openai: ModuleType) -> None:
    events = import_module("openai_client.response_events")
    documented = get_args(get_args(openai.types.ResponseStreamEvent.__value__)[0])
    assert _names(get_args(events.ResponseStreamEvent.__value__)) == _names(documented)
    parsed = import_module("openai_client.parsed_types")
    items = get_args(get_args(openai.types.OutputItem.__value__)[0])
    own = {"ParsedResponseOutputMessage": "OutputMessage"}
    own["ParsedResponseFunctionToolCall"] = "FunctionToolCall"
    shown = _names(get_args(parsed.ParsedResponseOutputItem.__value__))
    assert {own.get(name, name) for name in shown} == _names(items)


def _names(kinds: Iterable[Any]) -> set[str]:
    return {getattr(kind, "__origin__", kind).__name__.partition("[")[0] for kind in kinds}
