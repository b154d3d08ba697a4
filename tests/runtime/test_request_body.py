from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from generator.runtime.errors import ArgumentError
from generator.runtime.files import OpenFile
from generator.runtime.operation import FormBody, JsonBody, JsonOrFilesBody, MultipartBody, RawBody
from generator.runtime.request_body import encode_body


def test_json_is_compact_and_keeps_its_letters() -> None:
    body = encode_body(JsonBody("application/merge-patch+json"), {"a": ["é"]})
    assert (body.content, body.content_type) == (
        '{"a":["é"]}'.encode(),
        "application/merge-patch+json",
    )


def test_raw_bodies_are_text_or_bytes() -> None:
    assert encode_body(RawBody("text/plain"), "é").content == "é".encode()
    assert encode_body(RawBody("text/plain"), bytearray(b"x")).content == b"x"
    with pytest.raises(ArgumentError, match="must be text, bytes, an open file or a Path, not int"):
        encode_body(RawBody("text/plain"), 1)


def test_forms_repeat_arrays_and_write_objects_as_json() -> None:
    body = encode_body(FormBody(), {"a": [1, True], "b": {"c": "&"}, "d": None})
    assert body.content == b"a=1&a=true&b=%7B%22c%22%3A%22%26%22%7D"
    with pytest.raises(ArgumentError, match='"body" must be an object'):
        encode_body(FormBody(), [1])


def test_a_path_is_opened_and_closed(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_bytes(b"x")
    body = encode_body(MultipartBody(("f",)), {"f": tmp_path / "f.bin"})
    [(name, (file_name, file, _, _))] = body.parts
    assert (name, file_name) == ("f", "f.bin")
    [opened] = body.opened
    assert isinstance(file, OpenFile)
    assert file.read() == b"x"
    body.close()
    assert opened.closed


def test_files_have_names_and_types() -> None:
    kind = MultipartBody(("f",), {"f": "image/png", "m": "application/json"})
    body = encode_body(
        kind, {"f": [b"x", (None, b"y"), ("n", bytearray(b"s"), "a/b")], "m": {"k": 1}, "t": "text"}
    )
    assert body.parts == (
        ("f", ("f", b"x", "image/png", {})),
        ("f", ("f", b"y", "image/png", {})),
        ("f", ("n", b"s", "a/b", {})),
        ("m", (None, '{"k":1}', "application/json", {})),
        ("t", (None, "text", None, {})),
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r'"f" can\'t be read: .*no such file'):
        encode_body(MultipartBody(("f",)), {"f": tmp_path / "none"})
    with pytest.raises(ArgumentError, match='"f" is a file'):
        encode_body(MultipartBody(("f",)), {"f": "none"})


def test_a_json_body_with_a_file_becomes_a_form() -> None:
    kind = JsonOrFilesBody(("f",))
    assert encode_body(kind, {"f": "id", "a": 1}).content == b'{"f":"id","a":1}'
    assert encode_body(kind, {"f": [{"id": 1}], "a": 1}).content == b'{"f":[{"id":1}],"a":1}'
    assert [name for name, _ in encode_body(kind, {"f": [b"x"], "a": 1}).parts] == ["f", "a"]


def test_lists_and_objects_are_spread_if_the_rule_says_so() -> None:
    members = {"tags": ["x", "y"], "until": {"days": 1, "of": None}, "n": 1, "note": None}
    styles = dict.fromkeys(("tags", "until", "n", "note"), "deepObject")
    expected = [
        ("tags[]", "x"),
        ("tags[]", "y"),
        ("until[days]", "1"),
        ("n", "1"),
    ]
    body = encode_body(MultipartBody(styles=styles), members)
    assert [(name, part[1]) for name, part in body.parts] == expected
    form = encode_body(FormBody(styles), members).content
    assert isinstance(form, bytes)
    assert parse_qsl(form.decode()) == expected


def test_a_list_of_files_is_spread_and_one_file_is_not() -> None:
    kind = JsonOrFilesBody(("image",), styles={"image": "deepObject"})
    assert [name for name, _ in encode_body(kind, {"image": b"x"}).parts] == ["image"]
    assert [name for name, _ in encode_body(kind, {"image": [b"x", b"y"]}).parts] == ["image[]"] * 2


def test_a_part_that_is_an_object_is_json() -> None:
    body = encode_body(MultipartBody(), {"a": {"b": 1}, "c": [{"d": 2}], "e": "f"})
    assert [part[1:3] for _, part in body.parts] == [
        ('{"b":1}', "application/json"),
        ('{"d":2}', "application/json"),
        ("f", None),
    ]


def test_the_content_type_of_a_file_adds_no_header() -> None:
    with pytest.raises(ArgumentError, match='"f" has a content type'):
        encode_body(MultipartBody(("f",)), {"f": ("n", b"x", "text/plain\r\nX-Y: z")})


@pytest.mark.parametrize(
    ("accepted", "file", "sent"),
    [
        ("image/png, image/jpeg", ("a.jpg", b"x"), "image/jpeg"),
        ("image/png, image/jpeg", ("a.gif", b"x"), "image/png"),
        ("image/png, image/jpeg", ("a.jpg", b"x", "image/webp"), "image/webp"),
        ("image/png, image/jpeg", b"x", "image/png"),
        ("image/*", ("a.gif", b"x"), "image/gif"),
        ("image/*, text/plain", ("a.zip", b"x"), "text/plain"),
        ("image/png", ("a.jpg", b"x"), "image/png"),
        ("image/*", b"x", None),
        ("*/*", ("a.jpg", b"x"), "image/jpeg"),
    ],
)
def test_a_file_has_one_media_type_of_the_list(
    accepted: str, file: object, sent: str | None
) -> None:
    body = encode_body(MultipartBody(("f",), {"f": accepted}), {"f": file})
    assert [part[2] for _, part in body.parts] == [sent]


def test_a_text_part_has_the_first_media_type_that_fits_it() -> None:
    kind = MultipartBody((), {"o": "application/xml, application/json", "t": "text/csv, text/*"})
    parts = dict(encode_body(kind, {"o": {"a": 1}, "t": "a,b"}).parts)
    assert (parts["o"][2], parts["t"][2]) == ("application/json", "text/csv")


def test_parts_carry_the_headers_of_their_encoding() -> None:
    headers = {"f": {"X-Kind": "a"}, "t": {"X-Kind": "b"}}
    body = encode_body(MultipartBody(("f",), part_headers=headers), {"f": b"x", "t": "y", "u": "z"})
    assert [part[3] for _, part in body.parts] == [{"X-Kind": "a"}, {"X-Kind": "b"}, {}]


def test_a_style_decides_how_a_form_sends_a_member() -> None:
    card = {"number": "4", "owner": {"name": "x"}}
    styles = {"tags": "form", "card": "deepObject", "ids": "pipeDelimited", "url": "form*+"}
    members = {"tags": ["a", "b,c"], "card": card, "ids": [1, 2], "url": "a/b?c", "none": None}
    body = encode_body(FormBody(styles), members)
    assert body.content == (
        b"tags=a,b%2Cc&card%5Bnumber%5D=4&card%5Bowner%5D%5Bname%5D=x&ids=1%7C2&url=a/b?c"
    )
    parts = encode_body(MultipartBody(styles=styles), {**members, "tags": ["a", "b"]}).parts
    assert [(name, part[1]) for name, part in parts] == [
        ("tags", "a,b"),
        ("card[number]", "4"),
        ("card[owner][name]", "x"),
        ("ids", "1|2"),
        ("url", "a/b?c"),
    ]
    with pytest.raises(ArgumentError, match='an item of "tags" can\'t contain ","'):
        encode_body(MultipartBody(styles=styles), members)
