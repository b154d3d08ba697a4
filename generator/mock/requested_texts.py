"""Writes the texts of answers that a model generates, as the schema in the request asks.

A request and its method come in; the text that applies goes out, and an answer with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.examples.schema_values import UnusableSchemaError, make_schema_value
from generator.json_types import Json, JsonObject
from generator.mock.model import DecodedRequest, Problem
from generator.model.methods import GeneratedText, Method, PathInResponse


@dataclass(frozen=True, slots=True)
class RequestedText:
    """The text of an answer, and the schema that it must fit, if the request has one."""

    places: GeneratedText
    schema: JsonObject | None = None


def find_requested_text(
    method: Method, decoded: DecodedRequest, *, streams: bool
) -> RequestedText | None:
    """Returns the first text whose schema the request has, else the first text.

    A stream has only texts that events have in parts.
    """
    texts = [one for one in method.generates if one.delta is not None or not streams]
    for one in texts:
        schema = value_at(decoded.body, one.schema) if one.schema else None
        ignored = one.unless is not None and value_at(decoded.body, one.unless) is not None
        if isinstance(schema, dict) and not ignored:
            return RequestedText(one, schema)
    return RequestedText(texts[0]) if texts else None


def write_text(requested: RequestedText, decoded: DecodedRequest, answer: Json) -> Json | Problem:
    """Returns the answer with JSON text that fits the schema of the request."""
    if requested.schema is None:
        return answer
    places = requested.places
    try:
        value = make_schema_value(requested.schema)
    except UnusableSchemaError as error:
        name = _show_place(places.schema)
        text = f'"{name}" is no JSON Schema that the mock server can answer: {error}'
        return Problem(400, text, name, "unusable_schema")
    put_value(answer, places.text, json.dumps(value, ensure_ascii=False))
    for to, source in places.copies:
        if (copied := value_at(decoded.body, source)) is not None:
            put_value(answer, to, copied)
    return answer


def value_at(value: Json, path: PathInResponse) -> Json:
    """Returns the value at a place, or None."""
    for step in path.steps:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and value:
            value = value[step]
        else:
            return None
    return value


def put_value(value: Json, path: PathInResponse, new: Json) -> None:
    """Changes the value at a place. Nothing changes where the place isn't there."""
    *steps, last = path.steps
    match value_at(value, PathInResponse(tuple(steps))), last:
        case dict() as owner, str():
            owner[last] = new
        case [*_] as rows, int() if rows:
            rows[last] = new


def _show_place(path: PathInResponse | None) -> str:
    """Returns a place as errors show it: "tools[-1].parameters"."""
    steps = path.steps if path else ()
    return "".join(f".{one}" if isinstance(one, str) else f"[{one}]" for one in steps)[1:]
