"""Lowers the encodings of forms, and the bytes of bodies that have no place for them.

Encoding Objects and types come in; `PartEncoding`s, and types without bytes, go out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.lower.fields import variants_of
from generator.model.methods import ContentKind, PartEncoding
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
from generator.openapi.model import Encoding, Header

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
        schema = header.schema
        if schema is None:
            continue
        const = schema.const.value if schema.const else None
        values = [const, *(schema.enum if len(schema.enum) == 1 else ())]
        values.append(schema.default.value if schema.default else None)
        text = next((value for value in values if isinstance(value, str)), "")
        if text:
            yield header.name, text


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
