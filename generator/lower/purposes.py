"""Finds the sentence that says what a resource or a service is.

Lowered methods come in; text of the spec goes out, which views encode. A method's summary says what
a call does, and not what the resource is, so the summary of one method among several says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.lower.fields import merge_properties
from generator.lower.paths import type_at
from generator.model.methods import Content, Method
from generator.model.provider import Resource
from generator.model.types import Array, Nullable, Ref, Type
from generator.model.walk import FindType
from generator.vocabulary import SqlVerb

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\[\"'(])")
_FEWEST_WORDS = 4  # "A job." says no more than the name
_OF_A_RESPONSE = re.compile(r"(?i)(?:the )?response\b")  # of an envelope, and not of a thing
_READS = re.compile(
    r"(?i)(?:fetch|get|list|read|retrieve|return|show)(?:e?s)?\s+"
    r"(?:(?:an?|the)\s+(?:paginated\s+)?list\s+of\s+)?(?:all\s+(?:of\s+)?)?(?!(?:how|if|whether)\b)"
)
"""How a sentence about a read begins, before what is read."""

_ORDER = (SqlVerb.SELECT, SqlVerb.INSERT, SqlVerb.UPDATE, SqlVerb.REPLACE, SqlVerb.EXEC)


def find_purpose(description: str, methods: Sequence[Method], find: FindType) -> str:
    """Returns what a resource is.

    Rule PU1: the provider file's description; else the first sentence that describes the type of
    its rows, or of what a call returns; else what a SELECT reads, a list first: its first sentence
    without "List", "Returns a list of" or the like. A text of three words or fewer doesn't count.
    Else the summary of its only method; nothing, if it has several.
    """
    if description.strip():
        return description
    texts = (*_row_texts(methods, find), *_texts_of_reads(methods))
    found = next(filter(_says_something, texts), "")
    if found or len(methods) != 1:
        return found
    return first_sentence(methods[0].summary or methods[0].description)


def find_service_purpose(service: str, description: str, resources: Sequence[Resource]) -> str:
    """Returns what a service is for.

    Rule PU2: its own description; else the purpose of the resource with its name, or of its only
    one.
    """
    if description.strip():
        return description
    named = [one for one in resources if one.name == service or len(resources) == 1]
    return named[0].purpose if named else ""


def first_sentence(text: str) -> str:
    """Returns the first sentence of a text, without a heading above it."""
    paragraphs = (part.strip() for part in re.split(r"\n(?:[^\S\n]*\n)+", text))
    first = next((part for part in paragraphs if part and not part.startswith(("#", "```"))), "")
    return _SENTENCE.split(" ".join(first.split()), maxsplit=1)[0]


def _says_something(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and not _OF_A_RESPONSE.match(text)


def _texts_of_reads(methods: Iterable[Method]) -> Iterator[str]:
    """Yields what each SELECT reads, as its texts say it."""
    reads = [one for one in methods if one.verb is SqlVerb.SELECT]
    for method in sorted(reads, key=lambda one: one.items is None):
        for text in (method.summary, method.description):
            sentence = first_sentence(text)
            if found := _READS.match(sentence):
                what = sentence[found.end() :]
                yield what[:1].upper() + what[1:]


def _row_texts(methods: Iterable[Method], find: FindType) -> Iterator[str]:
    """Yields the descriptions of the types of rows, then of other answers, best methods first."""
    ordered = sorted(
        (one for one in methods if one.verb in _ORDER), key=lambda one: _ORDER.index(one.verb)
    )
    for method in ordered:
        content = method.answer.rows
        if content is not None:
            yield from (first_sentence(text) for text in _type_texts(method, content, find))


def _type_texts(method: Method, content: Content, find: FindType) -> Iterator[str]:
    of: Type | None = content.type
    if method.items is not None:
        of = type_at(content.type, method.items, find)
    seen: set[str] = set()
    while of is not None:
        match of:
            case Ref(name) if name not in seen:
                seen.add(name)
                named = find(name)
                if merge_properties(named.type, find):
                    yield named.description
                of = named.type
            case Array(inner) | Nullable(inner):
                of = inner
            case _:
                return
