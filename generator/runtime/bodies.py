"""Request bodies: arguments in, what httpx2 sends out. Files are streamed, never read whole."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeAlias
from urllib.parse import quote

from .encoding import (
    JsonValue,
    bracketed,
    is_header_value,
    json_text,
    json_value,
    scalar_text,
)
from .errors import ArgumentError
from .operation import Body, FormBody, JsonBody, JsonOrFilesBody, MultipartBody, RawBody

FileContent: TypeAlias = "bytes | IO[bytes] | os.PathLike[str]"
FileInput: TypeAlias = (
    "FileContent | tuple[str | None, FileContent] | tuple[str | None, FileContent, str | None]"
)
"""A file to send: its bytes, an open binary file or a path, alone or with a name and a type."""

# A part as httpx2 takes it: name of the file, content, content type.
Part: TypeAlias = "tuple[str | None, bytes | str | IO[bytes], str | None]"


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """A body as httpx2 takes it: `content`, or `parts` of a multipart form."""

    content: bytes | None = None
    content_type: str = ""
    parts: tuple[tuple[str, Part], ...] = ()
    opened: tuple[IO[bytes], ...] = field(default=(), repr=False)  # to close after sending

    def close(self) -> None:
        """Closes the files that were opened to send them."""
        for file in self.opened:
            file.close()


def encode_body(kind: Body, value: object) -> EncodedBody:
    """`value` in the form that `kind` says."""
    match kind:
        case JsonBody():
            return EncodedBody(json_text("body", value).encode(), kind.content_type)
        case RawBody():
            return EncodedBody(_raw(value), kind.content_type)
        case FormBody():
            return EncodedBody(_form(kind, _members(value)), "application/x-www-form-urlencoded")
        case MultipartBody():
            return _multipart(kind, _members(value))
        case JsonOrFilesBody():
            members = _members(value)
            if any(_holds_file(members.get(name)) for name in kind.files):
                return _multipart(MultipartBody(kind.files, spread=kind.spread), members)
            return EncodedBody(json_text("body", members).encode(), "application/json")


def _members(value: object) -> Mapping[str, object]:
    """The arguments of a form."""
    if isinstance(value, Mapping):
        return value
    plain = json_value("body", value)
    if isinstance(plain, dict):
        return plain
    raise ArgumentError(f'"body" must be an object, not {type(value).__name__}')


def _raw(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise ArgumentError(f'"body" must be text or bytes, not {type(value).__name__}')


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
    """Names, texts and content types. Where no spread is asked, lists repeat their name."""
    plain = json_value(name, value)
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


def _multipart(kind: MultipartBody, members: Mapping[str, object]) -> EncodedBody:
    """One part for a value, several of one name for a list."""
    parts: list[tuple[str, Part]] = []
    opened: list[IO[bytes]] = []
    try:
        for name, value in members.items():
            content_type = kind.content_types.get(name)
            if name in kind.files and _holds_file(value):
                files = _files(value)
                part = f"{name}[]" if name in kind.spread and files is value else name
                parts.extend((part, _file_part(name, file, content_type, opened)) for file in files)
            elif name in kind.files and isinstance(value, str):
                raise ArgumentError(
                    f'"{name}" is a file: give bytes, an open file or a Path, not a str'
                )
            else:
                parts.extend(
                    (part, (None, text, content_type or own_type))
                    for part, text, own_type in _form_texts(name, value, kind.spread)
                )
    except BaseException:
        EncodedBody(opened=tuple(opened)).close()
        raise
    return EncodedBody(parts=tuple(parts), opened=tuple(opened))


def _files(value: object) -> Sequence[object]:
    """The files of an argument: a tuple that opens with a name is one file."""
    if isinstance(value, list) or (isinstance(value, tuple) and not _is_named(value)):
        return value
    return (value,)


def _holds_file(value: object) -> bool:
    """Is `value` a file, or a list with one?"""
    if isinstance(value, (list, tuple)) and not _is_named(value):
        return any(_holds_file(item) for item in value)
    return (
        isinstance(value, (bytes, bytearray, memoryview, os.PathLike))
        or hasattr(value, "read")
        or _is_named(value)
    )


def _is_named(value: object) -> bool:
    """Is `value` a file with its name, and perhaps its type?"""
    return (
        isinstance(value, tuple)
        and len(value) in (2, 3)
        and (value[0] is None or isinstance(value[0], str))
        and not isinstance(value[1], str)
    )


def _file_part(name: str, value: object, content_type: str | None, opened: list[IO[bytes]]) -> Part:
    """A file as a part. A path is opened, and added to `opened`."""
    file_name: str | None = None
    content: Any = value
    if isinstance(value, tuple):
        file_name, content, *rest = value
        content_type = rest[0] if rest else content_type
    if content_type is not None and not is_header_value(content_type):
        raise ArgumentError(f'"{name}" has a content type that can\'t be sent as a header')
    if isinstance(content, os.PathLike):
        path = Path(content)
        try:
            file = path.open("rb")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ArgumentError(f'"{name}" can\'t be read: {path}: {reason}') from error
        opened.append(file)
        return file_name or path.name, file, content_type
    if isinstance(content, (bytes, bytearray, memoryview)):
        return file_name or name, bytes(content), content_type
    if hasattr(content, "read"):
        own_name = getattr(content, "name", None)
        base = os.path.basename(own_name) if isinstance(own_name, str) else ""  # noqa: PTH119
        return file_name or base or name, content, content_type
    raise ArgumentError(f'"{name}" is a file: give bytes, an open file or a Path')
