"""`generate serve` shows the site, follows changes of the inputs, and ends when it is told to."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from generator.cli import main
from generator.diagnostics import Problems, Refused
from generator.output.preview import PreviewFolder
from generator.views.output_tree import OutputFile, OutputTree

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; each step takes about two


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    shutil.copytree(ROOT / "tests" / "acme", tmp_path / "specs" / "acme")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def served(project: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        stderr=(project / "stderr.txt").open("w"),
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_site_follows_its_inputs_and_survives_errors(
    served: subprocess.Popen[str], project: Path
) -> None:
    assert served.stdout is not None
    address = served.stdout.readline().partition(": ")[0]
    client = httpx2.Client(base_url=address, timeout=PATIENCE)
    page = client.get("jobs/jobs/").text
    assert "Start a job." in page
    reload = re.search(r"livereload\((\d+), (\d+)\);", page)
    assert reload

    document = project / "specs" / "acme" / "openapi.yaml"
    document.write_text(document.read_text().replace("Start a job.", "Begin a job."))
    epoch = client.get(f"livereload/{reload[1]}/{reload[2]}").text  # answers after the build
    assert int(epoch) > int(reload[1])
    assert "Begin a job." in client.get("jobs/jobs/").text

    file = project / "specs" / "acme" / "provider.yaml"
    whole = file.read_text()
    file.write_text(whole.replace("services:", "services: ["))
    said = project / "stderr.txt"
    wait_for(lambda: "The last site without errors stays." in said.read_text())
    assert re.search(r"^specs/acme/provider\.yaml:\d+:\d+: error: ", said.read_text(), re.M)
    assert "Begin a job." in client.get("jobs/jobs/").text
    file.write_text(whole)
    lines = iter(served.stdout.readline, "")
    assert [next(lines), next(lines)] == [
        f"{address}: {files} changed; Ctrl-C stops it\n" for files in ("1 file", "0 files")
    ]

    served.send_signal(signal.SIGINT)
    rest = served.stdout.read()
    assert (served.wait(PATIENCE), rest.splitlines()[-1]) == (0, "stopped after 3 builds")
    assert "Traceback" not in said.read_text()


def test_sigterm_before_the_first_site_has_its_exit_code(project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "CI": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("reading")
    process.terminate()
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Traceback" in said) == (143, False)
    assert [path.name for path in project.iterdir()] == ["specs"]


@pytest.mark.usefixtures("project")
def test_a_port_in_use_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert f"can't listen on port {port} of 127.0.0.1: " in said
    assert "Nothing was started." in said
    assert main(["serve", "--host", "no host", "--port", "0"]) == 1
    assert "[port-unavailable]" in capsys.readouterr().err


def test_an_error_at_the_start_starts_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "specs" / "acme" / "provider.yaml").write_text("provider: [\n")
    assert main(["serve", "--port", "0"]) == 1
    assert capsys.readouterr().err.endswith("1 error in 1 file. Nothing was started.\n")


def test_only_pages_that_changed_are_rendered(tmp_path: Path) -> None:
    folder = PreviewFolder(tmp_path)
    said: list[str] = []

    def update(**pages: str) -> int:
        config = "site_name: x\ntheme: {name: null, custom_dir: theme}\n"
        texts = {"mkdocs.yml": config, "theme/main.html": "{{ page.content }}"}
        texts |= {f"docs/{name}.md": text for name, text in pages.items()}
        files = (OutputFile(f"docs/mkdocs/{name}", text.encode()) for name, text in texts.items())
        return folder.update(OutputTree(tuple(files)), Problems(), said.append)

    assert update(index="# One", other="# Two") == 4
    assert update(index="# One", other="# Three") == 1
    assert update(index="# One", other="# Three") == 0
    assert "Three" in (folder.served / "other" / "index.html").read_text()
    with pytest.raises(Refused):
        update(index="# One", other="[dead](none.md)")
    assert "Three" in (folder.served / "other" / "index.html").read_text()
    assert update(index="# Four") == 2
    assert not (folder.served / "other").exists()
    assert said == [f"rendering {count} pages" for count in (2, 1, 1, 1)]
