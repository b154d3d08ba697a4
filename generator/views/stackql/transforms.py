"""Builds the Go template that the engine applies to the body of an UPDATE or REPLACE.

The engine reads each value of a SET clause as a string. The template removes the quotes from
properties that are numbers or booleans, and writes all other properties unchanged.
"""

from __future__ import annotations

from generator.escape import go_string
from generator.json_types import JsonObject
from generator.model.methods import ContentKind, Method
from generator.model.walk import NamedTypes
from generator.views.stackql.plain_schemas import plain_kind
from generator.vocabulary import SqlVerb

_TYPE = "golang_template_json_v0.3.0"
_UNQUOTED = ("number", "integer", "boolean")


def update_transform(method: Method, types: NamedTypes) -> JsonObject:
    """Returns the `transform` entry of an UPDATE or REPLACE.

    The entry is empty if no property of the body is a number or a boolean.

    Rule RG11: a value that a SET clause assigns to a number or a boolean is sent as a JSON number
    or boolean, not as a string.
    """
    body = method.body
    if body is None or method.verb not in (SqlVerb.UPDATE, SqlVerb.REPLACE):
        return {}
    names = [
        one.property.name
        for one in body.properties
        if plain_kind(one.property.type, types) in _UNQUOTED
    ]
    if not names or body.content[0].kind is not ContentKind.JSON:
        return {}
    is_one = " ".join(f"(eq $name {go_string(name)})" for name in names)
    condition = f"(or {is_one})" if len(names) > 1 else is_one
    template = (
        '{{ $comma := "" }}{ '
        "{{ range $name, $value := . }}{{ $comma }}{{ toJson $name }}:"
        f'{{{{ if and (eq (kindOf $value) "string") {condition} }}}}{{{{ $value }}}}'
        '{{ else }}{{ toJson $value }}{{ end }}{{ $comma = "," }}{{ end }} }'
    )
    return {"type": _TYPE, "body": template}
