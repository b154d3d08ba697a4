"""One run of the pipeline on a filled spec: files with their structure, or located refusals."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml_rs

from generator.diagnostics import Diagnostic, Problems, Refused
from generator.inputs import read_inputs
from generator.json_types import Json, JsonObject
from generator.model.provider import Provider
from generator.pipeline import compile_provider
from generator.views.output_tree import OutputFile
from generator.views.outputs import output_tree
from generator.vocabulary import Part
from tests.hostile.positions import NAMES, Fill, Filler, Kind, enum_values
from tests.support.payloads import PAYLOADS

FOLDER = Path(__file__).parents[1] / "hostile"
KINDS = tuple(kind for kind in Kind if kind is not Kind.STATUS)
"""All kinds but one: no status is allowed but OpenAPI's own."""


@dataclass(frozen=True)
class Ran:
    files: tuple[OutputFile, ...]  # none where the input was refused
    errors: tuple[Diagnostic, ...]


def write_inputs(folder: Path, provider_file: Json, spec: Json) -> Path:
    """Writes a spec and the provider file for it; returns the latter's place."""
    assert isinstance(provider_file, dict)
    raw = json.dumps(spec).encode()
    (folder / "openapi.yaml").write_bytes(raw)
    source: Json = {"file": "openapi.yaml", "sha256": hashlib.sha256(raw).hexdigest()}
    file = folder / "provider.yaml"
    file.write_text(json.dumps({**provider_file, "source": source}))
    return file


ALL_PARTS = tuple(Part)


def run(folder: Path, provider_file: Json, spec: Json, parts: Collection[Part] = ALL_PARTS) -> Ran:
    """The whole pipeline, but for writing. Any exception but a refusal is a failure."""
    return run_file(write_inputs(folder, provider_file, spec), parts)


def run_file(file: Path, parts: Collection[Part] = ALL_PARTS) -> Ran:
    provider, errors = compile_inputs(file)
    return Ran(output_tree(provider, parts).files if provider else (), errors)


def compile_inputs(file: Path) -> tuple[Provider | None, tuple[Diagnostic, ...]]:
    """The pipeline without the views: the model, or None and the errors."""
    problems = Problems()
    provider = None
    with suppress(Refused):
        provider = compile_provider(read_inputs(file, problems), problems)
    return provider, tuple(found for found in problems if found.severity == "error")


def read(file: Path) -> JsonObject:
    return cast("JsonObject", yaml_rs.loads(file.read_text(), parse_datetime=False))


# Names that the provider file says in its own, narrower language.
KEPT = (
    "after",
    "limit",
    "data",
    "last_id",
    "has_more",
    "id",
    "name",
    "label",
    "standing",
    "200",
    "201",
    "204",
    "default",
)


def filled(spec: Json, kinds: Collection[Kind], fill: Fill, kept: Collection[str] = KEPT) -> Json:
    """`spec` with the texts of `kinds` filled, but for `kept`."""
    return Filler(kinds, fill, kept, enum_values(spec)).document(spec)


def filled_mapping(value: Json, kinds: Collection[Kind], fill: Fill, inside: str = "") -> Json:
    """The provider file with its free texts filled, and names as a filled spec has them.

    `inside` is the key that a list of names is at.
    """
    if isinstance(value, list):
        return [filled_mapping(item, kinds, fill, inside) for item in value]
    if isinstance(value, str) and inside == "until" and Kind.ENUM in kinds:
        return fill(Kind.ENUM, value)
    if not isinstance(value, dict):
        return value
    into = {"operation": Kind.OPERATION, "scheme": Kind.SCHEME, "title": Kind.MAPPING_LINE}
    into |= dict.fromkeys(("description", "reason"), Kind.MAPPING)
    into["site"] = Kind.MAPPING_URL
    return {
        key: fill(into[key], item)
        if isinstance(item, str) and into.get(key) in kinds
        else filled_mapping(item, kinds, fill, key)
        for key, item in value.items()
    }


PLAIN = re.compile(r"[A-Za-z0-9._-]+")
# What OpenAPI itself forbids in a place: a run that has it there must be refused.
ALLOWED: dict[Kind, Callable[[str], bool]] = {
    Kind.SCHEMA: lambda text: bool(PLAIN.fullmatch(text)),
    Kind.COMPONENT: lambda text: bool(PLAIN.fullmatch(text)),
    Kind.SCHEME: lambda text: bool(PLAIN.fullmatch(text)),
    Kind.PARAM: lambda text: not set("{}") & set(text),
    Kind.PATH: lambda text: not set("{}?#") & set(text),
    Kind.STATUS: lambda text: text == "",
    Kind.MAPPING_LINE: lambda text: not re.search("[\r\n]", text),
    Kind.MAPPING_URL: lambda text: not re.search(r"[\s?#]", text),
}


def fill(
    rotation: int, spell: Callable[[str], str], *, allowed: bool = True, whole: bool = False
) -> Fill:
    """Payloads in turn, as `spell` has them, beginning with the one at `rotation`.

    With `allowed` only those that may stand in a place, else only those that may not. A name has
    the payload behind it, or, with `whole`, is no more than the payload.
    """
    return _Turns(rotation, spell, allowed, whole).fill


class _Turns:
    """Gives each place the next payload; a name is given the same one wherever it is said."""

    def __init__(
        self, rotation: int, spell: Callable[[str], str], allowed: bool, whole: bool
    ) -> None:
        self.turn = rotation
        self.spell = spell
        self.allowed = allowed
        self.whole = whole
        self.names: dict[tuple[Kind, str], str] = {}

    def fill(self, kind: Kind, text: str) -> str:
        if kind in NAMES:
            if (kind, text) not in self.names:
                self.names[kind, text] = self.name(kind, text)
            return self.names[kind, text]
        said = self.next(kind)
        if kind is Kind.PATTERN:
            return f"x{said}"
        if kind is Kind.URL:  # `{name}` is a variable of a server, and a further argument
            said = re.sub(r"\{[A-Za-z0-9_.-]+\}", "x", said)
        if kind is Kind.MAPPING_URL:
            return f"https://shelves.example/{said}"
        return f"{said} x" if self.turn % 2 else f"x {said}"

    def name(self, kind: Kind, text: str) -> str:
        if self.whole:
            return f"/{self.next(kind)}" if kind is Kind.PATH else self.next(kind)
        # No name is an identifier as it stands: those of a client differ from those on the wire.
        return f"{text}{'; x=' if kind is Kind.MEDIA_TYPE else '-'}{self.next(kind)}"

    def next(self, kind: Kind) -> str:
        may_stand = ALLOWED.get(kind)
        fitting = [text for text in PAYLOADS if not may_stand or may_stand(text) is self.allowed]
        self.turn += 1
        return self.spell(fitting[self.turn % len(fitting)])
