"""Repairs of values that a schema of OpenAPI refuses: one function for each keyword."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from generator.json_types import Json, JsonObject, JsonValue
from generator.openapi import json_parts
from generator.openapi.pointers import child, from_fragment, last_step, parent
from generator.repair.model import ALWAYS_REQUIRED, BrokenPart, Repair

_TYPES = ("array", "boolean", "integer", "number", "object", "string")
# Words that vendors write as a type: the type and the format that they mean.
_TYPE_WORDS = {
    "any": ("", ""),
    "bool": ("boolean", ""),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "decimal": ("number", ""),
    "dict": ("object", ""),
    "double": ("number", "double"),
    "enum": ("", ""),
    "file": ("string", "binary"),
    "float": ("number", "float"),
    "guid": ("string", "uuid"),
    "hash": ("object", ""),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "json": ("object", ""),
    "list": ("array", ""),
    "long": ("integer", "int64"),
    "map": ("object", ""),
    "str": ("string", ""),
    "text": ("string", ""),
    "timestamp": ("string", "date-time"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "uuid": ("string", "uuid"),
}
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_SCHEMA_PLACES = ("items", "schema", "additionalProperties", "not")
_VARIANTS = ("anyOf", "oneOf")


def drop_repeated_entries(part: BrokenPart) -> list[Repair]:
    """Removes the entries of a list that repeat an earlier one."""
    if not isinstance(part.value, list):
        return []
    seen: set[str] = set()
    found: list[Repair] = []
    for at, entry in json_parts.elements(part.pointer, part.value):
        spelled = _spell(entry)
        if spelled in seen:
            reason = f"`{part.key}` names {_short(entry)} twice; its entries must differ."
            found.append(Repair("repeated-entry", at, reason))
        seen.add(spelled)
    return found


def drop_default(part: BrokenPart) -> list[Repair]:
    """Removes a default that its own schema refuses."""
    at = next(iter(part.defect.detail), part.pointer)
    reason = f"The default {_short(part.at(at))} contradicts its own schema; it is left out."
    return [Repair("contradicting-default", at, reason)]


def drop_undefined_names(part: BrokenPart) -> list[Repair]:
    """Removes names from `required` that no property has."""
    names = set(part.defect.detail)
    listed = list(json_parts.elements(part.pointer, part.value))
    gone = [(at, name) for at, name in listed if name in names]
    if len(gone) == len(listed):
        reason = "`required` names no property that the schema has; it is left out."
        return part.removal("undefined-required", reason)
    return [
        Repair("undefined-required", at, f"`required` names {_short(name)}, which is no property.")
        for at, name in gone
    ]


def drop_limit(part: BrokenPart) -> list[Repair]:
    """Removes a limit that no value can be measured by, such as a negative length."""
    reason = f"`{part.key}: {_short(part.value)}` is no limit; it is left out."
    return part.removal("impossible-limit", reason)


def correct_word(part: BrokenPart) -> list[Repair]:
    """Replaces a word that OpenAPI doesn't know by the one that it means."""
    value, allowed = part.value, part.defect.detail
    if part.key == "required":
        return correct_constant(part)
    if not isinstance(value, str):
        return []
    same = [word for word in allowed if word.lower() == value.strip().lower()]
    if same:
        reason = f'OpenAPI spells "{value}" as "{same[0]}".'
        return part.replacement("misspelt-word", reason, same[0])
    if part.key == "type" and "string" in allowed:
        return _correct_type(part, value)
    if part.key == "style":
        reason = f'There is no style "{value[:60]}" here; the default of OpenAPI applies.'
        return part.removal("unknown-style", reason)
    return []


def _correct_type(part: BrokenPart, value: str) -> list[Repair]:
    if value == "null":
        return _make_nullable(part)
    kind, form = _TYPE_WORDS.get(value.strip().lower(), ("", ""))
    if not kind:
        reason = f'"{value[:60]}" is no type of JSON; the value may be anything.'
        return part.removal("unknown-type", reason)
    said: JsonObject = {"type": kind}
    if form and "format" not in json_parts.mapping(part.at(part.owner)):
        said["format"] = form
    reason = f'"{value}" is no type of JSON; "{kind}" is what it means.'
    return [Repair("unknown-type", part.owner, reason, JsonValue(said))]


def _make_nullable(part: BrokenPart) -> list[Repair]:
    """Writes `type: "null"` as OpenAPI 3.0 does, with `nullable` at the schema or its union."""
    reason = 'OpenAPI 3.0 has no type "null"; `nullable: true` says the same.'
    variants = parent(part.owner)
    nullable = JsonValue({"nullable": True})
    if last_step(variants) in _VARIANTS:
        union = parent(variants)
        return [
            Repair("null-type", union, reason, nullable),
            Repair("null-type", part.owner, reason),
        ]
    return [
        Repair("null-type", part.owner, reason, nullable),
        Repair("null-type", part.pointer, reason),
    ]


def correct_constant(part: BrokenPart) -> list[Repair]:
    """A parameter in the path is required, whatever the document says."""
    if part.key != "required":
        return []
    return part.replacement("path-parameter-not-required", ALWAYS_REQUIRED, value=True)


def correct_type(part: BrokenPart) -> list[Repair]:
    """Gives a value the type that OpenAPI wants, if its text says what it means."""
    value, wanted = part.value, part.defect.detail
    holder = part.at(part.owner)
    if value is None:
        return _drop_null(part, holder)
    if part.key == "type" and isinstance(value, list):
        return _split_types(part, value)
    if part.key == "required" and "array" in wanted and not isinstance(value, list):
        return _move_required(part, value)
    if part.key in _BOUNDS:
        return _correct_bound(part, value)
    for expected in wanted:
        for correct in _CORRECTIONS.get(expected, ()):
            if repairs := correct(part, value):
                return repairs
    return _drop_remark(part)


def _drop_null(part: BrokenPart, holder: Json) -> list[Repair]:
    is_schema = part.key in _SCHEMA_PLACES or last_step(part.owner) == "properties"
    if is_schema and isinstance(holder, dict):
        reason = f"`{part.key}` has no schema; its value may be anything."
        return part.replacement("null-value", reason, {})
    reason = f"`{part.key}` is null, which says nothing; it is left out."
    return part.removal("null-value", reason)


def _split_types(part: BrokenPart, value: list[Json]) -> list[Repair]:
    """Writes a list of types as OpenAPI 3.0 does."""
    types = [name for name in json_parts.texts(value) if name in _TYPES]
    said: JsonObject = {}
    if "null" in value or None in value:
        said["nullable"] = True
    if len(types) == 1:
        said["type"] = types[0]
    holder = json_parts.mapping(part.at(part.owner))
    is_union = len(types) > 1 and not {"anyOf", "oneOf"} & {*holder}
    if is_union:
        said["anyOf"] = [{"type": name} for name in types]
    reason = "OpenAPI 3.0 has one type for a schema; `nullable` and `anyOf` say the same."
    made = [Repair("list-of-types", part.owner, reason, JsonValue(said))] if said else []
    gone = [] if "type" in said else part.removal("list-of-types", reason)
    return [*made, *gone]


def _move_required(part: BrokenPart, value: Json) -> list[Repair]:
    """Moves `required: true` of a property to the list of its object."""
    reason = "`required` is a list of property names; the flag of a property moves into it."
    found = part.removal("required-flag", reason)
    properties = parent(part.owner)
    schema = parent(properties)
    if last_step(properties) != "properties" or value not in (True, "true"):
        return found
    listed = json_parts.mapping(part.at(schema)).get("required", [])
    name = last_step(part.owner)
    if isinstance(listed, list) and name not in listed:
        found.insert(0, Repair("required-flag", schema, reason, JsonValue({"required": [name]})))
    return found


def _correct_bound(part: BrokenPart, value: Json) -> list[Repair]:
    """Writes an exclusive bound as the version does: a flag in 3.0, a number in 3.1."""
    bound = _BOUNDS[part.key]
    reason = f"This version of OpenAPI writes `{part.key}` in another form; the bound stays."
    kind = "bound-of-another-version"
    if isinstance(value, bool):
        limit = json_parts.mapping(part.at(part.owner)).get(bound)
        if value and isinstance(limit, int | float):
            number = JsonValue({part.key: limit})
            return [
                Repair(kind, part.owner, reason, number),
                Repair(kind, child(part.owner, bound), reason),
            ]
        return part.removal(kind, reason)
    if isinstance(value, int | float):
        said: JsonObject = {bound: value, part.key: True}
        return [Repair(kind, part.owner, reason, JsonValue(said))]
    return part.removal(kind, reason)


def _to_text(part: BrokenPart, value: Json) -> list[Repair]:
    if isinstance(value, dict | list):
        return []
    text = json.dumps(value) if isinstance(value, bool | int | float) else ""
    reason = f"`{part.key}` must be a text, so {_short(value)} is put in quotes."
    return part.replacement("value-for-text", reason, text)


def _to_flag(part: BrokenPart, value: Json) -> list[Repair]:
    flags = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
    spelled = str(value).strip().lower()
    if spelled in flags and not isinstance(value, dict | list):
        reason = f"`{part.key}` must be true or false, without quotes."
        return part.replacement("text-for-flag", reason, flags[spelled])
    if part.key == "deprecated" and isinstance(value, str):
        reason = "`deprecated` must be true or false; a text means true."
        return part.replacement("text-for-flag", reason, value=True)
    return []


def _to_number(part: BrokenPart, value: Json) -> list[Repair]:
    number: int | float | None = None
    if isinstance(value, str):
        with suppress(ValueError):
            number = json_parts.number(json.loads(value))
    if number is None:
        return []
    reason = f"`{part.key}` must be a number, without quotes."
    return part.replacement("text-for-number", reason, number)


def _to_list(part: BrokenPart, value: Json) -> list[Repair]:
    if part.key == "examples":
        reason = "`examples` of a schema is a list; what stands here is left out."
        return part.removal("misplaced-example", reason)
    if part.key not in ("enum", "tags", "security", "servers", *_VARIANTS, "allOf"):
        return []
    reason = f"`{part.key}` must be a list; its one entry becomes one."
    return part.replacement("entry-for-list", reason, [value])


def _to_object(part: BrokenPart, value: Json) -> list[Repair]:
    if part.key == "$ref" and isinstance(value, str):
        return _write_out(part, value)
    if value == []:
        reason = f"`{part.key}` must be an object; an empty list stands for an empty one."
        return part.replacement("list-for-object", reason, {})
    if part.key == "examples" and isinstance(value, list):
        reason = "`examples` must have names here; the list is left out."
        return part.removal("misplaced-example", reason)
    if isinstance(value, str) and part.key in _SCHEMA_PLACES:
        kind, _ = _TYPE_WORDS.get(value.lower(), (value.lower(), ""))
        reason = f'"{value[:60]}" is no schema, but the name of a type.'
        said: Json = {"type": kind} if kind in _TYPES else {}
        return part.replacement("text-for-schema", reason, said)
    if isinstance(value, list) and part.key == "items":
        reason = "`items` must be one schema; the entries may be anything."
        return part.replacement("list-for-schema", reason, {})
    return []


def _write_out(part: BrokenPart, ref: str) -> list[Repair]:
    """Replaces a reference by what it refers to, where OpenAPI allows no reference."""
    target = part.at(from_fragment(ref) or "/")
    if not isinstance(target, dict):
        return []
    reason = f'OpenAPI allows no reference here; what is at "{ref[:60]}" is written out.'
    return [
        Repair("reference-out-of-place", part.owner, reason, JsonValue(target)),
        Repair("reference-out-of-place", part.pointer, reason),
    ]


_CORRECTIONS: dict[str, tuple[Callable[[BrokenPart, Json], list[Repair]], ...]] = {
    "string": (_to_text,),
    "boolean": (_to_flag,),
    "number": (_to_number,),
    "integer": (_to_number,),
    "array": (_to_list,),
    "object": (_to_object, _to_flag),
}
# Keys without which a part means the same.
_REMARKS = frozenset(
    (
        *("contact", "deprecated", "description", "discriminator", "example", "externalDocs"),
        *("format", "license", "links", "maxItems", "maxLength", "maximum", "minItems"),
        *("minLength", "minimum", "multipleOf", "operationId", "summary", "termsOfService"),
        *("title", "uniqueItems", "xml"),
    )
)


def _drop_remark(part: BrokenPart) -> list[Repair]:
    if part.key not in _REMARKS or not isinstance(part.at(part.owner), dict):
        return []
    reason = f"`{part.key}` has a value of another type; it is left out."
    return part.removal("wrong-type", reason)


def _spell(value: Json) -> str:
    """Spells values alike that JSON Schema holds to be equal: 1 and 1.0, but not 1 and true."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
