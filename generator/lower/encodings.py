"""Lowers the encodings of forms, and the bytes of bodies that have no place for them.

Encoding Objects and types come in; `PartEncoding`s, and types without bytes, go out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from generator.diagnostics import Location, Problems
from generator.lower.fields import merge_properties, variants_of
from generator.model.methods import Content, ContentKind, PartEncoding
from generator.model.types import (
    Array,
    Binary,
    Map,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.model.walk import FindType
from generator.openapi.model import Encoding, Header, MediaType

_DELIMITED = ("spaceDelimited", "pipeDelimited")


def lower_encodings(kind: ContentKind, encodings: Iterable[Encoding]) -> Iterator[PartEncoding]:
    """Yields the encodings that a form applies.

    Rule EN4: a style takes precedence over a content type. An exploded list
    with delimiters repeats its name. The parts of a multipart form carry the headers whose value
    the schema fixes: by `const`, one `enum` value or a default.
    """
    if kind not in (ContentKind.FORM, ContentKind.MULTIPART):
        return
    for one in encodings:
        style = "form" if one.style in _DELIMITED and one.explode else one.style
        headers = tuple(_fixed_headers(one.headers)) if kind is ContentKind.MULTIPART else ()
        if style or one.content_type or headers:
            yield PartEncoding(
                name=one.name,
                content_type="" if style else one.content_type,
                style=style,
                explode=one.explode,
                allow_reserved=one.allow_reserved,
                headers=headers,
            )


def _fixed_headers(headers: Iterable[Header]) -> Iterator[tuple[str, str]]:
    for header in headers:
        if text := _fixed_text(header):
            yield header.name, text


def _fixed_text(header: Header) -> str:
    """Returns the text that the schema of a header fixes, or ""."""
    schema = header.schema
    if schema is None:
        return ""
    const = schema.const.value if schema.const else None
    values = [const, *(schema.enum if len(schema.enum) == 1 else ())]
    values.append(schema.default.value if schema.default else None)
    return next((value for value in values if isinstance(value, str)), "")


@dataclass(frozen=True, slots=True)
class EncodingChecker:
    """Reports what the encodings of a multipart form ask for and the client doesn't send."""

    find: FindType
    locate: Callable[[str], Location]
    problems: Problems

    def check(self, media: MediaType, content: Content) -> None:
        """Adds a warning for each header and each object that a part can't have.

        Rule BX1: a required header of a part whose value the schema doesn't fix isn't sent.
        Rule BX2: an object is sent as JSON, even if its encoding lists only other media types.
        """
        if content.kind is not ContentKind.MULTIPART:
            return
        nested = frozenset(self._nested_members(content.type))
        for one in media.encodings:
            self._check_headers(one)
            if one.name in nested and one.content_type and not one.style:
                self._check_media_type(one)

    def _check_headers(self, encoding: Encoding) -> None:
        for header in encoding.headers:
            if header.required and not _fixed_text(header):
                self.problems.warning(
                    "part-header-not-sent",
                    f'the part "{encoding.name}" requires the header "{header.name}", whose value '
                    "isn't fixed; the client doesn't send it",
                    self.locate(encoding.pointer),
                    "give the header's schema a const or a default with an overlay, or make it "
                    "optional",
                )

    def _check_media_type(self, encoding: Encoding) -> None:
        accepted = [one.partition(";")[0].strip() for one in encoding.content_type.split(",")]
        if not any(_accepts_json(one) for one in accepted):
            self.problems.warning(
                "part-not-json",
                f'the part "{encoding.name}" is an object, which the client sends as JSON text '
                f'with the media type "{encoding.content_type}"',
                self.locate(encoding.pointer),
                "add application/json to contentType with an overlay, or describe the part as a "
                "string or a file",
            )

    def _nested_members(self, of: Type) -> Iterator[str]:
        """Yields the members that are objects, or lists of objects."""
        if not all(isinstance(one, Object) for one in variants_of(of, self.find)):
            return
        for member in merge_properties(of, self.find):
            for one in variants_of(member.type, self.find):
                items = variants_of(one.items, self.find) if isinstance(one, Array) else (one,)
                if any(isinstance(item, Object | Map) for item in items):
                    yield member.name


def _accepts_json(media_type: str) -> bool:
    plain = media_type in ("application/json", "application/*", "*/*")
    return plain or media_type.endswith("+json")


def write_as_text(of: Type, find: FindType, within: frozenset[str] = frozenset()) -> Type:
    """Returns `of` with texts in place of bytes.

    A reference to bytes, or to a list or union of them, is replaced. An object that has a name
    keeps it, and so does a type `within` itself.
    """
    match of:
        case Binary():
            return Scalar(ScalarKind.STRING, "binary")
        case Nullable(inner):
            return Nullable(write_as_text(inner, find, within))
        case Array(items):
            return replace(of, items=write_as_text(items, find, within))
        case Map(values):
            return replace(of, values=write_as_text(values, find, within))
        case Object(properties):
            members = (replace(p, type=write_as_text(p.type, find, within)) for p in properties)
            return replace(of, properties=tuple(members))
        case Union(variants):
            choices = (replace(v, type=write_as_text(v.type, find, within)) for v in variants)
            return replace(of, variants=tuple(choices))
        case Ref(name) if name not in within:
            if any(_is_bytes(one, find) for one in variants_of(of, find)):
                return write_as_text(find(name).type, find, within | {name})
    return of


def _is_bytes(of: Type, find: FindType) -> bool:
    if isinstance(of, Array):
        return any(isinstance(one, Binary) for one in variants_of(of.items, find))
    return isinstance(of, Binary)
