"""Dates and times as objects: a client with `client.datetimes`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.http_server import Reply, Server, running

SUNDIAL = Path(__file__).parent / "times" / "provider.yaml"
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(SUNDIAL), tmp_path_factory)


@pytest.fixture(scope="module")
def sundial(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("sundial_client")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


def received(sundial: ModuleType, server: Server, members: dict[str, Any], **options: Any) -> Any:
    server.reply = Reply.json({"at": "2030-01-31T12:00:00Z", **members})
    with sundial.Sundial(api_key="any", base_url=server.url, max_retries=0, **options) as client:
        return client.shadows.create(at=NOON)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2030-01-31T12:00:00Z", NOON),
        ("2030-01-31t12:00:00.000z", NOON),
        ("2030-01-31 12:00:00+00:00", NOON),
        ("2030-01-31T13:30:00.123456789+01:30", NOON + timedelta(microseconds=123456)),
    ],
)
def test_a_time_is_an_object_and_goes_back_as_it_came(
    sundial: ModuleType, server: Server, strict: bool, text: str, expected: datetime
) -> None:
    members = {"at": text, "seen": [text], "mark": text, "past": {"since": text, "x-time": "x"}}
    found = received(sundial, server, members, strict=strict)
    assert found.at == found.seen[0] == found.mark == found.past.since == expected
    assert found.to_dict() == members
    assert json.loads(found.to_json()) == members
    with sundial.Sundial(api_key="any", base_url=server.url) as client:
        client.shadows.create(at=found.at, seen=found.seen, past=found.past)
    del members["mark"]
    assert json.loads(server.last.body) == members


def test_what_is_computed_from_a_time_has_its_own_text(sundial: ModuleType, server: Server) -> None:
    at = received(sundial, server, {"at": "2030-01-31T12:00:00.000Z"}).at
    assert (at + timedelta(days=1)).isoformat() == "2030-02-01T12:00:00+00:00"
    assert at.isoformat(timespec="hours") == "2030-01-31T12+00:00"
    there = at.astimezone(timezone(timedelta(hours=2)))
    assert there.isoformat() == "2030-01-31T14:00:00+02:00"


def test_a_date_is_a_date_and_what_is_none_is_kept(sundial: ModuleType, server: Server) -> None:
    assert received(sundial, server, {"day": "2030-01-31"}, strict=True).day == date(2030, 1, 31)
    assert received(sundial, server, {"day": None}, strict=True).day is None
    for text in ("2030-13-01", "20300131", "soon"):
        assert received(sundial, server, {"day": text, "at": text}).to_dict() == {
            "day": text,
            "at": text,
        }
        with pytest.raises(sundial.InvalidResponseError, match=r"\$\.day.*a date as in RFC 3339"):
            received(sundial, server, {"day": text}, strict=True)


def test_a_model_is_made_of_times_or_texts(sundial: ModuleType) -> None:
    for at in (NOON, "2030-01-31T12:00:00Z"):
        assert sundial.types.Shadow(at=at).at == NOON


def test_type_checkers_see_times(folder: Path) -> None:
    (folder / "reads.py").write_text(
        "from sundial_client import Sundial\n"
        'shadow = Sundial().shadows.create(at="2030-01-31T12:00:00Z")\n'
        "reveal_type(shadow.at)\nreveal_type(shadow.day)\n"
    )
    told = strictly_typed(folder, "reads.py")
    assert 'Revealed type is "datetime.datetime"' in told
    assert 'Revealed type is "datetime.date | None"' in told
    assert "error" not in told
