"""Repairs of keys that OpenAPI demands or doesn't know: one function for each keyword."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.json_types import Json, JsonObject, JsonValue
from generator.openapi import json_parts
from generator.openapi.pointers import child, last_step, parent, steps
from generator.repair.model import ALWAYS_REQUIRED, BrokenPart, Repair
from generator.vocabulary import HttpVerb

_SCHEMA_KEYS = (
    *("type", "format", "enum", "items", "pattern", "minimum", "maximum", "minLength"),
    *("maxLength", "minItems", "maxItems", "uniqueItems", "default", "nullable", "properties"),
    *("oneOf", "anyOf", "allOf", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "x-enum"),
)
_VERBS = frozenset(HttpVerb)
_UNKNOWN_URL = "https://unknown.invalid/"  # RFC 2606 §2: a name that never resolves
_STATUS = re.compile(r"([1-5])(?:(\d\d)|[xX*]{2})")


def add_missing_key(part: BrokenPart) -> list[Repair]:
    """Adds a key that OpenAPI demands, if its value doesn't matter; else removes its object."""
    missing = next(iter(part.defect.detail), "")
    if _WHOLE.get(part.key, ("",))[0] == missing:
        return part.removal("incomplete-part", f"{_WHOLE[part.key][1]}; it is left out.")
    for key, applies, add in _MISSING:
        if key == missing and applies(part):
            return add(part)
    return []


_INFO: JsonObject = {"title": "API", "version": "0.0.0"}
_ANY_RESPONSE: JsonObject = {"default": {"description": ""}}
_NO_RESPONSES = "The operation describes no response, which OpenAPI demands; any may come."
# Parts that say nothing without one of their keys: the key, and what is wrong without it.
_WHOLE = {
    "externalDocs": ("url", "The link to other documentation has no URL"),
    "license": ("name", "The licence has no name"),
    "discriminator": ("propertyName", "The discriminator names no property, so it tells nothing"),
    "requestBody": ("content", "The request body has no content"),
}


def _add(key: str, kind: str, value: Json, reason: str) -> Callable[[BrokenPart], list[Repair]]:
    return lambda part: part.addition(kind, reason, {key: value})


def _is_info(part: BrokenPart) -> bool:
    return part.pointer == "/info"


def _is_response(part: BrokenPart) -> bool:
    return last_step(part.owner) == "responses"


def _is_server_variable(part: BrokenPart) -> bool:
    return last_step(part.owner) == "variables" and "servers" in steps(part.pointer)


def _is_parameter(part: BrokenPart) -> bool:
    return "in" in json_parts.mapping(part.value)


def _is_operation(part: BrokenPart) -> bool:
    return part.key in _VERBS or "operationId" in json_parts.mapping(part.value)


def _has_no_schema(part: BrokenPart) -> bool:
    return not {"schema", "content"} & {*json_parts.mapping(part.value)}


def _is_any(part: BrokenPart) -> bool:  # noqa: ARG001 (one of the conditions)
    return True


def _add_server_default(part: BrokenPart) -> list[Repair]:
    values = json_parts.texts(json_parts.mapping(part.value).get("enum"))
    default = values[0] if values else part.key
    chosen = "the first value" if values else "its name, which a base URL must replace"
    reason = f'The server variable "{part.key}" has no default; it gets {chosen}.'
    return part.addition("missing-default", reason, {"default": default})


def _add_schema(part: BrokenPart) -> list[Repair]:
    """Moves the keys of a schema, as Swagger 2.0 wrote them, into `schema`."""
    value = json_parts.mapping(part.value)
    moved: JsonObject = {key: value[key] for key in _SCHEMA_KEYS if key in value}
    if moved:
        reason = "The keys of the schema stand beside it, as in Swagger 2.0; they move into it."
    else:
        reason, moved = "The part has no schema; it is taken for a text.", {"type": "string"}
    return [
        *part.addition("missing-schema", reason, {"schema": moved}),
        *(
            Repair("missing-schema", child(part.pointer, key), reason)
            for key in moved
            if key in value
        ),
    ]


def _add_url(key: str) -> Callable[[BrokenPart], list[Repair]]:
    reason = f"The scheme has no {key}, which OpenAPI demands; no request needs it."
    return _add(key, "missing-url", _UNKNOWN_URL, reason)


# The missing key, a condition, and the function that adds it.
_MISSING: tuple[
    tuple[str, Callable[[BrokenPart], bool], Callable[[BrokenPart], list[Repair]]], ...
] = (
    ("info", _is_any, _add("info", "missing-info", _INFO, "The document has no title or version.")),
    (
        "version",
        _is_info,
        _add("version", "missing-version", "0.0.0", "The document doesn't tell its version."),
    ),
    (
        "title",
        _is_info,
        _add("title", "missing-title", "API", "The document has no title, which OpenAPI demands."),
    ),
    (
        "description",
        _is_response,
        _add(
            "description",
            "missing-description",
            "",
            "The response has no description, which OpenAPI demands; an empty one says so.",
        ),
    ),
    ("default", _is_server_variable, _add_server_default),
    (
        "required",
        _is_parameter,
        _add("required", "path-parameter-not-required", value=True, reason=ALWAYS_REQUIRED),
    ),
    (
        "responses",
        _is_operation,
        _add("responses", "missing-responses", _ANY_RESPONSE, _NO_RESPONSES),
    ),
    ("schema", _has_no_schema, _add_schema),
    ("content", _has_no_schema, _add_schema),
    (
        "scopes",
        _is_any,
        _add("scopes", "missing-scopes", {}, "The flow has no scopes, which OpenAPI demands."),
    ),
    (
        "flows",
        _is_any,
        _add("flows", "missing-scopes", {}, "The scheme has no flows, which OpenAPI demands."),
    ),
    *(
        (key, _is_any, _add_url(key))
        for key in ("tokenUrl", "authorizationUrl", "openIdConnectUrl")
    ),
)


def remove_unknown_key(part: BrokenPart) -> list[Repair]:
    """Removes a key that the version doesn't know, or writes it as the version does.

    A key with operations or responses in it, or one that a reference needs, isn't touched.
    """
    owner, value = steps(part.owner), part.value
    if part.key == "$ref" or owner == ("paths",) or _holds_operations(part.key, value):
        return []
    if last_step(part.owner) == "responses" and len(owner) > 2:
        return _rename_status(part)
    if isinstance(value, dict | list) and _is_referred(part.root, part.pointer):
        return []
    reason = (
        f'This version of OpenAPI doesn\'t know the key "{part.key[:60]}" here; it is left out.'
    )
    return [*_respell(part), *part.removal("unknown-key", reason)]


def _holds_operations(key: str, value: Json) -> bool:
    if key.lower() in _VERBS or key == "additionalOperations":
        return True
    return isinstance(value, dict) and "responses" in value


def _respell(part: BrokenPart) -> list[Repair]:
    """Adds the key of OpenAPI 3.0 that says the same as a key of later JSON Schema."""
    holder, value = json_parts.mapping(part.at(part.owner)), part.value
    said: JsonObject = {}
    if part.key == "const" and "enum" not in holder:
        said = {"enum": [value]}
    elif part.key == "examples" and isinstance(value, list) and value and "example" not in holder:
        said = {"example": value[0]}
    elif part.key == "patternProperties" and "additionalProperties" not in holder:
        first = next(iter(json_parts.mapping(value).values()), None)
        said = {"additionalProperties": first} if isinstance(first, dict) else {}
    if not said:
        return []
    reason = f"OpenAPI 3.0 doesn't know `{part.key}`; `{next(iter(said))}` says the same."
    return [Repair("unknown-key", part.owner, reason, JsonValue(said))]


def _rename_status(part: BrokenPart) -> list[Repair]:
    """Gives a response the status that its key means; one without a meaning is left out."""
    siblings = json_parts.mapping(part.at(part.owner))
    match = _STATUS.match(part.key)
    status = (match[1] + (match[2] or "XX")) if match else ""
    if not status and len(siblings) == 1:
        status = "default"
    if status and status not in siblings and isinstance(part.value, dict):
        reason = f'"{part.key[:60]}" is no status of a response; "{status}" is what it means.'
        moved = Repair("unknown-status", part.owner, reason, JsonValue({status: part.value}))
        return [moved, *part.removal("unknown-status", reason)]
    reason = f'"{part.key[:60]}" is no status of a response; it is left out.'
    return part.removal("unknown-status", reason)


def _is_referred(root: Json, pointer: str) -> bool:
    """Does a reference of the document lead into the part?"""
    start = f"#{pointer}"
    waiting = [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            ref = here.get("$ref")
            if isinstance(ref, str) and (ref == start or ref.startswith(f"{start}/")):
                return True
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return False


def fill_empty_part(part: BrokenPart) -> list[Repair]:
    """Removes an empty list or object where OpenAPI requires entries; it has no meaning."""
    if part.value not in ([], {}):
        return []
    if part.key == "responses":
        return part.addition("missing-responses", _NO_RESPONSES, _ANY_RESPONSE)
    if not isinstance(part.at(part.owner), dict):
        return []
    return part.removal("empty-part", f"`{part.key}` is empty, which says nothing; it is left out.")


def remove_second_example(part: BrokenPart) -> list[Repair]:
    """Removes `example` beside `examples`, which exclude one another."""
    if not {"example", "examples"} <= {*json_parts.mapping(part.value)}:
        return []
    reason = "OpenAPI allows either `example` or `examples`; the one example is left out."
    return [Repair("two-kinds-of-examples", child(part.pointer, "example"), reason)]


def repair_address(part: BrokenPart) -> list[Repair]:
    """Removes a broken URL or e-mail address. A reference is escaped as a URL demands."""
    form = next(iter(part.defect.detail), "")
    if part.key == "$ref" and isinstance(part.value, str) and part.value.startswith("#"):
        return []
    if part.key in ("tokenUrl", "authorizationUrl", "openIdConnectUrl", "refreshUrl"):
        reason = f"`{part.key}` is no URL; no request needs it."
        return part.replacement("broken-address", reason, _UNKNOWN_URL)
    if form not in ("uri", "uri-reference", "iri", "email") or steps(part.pointer)[0] == "servers":
        return []
    reason = f"`{part.key}` is no {'e-mail address' if form == 'email' else 'URL'}; it is left out."
    if last_step(part.owner) == "externalDocs":
        return [Repair("broken-address", parent(part.pointer), reason)]
    return part.removal("broken-address", reason)
