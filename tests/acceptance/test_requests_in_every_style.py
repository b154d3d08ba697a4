"""Every style of a parameter and every encoding of a body: sent by a client, decoded by two others.

One document has an operation for each cell of two matrices: place, style, explode and type of a
parameter, and media type and encoding of a body. The generated client sends each value. The mock
server and a library that isn't ours decode it: uritemplate (RFC 6570), qs-codec (brackets),
werkzeug (headers), and Python's own parsers of queries, cookies and multipart forms.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

import pytest
import qs_codec
from uritemplate import URITemplate
from werkzeug.http import parse_dict_header, parse_list_header, parse_options_header

from tests.support.decoded_calls import DecodedCalls, Sent, write_provider

TEXTS = ("plain", "a/b?c#d", "x y&z=1", "a,b;c|d", "50% ü", ".", "-._~!$'()*+:@", "[0]")
VALUES: dict[str, tuple[Any, ...]] = {
    "string": TEXTS,
    "integer": (0, -7, 2**60),
    "boolean": (True, False),
    "array": (["a"], ["a", "b"], ["x y", "a/b"], ["a,b", "c"], ["c;d", "e=f"], ["1", "|"], ["p.q"]),
    "integers": ([1], [3, -2]),
    "object": ({"n": 1, "s": "t"}, {"n": 2, "s": "x y"}, {"n": 3, "s": "a,b=c;d"}, {"s": "p.q"}),
    "tree": ({"a": {"b": "x y"}, "c": ["d", "e&f"]}, {"c": ["g"]}),
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "object": {
        "type": "object",
        "properties": {"n": {"type": "integer"}, "s": {"type": "string"}},
    },
    "tree": {
        "type": "object",
        "properties": {
            "a": {"type": "object", "properties": {"b": {"type": "string"}}},
            "c": {"type": "array", "items": {"type": "string"}},
        },
    },
}
FLAT = ("string", "integer", "boolean", "array", "integers", "object")


@dataclass(frozen=True)
class Cell:
    """One way to send a parameter."""

    place: str
    style: str
    explode: bool
    type: str
    reserved: bool = False
    is_json: bool = False

    @property
    def name(self) -> str:
        parts = [self.place, self.style, "exploded" if self.explode else "joined", self.type]
        parts += ["reserved"] * self.reserved + ["json"] * self.is_json
        return "_".join(parts).lower()

    @property
    def parameter(self) -> dict[str, Any]:
        told: dict[str, Any] = {"name": "q", "in": self.place, "required": True}
        if self.is_json:
            return {**told, "content": {"application/json": {"schema": SCHEMAS[self.type]}}}
        told |= {"style": self.style, "explode": self.explode, "schema": SCHEMAS[self.type]}
        return {**told, "allowReserved": True} if self.reserved else told


def cells() -> Iterator[Cell]:
    for explode in (False, True):
        for kind in FLAT:
            for style in ("simple", "label", "matrix"):
                yield Cell("path", style, explode, kind)
            yield Cell("query", "form", explode, kind)
            yield Cell("query", "form", explode, kind, reserved=True)
            yield Cell("header", "simple", explode, kind)
    for kind in FLAT:
        yield Cell("cookie", "form", False, kind)
    for kind in ("array", "integers", "object"):
        yield Cell("query", "spaceDelimited", False, kind)
        yield Cell("query", "pipeDelimited", False, kind)
    for kind in ("array", "object", "tree"):
        yield Cell("query", "deepObject", True, kind)
    for place in ("path", "query", "header", "cookie"):
        for kind in (*FLAT, "tree"):
            yield Cell(place, "content", False, kind, is_json=True)


CELLS = tuple(cells())


def parameters_document() -> dict[str, Any]:
    paths = {
        f"/{cell.name}{'/{q}' if cell.place == 'path' else ''}": {
            "get": {
                "operationId": cell.name,
                "parameters": [cell.parameter],
                "responses": {"200": {"description": "ok"}},
            }
        }
        for cell in CELLS
    }
    return {"openapi": "3.0.3", "info": {"title": "Styles", "version": "1"}, "paths": paths}


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> DecodedCalls:
    folder = tmp_path_factory.mktemp("styles")
    return DecodedCalls.of(
        write_provider(folder, "styles", parameters_document()), tmp_path_factory
    )


def decoded_by_us(cell: Cell, sent: Sent) -> object:
    places = {"path": sent.decoded.path, "query": sent.decoded.query}
    places |= {"header": sent.decoded.headers, "cookie": sent.decoded.cookies}
    return places[cell.place].get("q")


def as_texts(value: object) -> Any:
    """The value as texts, as a decoder without schemas sees it."""
    if isinstance(value, dict):
        return {name: as_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def agrees(cell: Cell, sent: Sent, value: object) -> bool:
    """Does a decoder, or an encoder, that isn't ours agree?"""
    if cell.is_json:
        return bool(json.loads(raw_json(cell, sent)) == value)
    texts = as_texts(value)
    if cell.place == "path":
        sign = {"simple": "", "label": ".", "matrix": ";"}[cell.style]
        template = URITemplate(f"/{cell.name}/{{{sign}q{'*' * cell.explode}}}")
        return bool(template.expand(q=texts) == sent.target)
    path, _, query = sent.target.partition("?")
    if cell.place == "query":
        if cell.style == "form" and not cell.reserved:
            template = URITemplate(f"{path}{{?q{'*' * cell.explode}}}")
            return bool(template.expand(q=texts) == sent.target)
        return bool(read_query(cell, query) == texts)
    if cell.place == "header":
        return bool(read_header(cell, sent.request.headers["q"], value) == texts)
    cookie = SimpleCookie(sent.request.headers["cookie"])["q"].value
    return bool(split_as(value, cookie, ",") == texts)


def raw_json(cell: Cell, sent: Sent) -> str:
    match cell.place:
        case "path":
            return unquote(sent.target.rpartition("/")[2])
        case "query":
            return dict(parse_qsl(sent.target.partition("?")[2]))["q"]
        case "header":
            return sent.request.headers["q"]
    return unquote(SimpleCookie(sent.request.headers["cookie"])["q"].value)


def read_query(cell: Cell, query: str) -> object:
    pairs = parse_qsl(query, keep_blank_values=True)
    if cell.style == "deepObject":
        return qs_codec.decode(query)["q"]
    if cell.style in ("spaceDelimited", "pipeDelimited"):
        separator = " " if cell.style == "spaceDelimited" else "|"
        return split_as(VALUES[cell.type][0], pairs[0][1], separator)
    if cell.explode and cell.type == "object":
        return dict(pairs)
    if cell.explode and cell.type in ("array", "integers"):
        return [text for _, text in pairs]
    if cell.type in ("array", "integers", "object"):  # delimiters are split before decoding
        raw = query.partition("=")[2]
        parts = [unquote(part) for part in raw.split(",")]
        return dict(zip(parts[::2], parts[1::2], strict=True)) if cell.type == "object" else parts
    return pairs[0][1]


def read_header(cell: Cell, text: str, value: object) -> object:
    if isinstance(value, dict):
        if cell.explode:
            return parse_dict_header(text)
        parts = parse_list_header(text)
        return dict(zip(parts[::2], parts[1::2], strict=True))
    return parse_list_header(text) if isinstance(value, list) else text


def split_as(value: object, text: str, separator: str) -> object:
    parts = text.split(separator)
    if isinstance(value, dict):
        return dict(zip(parts[::2], parts[1::2], strict=True))
    return parts if isinstance(value, list) else text


def test_parameters_are_read_as_they_were_given(styles: DecodedCalls) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for cell in CELLS:
        for value in VALUES[cell.type]:
            try:
                sent = styles.send(cell.name, q=value)
            except styles.ArgumentError:
                counts["refused"] += 1
                continue
            ours = decoded_by_us(cell, sent)
            if sent.problems or ours != value:
                wrong.append(f"{cell.name}: {value!r}, mock: {ours!r} {sent.problems}")
            if not agrees(cell, sent, value):
                wrong.append(f"{cell.name}: {value!r}, other: {sent.target} {sent.request.headers}")
            counts["sent"] += 1
    assert wrong == []
    assert (len(CELLS), counts) == (115, {"sent": 466, "refused": 23})


# Where the client differs from RFC 6570 on purpose: cell, value, what is sent, and why.
JUDGED = (
    (
        Cell("query", "form", False, "string", reserved=True),
        "a/b&c+d#e[f]",
        "a/b%26c%2Bd%23e%5Bf%5D",
        "Plain, these characters would end the value or the URL (OpenAPI 3.1 §4.8.12.2).",
    ),
    (
        Cell("query", "form", False, "string", reserved=True),
        "a%2Fb",
        "a%252Fb",
        "A value that the caller gives is the value that the server reads.",
    ),
    (
        Cell("header", "simple", False, "string"),
        "50% a/b",
        "50% a/b",
        "RFC 6570 encodes headers; servers don't decode them (OpenAPI 3.1 Appendix D).",
    ),
    (
        Cell("cookie", "form", False, "string"),
        "a/b:50%",
        "a/b:50%",
        "RFC 6570 encodes cookies; servers don't decode them (OpenAPI 3.1 Appendix D).",
    ),
)


@pytest.mark.parametrize(("cell", "value", "expected", "reason"), JUDGED)
def test_differences_from_rfc_6570_are_as_judged(
    styles: DecodedCalls, cell: Cell, value: str, expected: str, reason: str
) -> None:
    sent = styles.send(cell.name, q=value)
    headers = sent.request.headers
    found = {
        "query": sent.target.partition("?q=")[2],
        "header": headers.get("q"),
        "cookie": headers.get("cookie", "").removeprefix("q="),
    }
    assert found[cell.place] == expected, reason
    assert decoded_by_us(cell, sent) == value


# -------------------------------------------------------------------------------------- bodies

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
ENCODINGS: dict[str, dict[str, Any]] = {
    "default": {},
    "joined": {"style": "form", "explode": False},
    "exploded": {"style": "form", "explode": True},
    "reserved": {"allowReserved": True},
    "spaces": {"style": "spaceDelimited"},
    "pipes": {"style": "pipeDelimited"},
    "deep": {"style": "deepObject", "explode": True},
}
FORM_KINDS = {
    "spaces": ("array", "integers"),
    "pipes": ("array", "integers"),
    "deep": ("array", "object", "tree"),
    "joined": ("string", "array", "object"),
    "exploded": ("string", "array", "integers"),
    "reserved": ("string", "array"),
    "default": (*FLAT, "tree"),
}
BODIES = [
    (media, encoding, kind)
    for media in (FORM, MULTIPART)
    for encoding, kinds in FORM_KINDS.items()
    for kind in kinds
]


def body_name(media: str, encoding: str, kind: str) -> str:
    return f"{media.rpartition('/')[2].replace('-', '_')}_{encoding}_{kind}"


def operation(name: str, content: dict[str, Any]) -> dict[str, Any]:
    body = {"required": True, "content": content}
    answers = {"200": {"description": "ok"}}
    return {"post": {"operationId": name, "requestBody": body, "responses": answers}}


def members(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def bodies_document() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for media, encoding, kind in BODIES:
        of: dict[str, Any] = {"schema": members(q=SCHEMAS[kind])}
        if told := ENCODINGS[encoding]:
            of["encoding"] = {"q": told}
        found[body_name(media, encoding, kind)] = {media: of}
    binary, base64 = {"type": "string", "format": "binary"}, {"type": "string", "format": "byte"}
    found["json_bytes"] = {"application/json": {"schema": members(raw=binary, packed=base64)}}
    for name, listed in {"listed": "image/png, image/jpeg", "any_image": "image/*"}.items():
        encoding_of = {"f": {"contentType": listed}}
        found[name] = {MULTIPART: {"schema": members(f=binary), "encoding": encoding_of}}
    paths = {f"/{name}": operation(name, content) for name, content in found.items()}
    return {"openapi": "3.0.3", "info": {"title": "Bodies", "version": "1"}, "paths": paths}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> DecodedCalls:
    folder = tmp_path_factory.mktemp("bodies")
    return DecodedCalls.of(write_provider(folder, "bodies", bodies_document()), tmp_path_factory)


def parts_of(sent: Sent) -> list[Message]:
    """The parts of a multipart form, as Python's parser of messages finds them."""
    head = f"Content-Type: {sent.request.headers['content-type']}\r\n\r\n".encode()
    parts = BytesParser().parsebytes(head + sent.request.content).get_payload()
    return [part for part in parts if isinstance(part, Message)] if isinstance(parts, list) else []


def fields_of(media: str, sent: Sent) -> list[tuple[str, str]]:
    """The names and texts of a form, decoded without the schema."""
    if media == FORM:
        return parse_qsl(sent.request.content.decode(), keep_blank_values=True)
    found = []
    for part in parts_of(sent):
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = part.get_param("name", header="content-disposition")
        found.append((str(name), content.decode()))
    return found


def read_form(media: str, encoding: str, kind: str, sent: Sent) -> object:
    fields = fields_of(media, sent)
    if encoding == "deep":
        return qs_codec.decode("&".join(f"{quote(name)}={quote(text)}" for name, text in fields))[
            "q"
        ]
    if encoding == "default" and kind in ("object", "tree"):
        return as_texts(json.loads(fields[0][1]))
    if encoding in ("joined", "spaces", "pipes"):
        separator = {"spaces": " ", "pipes": "|"}.get(encoding, ",")
        text = fields[0][1]
        if media == FORM and encoding == "joined":
            raw = sent.request.content.decode().partition("=")[2]
            parts = split_as(VALUES[kind][0], raw, separator)
            return unquote_all(parts)
        return split_as(VALUES[kind][0], text, separator)
    texts = [text for _, text in fields]
    return texts if kind in ("array", "integers") else texts[0]


def unquote_all(value: object) -> object:
    if isinstance(value, dict):
        return {unquote(name): unquote_all(item) for name, item in value.items()}
    return [unquote(item) for item in value] if isinstance(value, list) else unquote(str(value))


def test_forms_are_read_as_they_were_given(bodies: DecodedCalls) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for media, encoding, kind in BODIES:
        name = body_name(media, encoding, kind)
        for value in VALUES[kind]:
            try:
                sent = bodies.send(name, q=value)
            except bodies.ArgumentError:
                counts["refused"] += 1
                continue
            ours = sent.decoded.properties.get("q")
            if sent.problems or ours != value:
                wrong.append(f"{name}: {value!r}, mock: {ours!r} {sent.problems}")
            if (other := read_form(media, encoding, kind, sent)) != as_texts(value):
                wrong.append(f"{name}: {value!r}, other: {other!r} {sent.request.content!r}")
            counts["sent"] += 1
    assert wrong == []
    assert len(BODIES) == 44
    assert counts == {"sent": 214, "refused": 6}


RAW_TEXTS = ("text/plain", "text/csv", "application/xml", "application/rss+xml", "application/yaml")
RAW_BYTES = ("application/octet-stream", "application/pdf", "image/png")
RAW_VALUES = (*TEXTS, "<a b='c'>ü &amp; d</a>", "one\r\ntwo\n", b"plain", b"\x00\xff\r\n\x80")


@pytest.fixture(scope="module")
def raw_bodies(tmp_path_factory: pytest.TempPathFactory) -> DecodedCalls:
    schema: dict[str, Any] = {"type": "string"}
    paths = {
        f"/{raw_name(media)}": operation(
            raw_name(media),
            {media: {"schema": schema | ({"format": "binary"} if media in RAW_BYTES else {})}},
        )
        for media in (*RAW_TEXTS, *RAW_BYTES)
    }
    document = {"openapi": "3.0.3", "info": {"title": "Raw", "version": "1"}, "paths": paths}
    folder = tmp_path_factory.mktemp("raw")
    return DecodedCalls.of(write_provider(folder, "raw_bodies", document), tmp_path_factory)


def raw_name(media: str) -> str:
    return "raw_" + media.replace("/", "_").replace("-", "_").replace("+", "_")


@pytest.mark.parametrize("media", [*RAW_TEXTS, *RAW_BYTES])
def test_raw_bodies_are_sent_byte_for_byte(raw_bodies: DecodedCalls, media: str) -> None:
    for value in RAW_VALUES:
        sent = raw_bodies.send(raw_name(media), body=value)
        content = value.encode() if isinstance(value, str) else value
        assert sent.request.content == content
        assert parse_options_header(sent.request.headers["content-type"])[0] == media
        assert sent.problems == ()


STREAM_MEDIA = (
    *("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonl"),
    *("application/jsonlines", "application/x-jsonlines", "application/stream+json"),
    *("application/json-seq", "application/geo+json-seq"),
)
ITEM_LISTS: tuple[list[Any], ...] = (
    *([*values] for values in VALUES.values()),
    ["one\ntwo\r", "\x1e\u2028"],
    [],
    [None, [], {}],
)


@pytest.fixture(scope="module")
def stream_bodies(tmp_path_factory: pytest.TempPathFactory) -> DecodedCalls:
    paths = {
        f"/{raw_name(media)}": operation(raw_name(media), {media: {"itemSchema": {}}})
        for media in STREAM_MEDIA
    }
    document = {"openapi": "3.2.0", "info": {"title": "Items", "version": "1"}, "paths": paths}
    folder = tmp_path_factory.mktemp("items")
    return DecodedCalls.of(write_provider(folder, "item_bodies", document), tmp_path_factory)


@pytest.mark.parametrize("media", STREAM_MEDIA)
def test_items_of_a_stream_are_read_as_they_were_given(
    stream_bodies: DecodedCalls, media: str
) -> None:
    for items in ITEM_LISTS:
        for body in (items, iter(items)):
            sent = stream_bodies.send(raw_name(media), body=body)
            mark = b"\x1e" if media.endswith("json-seq") else b"\n"
            texts = [text for text in sent.request.content.split(mark) if text.strip()]
            assert [json.loads(text) for text in texts] == items
            assert (sent.decoded.body, sent.problems) == (items, ())
            assert parse_options_header(sent.request.headers["content-type"])[0] == media


def test_bytes_of_a_base64_member_are_encoded(bodies: DecodedCalls) -> None:
    sent = bodies.send("json_bytes", raw="text", packed=b"\x00\x01\x02")
    assert sent.request.headers["content-type"] == "application/json"
    assert json.loads(sent.request.content) == {"raw": "text", "packed": "AAEC"}
    assert sent.problems == ()
    with pytest.raises(bodies.ArgumentError, match='"raw" takes a string'):
        bodies.send("json_bytes", raw=b"bytes")


@pytest.mark.parametrize(
    ("name", "file", "content_type"),
    [
        ("listed", ("a.jpg", b"x"), "image/jpeg"),
        ("listed", ("a", b"x"), "image/png"),
        ("any_image", ("a.gif", b"x"), "image/gif"),
        ("any_image", ("a", b"x", "image/webp"), "image/webp"),
    ],
)
def test_a_part_has_one_media_type_of_its_encoding(
    bodies: DecodedCalls, name: str, file: object, content_type: str
) -> None:
    sent = bodies.send(name, f=file)
    assert [part.get_content_type() for part in parts_of(sent)] == [content_type]
    assert sent.problems == ()


def test_the_mock_server_refuses_a_part_of_another_media_type(bodies: DecodedCalls) -> None:
    sent = bodies.send("listed", f=("a.txt", b"x", "text/plain"))
    assert [one.message for one in sent.problems] == [
        '"f" takes image/png, image/jpeg, not text/plain'
    ]
