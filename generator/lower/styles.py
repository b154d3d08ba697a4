"""Sets the style of lists and objects for a client with brackets: `tags[]`, `range[from]`.

Parameters and bodies come in as the spec has them, and go out with the style that is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.lower.fields import merge_properties, variants_of
from generator.model.methods import Body, Content, ContentKind, Param, PartEncoding
from generator.model.types import Array, Map, Object, Type
from generator.model.walk import FindType
from generator.vocabulary import ParamPlace

_FORMS = (ContentKind.FORM, ContentKind.MULTIPART)


def apply_brackets_to_param(param: Param, find: FindType) -> Param:
    """Returns `param` in the style of a client with brackets.

    Rule M11: with brackets, a list or an object in a query or a form is sent as a deep object,
    unless the spec sets its style or encoding, or its name ends in `[]`.
    """
    has_own_style = param.style != "form" or not param.explode or param.content_type
    if param.place is not ParamPlace.QUERY or has_own_style:
        return param
    return replace(param, style="deepObject") if _nests(param.name, param.type, find) else param


def apply_brackets_to_body(body: Body, find: FindType) -> Body:
    """Returns `body` with the properties that its forms send as deep objects (rule M11)."""
    nested = {
        one.name: PartEncoding(one.name, style="deepObject")
        for content in body.content
        for one in merge_properties(content.type, find)
        if _nests(one.name, one.type, find)
    }
    return replace(body, content=tuple(_add_encodings(one, nested) for one in body.content))


def _add_encodings(content: Content, nested: Mapping[str, PartEncoding]) -> Content:
    if content.kind not in _FORMS:
        return content
    encoded = {one.name for one in content.encodings}
    added = (one for name, one in nested.items() if name not in encoded)
    return replace(content, encodings=(*content.encodings, *added))


def _nests(name: str, kind: Type, find: FindType) -> bool:
    """Can the value be a list or an object, under a name that doesn't end in `[]`?"""
    if name.endswith("[]"):
        return False
    return any(isinstance(one, Array | Map | Object) for one in variants_of(kind, find))
