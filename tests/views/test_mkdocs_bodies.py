"""A method's section describes its bodies."""

from __future__ import annotations

from dataclasses import replace

from generator.model.methods import Answer, Body, Content, ContentKind, PathInResponse, StreamSwitch
from generator.model.types import Binary, Ref, Type
from generator.views.mkdocs.bodies import body_text, other_bodies, returns_text
from generator.views.mkdocs.tables import PageContext
from generator.views.mkdocs.type_words import Reader
from generator.vocabulary import SqlVerb
from tests.support.providers import INTEGER, ORIGIN, STRING, body, method, named, prop, record

FORM = named("Form", record(prop("name"), prop("file", Binary(), required=True), prop("n")))
PAGE = PageContext(Reader({"Form": FORM}, {"Form": "#type-Form"}), "")
JSON = body(prop("name"), prop("n", INTEGER))


def content(kind: ContentKind, content_type: str, of: Type = STRING) -> Content:
    return Content(content_type, kind, of, False, ORIGIN)


def with_form(sent: Body) -> Body:
    form = content(ContentKind.MULTIPART, "multipart/form-data", Ref("Form"))
    return replace(sent, content=(*sent.content, form))


def returned(
    *contents: Content, items: PathInResponse | None = None, stream_by: StreamSwitch | None = None
) -> str:
    answer = Answer("200", "", contents)
    called = method("get", SqlVerb.SELECT)
    return returns_text(replace(called, answer=answer, items=items, stream_by=stream_by), PAGE)


def test_a_body_lists_its_content_types() -> None:
    told = "`application/json` or `multipart/form-data`, required."
    assert body_text(with_form(JSON), "", PAGE) == told
    assert body_text(with_form(JSON), "data__", PAGE) == (
        f"{told} Columns have the prefix `data__`."
    )


def test_another_form_of_a_body_shows_its_differences() -> None:
    (other,) = other_bodies(with_form(JSON), PAGE)
    assert other.sent == "`multipart/form-data`"
    assert [row[:3] for row in other.table.rows] == [
        ("`file`", "`binary`", "yes"),
        ("`n`", "`string`", "no"),
    ]
    same = body(prop("name"), prop("file", Binary()), prop("n"))
    assert not list(other_bodies(with_form(same), PAGE))


def test_every_form_of_an_answer_is_described() -> None:
    json = content(ContentKind.JSON, "application/json", Ref("Form"))
    events = content(ContentKind.EVENTS, "text/event-stream", Ref("Form"))
    video = content(ContentKind.BINARY, "video/mp4", Binary())
    image = content(ContentKind.BINARY, "image/webp", Binary())
    assert returned() == "nothing."
    assert returned(json, events) == (
        "[`Form`](#type-Form), as `application/json`;"
        " or a stream of [`Form`](#type-Form), as `text/event-stream`."
    )
    by = StreamSwitch("stream", None, True)
    assert returned(json, events, stream_by=by) == (
        "[`Form`](#type-Form), as `application/json`;"
        " or where `stream` is `true`, a stream of [`Form`](#type-Form), as `text/event-stream`."
    )
    assert returned(video, image) == "`binary`, as `video/mp4` or `image/webp`."
    rows = returned(json, items=PathInResponse(("data",)))
    assert rows == "the rows at `data` of the answer, as `application/json`."
