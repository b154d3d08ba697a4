"""How the body of an UPDATE gets its numbers: a Go template that the engine runs on it.

The engine reads each value of a SET as a string. The template writes the properties that are
numbers or booleans without their quotes, and all others as they are.
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
    """The template of an UPDATE or REPLACE; nothing where its body has no number and no boolean.

    Rule RG11: what a SET gives for a number or a boolean is sent as JSON, not as a string.
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
