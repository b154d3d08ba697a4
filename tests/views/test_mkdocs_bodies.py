"""A method's section describes its bodies."""

from __future__ import annotations

from dataclasses import replace

from generator.model.methods import (
    Answer,
    Body,
    Content,
    ContentKind,
    Failure,
    OtherMembers,
    PathInResponse,
    ResponseHeader,
    StreamSwitch,
)
from generator.model.types import Array, Binary, Ref, Type, Union, Variant
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.bodies import body_text, error_rows, other_bodies, returns_text
from generator.views.mkdocs.definition_rows import PageContext, Row
from generator.views.mkdocs.type_words import Reader
from generator.vocabulary import SqlVerb
from tests.support.providers import INTEGER, ORIGIN, STRING, body, method, named, prop, record

PARTS = record(prop("name"), prop("file", Binary(), required=True), prop("n"))
FORM = named("Form", PARTS)
PAGE = PageContext(Reader({"Form": FORM}, {"Form": "#type-Form"}), "", Anchors())
JSON = body(prop("name"), prop("n", INTEGER))


def told(row: Row) -> tuple[str, str, list[str]]:
    return row.name, row.type, [flag.text for flag in row.flags]


def content(kind: ContentKind, content_type: str, of: Type = STRING) -> Content:
    return Content(content_type, kind, of, False, ORIGIN)


def with_form(sent: Body) -> Body:
    form = content(ContentKind.MULTIPART, "multipart/form-data", Ref("Form"))
    members = (OtherMembers(form.content_type, PARTS.properties),)
    sent = replace(sent, content=(*sent.content, form), media_argument="content_type")
    return replace(sent, other_members=members)


def returned(
    *contents: Content, items: PathInResponse | None = None, stream_by: StreamSwitch | None = None
) -> str:
    answer = Answer("200", "", contents)
    called = method("get", SqlVerb.SELECT)
    return returns_text(replace(called, answer=answer, items=items, stream_by=stream_by), PAGE)


def test_a_body_lists_its_content_types() -> None:
    line = "`application/json` or `multipart/form-data`, required."
    choice = " A Python call sends `application/json`, unless `content_type` names another."
    assert body_text(with_form(JSON), "", PAGE) == f"{line}{choice}"
    assert body_text(with_form(JSON), "data__", PAGE) == (
        f"{line} Columns have the prefix `data__`.{choice}"
    )
    text = content(ContentKind.TEXT, "text/plain")
    sent = replace(JSON, content=(*JSON.content, text), media_argument="content_type")
    whole = "The argument `body` is the whole body as `text/plain`."
    assert body_text(sent, "", PAGE).endswith(f"{choice} {whole}")


def test_another_form_of_a_body_shows_its_differences() -> None:
    (other,) = other_bodies(with_form(JSON), "make", PAGE)
    assert other.sent == "`multipart/form-data`"
    assert [told(row) for row in other.rows] == [
        ("`file`", "`binary`", ["required"]),
        ("`n`", "`string`", []),
    ]
    same = body(prop("name"), prop("file", Binary()), prop("n"))
    assert not list(other_bodies(with_form(same), "make", PAGE))


def test_every_form_of_an_answer_is_described() -> None:
    json = content(ContentKind.JSON, "application/json", Ref("Form"))
    events = content(ContentKind.STREAM, "text/event-stream", Ref("Form"))
    video = content(ContentKind.BINARY, "video/mp4", Binary())
    image = content(ContentKind.BINARY, "image/webp", Binary())
    assert returned() == "Nothing."
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
    assert rows == "The rows at `data` of the answer, as `application/json`."


def test_rows_of_several_types_name_each() -> None:
    card = named("Card", record(prop("pan")))
    bank = named("Bank", record(prop("iban")))
    links = {"Card": "#type-Card", "Bank": "#type-Bank"}
    page = PageContext(Reader({"Card": card, "Bank": bank}, links), "", Anchors())
    either = Union((Variant(Ref("Card")), Variant(Ref("Bank"))))
    called = method("get", SqlVerb.SELECT)
    one = replace(
        called, answer=Answer("200", "", (content(ContentKind.JSON, "application/json", either),))
    )
    words = "[`Card`](#type-Card) or [`Bank`](#type-Bank)"
    assert returns_text(one, page) == f"{words}, as `application/json`."
    envelope = content(ContentKind.JSON, "application/json", record(prop("data", Array(either))))
    listed = replace(called, answer=Answer("200", "", (envelope,)), items=PathInResponse(("data",)))
    assert returns_text(listed, page) == (
        f"The rows at `data` of the answer, each {words}, as `application/json`."
    )


def test_an_error_has_its_class_its_type_and_its_headers() -> None:
    left = ResponseHeader("X-Left", INTEGER, False, "Calls left.")
    failure = Failure(
        "404", "Not there.", (content(ContentKind.JSON, "application/json", Ref("Form")),), (left,)
    )
    failing = replace(method("get", SqlVerb.SELECT), failures=(failure,))
    (row,) = error_rows(failing, PAGE)
    assert (row.status, row.error, row.description) == ("`404`", "NotFoundError", "Not there.")
    assert row.type == "[`Form`](#type-Form)"
    assert [(one.name, one.text) for one in row.headers] == [("`X-Left`", "Calls left.")]
