"""Reads vendor extensions of an operation: sample requests and responses, deprecation reasons.

These extensions have no schema, so values of any shape occur. Values that aren't understood are
left out.
"""

from __future__ import annotations

import json
import re

from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.vocabulary import CodeSample

_REASONS = (
    "x-deprecation-message",
    "x-deprecation-reason",
    "x-deprecated",
    "x-stainless-deprecation-message",
    "x-deprecated-message",
)
_LANGUAGES = ("lang", "language", "sdk")
_TELLING = (re.compile("deprecat", re.I), re.compile(r"\b(?:replaced|superseded) by\b", re.I))
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n{2,}")


def read_deprecation(value: JsonObject) -> tuple[bool, str]:
    """Returns whether an operation, a parameter or a schema is deprecated, and the reason.

    Rule D1: the reason is the vendor's extension; else the first sentence of the description that
    mentions deprecation; else the first one that names a replacement.
    """
    reasons = [text for key in _REASONS if (text := json_parts.text(value.get(key)).strip())]
    is_deprecated = value.get("deprecated") is True or bool(reasons)
    if reasons or not is_deprecated:
        return is_deprecated, reasons[0] if reasons else ""
    texts = (json_parts.text(value.get(key)) for key in ("description", "summary"))
    sentences = [" ".join(part.split()) for text in texts for part in _SENTENCE.split(text)]
    telling = (part for words in _TELLING for part in sentences if words.search(part))
    return True, next(telling, "")


def read_samples(value: JsonObject) -> tuple[tuple[CodeSample, ...], tuple[tuple[str, str], ...]]:
    """Returns an operation's sample requests, and its sample responses with their titles.

    Rule D2: `x-oaiMeta`, `x-codeSamples` and `x-fern-examples` are read, in this order.
    """
    requests: list[CodeSample] = []
    responses: list[tuple[str, str]] = []
    _read_oai_meta(value, requests, responses)
    for key in ("x-codeSamples", "x-code-samples"):
        for _, sample in json_parts.elements("", value.get(key)):
            _read_code_sample(json_parts.mapping(sample), requests)
    for _, example in json_parts.elements("", value.get("x-fern-examples")):
        part = json_parts.mapping(example)
        for _, sample in json_parts.elements("", part.get("code-samples")):
            _read_code_sample(json_parts.mapping(sample), requests)
        body = json_parts.mapping(part.get("response")).get("body")
        if body is not None and not _is_reference(body):
            responses.append((json_parts.text(part.get("name")), _as_text(body)))
    return tuple(dict.fromkeys(requests)), tuple(dict.fromkeys(responses))


def _read_oai_meta(
    value: JsonObject, requests: list[CodeSample], responses: list[tuple[str, str]]
) -> None:
    meta = json_parts.mapping(value.get("x-oaiMeta"))
    examples = meta.get("examples")
    for example in examples if isinstance(examples, list) else [examples]:
        part = json_parts.mapping(example)
        title = json_parts.text(part.get("title")) or json_parts.text(meta.get("name"))
        request = part.get("request")
        by_language = request if isinstance(request, dict) else {"curl": request}
        requests.extend(
            CodeSample(title, language.lower(), text)
            for language, text in by_language.items()
            if isinstance(text, str)
        )
        if part.get("response") is not None:
            responses.append((title, _as_text(part["response"])))


def _read_code_sample(sample: JsonObject, requests: list[CodeSample]) -> None:
    language = next((text for key in _LANGUAGES if (text := json_parts.text(sample.get(key)))), "")
    source = json_parts.text(sample.get("source")) or json_parts.text(sample.get("code"))
    title = json_parts.text(sample.get("label")) or json_parts.text(sample.get("name"))
    if source:
        requests.append(CodeSample(title, language.lower(), source))


def _is_reference(value: Json) -> bool:
    return isinstance(value, dict) and "$ref" in value


def _as_text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
