"""The defects that a repair can be drafted for, and the function that drafts it.

`draft_actions` makes overlay actions of the errors of one run. What isn't in the table, and what
a function declines, would change what the document means: a person must choose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from generator.diagnostics import Diagnostic, Severity
from generator.json_types import Json, JsonObject, JsonValue
from generator.names import Taken, snake_case
from generator.openapi.pointers import NoSuchPlace, last_step, parent, resolve
from generator.repair import key_repairs, reader_repairs, value_repairs
from generator.repair.model import BrokenPart, DraftedAction, Repair, json_path

_MOST_REASONS = 3  # of one action
_UNSAFE = re.compile(r"[\x00-\x07\x0b\x0e-\x1f]")
Drafter: TypeAlias = Callable[[BrokenPart], list[Repair]]

# By the keyword of the schema that refuses the part.
KEYWORDS: Mapping[str, Drafter] = {
    "additionalProperties": key_repairs.remove_unknown_key,
    "const": value_repairs.correct_constant,
    "default": value_repairs.drop_default,
    "enum": value_repairs.correct_word,
    "exclusiveMinimum": value_repairs.drop_limit,
    "format": key_repairs.repair_address,
    "minItems": key_repairs.fill_empty_part,
    "minProperties": key_repairs.fill_empty_part,
    "minimum": value_repairs.drop_limit,
    "not": key_repairs.remove_second_example,
    "required": key_repairs.add_missing_key,
    "type": value_repairs.correct_type,
    "undefined-required": value_repairs.drop_undefined_names,
    "unevaluatedProperties": key_repairs.remove_unknown_key,
    "uniqueItems": value_repairs.drop_repeated_entries,
}
# By the code of the reader's error.
CODES: Mapping[str, Drafter] = {
    "dangling-reference": reader_repairs.repair_reference,
    "no-operation-id": reader_repairs.name_operation,
    "path-parameter-not-in-path": reader_repairs.drop_path_parameter,
    "repeated-parameter": reader_repairs.drop_repeated_parameter,
    "repeated-tag": reader_repairs.drop_repeated_tag,
    "undeclared-path-parameter": reader_repairs.declare_path_parameter,
    "unknown-security-scheme": reader_repairs.drop_alternative,
    "unsupported-version": reader_repairs.complete_version,
}


def draft_actions(root: JsonObject, problems: Iterable[Diagnostic]) -> list[DraftedAction]:
    """Returns the actions that repair what the errors among `problems` report.

    Rule RP1: the actions of one round don't depend on each other. A part inside another that is
    removed, or behind an element of a list that is, waits for the next round.
    """
    repairs: list[Repair] = []
    taken = Taken(snake_case(name) for name in _operation_ids(root))
    for found in problems:
        if found.severity is Severity.ERROR and found.defect is not None:
            by_keyword = KEYWORDS.get(found.defect.keyword)
            draft = CODES.get(found.code, by_keyword)
            if draft is not None:
                repairs += draft(BrokenPart(root, found.defect, taken))
    return _join(root, repairs)


def _operation_ids(root: JsonObject) -> list[str]:
    paths = root.get("paths")
    items = paths.values() if isinstance(paths, dict) else ()
    operations = [part for item in items if isinstance(item, dict) for part in item.values()]
    found = [part.get("operationId") for part in operations if isinstance(part, dict)]
    return [name for name in found if isinstance(name, str)]


def _join(root: JsonObject, repairs: list[Repair]) -> list[DraftedAction]:
    """Joins repairs of one part, and orders them: updates first."""
    updates: dict[tuple[str, str, tuple[str, ...]], Repair] = {}
    removals: dict[str, Repair] = {}
    for repair in repairs:
        if _UNSAFE.search(repair.pointer):
            continue  # no JSONPath of the library can name this place
        if repair.update is None:
            removals.setdefault(repair.pointer, repair)
        else:
            value = repair.update.value
            keys = tuple(value) if isinstance(value, dict) else ()
            key = (repair.pointer, repair.kind, keys)
            updates[key] = _merge(updates[key], repair) if key in updates else repair
    lists = {parent(at) for at in removals if isinstance(_value(root, parent(at)), list)}
    unstable = {*removals, *lists}
    made = [
        DraftedAction(one.kind, json_path(root, one.pointer), one.reason, one.update)
        for one in updates.values()
        if one.pointer not in removals and not _is_below(one.pointer, unstable)
    ]
    groups: dict[str, list[Repair]] = {}  # removals by the list that they shorten, or by pointer
    for at, one in removals.items():
        above = parent(at)
        if above not in removals and not _is_below(above, unstable):
            group = groups.setdefault(above if above in lists else at, [])
            if all(one.kind == other.kind for other in group):
                group.append(one)
    return [*made, *(_remove(root, place, group) for place, group in groups.items())]


def _remove(root: JsonObject, place: str, group: list[Repair]) -> DraftedAction:
    reasons = list(dict.fromkeys(one.reason for one in group))
    reason = " ".join(reasons[:_MOST_REASONS]) + (" …" if len(reasons) > _MOST_REASONS else "")
    path = json_path(root, place)
    if group[0].pointer != place:
        indexes = sorted(int(last_step(one.pointer)) for one in group)
        path += f"[{','.join(str(index) for index in indexes)}]"
    return DraftedAction(group[0].kind, path, reason)


def _is_below(pointer: str, places: set[str]) -> bool:
    """Is one of `places` above the pointer?"""
    while pointer:
        pointer = parent(pointer)
        if pointer in places:
            return True
    return False


def _merge(first: Repair, second: Repair) -> Repair:
    assert first.update is not None  # noqa: S101
    assert second.update is not None  # noqa: S101
    joined = _merge_values(first.update.value, second.update.value)
    reason = first.reason if second.reason in first.reason else f"{first.reason} {second.reason}"
    return Repair(first.kind, first.pointer, reason, JsonValue(joined))


def _merge_values(first: Json, second: Json) -> Json:
    if isinstance(first, dict) and isinstance(second, dict):
        merged = dict(first)
        for key, value in second.items():
            merged[key] = _merge_values(first[key], value) if key in first else value
        return merged
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *(one for one in second if one not in first)]
    return second


def _value(root: Json, pointer: str) -> Json:
    try:
        return resolve(root, pointer)
    except NoSuchPlace:
        return None
