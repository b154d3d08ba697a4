"""The mock server writes texts that fit a schema in the request, and streams parts that add up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator import MockServer
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.mock.events import Event
from generator.mock.requested_events import EventKinds, add_up
from generator.model.methods import GeneratedText, PathInResponse
from generator.pipeline import compile_provider
from tests.support.clients import provider_of

SCRIBE = Path(__file__).parent / "scribe" / "provider.yaml"
SHAPE = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "rooms": {"type": "integer", "minimum": 3}},
    "required": ["city", "rooms"],
}


@pytest.fixture(scope="module")
def scribe() -> Iterator[httpx2.Client]:
    with MockServer(provider_of(SCRIBE)) as server, httpx2.Client(base_url=server.url) as client:
        yield client


def ask(client: httpx2.Client, path: str, **body: Any) -> Any:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def stream(client: httpx2.Client, path: str, **body: Any) -> list[Any]:
    text = client.post(path, json={**body, "stream": True}).text
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data:")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def test_the_text_fits_the_schema_of_the_request(scribe: httpx2.Client) -> None:
    for text in (
        ask(scribe, "/notes", shape=SHAPE)["text"],
        ask(scribe, "/letters", shape=SHAPE)["pages"][0]["text"],
    ):
        assert json.loads(text) == {"city": "text", "rooms": 3}
    assert ask(scribe, "/notes")["text"] == "Dear reader, good day"


def test_a_second_text_repeats_values_of_the_request(scribe: httpx2.Client) -> None:
    tools = [{"name": "book", "shape": SHAPE}]
    [call] = ask(scribe, "/notes", tools=tools)["calls"]
    assert call["name"] == "book"
    assert json.loads(call["given"]) == {"city": "text", "rooms": 3}
    [call] = ask(scribe, "/notes", tools=tools, result="done")["calls"]
    assert call["name"] != "book"


@pytest.mark.parametrize("body", [{}, {"shape": SHAPE}])
def test_parts_of_a_stream_add_up_to_the_answer(scribe: httpx2.Client, body: Any) -> None:
    answer = ask(scribe, "/notes", **body)
    events = stream(scribe, "/notes", **body)
    assert len(events) > 3
    assert "".join(one["delta"]["text"] for one in events) == answer["text"]
    assert {one["kind"] for one in events} == {"part"}
    assert {one["size"] for one in events} == {answer["size"]}
    [name] = {one["id"] for one in events}
    assert name.startswith("note_")


def test_events_with_the_whole_answer_have_that_of_the_request(scribe: httpx2.Client) -> None:
    answer = ask(scribe, "/letters", shape=SHAPE)
    begun, heard, *written, ended = stream(scribe, "/letters", shape=SHAPE)
    assert [one["at"] for one in (begun, heard, *written, ended)] == list(range(len(written) + 3))
    assert (begun["type"], heard["type"], ended["type"]) == ("begun", "heard", "ended")
    assert "".join(one["part"] for one in written) == ended["letter"]["pages"][0]["text"]
    assert begun["letter"]["id"] == ended["letter"]["id"]
    assert ended["letter"]["pages"] == answer["pages"]


def test_what_is_open_at_the_start_of_a_stream_stays_open() -> None:
    def place(*steps: str | int) -> PathInResponse:
        return PathInResponse(steps)

    begun = {"letter": {"id": "old", "state": "open", "pages": [], "to": "you"}}
    page = {"id": "p", "text": "Hi all"}
    ended = {"letter": {"id": "old", "state": "sent", "pages": [page], "to": "you"}}
    events = [
        Event("begun", json.dumps(begun)),
        Event("written", json.dumps({"page": "old", "part": ""})),
        Event("page", json.dumps({"page": page, "of": {"id": "old"}})),
        Event("ended", json.dumps(ended)),
        Event("", "[DONE]"),
    ]
    text = GeneratedText(
        text=place("pages", -1, "text"), delta=place("part"), response=place("letter")
    )
    answer: Any = {"id": "new", "state": "sent", "pages": [{"id": "q", "text": "Bye now"}]}
    found = add_up(events, text, answer, EventKinds("", (), lambda _: True))
    assert [one.name for one in found] == ["begun", *["written"] * 3, "page", "ended", ""]
    values = [json.loads(one.data) for one in found[:-1]]
    assert values[0] == {"letter": {**begun["letter"], "id": "new"}}
    assert [one["part"] for one in values[1:4]] == ["", "Bye ", "now"]
    assert values[4] == {"page": answer["pages"][0], "of": {"id": "new"}}
    assert values[5] == {"letter": answer}


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ({"type": 1}, "is no JSON Schema"),
        ({"not": {}}, "no value was found"),
        ({"$ref": "https://scribe.example/shape"}, "is another document"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}, "never end"),
        ({"$ref": "#/$defs/missing"}, ""),
    ],
)
def test_a_schema_without_a_value_is_refused(
    scribe: httpx2.Client, shape: Any, reason: str
) -> None:
    answer = scribe.post("/notes", json={"shape": shape})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["param"], error["code"]) == ("shape", "unusable_schema")
    assert reason in error["message"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("text: $.text,", "text: $.words,", '"$.words" is not in the response of'),
        ("text: $.text,", "text: $.size,", '"$.size" is no text in the response of'),
        ("schema: $.shape,", "schema: $.form,", '"$.form" is not in the body of'),
        ("delta: $.delta.text", "delta: $.delta.word", '"$.delta.word" is not in the events of'),
        ("unless: $.result", "unless: $.results", '"$.results" is not in the body of'),
        ('"$.tools[-1].name"}', '"$.tools[-1].word"}', '"$.tools[-1].word" is not in the body'),
        ('{"$.calls[-1].name"', '{"$.calls[-1].word"', '"$.calls[-1].word" is not in the resp'),
        ("number: $.at", "number: $.no", '"$.no" is not in the events of'),
    ],
)
def test_a_place_that_is_not_there_is_an_error_at_the_place(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    text = SCRIBE.read_text()
    assert before in text
    changed = text.replace(before, after, 1)
    (tmp_path / "provider.yaml").write_text(changed)
    (tmp_path / "openapi.yaml").write_bytes((SCRIBE.parent / "openapi.yaml").read_bytes())
    problems = Problems()
    with pytest.raises(Refused):
        compile_provider(read_inputs(tmp_path / "provider.yaml", problems), problems)
    [error] = problems
    assert error.message.startswith(message)
    assert error.location is not None
    line = changed.splitlines()[error.location.line - 1]
    assert line[error.location.column - 1 :].lstrip('"').startswith(message.split('"')[1])
