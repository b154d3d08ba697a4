"""Generated clients, and typical uses of them, in pyright's strict mode. Needs node and npm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pyright.checker import strict_findings
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.npm import needs_node

ROOT = Path(__file__).parents[2]
OPENAI = ROOT / "specs" / "openai" / "provider.yaml"
KINDS = ROOT / "tests" / "acceptance" / "kinds"

pytestmark = needs_node


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(KINDS / "provider.yaml"), tmp_path_factory)


@pytest.fixture(scope="module")
def openai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(OPENAI), tmp_path_factory)


def test_the_client_is_strictly_typed(openai: Path, tmp_path: Path) -> None:
    assert strict_findings(openai, [openai / "openai_client"], tmp_path) == []


def test_typical_uses_are_strictly_typed(openai: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text((ROOT / "tests" / "acceptance" / "openai_uses.txt").read_text())
    assert strict_findings(openai, [uses], tmp_path) == []
    assert strictly_typed(openai, tmp_path, "--warn-unused-ignores", str(uses)) == "Success"


def test_uses_of_all_kinds_are_strictly_typed(kinds: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text((KINDS / "uses.txt").read_text())
    assert strict_findings(kinds, [uses, kinds / "kinds_client"], tmp_path) == []


def test_what_is_wrong_is_found(kinds: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text("from kinds_client import Kinds\n\nKinds().things.list(limit='many')\n")
    [found] = strict_findings(kinds, [uses], tmp_path)
    assert found.startswith(f"{uses}:3: ")
    assert "limit" in found
