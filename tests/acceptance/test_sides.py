"""Members of one side, in a client that runs against the mock server: readOnly and writeOnly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.mock.server import MockServer
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.http_server import Reply, running

SIDES = Path(__file__).parent / "sides" / "provider.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(SIDES), tmp_path_factory)


@pytest.fixture(scope="module")
def sides(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("sides_client")


@pytest.fixture(scope="module")
def mock_url() -> Iterator[str]:
    with MockServer(provider_of(SIDES)) as server:
        yield server.url


def test_a_model_for_a_request_needs_no_read_only_member(sides: ModuleType, mock_url: str) -> None:
    keeper = sides.types.Keeper(mail="k@zoo.test", pin="1234")
    assert keeper.id is None
    with sides.Sides(api_key="any", base_url=mock_url, strict=True) as client:
        pen = client.pens.create(name="North", keeper=keeper)
    assert isinstance(pen.id, str)
    assert isinstance(pen.keeper.id, str)
    assert pen.keeper.mail == "k@zoo.test"


def test_a_model_of_an_answer_is_sent_without_its_read_only_members(sides: ModuleType) -> None:
    pen = {"id": "p1", "name": "North", "keeper": {"id": "k1", "mail": "k@zoo.test", "pet": 1}}
    with (
        running() as server,
        sides.Sides(api_key="any", base_url=server.url) as client,
    ):
        server.reply = Reply.json(pen)
        found = client.pens.create(name="North", keeper={"mail": "k@zoo.test", "pin": "1"})
        client.pens.create(name="North", keeper=found.keeper)
    assert found.keeper.id == "k1"
    assert json.loads(server.received[-1].body) == {
        "name": "North",
        "keeper": {"mail": "k@zoo.test", "pet": 1},
    }


def test_the_mock_server_never_answers_a_write_only_member(
    sides: ModuleType, mock_url: str
) -> None:
    with sides.Sides(api_key="any", base_url=mock_url, strict=True) as client:
        made = client.pens.create(
            name="South", mood="hush", keeper={"mail": "s@zoo.test", "pin": "1"}
        )
        again = client.pens.retrieve(made.id)
        rows = list(client.pens.list())
    for pen in (made, again, *rows):
        assert "mood" not in pen.to_dict()
        assert "pin" not in pen.to_dict()["keeper"]
        assert pen.mood is None


@pytest.mark.parametrize("missing", [("id",), ("keeper", "id")])
def test_a_strict_answer_has_each_read_only_member(
    sides: ModuleType, missing: tuple[str, ...]
) -> None:
    pen: dict[str, Any] = {"id": "p", "name": "n", "keeper": {"id": "k", "mail": "m"}}
    inner = pen
    for step in missing[:-1]:
        inner = inner[step]
    del inner[missing[-1]]
    with running() as server:
        server.reply = Reply.json(pen)
        with sides.Sides(api_key="any", base_url=server.url, max_retries=0) as client:
            assert client.pens.retrieve("p").name == "n"
            with pytest.raises(sides.InvalidResponseError, match=rf"\$.*{missing[-1]}: .*required"):
                client.with_options(strict=True).pens.retrieve("p")


def test_the_types_say_what_a_member_can_be(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(
        "from typing import assert_type\n"
        "from sides_client import types\n"
        "def of(pen: types.Pen, keeper: types.Keeper, login: types.Login) -> None:\n"
        "    assert_type(pen.id, str)\n"
        "    assert_type(pen.mood, str | None)\n"
        "    assert_type(keeper.id, str | None)\n"
        "    assert_type(keeper.pin, str | None)\n"
        "    assert_type(keeper.mail, str)\n"
        "    assert_type(login.password, str)\n"
        "    types.Login(password='p')\n"
    )
    assert strictly_typed(folder, str(tmp_path / "uses.py")) == "Success"


def test_a_request_that_lacks_a_write_only_member_is_refused(
    sides: ModuleType, mock_url: str
) -> None:
    with (
        sides.Sides(api_key="any", base_url=mock_url) as client,
        pytest.raises(sides.BadRequestError, match="pin"),
    ):
        client.pens.create(name="West", keeper={"mail": "m"})
    assert (
        json.dumps(sides.types.Keeper(mail="m", pin="1").to_dict()) == '{"mail": "m", "pin": "1"}'
    )
