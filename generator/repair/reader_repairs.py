"""Repairs of defects that the reader of the document reports: references, names, parameters."""

from __future__ import annotations

import re
from typing import cast

from generator import names
from generator.json_types import Json, JsonObject, JsonValue
from generator.openapi import json_parts
from generator.openapi.pointers import child, last_step, parent, steps
from generator.repair.model import BrokenPart, Repair
from generator.vocabulary import HttpVerb

_SHORT_VERSION = re.compile(r"3\.[01]\Z")
_SCHEMA_WORDS = frozenset(
    ("schema", "schemas", "properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties")
)


def name_operation(part: BrokenPart) -> list[Repair]:
    """Rule RP3: an operation without an operationId is named from its method and path."""
    verb, path = part.defect.detail
    words = names.snake_case(f"{verb} {path}") or verb
    name = part.operation_ids.take(words[:80])
    reason = f"{HttpVerb(verb).sent} {path[:100]} has no operationId; this one is made of both."
    return part.addition("no-operation-id", reason, {"operationId": name})


def declare_path_parameter(part: BrokenPart) -> list[Repair]:
    """Declares a parameter of the path as a text, or renames the one that is meant."""
    name, path = part.defect.detail
    for at in (child(part.pointer, "parameters"), child(part.owner, "parameters")):
        for element, parameter in json_parts.elements(at, part.at(at)):
            declared = json_parts.mapping(parameter)
            spelled = json_parts.text(declared.get("name"))
            if declared.get("in") == "path" and _placeholder_meant_by(spelled, path) == name:
                reason = f'The path spells the parameter "{spelled[:60]}" as "{name[:60]}".'
                renamed = JsonValue({"name": name})
                return [Repair("misspelt-path-parameter", element, reason, renamed)]
    reason = f"The path has {{{name[:60]}}}, which the operation doesn't declare; it is a text."
    declaration: JsonObject = {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    return part.addition("undeclared-path-parameter", reason, {"parameters": [declaration]})


def _placeholder_meant_by(name: str, path: str) -> str:
    """Returns the placeholder that has the name in another spelling; "" if there is none."""
    placeholders: list[str] = re.findall(r"\{([^{}]*)\}", path)
    if name in placeholders:
        return ""
    alike = (one for one in placeholders if names.snake_case(one) == names.snake_case(name))
    return next(alike, "")


def drop_path_parameter(part: BrokenPart) -> list[Repair]:
    """Leaves out a parameter that the path doesn't have; another spelling is no reason to."""
    name, path = part.defect.detail
    is_listed = last_step(part.owner) == "parameters" and isinstance(part.at(part.owner), list)
    is_inline = "name" in json_parts.mapping(part.value)
    if not is_listed or (is_inline and _placeholder_meant_by(name, path)):
        return []
    reason = f'The path has no parameter "{name[:60]}"; it is left out.'
    return part.removal("path-parameter-not-in-path", reason)


def drop_repeated_parameter(part: BrokenPart) -> list[Repair]:
    """Leaves out a parameter that its list already has."""
    reason = "The list already has a parameter of this name and place; the first one counts."
    return part.removal("repeated-parameter", reason)


def drop_repeated_tag(part: BrokenPart) -> list[Repair]:
    """Leaves out a tag that the list already has."""
    reason = "The list already has a tag of this name; the first one counts."
    return part.removal("repeated-tag", reason)


def drop_alternative(part: BrokenPart) -> list[Repair]:
    """Leaves out a way to authenticate whose scheme isn't declared."""
    schemes = json_parts.mapping(
        json_parts.mapping(part.root.get("components")).get("securitySchemes")
    )
    listed = part.at(part.owner)
    usable = (
        [one for one in listed if _is_declared(one, schemes)] if isinstance(listed, list) else []
    )
    name = next((name for name in json_parts.mapping(part.value) if name not in schemes), "")
    if usable:
        reason = f'The security scheme "{name[:60]}" isn\'t declared; this alternative is left out.'
        return part.removal("unknown-security-scheme", reason)
    reason = f'The security scheme "{name[:60]}" isn\'t declared; `security` is left out.'
    return [Repair("unknown-security-scheme", part.owner, reason)]


def _is_declared(alternative: Json, schemes: JsonObject) -> bool:
    return isinstance(alternative, dict) and all(name in schemes for name in alternative)


def repair_reference(part: BrokenPart) -> list[Repair]:
    """Rule RP4: a reference that leads nowhere means anything; the page says so."""
    target = steps(part.defect.detail[0])
    name = target[-1] if target else ""
    if part.key != "$ref":
        reason = f'The discriminator leads from "{part.key[:60]}" to a schema that is not there.'
        return part.removal("dangling-mapping", reason)
    components = json_parts.mapping(part.root.get("components"))
    if target[:1] != ("components",) and name in json_parts.mapping(components.get("schemas")):
        reason = f'The schema "{name[:60]}" is in components/schemas.'
        return part.replacement(
            "misplaced-reference", reason, f"#{child('/components/schemas', name)}"
        )
    section = target[1] if len(target) == 3 and target[0] == "components" else ""
    if section in ("schemas", "responses"):
        missing: Json = {"description": f'The document refers to "{name}" but lacks it.'}
        reason = f'References lead to "{name[:60]}", which is not there; it may be anything.'
        place, added = f"/components/{section}", cast("JsonObject", {name: missing})
        if not isinstance(part.at(place), dict):
            place, added = "", {"components": {section: added}}
        return [Repair("dangling-reference", place, reason, JsonValue(added))]
    if section == "parameters" and last_step(parent(part.owner)) == "parameters":
        reason = f'The parameter "{name[:60]}" is not in the document; it is left out.'
        return [Repair("dangling-reference", part.owner, reason)]
    if section in ("examples", "headers", "links", "callbacks"):
        reason = f'"{name[:60]}" is not in the document; the reference to it is left out.'
        return [Repair("dangling-reference", part.owner, reason)]
    if _SCHEMA_WORDS & {*steps(part.pointer)[1:]} and section != "requestBodies":
        reason = f'A reference leads to "{name[:60]}", which is not there; it may be anything.'
        said = JsonValue({"description": f'The document refers to "{name}" but lacks it.'})
        return [
            Repair("dangling-reference", part.owner, reason, said),
            Repair("dangling-reference", part.pointer, reason),
        ]
    return []


def complete_version(part: BrokenPart) -> list[Repair]:
    """Writes the version as a text of three numbers."""
    spelled = str(part.value).strip()
    if part.pointer != "/openapi" or not _SHORT_VERSION.match(spelled):
        return []
    reason = f"The version of OpenAPI is a text of three numbers; {spelled} means {spelled}.0."
    return part.replacement("short-version", reason, f"{spelled}.0")
