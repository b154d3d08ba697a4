"""Event streams come from the spec's samples, or have one event of each kind."""

from __future__ import annotations

from dataclasses import replace

import httpx2
import pytest

from generator.examples.validators import Validators
from generator.mock.answers import ExampleAnswers
from generator.mock.events import Event, encode_events, parse_sample_events
from generator.mock.router import MockRoute
from generator.model.methods import Answer, Content, ContentKind
from generator.model.types import Type
from generator.vocabulary import SqlVerb
from tests.support.providers import ORIGIN, method, prop, provider, record, resource


def test_events_are_sent_on_request(client: httpx2.Client) -> None:
    told = client.post("/advice", json={"question": "?"})
    assert told.json() == {"text": "text"}
    told = client.post("/advice", json={"question": "?", "stream": True})
    assert told.headers["content-type"] == "text/event-stream"
    assert told.headers["transfer-encoding"] == "chunked"
    assert told.text == (
        'event: advice.part\ndata: {"type": "advice.part", "text": "text"}\n\n'
        'event: advice.end\ndata: {"type": "advice.end"}\n\n'
    )
    accepting = {"Accept": "text/event-stream"}
    again = client.post("/advice", json={"question": "?"}, headers=accepting)
    assert again.text == told.text


def test_events_without_names_end_with_done(client: httpx2.Client) -> None:
    assert client.get("/forecast").text == 'data: {"degrees": 0.5}\n\ndata: [DONE]\n\n'


@pytest.mark.parametrize(
    ("sample", "events"),
    [
        (
            'event: a\ndata: {"n": 1}\n\nevent: b\ndata: x\ndata: y\n\n: note\n\n',
            [Event("a", '{"n": 1}'), Event("b", "x\ny")],
        ),
        (
            '{"n": 1}\n\n{"n": 2}\n....\n{"n": 3}',
            [Event("", f'{{"n": {n}}}') for n in (1, 2, 3)] + [Event("", "[DONE]")],
        ),
        ('{"n": 1}', []),
        ('{\n  "n": {}\n}', []),
        ("no stream at all", []),
        ("", []),
    ],
)
def test_a_sample_may_show_a_stream(sample: str, events: list[Event]) -> None:
    assert list(parse_sample_events(sample)) == events


def test_each_line_of_data_has_its_own_field() -> None:
    assert encode_events([Event("a", "x\ny")]) == (b"event: a\ndata: x\ndata: y\n\n",)


def test_an_event_of_a_sample_has_no_write_only_member() -> None:
    secret = replace(prop("pin"), write_only=True)
    part = content_of(ContentKind.STREAM, record(prop("text"), secret))
    streamed = replace(
        method("stream", SqlVerb.EXEC),
        answer=Answer("200", "", (part,)),
        sample_responses=(("curl", 'data: {"text": "a", "pin": "1234"}\n\ndata: [DONE]\n'),),
    )
    shop = provider(made := resource(streamed))
    route = MockRoute(shop.services[0], made, streamed, (), ())
    events = ExampleAnswers(Validators(shop)).make_stream(route, part, {}, None)
    assert events == (b'data: {"text": "a"}\n\n', b"data: [DONE]\n\n")


def content_of(kind: ContentKind, of: Type) -> Content:
    return Content("text/event-stream", kind, of, False, ORIGIN)
