"""Request bodies: arguments in, the body that httpx2 sends out, once for each attempt."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from typing import IO, NamedTuple, TypeAlias
from urllib.parse import quote

from .encoding import (
    encode_json,
    encode_pairs,
    encode_scalar,
    join_pairs,
    to_json_value,
)
from .errors import ArgumentError
from .files import (
    FileInput,
    OpenFile,
    UploadFile,
    choose_media_type,
    contains_file,
    iterate_chunks,
    list_files,
    make_upload_file,
)
from .operation import (
    Body,
    FormBody,
    ItemsBody,
    JsonBody,
    JsonOrFilesBody,
    MultipartBody,
    RawBody,
)
from .sent_items import SentItems, encode_items
from .type_guards import is_bytes, is_list, is_object, is_tuple

__all__ = ["EncodedBody", "FileInput", "Part", "Upload", "encode_body"]

# A part as httpx2 takes it: name of the file, content, content type, further headers.
Part: TypeAlias = "tuple[str | None, bytes | str | OpenFile, str | None, Mapping[str, str]]"


class EncodedBody(NamedTuple):
    """A body in the form that httpx2 takes: `content`, or the `parts` of a multipart form."""

    content: bytes | OpenFile | SentItems | None = None
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
        if isinstance(self.content, SentItems):
            return self.content.iterate()
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

    def __init__(self, kind: Body, value: object, name: str = "body") -> None:
        """Raises ArgumentError, with `name`, for a value that does not fit the kind of body."""
        self._content_type = ""
        self._whole: bytes | UploadFile | SentItems | None = None
        self._parts: tuple[tuple[str, _PlannedPart], ...] = ()
        self._is_used = False
        match kind:
            case JsonBody():
                self._whole = encode_json(name, value).encode()
                self._content_type = kind.content_type
            case RawBody():
                self._whole = _encode_raw(name, value)
                self._content_type = kind.content_type
            case ItemsBody():
                self._whole = encode_items(kind, value, name)
                self._content_type = kind.content_type
            case FormBody():
                self._whole = _encode_form(kind, _to_members(name, value))
                self._content_type = "application/x-www-form-urlencoded"
            case MultipartBody():
                self._parts = tuple(_plan_parts(kind, _to_members(name, value)))
            case JsonOrFilesBody():
                members = _to_members(name, value)
                if any(contains_file(members.get(name)) for name in kind.files):
                    self._parts = tuple(_plan_parts(MultipartBody(*kind), members))
                else:
                    self._whole = encode_json(name, members).encode()
                    self._content_type = "application/json"

    @property
    def can_repeat(self) -> bool:
        """Can it be sent again? Not with a file that can't be rewound, nor items of an iterator."""
        return all(
            part.can_repeat
            for part in (self._whole, *(part for _, part in self._parts))
            if isinstance(part, (UploadFile, SentItems))
        )

    def encode(self) -> EncodedBody:
        """Returns the body for one attempt. Close it after sending.

        Raises ArgumentError for a file that can't be read, or can't be read again.
        """
        if self._is_used and not self.can_repeat:
            raise ArgumentError("a file or an iterator can't be read a second time")
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


class _TextPart(NamedTuple):
    """A part that is text, with its content type."""

    text: str
    content_type: str | None
    headers: Mapping[str, str] | None = None


# A part before its file is opened.
_PlannedPart: TypeAlias = "UploadFile | _TextPart"


def _open_content(
    planned: bytes | UploadFile | SentItems | None, opened: list[IO[bytes]]
) -> bytes | OpenFile | SentItems | None:
    return planned.open_content(opened) if isinstance(planned, UploadFile) else planned


def _open_part(planned: _PlannedPart, opened: list[IO[bytes]]) -> Part:
    headers = dict(planned.headers or {})
    if isinstance(planned, UploadFile):
        return planned.name, planned.open_content(opened), planned.content_type, headers
    return None, planned.text, planned.content_type, headers


def _to_members(name: str, value: object) -> Mapping[str, object]:
    """Returns the arguments of a form."""
    if is_object(value):
        return value
    plain = to_json_value(name, value)
    if isinstance(plain, dict):
        return plain
    raise ArgumentError(f'"{name}" must be an object, not {type(value).__name__}')


def _encode_raw(name: str, value: object) -> bytes | UploadFile:
    if isinstance(value, str):
        return encode_scalar(name, value).encode()
    if is_bytes(value):
        return bytes(value)
    if contains_file(value) and not (is_list(value) or is_tuple(value)):
        return make_upload_file(name, value, "")
    raise ArgumentError(
        f'"{name}" must be text, bytes, an open file or a Path, not {type(value).__name__}'
    )


def _encode_form(kind: FormBody, members: Mapping[str, object]) -> bytes:
    pairs = [
        f"{quote(part, safe='')}={text}"
        for name, value in members.items()
        for part, text in _encode_form_pairs(name, value, kind.styles.get(name, ""))
    ]
    return "&".join(pairs).encode("ascii")


def _encode_form_pairs(name: str, value: object, style: str) -> Iterator[tuple[str, str]]:
    """Yields names and percent-encoded texts. None is left out, because a form has no null."""
    if value is not None and style:
        yield from encode_pairs(name, value, style)
    else:
        for text, _ in _encode_form_texts(name, value):
            yield name, quote(text, safe="")


def _encode_form_texts(name: str, value: object) -> Iterator[tuple[str, str | None]]:
    """Yields texts and content types in the default form: a list repeats its name.

    An object is sent as JSON (OpenAPI 3.1 §4.8.15). None is left out.
    """
    plain = to_json_value(name, value)
    if plain is None:
        return
    for item in plain if isinstance(plain, list) else [plain]:
        if isinstance(item, (dict, list)):
            yield encode_json(name, item), "application/json"
        else:
            yield encode_scalar(name, item), None


def _plan_parts(
    kind: MultipartBody, members: Mapping[str, object]
) -> Iterator[tuple[str, _PlannedPart]]:
    """Yields one part for each value, and one for each item of a list."""
    for name, value in members.items():
        headers = kind.part_headers.get(name)
        for part, planned in _plan_member(kind, name, value):
            yield part, planned._replace(headers=headers) if headers else planned


def _plan_member(
    kind: MultipartBody, name: str, value: object
) -> Iterator[tuple[str, _PlannedPart]]:
    accepted, style = kind.content_types.get(name, ""), kind.styles.get(name, "")
    if name in kind.files and contains_file(value):
        files = list_files(value)
        part = f"{name}[]" if style == "deepObject" and files is value else name
        for file in files:
            yield part, make_upload_file(name, file, accepted)
    elif name in kind.files and isinstance(value, str):
        raise ArgumentError(f'"{name}" is a file: give bytes, an open file or a Path, not a str')
    elif style and value is not None:
        for part, text in join_pairs(name, value, style):
            yield part, _TextPart(text, None)
    else:
        for text, own_type in _encode_form_texts(name, value):
            yield name, _TextPart(text, choose_media_type(accepted, own_type))
