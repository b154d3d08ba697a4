"""`generate mock` from start to stop, and the pytest fixture in another project."""

from __future__ import annotations

import errno
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
import yaml

from generator.cli.mock import _write_registry
from generator.diagnostics import Problems, Refused
from generator.model.server_urls import with_one_server
from tests.mock.conftest import GREENHOUSE, HEADERS
from tests.support.clients import provider_of

GENERATE = [sys.executable, "-m", "generator", "mock", str(GREENHOUSE)]


@pytest.fixture(autouse=True)
def away_from_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """If these are set, a run prints its steps."""
    for variable in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_the_command_prints_its_address_serves_and_stops(number: signal.Signals, code: int) -> None:
    with subprocess.Popen(
        [*GENERATE, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(
            r"greenhouse at (http://127\.0\.0\.1:\d+/v1); use it with "
            r"GREENHOUSE_BASE_URL=\1 GREENHOUSE_API_KEY=any GREENHOUSE_TEAM=any; Ctrl-C stops it\n",
            line,
        )
        assert found, line
        assert httpx2.get(f"{found[1]}/plants", headers=HEADERS).status_code == 200
        process.send_signal(number)
        rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest) == (code, "stopped after 1 request\n")
    assert errors.splitlines()[-1] == "2 notes in 1 file."  # of what StackQL can't send


def test_the_address_is_printed_as_json_on_request() -> None:
    with subprocess.Popen([*GENERATE, "--port", "0", "--json"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.terminate()
        process.communicate(timeout=30)
    assert told["provider"] == "greenhouse"
    assert told["environment"] == {
        "GREENHOUSE_BASE_URL": told["url"],
        "GREENHOUSE_API_KEY": "any",
        "GREENHOUSE_TEAM": "any",
    }


def test_a_port_that_is_taken_is_a_clear_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*GENERATE, "--port", str(port)], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"port {port} of 127.0.0.1: address already in use" in done.stderr
    assert "choose another port with --port, or 0 for any free one" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_is_a_number(port: str) -> None:
    done = subprocess.run(
        [*GENERATE, f"--port={port}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"argument --port: {port!r} is not a port from 0 to 65535" in done.stderr


def test_the_fixture_works_in_another_project(tmp_path: Path) -> None:
    """Other projects get the fixture from the entry point, without a line in their conftest."""
    (tmp_path / "test_it.py").write_text(
        "import urllib.request\n"
        "def test_it(mock_server):\n"
        f"    one, two = mock_server({str(GREENHOUSE)!r}), mock_server({str(GREENHOUSE)!r})\n"
        "    assert one.url != two.url\n"
        "    asked = urllib.request.Request(one.url + '/photos/p/content',"
        " headers={'Authorization': 'Bearer a'})\n"
        "    assert len(urllib.request.urlopen(asked).read()) == 1024\n"
        "def test_bad(mock_server):\n"
        "    mock_server('nowhere.yaml')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 failed, 1 passed" in done.stdout
    assert '"nowhere.yaml" can\'t be read: no such file or directory' in done.stdout


def test_the_plugin_imports_nothing_before_its_first_use() -> None:
    code = (
        "import sys, generator.mock.pytest_plugin as p; "
        "slow = ('werkzeug', 'jsonschema_rs', 'generator.lower'); "
        "print([name for name in slow if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_registry_documents_lead_to_the_server(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    for _ in range(2):  # the second run replaces what the first one wrote
        with subprocess.Popen(
            [*GENERATE, "--port", "0", "--json", "--registry", str(folder)],
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            process.terminate()
            process.communicate(timeout=30)
        assert told["registry"] == folder.as_posix()
        version = folder / "src" / "greenhouse" / "v00.00.00000"
        assert (version / "provider.yaml").is_file()
        for document in (version / "services").iterdir():
            assert yaml.safe_load(document.read_text())["servers"] == [{"url": told["url"]}]


def test_a_registry_takes_no_place_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = subprocess.run(
        [*GENERATE, "--port", "0", "--registry", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert 'notes.txt" is not a document of this provider' in done.stderr
    assert "name another folder with --registry" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_registry_that_cannot_be_written_whole_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = provider_of(GREENHOUSE)
    folder = tmp_path / "registry"
    _write_registry(provider, folder, Problems(), print)
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    written: list[Path] = []

    def fill_the_disk(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return len(content)

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    problems = Problems()
    with pytest.raises(Refused):
        _write_registry(with_one_server(provider, "https://x.test"), folder, problems, print)
    assert [one.code for one in problems] == ["registry-not-written"]
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before
    assert [path.name for path in folder.iterdir()] == ["src"]


def test_a_registry_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "src").symlink_to(tmp_path / "elsewhere")
    problems = Problems()
    with pytest.raises(Refused):
        _write_registry(provider_of(GREENHOUSE), tmp_path / "registry", problems, print)
    assert [one.code for one in problems] == ["registry-in-the-way"]
    assert list((tmp_path / "elsewhere").iterdir()) == []
