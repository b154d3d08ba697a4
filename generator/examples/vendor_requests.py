"""Reads the vendor's curl samples: the values that people usually send, as data.

A sample is prose to us: one that can't be read gives nothing, and every value is checked against
its type before an example shows it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    try:
        words = shlex.split(text.replace("\\\n", " "))
    except ValueError:  # a quote without its end
        return None
    if not words or words[0] != _CURL:
        return None
    url = next((word for word in words if word.startswith(("http://", "https://"))), "")
    path = _read_path(url, template)
    if path is None:
        return None
    body, files = _read_form(words)
    return SampleRequest(path, _read_query(url), {**_read_json(words), **body}, files)


def _read_path(url: str, template: str) -> dict[str, str] | None:
    """Returns the values of the path's parameters; None for a URL of another operation."""
    pattern = "".join(
        f"(?P<p{at // 2}>[^/?#]+)" if at % 2 else re.escape(part)
        for at, part in enumerate(_PLACEHOLDER.split(template.partition("?")[0]))
    )
    names = _PLACEHOLDER.findall(template)
    try:
        found = re.search(f"{pattern}/?\\Z", urlsplit(url).path)
    except ValueError:
        return None
    if found is None:
        return None
    values = {name: unquote(found[f"p{at}"]) for at, name in enumerate(names)}
    return {name: value for name, value in values.items() if not _STAND_IN.search(value)}


def _read_query(url: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return {}
    return {name: value for name, value in pairs if not _STAND_IN.search(value)}


def _read_json(words: list[str]) -> JsonObject:
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


def _read_form(words: list[str]) -> tuple[JsonObject, dict[str, str]]:
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
