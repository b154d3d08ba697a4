"""Builds an index that Lunr.js loads in the browser. Lunr for Python has no types; this has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from lunr.builder import Builder
from lunr.stop_word_filter import WORDS

from generator.json_types import Json

_NAME_BOOST = 3  # of the words of a name, beside those of a text
_DIGITS = 1  # after the point of a score: more cost a quarter of the size, and order nothing
_LONGEST_WORD = 50  # characters; a longer one is data
_HUMPS = (re.compile(r"([a-z0-9])([A-Z])"), re.compile(r"([A-Z])([A-Z][a-z])"))
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A place that a search finds."""

    names: tuple[str, ...]  # each found as a whole, by its beginning and by its words
    text: str
    boost: float


def library_text() -> bytes:
    """Returns the text of Lunr.js, which MkDocs brings along."""
    return files("mkdocs.contrib.search").joinpath("templates", "search", "lunr.js").read_bytes()


def build_lunr_index(documents: Iterable[SearchDocument]) -> Json:
    """Returns the index as data. Documents have their number as reference.

    Rule SE4: a field has whole names as single words, the next one has their words, and the last
    one those of the text without the most frequent words of English. Case doesn't matter.
    A whole name starts with `=`, because Lunr looks for the beginning of a word in the terms of all
    fields. `site/assets/search.js` splits a query in the same way.
    """
    builder = Builder()
    builder.ref("number")
    builder.field("name")
    builder.field("words", boost=_NAME_BOOST)
    builder.field("text")
    for number, document in enumerate(documents):
        fields = {
            "number": number,
            "name": [f"={name.lower()}" for name in document.names],
            "words": list(dict.fromkeys(split_words(" ".join(document.names)))),
            "text": [word for word in split_words(document.text) if word not in WORDS],
        }
        builder.add(fields, {"boost": document.boost})
    if not builder.document_count:
        return None
    made = builder.build().serialize()
    for _, vector in made["fieldVectors"]:
        vector[1::2] = [round(score, _DIGITS) for score in vector[1::2]]
    index: Json = made
    return index


def split_words(text: str) -> list[str]:
    """Returns the words of a text in lower case: `createJob` and `create_job` have two."""
    for hump in _HUMPS:
        text = hump.sub(r"\1 \2", text)
    return [word for word in _WORD.findall(text.lower()) if len(word) <= _LONGEST_WORD]
