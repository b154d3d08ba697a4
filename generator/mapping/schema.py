"""Makes the JSON Schema of a provider file, which editors use, from its format.

`specs/provider.schema.json` contains its text; a test compares the two.
"""

from __future__ import annotations

import json

from generator.json_types import Json, JsonObject
from generator.mapping.file_format import PROVIDER_FILE
from generator.mapping.forms import (
    ChoiceForm,
    FlagForm,
    Form,
    Key,
    ListForm,
    RecordForm,
    TableForm,
    TextForm,
)


def provider_file_schema() -> JsonObject:
    """Returns the JSON Schema 2020-12 of provider.yaml. Only `provider_file` checks the rest."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Provider file",
        "description": "Maps the operations of an OpenAPI document to services and resources.",
        **_schema(PROVIDER_FILE),
    }


def provider_file_schema_text() -> str:
    """Returns the text of `specs/provider.schema.json`."""
    return json.dumps(provider_file_schema(), indent=2, ensure_ascii=False) + "\n"


def _schema(form: Form) -> JsonObject:
    match form:
        case TextForm():
            return {"type": "string", **_spelling(form)}
        case ChoiceForm():
            return {"enum": list(form.values)}
        case FlagForm():
            return {"type": "boolean"}
        case RecordForm(short=""):
            return _record(form)
        case RecordForm():
            short = next(key.form for key in form.keys if key.name == form.short)
            return {"anyOf": [_schema(short), _record(form)]}
        case TableForm():
            return {
                "type": "object",
                "minProperties": 1,
                "propertyNames": _spelling(form.name),
                "additionalProperties": _schema(form.entry),
            }
        case ListForm():
            least: JsonObject = {"minItems": 1} if form.hint else {}
            return {"type": "array", "items": _schema(form.entry), **least}


def _spelling(form: TextForm) -> JsonObject:
    refused: JsonObject = {"not": {"enum": list(form.forbidden)}} if form.forbidden else {}
    return {"pattern": form.pattern, **refused}


def _record(form: RecordForm) -> JsonObject:
    schema: JsonObject = {
        "type": "object",
        "properties": {key.name: _key(key) for key in form.keys},
        "additionalProperties": False,
    }
    required: list[Json] = [key.name for key in form.keys if key.required]
    if required:
        schema["required"] = required
    if form.one_of:
        schema["oneOf"] = [{"required": [name]} for name in form.one_of]
    if form.pairs:
        schema["dependentRequired"] = {
            name: [other] for pair in form.pairs for name, other in (pair, pair[::-1])
        }
    return schema


def _key(key: Key) -> JsonObject:
    return {"description": key.about, **_schema(key.form)}
