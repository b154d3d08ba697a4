"""Explains a validation error in one short line: the parameter, and what it accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jsonschema_rs import ValidationError, ValidationErrorKind

from generator.examples.validators import FILE

_MOST_VALUES = 12
_LONGEST = 200
_LONGEST_VALUE = 60
_PLAIN = re.compile(r"[^\W\d][\w-]*")
_BOUNDS = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minItems": "must have at least {} items",
    "maxItems": "must have at most {} items",
    "minProperties": "must have at least {} properties",
    "maxProperties": "must have at most {} properties",
    "pattern": "must match the pattern {}",
    "format": "must be a {}",
}


@dataclass(frozen=True, slots=True)
class Reason:
    param: str  # "messages[0].role"; "" for the whole value
    text: str  # "must be string, not a number"

    def to_message(self, whole: str) -> str:
        """Returns the message; `whole` names the value itself."""
        return f'"{self.param}" {self.text}' if self.param else f"{whole} {self.text}"


def explain_error(error: ValidationError, within: Sequence[str | int] = ()) -> Reason:
    """Explains an error. For a union, explains the variant that comes nearest."""
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.AnyOf):
        return _explain_union(error, kind.context, within)
    param = path_text((*within, *error.instance_path))
    value: object = error.instance
    match kind:
        case ValidationErrorKind.Required(property=name):
            return Reason(path_text((*within, *error.instance_path, name)), "is missing")
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            return Reason(path_text((*within, *error.instance_path, names[0])), "is not known")
        case ValidationErrorKind.Type(types=types):
            return Reason(param, f"must be {' or '.join(types)}, not {_show_value(value)}")
        case ValidationErrorKind.Enum(options=options):
            return Reason(param, _mismatch_text(options, value))
        case ValidationErrorKind.Constant(expected_value=expected):
            return Reason(param, _mismatch_text([expected], value))
    if bound := _BOUNDS.get(kind.name):
        return Reason(param, f"{bound.format(kind.value)}: {_show_value(value)}")
    return Reason(param, error.message[:_LONGEST])


def _explain_union(
    error: ValidationError,
    branches: Sequence[Sequence[ValidationError]],
    within: Sequence[str | int],
) -> Reason:
    """Explains the variant that has the right shape.

    If no variant has it, lists everything that the union accepts.
    """
    depth = len(error.instance_path)
    shaped = [branch for branch in branches if not _is_of_another_kind(branch, depth)]
    if not shaped:
        return _join_reasons(error, [one for branch in branches for one in branch], within)
    tagged = [branch for branch in shaped if not _has_other_tag(branch, depth)]
    if not tagged:
        wrong = [one for branch in shaped for one in branch if _is_tag(one, depth)]
        paths = {tuple(one.instance_path) for one in wrong}
        first = [one for one in wrong if tuple(one.instance_path) == min(paths, key=str)]
        return _join_reasons(first[0], first, within)
    nearest = min(tagged, key=lambda branch: (len(branch), -max(_depth(one) for one in branch)))
    return explain_error(nearest[0], within)


def _depth(error: ValidationError) -> int:
    return len(error.instance_path)


def _is_of_another_kind(branch: Iterable[ValidationError], depth: int) -> bool:
    return any(_is_type(one) and _depth(one) == depth for one in branch) or all(
        _is_tag(one, depth - 1) for one in branch
    )


def _is_type(error: ValidationError) -> bool:
    return isinstance(error.kind, ValidationErrorKind.Type)


def _has_other_tag(branch: Iterable[ValidationError], depth: int) -> bool:
    return any(_is_tag(one, depth) for one in branch)


def _is_tag(error: ValidationError, depth: int) -> bool:
    """Is the error about a property at `depth` that is bound to known values?"""
    is_choice = isinstance(error.kind, ValidationErrorKind.Constant | ValidationErrorKind.Enum)
    return is_choice and _depth(error) == depth + 1


def _join_reasons(
    error: ValidationError, errors: Sequence[ValidationError], within: Sequence[str | int]
) -> Reason:
    """Lists what several errors about one value would accept."""
    types: dict[str, None] = {}
    values: list[object] = []
    for one in errors:
        match one.kind:
            case ValidationErrorKind.Type(types=names):
                types.update(dict.fromkeys(names))
            case ValidationErrorKind.Enum(options=options):
                values.extend(options)
            case ValidationErrorKind.Constant(expected_value=expected):
                values.append(expected)
            case ValidationErrorKind.AnyOf(context=branches):
                inner = _join_reasons(one, [deep for branch in branches for deep in branch], within)
                types[inner.text.removeprefix("must be ").partition(", not ")[0]] = None
    param = path_text((*within, *error.instance_path))
    known = [f"one of {_list_values(values)}"] if values else []
    wanted = " or ".join([*types, *known]) or "of another form"
    return Reason(param, f"must be {wanted}, not {_show_value(error.instance)}")


def _mismatch_text(values: Sequence[object], value: object) -> str:
    wanted = _list_values(values) if len(values) == 1 else f"one of {_list_values(values)}"
    return f"must be {wanted}, not {_show_value(value)}"


def _list_values(values: Sequence[object]) -> str:
    texts = list(dict.fromkeys(_text(value) for value in values))
    more = len(texts) - _MOST_VALUES
    return ", ".join(texts[:_MOST_VALUES]) + (f" and {more} more" if more > 0 else "")


def _show_value(value: object) -> str:
    if isinstance(value, dict) and value != FILE:
        return "an object"
    if isinstance(value, list):
        return "an array"
    text = _text(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def _text(value: object) -> str:
    return "a file" if value == FILE else json.dumps(value, ensure_ascii=False, default=str)


def path_text(steps: Iterable[str | int]) -> str:
    """Writes a place in a value.

    >>> path_text(["messages", 0, "role"])
    'messages[0].role'
    """
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step)}]"
    return text
