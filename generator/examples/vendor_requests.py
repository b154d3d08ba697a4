"""Reads the vendor's curl samples: the values that people usually send, as data.

A sample is prose to us: one that can't be read gives nothing, and every value is checked against
its type before an example shows it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from generator.json_types import Json, JsonObject
from generator.model.methods import Method

_CURL = "curl"
_LONGEST = 20_000  # characters of a sample; longer ones hold whole files
_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--json")
_FORM = ("-F", "--form")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What stands for a value in a sample: "$FILE_ID", "{file_id}", "<id>", "YOUR_KEY", "VAR_model".
_STAND_IN = re.compile(r"[${}<>]|(?i:\A(?:your|var)[_-])|\.\.\.\Z")


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """The values of one sample, with their names on the wire."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: JsonObject  # of JSON, or the texts of a form
    files: Mapping[str, str]  # the names of the files in a form


def sample_requests(method: Method) -> Iterator[SampleRequest]:
    """Yields the requests of the method's curl samples that can be read, in document order."""
    for sample in method.samples:
        if sample.language in (_CURL, "shell", "bash") and len(sample.text) <= _LONGEST:
            found = _read(sample.text, method.path)
            if found is not None:
                yield found


def _read(text: str, template: str) -> SampleRequest | None:
    words = _split(text)
    if not words or words[0] != _CURL:
        return None
    url = next((word for word in words if word.startswith(("http://", "https://"))), "")
    path = _read_path(url, template)
    if path is None:
        return None
    body, files = _read_form(words)
    return SampleRequest(path, _read_query(url), {**_read_json(words), **body}, files)


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    """Returns the words of a command; none if a quote doesn't end."""
    try:
        return tuple(shlex.split(text.replace("\\\n", " ")))
    except ValueError:
        return ()


def _read_path(url: str, template: str) -> dict[str, str] | None:
    """Returns the values of the path's parameters; None for a URL of another operation."""
    first, *parts = _PLACEHOLDER.split(template.partition("?")[0])
    texts = [first, *parts[1::2]]
    try:
        rest = urlsplit(url).path
    except ValueError:
        return None
    rest = rest if texts[-1].endswith("/") else rest.removesuffix("/")
    if not rest.endswith(texts[-1]):
        return None
    rest = rest.removesuffix(texts[-1])
    values: dict[str, str] = {}
    for text, name in zip(reversed(texts[:-1]), reversed(parts[::2]), strict=True):
        start = rest.rfind(text, 0, -1) if text else -1  # nothing parts two values without a text
        value = rest[start + len(text) :]
        if start < 0 or "/" in value:
            return None
        values[name] = unquote(value)
        rest = rest[:start]
    return {name: values[name] for name in parts[::2] if not _STAND_IN.search(values[name])}


def _read_query(url: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return {}
    return {name: value for name, value in pairs if not _STAND_IN.search(value)}


def _read_json(words: Sequence[str]) -> JsonObject:
    for flag, value in pairwise(words):
        if flag in _DATA:
            try:
                body: Json = json.loads(value)
            except (ValueError, RecursionError):
                continue
            if isinstance(body, dict):
                return {name: part for name, part in body.items() if not _is_stand_in(part)}
    return {}


def _is_stand_in(value: Json) -> bool:
    return isinstance(value, str) and bool(re.match(r"(?i)(?:your|var)[_-]|<[^<>]*>\Z", value))


def _read_form(words: Sequence[str]) -> tuple[JsonObject, dict[str, str]]:
    """Returns the texts and the files of a form, by name without `[]`."""
    texts: JsonObject = {}
    files: dict[str, str] = {}
    for flag, value in pairwise(words):
        name, sign, text = value.partition("=")
        name = name.removesuffix("[]")
        if flag not in _FORM or not sign or "[" in name or _STAND_IN.search(text):
            continue
        if text.startswith("@"):
            files.setdefault(name, text[1:].partition(";")[0].rpartition("/")[2])
        else:
            texts.setdefault(name, text)
    return texts, files
