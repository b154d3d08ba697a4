"""Checks a provider file against its format: a tree in, its valid parts out.

Each invalid part becomes a problem with a position and a suggestion. The result lacks these parts,
so that later checks see only complete methods and don't report a problem twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import TypeAlias

from generator.diagnostics import Location, Problems
from generator.json_types import Json, JsonObject
from generator.mapping.forms import (
    ChoiceForm,
    FlagForm,
    Form,
    ListForm,
    RecordForm,
    TableForm,
    TextForm,
    accepts,
)
from generator.openapi.pointers import child
from generator.openapi.tree import Tree

Locate: TypeAlias = Callable[[], Location]  # called only to report a problem

_MAX_SHOWN = 60
_SPELLING = 0.75  # of one word: "create" is not a misspelt "replace"


@dataclass(frozen=True, slots=True)
class _Invalid:
    """Stands for a value that is invalid."""


_INVALID = _Invalid()


@dataclass(frozen=True, slots=True)
class _Check:
    tree: Tree
    problems: Problems


def check_format(record: RecordForm, tree: Tree, problems: Problems) -> JsonObject:
    """Returns the valid parts of `tree`, and reports each other part as a problem.

    Rule N1: an unknown key is an error that suggests the most similar known key.
    Rule N2: a value of another type or spelling is an error that shows a correct one.
    Rule N3: a missing key is an error at the mapping that should have it; nothing is guessed.
    """
    kept = _record(record, tree.root, "", _Check(tree, problems))
    return kept if isinstance(kept, dict) else {}


def closest(word: str, known: Iterable[str], similarity: float = 0.6) -> str:
    """Returns the name in `known` that is most similar to `word`; empty if none is similar."""
    by_spelling = {_bare(name): name for name in sorted(known)}
    found = get_close_matches(_bare(word), by_spelling, n=1, cutoff=similarity)
    return by_spelling[found[0]] if found else ""


def _bare(word: str) -> str:
    return "".join(character for character in word.lower() if character.isalnum())


def _value(form: Form, value: Json, pointer: str, check: _Check) -> Json | _Invalid:
    match form:
        case TextForm():
            return _text(form, value, partial(check.tree.locate, pointer), check.problems)
        case ChoiceForm():
            return _choice(form, value, partial(check.tree.locate, pointer), check.problems)
        case FlagForm():
            return _flag(value, partial(check.tree.locate, pointer), check.problems)
        case RecordForm():
            return _record(form, value, pointer, check)
        case TableForm():
            return _table(form, value, pointer, check)
        case ListForm():
            return _sequence(form, value, pointer, check)


def _text(form: TextForm, value: Json, place: Locate, problems: Problems) -> Json | _Invalid:
    if not isinstance(value, str):
        quote = "" if isinstance(value, (dict, list)) or value is None else "put it in quotes"
        _wrong_type("a string", value, place, problems, quote or form.hint)
        return _INVALID
    if accepts(form, value):
        return value
    problems.error(
        form.code, f"{_shown(value)} must be {form.what}", place(), _text_hint(form, value)
    )
    return _INVALID


def _text_hint(form: TextForm, value: str) -> str:
    """Rule N4: a suggestion is only made if it is valid itself."""
    respelled = form.respell(value)
    if respelled != value and accepts(form, respelled) and _bare(value):
        return f'{form.hint}; for example "{respelled}"'
    return form.hint


def _choice(form: ChoiceForm, value: Json, place: Locate, problems: Problems) -> Json | _Invalid:
    if isinstance(value, str) and value in form.values:
        return value
    if not isinstance(value, str):
        _wrong_type(f"a {form.what}", value, place, problems, f"one of {', '.join(form.values)}")
        return _INVALID
    near = closest(value, form.values, _SPELLING)
    hint = f'did you mean "{near}"?' if near else f"use one of {', '.join(form.values)}"
    problems.error("bad-value", f"{_shown(value)} is not a {form.what}", place(), hint)
    return _INVALID


def _flag(value: Json, place: Locate, problems: Problems) -> Json | _Invalid:
    if isinstance(value, bool):
        return value
    _wrong_type(
        "true or false",
        value,
        place,
        problems,
        "in YAML 1.2, `yes`, `no`, `on` and `off` are strings",
    )
    return _INVALID


def _record(form: RecordForm, value: Json, pointer: str, check: _Check) -> Json | _Invalid:
    if not isinstance(value, dict):
        known = ", ".join(f"`{key.name}`" for key in form.keys)
        at = partial(check.tree.locate, pointer)
        _wrong_type("a mapping", value, at, check.problems, f"its keys are {known}")
        return _INVALID
    forms = {key.name: key.form for key in form.keys}
    kept: JsonObject = {}
    for name, part in value.items():
        if name not in forms:
            _unknown_key(form, name, value, child(pointer, name), check)
            continue
        read = _value(forms[name], part, child(pointer, name), check)
        if not isinstance(read, _Invalid):
            kept[name] = read
    lacks = tuple(_lacks(form, value))
    for code, message, hint in lacks:
        start = Location(check.tree.file, 1, 1)
        place = check.tree.locate_key(pointer) if pointer else start
        check.problems.error(code, message, place, hint)
    spoilt = any(key.required and key.name not in kept for key in form.keys)
    # The top level is always returned, so that its complete parts are checked further.
    return _INVALID if pointer and (lacks or spoilt) else kept


def _unknown_key(
    form: RecordForm, name: str, siblings: JsonObject, pointer: str, check: _Check
) -> None:
    near = closest(name, (key.name for key in form.keys))
    known = ", ".join(f"`{key.name}`" for key in form.keys)
    near_is_there = f'"{near}" is present too; keep one of the two'
    meant = near_is_there if near in siblings else f'did you mean "{near}"?'
    check.problems.error(
        "unknown-key",
        f"a {form.what} has no key {_shown(name)}",
        check.tree.locate_key(pointer),
        meant if near else f"its keys are {known}",
    )


def _lacks(form: RecordForm, value: JsonObject) -> Iterator[tuple[str, str, str]]:
    """Yields code, message and hint for each missing key, and for each superfluous one."""
    for key in form.keys:
        if key.required and key.name not in value:
            about = f"{key.about[0].lower()}{key.about[1:].rstrip('.')}"
            yield (
                "missing-key",
                f"the {form.what} has no `{key.name}`",
                f"add `{key.name}`: {about}",
            )
    chosen = [name for name in form.one_of if name in value]
    if form.one_of and len(chosen) != 1:
        choices = ", ".join(f"`{name}`" for name in form.one_of)
        several = " and ".join(f"`{name}`" for name in chosen)
        yield (
            "not-one-source",
            f"the {form.what} has {several or f'none of {choices}'}",
            f"keep one of {choices}" if chosen else "add one of them",
        )
    for pair in form.pairs:
        there = [name for name in pair if name in value]
        if len(there) == 1:
            lacking = next(name for name in pair if name not in value)
            message = f"the {form.what} has `{there[0]}` without `{lacking}`"
            yield ("missing-key", message, f"add `{lacking}`")


def _table(form: TableForm, value: Json, pointer: str, check: _Check) -> Json | _Invalid:
    if value is None or value == {}:
        place = check.tree.locate_key(pointer)
        check.problems.error("empty-mapping", f"there is no {form.what} here", place, form.hint)
        return _INVALID
    if not isinstance(value, dict):
        of = f"a mapping of {form.what} names"
        whole = partial(check.tree.locate, pointer)
        _wrong_type(
            of, value, whole, check.problems, "write each as `name:` with its keys indented below"
        )
        return _INVALID
    kept: JsonObject = {}
    for name, entry in value.items():
        at = child(pointer, name)
        named = _text(form.name, name, partial(check.tree.locate_key, at), check.problems)
        read = _value(form.entry, entry, at, check)
        if not isinstance(named, _Invalid) and not isinstance(read, _Invalid):
            kept[name] = read
    return kept


def _sequence(form: ListForm, value: Json, pointer: str, check: _Check) -> Json | _Invalid:
    if not isinstance(value, list):
        place = partial(check.tree.locate, pointer)
        _wrong_type(
            f"a list of {form.what}", value, place, check.problems, "start each entry with `-`"
        )
        return _INVALID
    if form.hint and not value:
        empty = f"there are no {form.what} here"
        check.problems.error("empty-mapping", empty, check.tree.locate_key(pointer), form.hint)
        return _INVALID
    read = [_value(form.entry, entry, child(pointer, at), check) for at, entry in enumerate(value)]
    # An invalid entry keeps its index, because the pointers of later entries depend on it.
    return [None if isinstance(entry, _Invalid) else entry for entry in read]


def _wrong_type(expected: str, value: Json, place: Locate, problems: Problems, hint: str) -> None:
    problems.error("wrong-type", f"this must be {expected}, not {_type_of(value)}", place(), hint)


def _type_of(value: Json) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def _shown(text: str) -> str:
    short = text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
    return f'"{short}"'
