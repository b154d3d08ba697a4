"""Finds the row in an answer and the property that identifies it, and fills rows with facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json, JsonObject
from generator.lower.fields import merge_properties
from generator.mock.model import FormPart
from generator.model.types import Property, Scalar, ScalarKind, Type

_FILE_NAMES = ("filename", "file_name")
_FILE_SIZES = ("bytes", "size", "size_bytes", "file_size")


@dataclass(frozen=True, slots=True)
class RowPlace:
    steps: tuple[str, ...]  # in the answer: (), or the one property that wraps the row
    kind: Type
    identity: str  # the property that identifies the row

    def row_in(self, answer: Json) -> JsonObject | None:
        """Returns the row, or None if the answer has none."""
        for step in self.steps:
            answer = answer.get(step) if isinstance(answer, dict) else None
        return answer if isinstance(answer, dict) else None

    def put(self, answer: Json, row: JsonObject) -> Json:
        """Returns the answer with another row."""
        if not self.steps or not isinstance(answer, dict):
            return row
        return {**answer, self.steps[0]: row}


def find_row_place(
    kind: Type, placeholder: str, parents: Collection[str], validators: Validators
) -> RowPlace | None:
    """Finds where an answer of type `kind` keeps the row that `placeholder` identifies in paths.

    The row is the answer itself if it has an identifying property, else the one object in it that
    has one. Of several such objects, it is the one that the placeholder is named after. `parents`
    are the path parameters of other rows.
    """
    members = properties_of(kind, validators)
    if identity := _find_identity(members, placeholder, parents, validators):
        return RowPlace((), kind, identity)
    wrapped = [
        RowPlace((name,), one.type, identity)
        for name, one in members.items()
        if (
            identity := _find_identity(
                properties_of(one.type, validators), placeholder, parents, validators
            )
        )
    ]
    called = [one for one in wrapped if f"{one.steps[0]}_id" == placeholder]
    return next(iter(called if len(wrapped) > 1 else wrapped), None)


def properties_of(kind: Type, validators: Validators) -> Mapping[str, Property]:
    """Returns the properties of an object, or of all object variants of a union."""
    return {one.name: one for one in merge_properties(kind, validators.types.__getitem__)}


def _find_identity(
    members: Mapping[str, Property],
    placeholder: str,
    parents: Collection[str],
    validators: Validators,
) -> str:
    """Returns the first that exists: the placeholder, `id`, the only required `…_id`, `name`."""
    ids = [
        name
        for name, one in members.items()
        if name.endswith("_id") and one.required and name not in parents
    ]
    choices: list[str] = [placeholder, "id", *(ids if len(ids) == 1 else []), "name"]
    for name in choices:
        if name and name in members and isinstance(validators.resolve(members[name].type), Scalar):
            return name
    return ""


def apply_facts(
    row: JsonObject, facts: JsonObject, kind: Type, validators: Validators
) -> JsonObject:
    """Returns `row` with every fact that its type has a property for and accepts.

    An object that a request may send without its read-only properties gets these from its type.
    """
    members = properties_of(kind, validators)
    known = {name: value for name, value in facts.items() if name in members}
    changed = {**row, **known}
    if validators.fits(kind, Use.ANSWER, changed):
        return changed
    for name, value in known.items():
        for fact in (value, _complete(value, members[name].type, validators)):
            one = {**row, name: fact}
            if validators.fits(kind, Use.ANSWER, one):
                row = one
                break
    return row


def _complete(value: Json, kind: Type, validators: Validators) -> Json:
    """Returns an object with the properties that an answer requires; other values unchanged."""
    if not isinstance(value, dict):
        return value
    fitted = ExampleValues(validators, Use.ANSWER).fit(kind, value)
    is_grown = isinstance(fitted, dict) and value.keys() <= fitted.keys()
    return fitted if is_grown else value


def file_facts(part: FormPart, kind: Type, validators: Validators) -> JsonObject:
    """Returns what a row of type `kind` says about the file that it was created from.

    A text called `filename` or `file_name` gets the file's name. An integer called `bytes`, `size`,
    `size_bytes` or `file_size` gets its number of bytes.
    """
    facts: JsonObject = {}
    for name, one in properties_of(kind, validators).items():
        match one.type:
            case Scalar(ScalarKind.STRING) if name in _FILE_NAMES and part.file_name:
                facts[name] = part.file_name
            case Scalar(ScalarKind.INTEGER) if name in _FILE_SIZES:
                facts[name] = len(part.content)
    return facts


def make_id(sample: Json, number: int, kind: Type, validators: Validators) -> Json:
    """Makes an id with the prefix of the sample's id, up to its last `_` or `-`."""
    resolved = validators.resolve(kind)
    if isinstance(resolved, Scalar) and resolved.kind is ScalarKind.INTEGER:
        return number
    text = sample if isinstance(sample, str) else ""
    cut = max(text.rfind("_"), text.rfind("-")) + 1
    choices: tuple[Json, ...] = (
        f"{text[:cut]}mock{number:06d}",
        f"00000000-0000-4000-8000-{number:012d}",
        f"{text[:-6]}{number:06d}",
        f"{number:06d}",
        str(number),
    )
    return next((one for one in choices if validators.fits(kind, Use.ANSWER, one)), sample)
