"""A payload in any text of the provider file or of an overlay is refused, or changes no structure.

Each run has a payload in every text of the provider file at once. The README and `pyproject.toml`
of the client, the MDX and MkDocs pages, and Python are compared with those of a run that has plain
words in the same places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from generator.console import format_annotation, format_diagnostic
from generator.diagnostics import Diagnostic, Problems, Refused
from generator.json_types import Json, JsonObject
from generator.openapi.tree import parse
from tests.hostile.provider_texts import (
    TextPlace,
    find_text,
    put_texts,
    spell_for,
    text_places,
)
from tests.hostile.shapes import shape
from tests.support.hostile_runs import FOLDER, Ran, compile_inputs, read, run, write_inputs
from tests.support.payloads import PAYLOADS, harmless

SPEC = read(FOLDER / "openapi.yaml")
PROVIDER = read(FOLDER / "provider.yaml")
STEP = 12  # a place that accepts payloads sees every twelfth, the next place the ones after those
SAFE = re.compile(r"[\w.:$/=\[\]-]+")
HARMLESS_OVERLAY = """\
overlay: 1.0.0
info: {title: x, version: x}
actions: [{target: $.info, description: x, update: {}}]
"""
OWN_CODE = """\
from .resources.shelves import AsyncShelves, Shelves
class OwnShelves(Shelves): ...
class AsyncOwnShelves(AsyncShelves): ...
def make(): ...
"""
PLACES = tuple(place for place in text_places() if not place.path.startswith("source/"))
"""The source names the document's file and digest, which `write_inputs` gives."""


def merged(value: Json, more: Json) -> Json:
    if not isinstance(value, dict) or not isinstance(more, dict):
        return more
    return {**value, **{key: merged(value.get(key), item) for key, item in more.items()}}


FULL = merged(PROVIDER, read(FOLDER / "more_provider_keys.yaml"))

Texts: TypeAlias = Mapping[TextPlace, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files that the provider file names."""
    made = tmp_path_factory.mktemp("provider")
    (made / "overlay.yaml").write_text(HARMLESS_OVERLAY)
    (made / "own").mkdir()
    (made / "own" / "own.py").write_text(OWN_CODE)
    (made / "own" / "CHANGES.md").write_text("# Changes\n")
    return made


def structures(ran: Ran) -> dict[str, object]:
    return {file.path: shape(file.path, file.content) for file in ran.files}


def assert_located(errors: Collection[Diagnostic]) -> None:
    for error in errors:
        assert error.location is not None
        assert all(line.isprintable() for line in format_diagnostic(error))
        assert format_annotation(error).count("\n") <= 1


def test_the_provider_file_with_every_text_is_accepted(folder: Path) -> None:
    assert [error.message for error in run(folder, FULL, SPEC).errors] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.path)
def test_every_text_of_the_format_stands_in_the_tested_file(place: TextPlace) -> None:
    assert find_text(FULL, place) is not None


def is_code(place: TextPlace) -> bool:
    """Is the text Python of the provider's author, which the package shows and runs as it is?"""
    return place.path == "client/showcase/*" and not place.is_name


def payloads_from(rotation: int) -> dict[TextPlace, str]:
    """Returns a payload for each place: in turn, from the one at `rotation` on."""
    return {
        place: PAYLOADS[(rotation + at) % len(PAYLOADS)]
        for at, place in enumerate(PLACES)
        if not is_code(place)
    }


@dataclass(frozen=True)
class Verdict:
    """What the compiler says of a provider file."""

    errors: tuple[Diagnostic, ...]
    places: frozenset[TextPlace]  # whose texts an error is at

    def quotes(self, place: TextPlace, text: str) -> bool:
        """Does a message contain the text, or the one that it replaces?"""
        old = find_text(FULL, place)
        quoted = {f'"{text}"', f'"{old[-1]}"' if old else ""}
        return any(one in error.message for one in quoted for error in self.errors)


def compile_with(folder: Path, texts: Texts) -> Verdict:
    changed, pointers = put_texts(FULL, texts)
    file = write_inputs(folder, changed, SPEC)
    provider, errors = compile_inputs(file)
    assert (provider is None) == bool(errors)
    assert_located(errors)
    at = {error.location for error in errors}
    tree = None
    with suppress(Refused):  # of a key that can't be written
        tree = parse(file.as_posix(), file.read_bytes(), Problems())
    found = {
        place
        for place, pointer in pointers.items()
        if errors and tree and {tree.locate(pointer), tree.locate_key(pointer)} & at
    }
    return Verdict(errors, frozenset(found))


def refused_alone(folder: Path, texts: Texts, places: Collection[TextPlace]) -> set[TextPlace]:
    """Returns the places whose text is refused where all other texts are as they were."""
    return {place for place in places if compile_with(folder, {place: texts[place]}).errors}


# ---------------------------------------------------------------- texts that their form refuses


@pytest.mark.parametrize("rotation", range(len(PAYLOADS)))
def test_a_payload_that_a_form_refuses_is_refused_there(rotation: int, folder: Path) -> None:
    """Each place sees each payload: one file has the values of a rotation, another the names."""
    values: dict[TextPlace, str] = {}
    names: dict[TextPlace, str] = {}
    merges: dict[TextPlace, str] = {}  # YAML gives this name a meaning, which hides other errors
    for place, payload in payloads_from(rotation).items():
        if spell_for(place.form, payload) is None:
            group = values if not place.is_name else merges if payload == "<<" else names
            group[place] = payload
    for texts in filter(None, (values, names, merges)):
        hidden = texts.keys() - compile_with(folder, texts).places
        assert hidden == refused_alone(folder, texts, hidden), "texts have passed"


# ---------------------------------------------------------------- texts that their form accepts


def is_name_form(place: TextPlace) -> bool:
    """Does the form accept names only? They become code."""
    return spell_for(place.form, ";") is None


def accepted_texts(folder: Path, payloads: Texts) -> tuple[dict[TextPlace, str], Texts]:
    """Returns a text with its payload for each place that accepts it, and words for the place."""
    texts: dict[TextPlace, str] = {}
    words: dict[TextPlace, str] = {}
    for place, payload in payloads.items():
        if (spelling := spell_for(place.form, payload)) is not None:
            texts[place] = spelling.format(payload)
            plain = payload if is_name_form(place) else harmless(payload) or "x"
            words[place] = spelling.format(plain)
    while (verdict := compile_with(folder, texts)).errors:
        quoted = {one for one, text in texts.items() if verdict.quotes(one, text)}
        found = {*verdict.places & quoted}
        found |= refused_alone(folder, texts, (verdict.places or quoted) - found)
        found = found or refused_alone(folder, texts, texts)
        assert found, "texts are refused together, but none is refused alone"
        for place in found:
            del texts[place]
    return texts, {place: words[place] for place in texts}


def changed_files(folder: Path, texts: Texts, words: Texts) -> list[str]:
    """Returns the files that differ in structure from those of a run with `words`."""
    hostile, plain = (run(folder, put_texts(FULL, one)[0], SPEC) for one in (texts, words))
    assert [*hostile.errors, *plain.errors] == []
    assert [file.path for file in hostile.files] == [file.path for file in plain.files]
    return [
        one.path
        for one, other in zip(hostile.files, plain.files, strict=True)
        if shape(one.path, one.content) != shape(other.path, other.content)
    ]


@pytest.mark.parametrize("rotation", range(0, len(PAYLOADS), STEP))
def test_a_payload_in_the_provider_file_is_refused_or_changes_no_structure(
    rotation: int, folder: Path
) -> None:
    """All places that accept a payload have it in one run; another run has plain words there."""
    texts, words = accepted_texts(folder, payloads_from(rotation))
    for place, text in texts.items():
        assert not is_name_form(place) or SAFE.fullmatch(text), place.path
    if found := changed_files(folder, texts, words):
        alone = [
            (place.path, text)
            for place, text in texts.items()
            if changed_files(folder, {place: text}, {place: words[place]})
        ]
        pytest.fail(f"{found} differ; texts that change a structure alone: {alone}")


@pytest.mark.parametrize("rotation", range(0, len(PAYLOADS), 20))
def test_a_payload_in_an_overlay_changes_no_structure(rotation: int, tmp_path: Path) -> None:
    plain = run_with_overlay(tmp_path, [harmless(one) or "x" for one in turn(rotation)])
    hostile = run_with_overlay(tmp_path, turn(rotation))
    assert [*plain.errors, *hostile.errors] == []
    assert structures(hostile) == structures(plain)


@pytest.mark.parametrize("key", ["target", "overlay", "remove", "unknown"])
def test_a_payload_that_an_overlay_may_not_have_is_refused_there(key: str, tmp_path: Path) -> None:
    for payload in PAYLOADS[::6]:
        overlay = overlay_of(["x"] * 6)
        actions = overlay["actions"]
        assert isinstance(actions, list)
        if key == "overlay":
            overlay["overlay"] = payload
        else:
            actions.append({"target": "$.info", "update": {}, key: payload})
        ran = run_overlay(tmp_path, overlay)
        if ran.errors:
            assert ran.files == ()
            assert_located(ran.errors)


def turn(rotation: int) -> list[str]:
    return [PAYLOADS[(rotation + at) % len(PAYLOADS)] for at in range(6)]


def overlay_of(texts: list[str]) -> JsonObject:
    """An overlay with a text in each place that can hold one."""
    title, version, about, summary, tag, default = (f"x {text} x" for text in texts)
    return {
        "overlay": "1.0.0",
        "info": {"title": title, "version": version},
        "actions": [
            {"target": "$.info", "description": about, "update": {"description": summary}},
            {"target": "$.info", "description": tag, "update": {"title": default}},
        ],
    }


def run_with_overlay(folder: Path, texts: list[str]) -> Ran:
    return run_overlay(folder, overlay_of(texts))


def run_overlay(folder: Path, overlay: JsonObject) -> Ran:
    (folder / "overlay.yaml").write_text(json.dumps(overlay))
    return run(folder, {**PROVIDER, "overlay": "overlay.yaml"}, SPEC)
