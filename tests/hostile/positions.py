"""Every place of an OpenAPI document that can hold a vendor's text, by kind, and how to fill it.

A name is filled alike wherever the document says it again: references, `required`, path templates,
security requirements, a discriminator's mapping, the provider file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from generator.json_types import Json, JsonObject


class Kind(StrEnum):
    """Where a text stands."""

    PROSE = "descriptions, summaries and titles"
    VERSION = "the version"
    URL = "URLs of servers, docs, contacts"
    DEFAULT = "defaults"
    EXAMPLE = "examples"
    EXAMPLE_NAME = "names of examples and links"
    ENUM = "enum values, consts and the tags of discriminators"
    EXTENSION = "extension values, the vendor's samples among them"
    EXTENSION_NAME = "names of extensions"
    PATTERN = "patterns"
    FORMAT = "formats"
    MEDIA_TYPE = "media types"
    TAG = "tags"
    OPERATION = "operationIds"
    PROPERTY = "property names"
    SCHEMA = "schema names"
    COMPONENT = "names of other components"
    PATH = "paths"
    PARAM = "names of params"
    HEADER = "names of response headers"
    STATUS = "statuses"
    SCHEME = "names of security schemes"
    SCHEME_PARAM = "names of what carries a key"
    MAPPING = "descriptions and reasons in the provider file"
    MAPPING_LINE = "titles in the provider file"
    MAPPING_URL = "URLs in the provider file"


NAMES = frozenset(
    {Kind.TAG, Kind.OPERATION, Kind.PROPERTY, Kind.SCHEMA, Kind.COMPONENT, Kind.PATH, Kind.PARAM}
    | {Kind.HEADER, Kind.STATUS, Kind.SCHEME, Kind.SCHEME_PARAM, Kind.MEDIA_TYPE, Kind.ENUM}
    | {Kind.EXAMPLE_NAME, Kind.EXTENSION_NAME}
)
"""Kinds whose texts must differ from each other, and be the same where they are said again."""

Fill = Callable[[Kind, str], str]
"""What stands in place of a text."""

_TEXTS = {
    "description": Kind.PROSE,
    "summary": Kind.PROSE,
    "title": Kind.PROSE,
    "version": Kind.VERSION,
    "url": Kind.URL,
    "termsOfService": Kind.URL,
    "pattern": Kind.PATTERN,
    "format": Kind.FORMAT,
    "bearerFormat": Kind.FORMAT,
    "contentType": Kind.MEDIA_TYPE,
    "operationId": Kind.OPERATION,
    "propertyName": Kind.PROPERTY,
}
_DATA = {
    "default": Kind.DEFAULT,
    "example": Kind.EXAMPLE,
    "examples": Kind.EXAMPLE,
    "value": Kind.EXAMPLE,
    "const": Kind.ENUM,
    "enum": Kind.ENUM,
}
_MAPS = {
    "properties": Kind.PROPERTY,
    "schemas": Kind.SCHEMA,
    "parameters": Kind.COMPONENT,
    "requestBodies": Kind.COMPONENT,
    "responses": Kind.COMPONENT,
    "securitySchemes": Kind.SCHEME,
    "headers": Kind.HEADER,
    "content": Kind.MEDIA_TYPE,
    "encoding": Kind.PROPERTY,
    "examples": Kind.EXAMPLE_NAME,
    "links": Kind.EXAMPLE_NAME,
    "paths": Kind.PATH,
}
_PLACES = {"schemas": Kind.SCHEMA, "securitySchemes": Kind.SCHEME}


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the texts of `kinds`, but for names that the provider file itself must say."""

    kinds: Collection[Kind]
    fill: Fill
    kept: Collection[str] = ()
    listed: Collection[str] = ()  # enum values: a default that is one of them stays one

    def text(self, kind: Kind, text: str) -> str:
        if kind is Kind.DEFAULT and text in self.listed:
            kind = Kind.ENUM
        return self.fill(kind, text) if kind in self.kinds and text not in self.kept else text

    def document(self, value: Json, inside: str = "") -> Json:
        """An object of the specification, or a list of them; `inside` is the key that it is at."""
        if isinstance(value, list):
            return [self.document(item, inside) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            self.extension(key): self.member(key, item, value, inside)
            for key, item in value.items()
        }

    def extension(self, key: str) -> str:
        return self.text(Kind.EXTENSION_NAME, key) if key.startswith("x-") else key

    def member(self, key: str, value: Json, owner: JsonObject, inside: str) -> Json:
        """One field of an object."""
        if key.startswith("x-"):
            return self.data(Kind.EXTENSION, value)
        if isinstance(value, dict) and key == "responses" and inside != "components":
            return {self.text(Kind.STATUS, name): self.document(x) for name, x in value.items()}
        if isinstance(value, dict) and key in _MAPS:
            return self.map(_MAPS[key], value)
        if key in _DATA:
            return self.data(_DATA[key], value)
        if key == "mapping" and isinstance(value, dict):
            tags = ((self.text(Kind.ENUM, tag), str(ref)) for tag, ref in value.items())
            return {tag: self.reference(ref) for tag, ref in tags}
        if key == "security" and isinstance(value, list):
            return [self.requirement(part) for part in value]
        if isinstance(value, str):
            return self.field(key, value, owner)
        if key == "required" and isinstance(value, list):
            return [self.text(Kind.PROPERTY, str(name)) for name in value]
        if key == "tags" and isinstance(value, list) and all(isinstance(x, str) for x in value):
            return [self.text(Kind.TAG, str(name)) for name in value]
        return self.document(value, key)

    def field(self, key: str, text: str, owner: JsonObject) -> str:
        """A text that the specification gives a meaning."""
        if key == "$ref":
            return self.reference(text)
        if key == "name" and "in" in owner:
            carries_a_key = owner.get("type") == "apiKey"
            return self.text(Kind.SCHEME_PARAM if carries_a_key else Kind.PARAM, text)
        if key == "name":
            return self.text(Kind.PROSE if {"url", "identifier"} & owner.keys() else Kind.TAG, text)
        return self.text(_TEXTS[key], text) if key in _TEXTS else text

    def map(self, kind: Kind, value: JsonObject) -> Json:
        if kind is Kind.PATH:
            return {self.path(key): self.document(item) for key, item in value.items()}
        return {self.text(kind, key): self.document(item) for key, item in value.items()}

    def path(self, path: str) -> str:
        """A path template: its params are names of params."""
        named = re.sub("{(.*?)}", lambda found: f"{{{self.text(Kind.PARAM, found[1])}}}", path)
        return self.text(Kind.PATH, named)

    def reference(self, ref: str) -> str:
        before, place, name = ref.rsplit("/", 2)
        filled = self.text(_PLACES.get(place, Kind.COMPONENT), name)
        escaped = filled.replace("~", "~0").replace("/", "~1") if filled != name else name
        return f"{before}/{place}/{escaped}"

    def requirement(self, part: Json) -> Json:
        if not isinstance(part, dict):
            return part
        return {self.text(Kind.SCHEME, scheme): scopes for scheme, scopes in part.items()}

    def data(self, kind: Kind, value: Json) -> Json:
        """A value that the specification says nothing of."""
        if isinstance(value, str):
            return self.text(kind, value)
        if isinstance(value, list):
            return [self.data(kind, item) for item in value]
        if isinstance(value, dict):
            return {key: self.data(kind, item) for key, item in value.items()}
        return value


def enum_values(value: Json) -> set[str]:
    """Every text that an `enum` or a `const` in `value` lists."""
    if isinstance(value, list):
        return set().union(*map(enum_values, value))
    if not isinstance(value, dict):
        return set()
    known = value.get("enum")
    listed = [*(known if isinstance(known, list) else []), value.get("const")]
    return {one for one in listed if isinstance(one, str)}.union(*map(enum_values, value.values()))
