"""Request bodies: arguments in, the body that httpx2 sends out, once for each attempt."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import suppress
from typing import IO, NamedTuple, TypeAlias
from urllib.parse import quote

from .encoding import (
    JsonValue,
    encode_json,
    encode_scalar,
    flatten_brackets,
    to_json_value,
)
from .errors import ArgumentError
from .files import (
    FileInput,
    OpenFile,
    UploadFile,
    contains_file,
    iterate_chunks,
    list_files,
    make_upload_file,
)
from .operation import Body, FormBody, JsonBody, JsonOrFilesBody, MultipartBody, RawBody
from .type_guards import is_bytes, is_list, is_object, is_tuple

__all__ = ["EncodedBody", "FileInput", "Part", "Upload", "encode_body"]

# A part as httpx2 takes it: name of the file, content, content type.
Part: TypeAlias = "tuple[str | None, bytes | str | OpenFile, str | None]"


class EncodedBody(NamedTuple):
    """A body in the form that httpx2 takes: `content`, or the `parts` of a multipart form."""

    content: bytes | OpenFile | None = None
    content_type: str = ""
    parts: tuple[tuple[str, Part], ...] = ()
    opened: tuple[IO[bytes], ...] = ()  # closed after sending

    @property
    def headers(self) -> dict[str, str]:
        """The content type, and the length of a file that is the whole body."""
        found = {"Content-Type": self.content_type} if self.content_type else {}
        if isinstance(self.content, OpenFile) and self.content.can_repeat:
            with suppress(io.UnsupportedOperation):  # it is sent in chunks
                found["Content-Length"] = str(self.content.get_remaining_size())
        return found

    @property
    def async_content(self) -> bytes | AsyncIterator[bytes] | None:
        """`content` in the form that httpx2's async client takes."""
        return iterate_chunks(self.content) if isinstance(self.content, OpenFile) else self.content

    def close(self) -> None:
        """Closes the files that were opened for sending."""
        for file in self.opened:
            file.close()


class Upload:
    """A body that each attempt of a call sends in the same form.

    Everything except files is encoded by the constructor, so that a value that can't be sent raises
    an error before anything is sent.
    """

    def __init__(self, kind: Body, value: object) -> None:
        """Raises ArgumentError for a value that does not fit the kind of body."""
        self._content_type = ""
        self._whole: bytes | UploadFile | None = None
        self._parts: tuple[tuple[str, _PlannedPart], ...] = ()
        self._is_used = False
        match kind:
            case JsonBody():
                self._whole = encode_json("body", value).encode()
                self._content_type = kind.content_type
            case RawBody():
                self._whole = _encode_raw(value)
                self._content_type = kind.content_type
            case FormBody():
                self._whole = _encode_form(kind, _to_members(value))
                self._content_type = "application/x-www-form-urlencoded"
            case MultipartBody():
                self._parts = tuple(_plan_parts(kind, _to_members(value)))
            case JsonOrFilesBody():
                members = _to_members(value)
                if any(contains_file(members.get(name)) for name in kind.files):
                    form = MultipartBody(kind.files, spread=kind.spread)
                    self._parts = tuple(_plan_parts(form, members))
                else:
                    self._whole = encode_json("body", members).encode()
                    self._content_type = "application/json"

    @property
    def can_repeat(self) -> bool:
        """Can it be sent again? Not if it contains a file that can't be rewound."""
        return all(
            part.can_repeat
            for part in (self._whole, *(part for _, part in self._parts))
            if isinstance(part, UploadFile)
        )

    def encode(self) -> EncodedBody:
        """Returns the body for one attempt. Close it after sending.

        Raises ArgumentError for a file that can't be read, or can't be read again.
        """
        if self._is_used and not self.can_repeat:
            raise ArgumentError("a file of the request can't be read a second time")
        self._is_used = True
        opened: list[IO[bytes]] = []
        try:
            return EncodedBody(
                content=_open_content(self._whole, opened),
                content_type=self._content_type,
                parts=tuple((name, _open_part(part, opened)) for name, part in self._parts),
                opened=tuple(opened),
            )
        except BaseException:
            EncodedBody(opened=tuple(opened)).close()
            raise


def encode_body(kind: Body, value: object) -> EncodedBody:
    """Encodes `value` as a body that is sent once."""
    return Upload(kind, value).encode()


# A part before its file is opened: a file, or a text and its content type.
_PlannedPart: TypeAlias = "UploadFile | tuple[str, str | None]"


def _open_content(
    planned: bytes | UploadFile | None, opened: list[IO[bytes]]
) -> bytes | OpenFile | None:
    return planned.open_content(opened) if isinstance(planned, UploadFile) else planned


def _open_part(planned: _PlannedPart, opened: list[IO[bytes]]) -> Part:
    if isinstance(planned, UploadFile):
        return planned.name, planned.open_content(opened), planned.content_type
    text, content_type = planned
    return None, text, content_type


def _to_members(value: object) -> Mapping[str, object]:
    """Returns the arguments of a form."""
    if is_object(value):
        return value
    plain = to_json_value("body", value)
    if isinstance(plain, dict):
        return plain
    raise ArgumentError(f'"body" must be an object, not {type(value).__name__}')


def _encode_raw(value: object) -> bytes | UploadFile:
    if isinstance(value, str):
        return encode_scalar("body", value).encode()
    if is_bytes(value):
        return bytes(value)
    if contains_file(value) and not (is_list(value) or is_tuple(value)):
        return make_upload_file("body", value, None)
    raise ArgumentError(
        f'"body" must be text, bytes, an open file or a Path, not {type(value).__name__}'
    )


def _encode_form(kind: FormBody, members: Mapping[str, object]) -> bytes:
    pairs = [
        f"{quote(part, safe='')}={quote(text, safe='')}"
        for name, value in members.items()
        for part, text, _ in _encode_form_fields(name, value, kind.spread)
    ]
    return "&".join(pairs).encode("ascii")


def _encode_form_fields(
    name: str, value: object, spread: Collection[str]
) -> Iterator[tuple[str, str, str | None]]:
    """Yields names, texts and content types. A list that is not spread repeats its name.

    None is left out, because a form has no null.
    """
    plain = to_json_value(name, value)
    if plain is None:
        return
    if name in spread and isinstance(plain, (dict, list)):
        yield from ((part, text, None) for part, text in flatten_brackets(name, plain))
    elif isinstance(plain, list):
        yield from (_encode_form_field(name, item) for item in plain)
    else:
        yield _encode_form_field(name, plain)


def _encode_form_field(name: str, plain: JsonValue) -> tuple[str, str, str | None]:
    """Encodes one field. OpenAPI 3.1 §4.8.15: an object is sent as JSON by default."""
    if isinstance(plain, (dict, list)):
        return name, encode_json(name, plain), "application/json"
    return name, encode_scalar(name, plain), None


def _plan_parts(
    kind: MultipartBody, members: Mapping[str, object]
) -> Iterator[tuple[str, _PlannedPart]]:
    """Yields one part for each value, and one for each item of a list."""
    for name, value in members.items():
        content_type = kind.content_types.get(name)
        if name in kind.files and contains_file(value):
            files = list_files(value)
            part = f"{name}[]" if name in kind.spread and files is value else name
            yield from ((part, make_upload_file(name, file, content_type)) for file in files)
        elif name in kind.files and isinstance(value, str):
            raise ArgumentError(
                f'"{name}" is a file: give bytes, an open file or a Path, not a str'
            )
        else:
            for part, text, own_type in _encode_form_fields(name, value, kind.spread):
                yield part, (text, content_type or own_type)
