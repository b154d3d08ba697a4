"""Programs with structured answers, as a user of the vendor's SDK would write them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from generator import MockServer
from tests.pyright.checker import strict_findings
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.npm import needs_node

ROOT = Path(__file__).parents[2]
OPENAI = ROOT / "specs" / "openai" / "provider.yaml"
NAMES = (
    "chat_stream_helper",
    "parsed_tool_calls",
    "response_stream_helper",
    "structured_response",
)
PROGRAMS = [ROOT / "tests" / "programs" / f"{name}.py" for name in NAMES]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(OPENAI), tmp_path_factory)


def test_the_programs_run(
    client: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert client.is_dir()
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with MockServer(provider_of(OPENAI)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        for program in PROGRAMS:
            runpy.run_path(str(program), run_name="__main__")
            assert capsys.readouterr().out.strip(), program.stem
        assert {request.status for request in server.requests} == {200}


def test_the_programs_are_strictly_typed(client: Path) -> None:
    assert strictly_typed(client, *map(str, PROGRAMS)) == "Success"


@needs_node
def test_the_programs_and_their_helpers_are_strictly_typed_for_pyright(
    client: Path, tmp_path: Path
) -> None:
    own = [client / "openai_client" / file.name for file in (OPENAI.parent / "client").glob("*.py")]
    assert strict_findings(client, [*PROGRAMS, *own], tmp_path) == []
