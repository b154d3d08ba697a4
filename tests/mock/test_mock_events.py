"""Event streams come from the spec's samples, or have one event of each kind."""

from __future__ import annotations

import httpx2
import pytest

from generator.mock.events import Event, encode_events, parse_sample_events


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
