"""A spec is hostile text: whatever it says, what is made of it has the structure of harmless text.

The pipeline runs on a spec that has a payload in every place that can hold a text, and on the same
spec with words in those places; the files of both are compared by their structure (`shapes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from sysconfig import get_paths

import pytest

from generator.cli import main
from generator.console import format_annotation, format_diagnostic
from generator.json_types import JsonObject
from tests.hostile.positions import NAMES, Kind
from tests.hostile.reads import watched
from tests.hostile.shapes import imported_modules, shape
from tests.support.hostile_runs import (
    ALLOWED,
    FOLDER,
    KINDS,
    Ran,
    compile_inputs,
    fill,
    filled,
    filled_mapping,
    read,
    run,
    run_file,
    write_inputs,
)
from tests.support.payloads import PAYLOADS, harmless

SPEC = read(FOLDER / "openapi.yaml")
PROVIDER = read(FOLDER / "provider.yaml")
NAME_STEP = 12
STEP = 4  # a place sees every fourth payload, its neighbour the ones after those


def ran_with(
    folder: Path, kinds: tuple[Kind, ...], rotation: int, spell: Callable[[str], str]
) -> Ran:
    pick = fill(rotation, spell)
    return run(folder, filled_mapping(PROVIDER, kinds, pick), filled(SPEC, kinds, pick))


@pytest.mark.parametrize("rotation", range(0, len(PAYLOADS), STEP))
def test_a_payload_in_every_place_changes_no_structure(rotation: int, tmp_path: Path) -> None:
    plain = ran_with(tmp_path, KINDS, rotation, harmless)
    hostile = ran_with(tmp_path, KINDS, rotation, str)
    assert [*plain.errors, *hostile.errors] == []
    assert [file.path for file in hostile.files] == [file.path for file in plain.files]
    for one, other in zip(plain.files, hostile.files, strict=True):
        assert shape(other.path, other.content) == shape(one.path, one.content), one.path


def test_a_payload_in_what_tells_the_purpose_of_a_resource_changes_no_structure(
    tmp_path: Path,
) -> None:
    plain, hostile = (
        run(
            tmp_path,
            *a_resource_for_each([f"All books on a shelf {spell(one)}" for one in PAYLOADS]),
        )
        for spell in (harmless, str)
    )
    assert [*plain.errors, *hostile.errors] == []
    pages = [file.content for file in hostile.files if file.path.startswith("docs/mkdocs/docs/")]
    assert sum(b"All books on a shelf" in page for page in pages) > len(PAYLOADS)
    for one, other in zip(plain.files, hostile.files, strict=True):
        assert shape(other.path, other.content) == shape(one.path, one.content), one.path


def a_resource_for_each(descriptions: Sequence[str]) -> tuple[JsonObject, JsonObject]:
    """A provider file and a document. The rows of each resource have a type of that description."""
    schemas: JsonObject = {}
    paths: JsonObject = {}
    resources: JsonObject = {}
    for number, text in enumerate(descriptions):
        row: JsonObject = {"$ref": f"#/components/schemas/Row{number}"}
        rows: JsonObject = {"schema": {"type": "array", "items": row}}
        answer: JsonObject = {"description": "x", "content": {"application/json": rows}}
        reads: JsonObject = {"operationId": f"list{number}", "responses": {"200": answer}}
        paths[f"/rows{number}"] = {"get": reads}
        members: JsonObject = {"id": {"type": "string"}}
        schemas[f"Row{number}"] = {"type": "object", "description": text, "properties": members}
        listing = f"rows{number}.list"
        method: JsonObject = {"operation": f"list{number}", "verb": "select", "python": listing}
        resources[f"rows{number}"] = {"methods": {"list": method}}
    document: JsonObject = {
        "openapi": "3.1.0",
        "info": {"title": "Books", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    services: JsonObject = {"all": {"resources": resources}}
    return {"provider": "books", "services": services}, document


def test_every_kind_of_place_is_filled() -> None:
    met: set[Kind] = set()

    def note(kind: Kind, text: str) -> str:
        met.add(kind)
        return text

    filled(SPEC, tuple(Kind), note)
    filled_mapping(PROVIDER, tuple(Kind), note)
    assert met == set(Kind)


@pytest.fixture(scope="module")
def known_modules(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The modules that the client imports where the document has no payloads."""
    files = run(tmp_path_factory.mktemp("plain"), PROVIDER, SPEC).files
    sources = (file.content for file in files if file.path.endswith(".py"))
    return frozenset().union(*map(imported_modules, sources))


@pytest.mark.parametrize("rotation", range(0, len(PAYLOADS), NAME_STEP))
def test_a_payload_for_a_name_is_refused_or_harmless(
    rotation: int, known_modules: frozenset[str], tmp_path: Path
) -> None:
    """Each kind of name is compiled alone; those that are accepted then have files together."""
    accepted = [
        kind
        for kind in Kind
        if kind in NAMES - {Kind.STATUS} and is_accepted(tmp_path, rotation, (kind,))
    ]
    for kinds in accepted_together(tmp_path, rotation, tuple(accepted)):
        for file in ran_with_names(tmp_path, rotation, kinds).files:
            shape(file.path, file.content)  # raises if it isn't well-formed
            if file.path.endswith(".py"):
                assert imported_modules(file.content) <= known_modules, kinds


def accepted_together(
    folder: Path, rotation: int, kinds: tuple[Kind, ...]
) -> Iterator[tuple[Kind, ...]]:
    """Splits kinds that are accepted alone into groups that are accepted."""
    if len(kinds) < 2 or is_accepted(folder, rotation, kinds):
        yield from (kinds,) if kinds else ()
        return
    middle = len(kinds) // 2
    yield from accepted_together(folder, rotation, kinds[:middle])
    yield from accepted_together(folder, rotation, kinds[middle:])


def is_accepted(folder: Path, rotation: int, kinds: tuple[Kind, ...]) -> bool:
    provider, errors = compile_inputs(write_names(folder, rotation, kinds))
    assert all(error.location for error in errors)
    assert (provider is None) == bool(errors)
    return not errors


def write_names(folder: Path, rotation: int, kinds: tuple[Kind, ...]) -> Path:
    """Writes inputs whose names of these kinds are payloads; each kind begins at `rotation`."""
    fills = {kind: fill(rotation, str, whole=True) for kind in kinds}

    def pick(kind: Kind, text: str) -> str:
        return fills[kind](kind, text)

    return write_inputs(folder, filled_mapping(PROVIDER, kinds, pick), filled(SPEC, kinds, pick))


def ran_with_names(folder: Path, rotation: int, kinds: tuple[Kind, ...]) -> Ran:
    return run_file(write_names(folder, rotation, kinds))


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind in ALLOWED])
def test_what_may_not_stand_in_a_place_is_refused_there(kind: Kind, tmp_path: Path) -> None:
    pick = fill(0, str, allowed=False)
    ran = run(tmp_path, filled_mapping(PROVIDER, (kind,), pick), filled(SPEC, (kind,), pick))
    assert ran.files == ()
    assert ran.errors
    for error in ran.errors:
        assert error.location is not None
        assert all(line.isprintable() for line in format_diagnostic(error))
        assert format_annotation(error).count("\n") <= 1


# -------------------------------------------------------------------------------------- on disk


def test_nothing_is_touched_but_the_inputs_and_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick = fill(1, str)
    source = tmp_path / "in"
    source.mkdir()
    write_inputs(source, filled_mapping(PROVIDER, KINDS, pick), filled(SPEC, KINDS, pick))
    monkeypatch.chdir(source)
    room = tmp_path / "temporary"  # where ruff gets the client's modules
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    arguments = ["build", "provider.yaml", "--out", "../out", "--only", "docs,client"]
    main(arguments)  # what is imported now isn't read again
    with watched() as touched:
        assert main(["build", "provider.yaml", "--out", "../again", "--only", "docs,client"]) == 0
    mine = (tmp_path / "again", Path("../again"), room)
    own = (source, *map(Path, get_paths().values()), Path(__file__).parents[2], *mine)
    assert [path for path in touched.read if leaves(path, own)] == []
    assert [path for path in touched.changed if leaves(path, mine)] == []
    assert touched.other == ["subprocess.Popen ruff"] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "in", "out", "temporary"]
    assert list(room.iterdir()) == []
    assert sorted(path.name for path in source.iterdir()) == ["openapi.yaml", "provider.yaml"]


def leaves(path: Path, folders: Iterable[Path]) -> bool:
    """Is it outside of all folders? A bare name is relative to a folder that was opened before."""
    return len(path.parts) > 1 and not any(path.is_relative_to(folder) for folder in folders)
