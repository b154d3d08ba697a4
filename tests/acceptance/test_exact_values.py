"""Values keep their kind and their digits: booleans, tuples, further members and large integers."""

from __future__ import annotations

import datetime
import decimal
import json
import uuid
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.mock.server import MockServer
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.http_server import Reply, Server, running

EXACT = Path(__file__).parent / "exact" / "provider.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(EXACT), tmp_path_factory)


@pytest.fixture(scope="module")
def exact(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("exact_client")


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def received(exact: ModuleType, server: Server, strict: bool, **members: object) -> Any:
    server.reply = Reply.json({"name": "n", **members})
    with exact.Exact(api_key="any", base_url=server.url, strict=strict, max_retries=0) as client:
        return client.notes.create(name="n")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("switch", True),
        ("switch", 1),
        ("switch", "auto"),
        ("level", -1),
        ("level", 0),
        ("level", None),
        ("done", True),
        ("one", 1),
        ("version", True),
        ("version", 1),
        ("version", "1"),
        ("big", 9007199254740993),
        ("big", -(2**63)),
        ("big", 10**40),
        ("amount", 2**53 + 1),
        ("amount", -(2**63) - 1),
        ("amount", 0.1),
        ("amount", 5.0),
        ("amounts", [2**53 + 1, 1.5, 2.0]),
    ],
)
def test_a_value_comes_and_goes_unchanged(
    exact: ModuleType, server: Server, strict: bool, name: str, value: object
) -> None:
    note = received(exact, server, strict, **{name: value})
    assert repr(getattr(note, name)) == repr(value)
    assert json.dumps(note.to_dict()[name]) == json.dumps(value)
    with exact.Exact(api_key="any", base_url=server.url) as client:
        client.notes.create(name="n", **{name: value})
    assert (
        server.last.body == json.dumps({"name": "n", name: value}, separators=(",", ":")).encode()
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("done", 1), ("one", True), ("level", False), ("level", True), ("switch", False)],
)
def test_true_is_not_one(exact: ModuleType, server: Server, name: str, value: object) -> None:
    with pytest.raises(exact.InvalidResponseError, match=name):
        received(exact, server, True, **{name: value})
    note = received(exact, server, False, **{name: value})
    assert repr(getattr(note, name)) == repr(value)


@pytest.mark.parametrize("strict", [False, True])
def test_an_array_with_a_schema_for_each_place_is_a_tuple(
    exact: ModuleType, server: Server, strict: bool
) -> None:
    note = (
        received(exact, server, strict, point=[3, "x"], marks=["a", {"n": 1}], loose=[1, "b", True])
        if not strict
        else received(exact, server, strict, point=[3, "x"], marks=["a", {"n": 1}])
    )
    assert note.point == (3, "x")
    assert note.marks == ("a", exact.types.Mark(n=1))
    assert note.to_dict()["marks"] == ["a", {"n": 1}]


def test_a_tuple_survives_other_members_that_do_not_fit(exact: ModuleType, server: Server) -> None:
    note = received(exact, server, False, point=[3, "x"], marks=["a", {"n": "?"}], big="?")
    assert note.point == (3, "x")
    assert isinstance(note.marks[1], exact.types.Mark)
    assert received(exact, server, False, point=[3]).point == [3]


@pytest.mark.parametrize("others", [{}, {"big": "does not fit"}], ids=["valid", "invalid"])
def test_further_members_have_their_type(
    exact: ModuleType, server: Server, others: dict[str, object]
) -> None:
    note = received(exact, server, False, more={"n": 1, "deeper": [{"deep": True}]}, **others)
    assert note.model_extra["more"] == exact.types.Mark(n=1, deeper=[{"deep": True}])
    assert note.more.n == 1
    assert note.more.deeper[0].deep is True
    assert note.to_dict()["more"] == {"n": 1, "deeper": [{"deep": True}]}


def test_strict_parsing_checks_further_members(exact: ModuleType, server: Server) -> None:
    with pytest.raises(exact.InvalidResponseError, match=r"\$\.more\.n"):
        received(exact, server, True, more={"n": "?"})


def test_times_ids_and_decimals_are_sent_as_their_texts(exact: ModuleType, server: Server) -> None:
    moment = datetime.datetime(2025, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    ident = uuid.UUID(int=1)
    server.reply = Reply.json({"name": "n"})
    with exact.Exact(api_key="any", base_url=server.url) as client:
        client.notes.create(name="n", at=moment, ident=ident, price=decimal.Decimal("1.10"))
    assert server.last.json() == {
        "name": "n",
        "at": "2025-01-02T03:04:05+00:00",
        "ident": "00000000-0000-0000-0000-000000000001",
        "price": "1.10",
    }


def test_what_the_mock_server_answers_passes_strict_parsing(exact: ModuleType) -> None:
    with (
        MockServer(provider_of(EXACT)) as server,
        exact.Exact(api_key="any", base_url=server.url, strict=True) as client,
    ):
        note = client.notes.create(name="n", point=(1, "a"), switch=True)
        assert note.point == (1, "a")
        assert note.switch is True
        with pytest.raises(exact.BadRequestError, match="point"):
            client.notes.create(name="n", point=("a", 1))
        with pytest.raises(exact.BadRequestError, match="switch"):
            client.notes.create(name="n", switch=False)


def test_type_checkers_see_the_types(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(
        "from datetime import datetime\n"
        "from decimal import Decimal\n"
        "from typing import Literal, assert_type\n"
        "from uuid import UUID\n"
        "from exact_client import Exact, types\n"
        "def of(note: types.Note) -> None:\n"
        "    assert_type(note.point, tuple[int, str] | None)\n"
        "    assert_type(note.marks, tuple[str, types.Mark] | None)\n"
        "    assert_type(note.loose, list[int | str] | None)\n"
        "    assert_type(note.switch, Literal[1, True, 'auto'] | None)\n"
        "    types.Note(name='n', point=(1, 'a'))\n"
        "def send(client: Exact, at: datetime, ident: UUID, price: Decimal) -> None:\n"
        "    client.notes.create(name='n', at=at, ident=ident, price=price)\n"
        "    client.notes.create(name='n', at='2025-01-02', ident='-', price='1.10')\n"
    )
    assert strictly_typed(folder, str(tmp_path / "uses.py")) == "Success"
