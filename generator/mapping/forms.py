"""The forms that values of a provider file take: texts, choices, flags, records, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextForm:
    """A string of a certain spelling."""

    what: str  # follows "must be": "a JSONPath of names"
    pattern: str = r"\S"  # for re.search, and for JSON Schema
    code: str = "bad-value"
    hint: str = ""
    forbidden: tuple[str, ...] = ()  # matches the pattern, but is refused
    allows: Callable[[str], bool] = bool  # a condition that JSON Schema can't express
    respell: Callable[[str], str] = str  # suggests a spelling; it is checked before it is shown


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """One of a few words."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagForm:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record. Editors show its `about`."""

    name: str
    form: Form
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A mapping with known keys."""

    what: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()  # exactly one of these keys must be present
    pairs: tuple[tuple[str, str], ...] = ()  # keys that must be present together
    short: str = ""  # a text in place of the mapping is the value of this key


@dataclass(frozen=True, slots=True)
class TableForm:
    """A mapping from names to entries of one form. It has at least one entry."""

    what: str  # one entry: "service"
    name: TextForm
    entry: Form
    hint: str = ""  # what to do if it is empty


@dataclass(frozen=True, slots=True)
class ListForm:
    """A list of entries of one form."""

    what: str
    entry: Form
    hint: str = ""  # what to do if it is empty; "" allows an empty list


Form: TypeAlias = TextForm | ChoiceForm | FlagForm | RecordForm | TableForm | ListForm


def accepts(form: TextForm, text: str) -> bool:
    """Is `text` spelled as `form` demands?"""
    whole = form.pattern.removesuffix("$") + r"\Z" if form.pattern.endswith("$") else form.pattern
    return bool(re.search(whole, text)) and text not in form.forbidden and form.allows(text)
