"""Sets the style of lists and objects for a client with brackets: `tags[]`, `range[from]`.

Parameters and bodies come in as the spec has them, and go out with the style that is sent.
"""

from __future__ import annotations

from dataclasses import replace

from generator.lower.fields import merge_properties, variants_of
from generator.model.methods import Body, ContentKind, Param
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
    if not any(one.kind in _FORMS for one in body.content):
        return body
    encoded = {name for one in body.content for name, _ in one.encodings}
    nested = (
        one.name
        for content in body.content
        for one in merge_properties(content.type, find)
        if one.name not in encoded and _nests(one.name, one.type, find)
    )
    return replace(body, nested=tuple(dict.fromkeys(nested)))


def _nests(name: str, kind: Type, find: FindType) -> bool:
    """Can the value be a list or an object, under a name that doesn't end in `[]`?"""
    if name.endswith("[]"):
        return False
    return any(isinstance(one, Array | Map | Object) for one in variants_of(kind, find))
