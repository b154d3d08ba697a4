"""A payload in any text of the provider file or of an overlay is refused, or changes no structure.

The README and `pyproject.toml` of the client, the MDX and MkDocs pages, and Python are compared
with those of a run that has plain words in the same place.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.console import format_annotation, format_diagnostic
from generator.json_types import Json, JsonObject
from tests.hostile.provider_texts import TextPlace, put_text, spell_for, text_places
from tests.hostile.shapes import shape
from tests.support.hostile_runs import FOLDER, Ran, read, run
from tests.support.payloads import PAYLOADS, harmless

SPEC = read(FOLDER / "openapi.yaml")
PROVIDER = read(FOLDER / "provider.yaml")
STEP = 12  # a place sees every twelfth payload, the next place the ones after those
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


def run_full(folder: Path, value: Json) -> Ran:
    (folder / "overlay.yaml").write_text(HARMLESS_OVERLAY)
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own" / "own.py").write_text(OWN_CODE)
    (folder / "own" / "CHANGES.md").write_text("# Changes\n")
    return run(folder, value, SPEC)


def structures(ran: Ran) -> dict[str, object]:
    return {file.path: shape(file.path, file.content) for file in ran.files}


def assert_located(ran: Ran) -> None:
    assert ran.files == ()
    for error in ran.errors:
        assert error.location is not None
        assert all(line.isprintable() for line in format_diagnostic(error))
        assert format_annotation(error).count("\n") <= 1


def test_the_provider_file_with_every_text_is_accepted(tmp_path: Path) -> None:
    assert [error.message for error in run_full(tmp_path, FULL).errors] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.path)
def test_every_text_of_the_format_stands_in_the_tested_file(place: TextPlace) -> None:
    assert put_text(FULL, place, "x") is not None


def is_code(place: TextPlace) -> bool:
    """Is the text Python of the provider's author, which the package shows and runs as it is?"""
    return place.path == "client/showcase/*" and not place.is_name


@pytest.mark.parametrize(
    "place", [one for one in PLACES if not is_code(one)], ids=lambda one: one.path
)
def test_a_payload_in_the_provider_file_is_refused_or_changes_no_structure(
    place: TextPlace, tmp_path: Path
) -> None:
    for payload in PAYLOADS[PLACES.index(place) % STEP :: STEP]:
        spelling = spell_for(place.form, payload)
        ran = run_full(tmp_path, put_text(FULL, place, (spelling or "{}").format(payload)))
        if ran.errors:
            assert_located(ran)
            continue
        assert spelling is not None, "a text that its form refuses has passed"
        found = structures(ran)  # raises if a file is not well-formed
        if spell_for(place.form, ";") is None:  # the form of a name, which becomes code
            assert SAFE.fullmatch(spelling.format(payload))
        else:
            plain = put_text(FULL, place, spelling.format(harmless(payload) or "x"))
            assert found == structures(run_full(tmp_path, plain)), payload


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
            assert_located(ran)


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
