"""Finds the sentence that says what a resource or a service is.

Lowered methods come in; text of the spec goes out, which views encode. A method's summary says what
a call does, and not what the resource is, so it is the last choice.
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
_ORDER = (SqlVerb.SELECT, SqlVerb.INSERT, SqlVerb.UPDATE, SqlVerb.REPLACE, SqlVerb.EXEC)


def find_purpose(description: str, methods: Sequence[Method], find: FindType) -> str:
    """Returns what a resource is.

    Rule PU1: the provider file's description; else the first paragraph that describes the type of
    its rows, or of what a call returns; else the summary of the first method that writes; else that
    of the first method. A text of three words or fewer doesn't count.
    """
    if description.strip():
        return description
    typed = next(filter(_says_something, _row_texts(methods, find)), "")
    if typed:
        return typed
    writing = [one for one in methods if one.verb in (SqlVerb.INSERT, SqlVerb.EXEC)]
    texts = (first_sentence(one.summary or one.description) for one in (*writing, *methods))
    return next(filter(None, texts), "")


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
