"""Request bodies: arguments in, what httpx2 sends out, as often as it takes to be received."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from typing import IO, NamedTuple, TypeAlias
from urllib.parse import quote

from .encoding import JsonValue, bracketed, json_text, json_value, scalar_text
from .errors import ArgumentError
from .files import File, FileInput, OpenFile, chunks_of, file_of, files_of, holds_file
from .operation import Body, FormBody, JsonBody, JsonOrFilesBody, MultipartBody, RawBody
from .type_guards import is_bytes, is_list, is_object, is_tuple

__all__ = ["EncodedBody", "FileInput", "Part", "Upload", "encode_body"]

# A part as httpx2 takes it: name of the file, content, content type.
Part: TypeAlias = "tuple[str | None, bytes | str | OpenFile, str | None]"


class EncodedBody(NamedTuple):
    """A body as httpx2 takes it: `content`, or `parts` of a multipart form."""

    content: bytes | OpenFile | None = None
    content_type: str = ""
    parts: tuple[tuple[str, Part], ...] = ()
    opened: tuple[IO[bytes], ...] = ()  # to close after sending

    @property
    def headers(self) -> dict[str, str]:
        """What httpx2 can't tell by itself: the type, and how long a file without a form is."""
        found = {"Content-Type": self.content_type} if self.content_type else {}
        if isinstance(self.content, OpenFile) and self.content.can_repeat:
            found["Content-Length"] = str(self.content.length())
        return found

    @property
    def async_content(self) -> bytes | AsyncIterator[bytes] | None:
        """`content` as httpx2's async client takes it."""
        return chunks_of(self.content) if isinstance(self.content, OpenFile) else self.content

    def close(self) -> None:
        """Closes the files that were opened to send them."""
        for file in self.opened:
            file.close()


class Upload:
    """A body that is sent once for each attempt of a call, the same each time.

    Everything but files is encoded here and now, so that what can't be sent is an error before
    anything is.
    """

    def __init__(self, kind: Body, value: object) -> None:
        """Raises ArgumentError for a value that `kind` can't hold."""
        self._content_type = ""
        self._whole: bytes | File | None = None
        self._parts: tuple[tuple[str, _PlannedPart], ...] = ()
        self._is_used = False
        match kind:
            case JsonBody():
                self._whole = json_text("body", value).encode()
                self._content_type = kind.content_type
            case RawBody():
                self._whole = _raw(value)
                self._content_type = kind.content_type
            case FormBody():
                self._whole = _form(kind, _members(value))
                self._content_type = "application/x-www-form-urlencoded"
            case MultipartBody():
                self._parts = tuple(_parts(kind, _members(value)))
            case JsonOrFilesBody():
                members = _members(value)
                if any(holds_file(members.get(name)) for name in kind.files):
                    form = MultipartBody(kind.files, spread=kind.spread)
                    self._parts = tuple(_parts(form, members))
                else:
                    self._whole = json_text("body", members).encode()
                    self._content_type = "application/json"

    @property
    def can_repeat(self) -> bool:
        """Can it be sent again? A file that can't go back to its start is sent once."""
        return all(
            part.can_repeat
            for part in (self._whole, *(part for _, part in self._parts))
            if isinstance(part, File)
        )

    def encoded(self) -> EncodedBody:
        """The body for one attempt; close it when it is sent.

        Raises ArgumentError for a file that can't be read, or not again.
        """
        if self._is_used and not self.can_repeat:
            raise ArgumentError("a file of the request can't be read a second time")
        self._is_used = True
        opened: list[IO[bytes]] = []
        try:
            return EncodedBody(
                content=_content(self._whole, opened),
                content_type=self._content_type,
                parts=tuple((name, _part(part, opened)) for name, part in self._parts),
                opened=tuple(opened),
            )
        except BaseException:
            EncodedBody(opened=tuple(opened)).close()
            raise


def encode_body(kind: Body, value: object) -> EncodedBody:
    """`value` in the form that `kind` says, to be sent once."""
    return Upload(kind, value).encoded()


# A part before its file is opened: a file, or a text and its type.
_PlannedPart: TypeAlias = "File | tuple[str, str | None]"


def _content(planned: bytes | File | None, opened: list[IO[bytes]]) -> bytes | OpenFile | None:
    return planned.content(opened) if isinstance(planned, File) else planned


def _part(planned: _PlannedPart, opened: list[IO[bytes]]) -> Part:
    if isinstance(planned, File):
        return planned.name, planned.content(opened), planned.content_type
    text, content_type = planned
    return None, text, content_type


def _members(value: object) -> Mapping[str, object]:
    """The arguments of a form."""
    if is_object(value):
        return value
    plain = json_value("body", value)
    if isinstance(plain, dict):
        return plain
    raise ArgumentError(f'"body" must be an object, not {type(value).__name__}')


def _raw(value: object) -> bytes | File:
    if isinstance(value, str):
        return scalar_text("body", value).encode()
    if is_bytes(value):
        return bytes(value)
    if holds_file(value) and not (is_list(value) or is_tuple(value)):
        return file_of("body", value, None)
    raise ArgumentError(
        f'"body" must be text, bytes, an open file or a Path, not {type(value).__name__}'
    )


def _form(kind: FormBody, members: Mapping[str, object]) -> bytes:
    pairs = [
        f"{quote(part, safe='')}={quote(text, safe='')}"
        for name, value in members.items()
        for part, text, _ in _form_texts(name, value, kind.spread)
    ]
    return "&".join(pairs).encode("ascii")


def _form_texts(
    name: str, value: object, spread: Collection[str]
) -> Iterator[tuple[str, str, str | None]]:
    """Names, texts and content types. Where no spread is asked, lists repeat their name.

    Forms have no null, as queries have none: None is left out.
    """
    plain = json_value(name, value)
    if plain is None:
        return
    if name in spread and isinstance(plain, (dict, list)):
        yield from ((part, text, None) for part, text in bracketed(name, plain))
    elif isinstance(plain, list):
        yield from (_form_text(name, item) for item in plain)
    else:
        yield _form_text(name, plain)


def _form_text(name: str, plain: JsonValue) -> tuple[str, str, str | None]:
    """OpenAPI 3.1 §4.8.15: a part that is an object is JSON by default."""
    if isinstance(plain, (dict, list)):
        return name, json_text(name, plain), "application/json"
    return name, scalar_text(name, plain), None


def _parts(
    kind: MultipartBody, members: Mapping[str, object]
) -> Iterator[tuple[str, _PlannedPart]]:
    """One part for a value, several of one name for a list."""
    for name, value in members.items():
        content_type = kind.content_types.get(name)
        if name in kind.files and holds_file(value):
            files = files_of(value)
            part = f"{name}[]" if name in kind.spread and files is value else name
            yield from ((part, file_of(name, file, content_type)) for file in files)
        elif name in kind.files and isinstance(value, str):
            raise ArgumentError(
                f'"{name}" is a file: give bytes, an open file or a Path, not a str'
            )
        else:
            for part, text, own_type in _form_texts(name, value, kind.spread):
                yield part, (text, content_type or own_type)
