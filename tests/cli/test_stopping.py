"""A run that a signal stops ends at once, prints one line and has the signal's exit code."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.cli import main
from generator.cli.report import CommandResult, ReportOptions, Step, run_command
from generator.diagnostics import Problems
from generator.json_types import Json

_CI = ("CI", "GITHUB_ACTIONS")  # with these variables, a run prints its steps
PATIENCE = 30.0  # seconds; a run starts much faster


def provider_of_a_large_spec(folder: Path) -> Path:
    """A spec whose validation takes a worker process longer than the test."""
    schemas: dict[str, Json] = {
        f"Thing{number}": {
            "type": "object",
            "properties": {f"part_{part}": {"type": "string", "default": ""} for part in range(9)},
        }
        for number in range(2000)
    }
    answer: Json = {"description": "Done.", "content": {}}
    spec: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/thing": {"get": {"operationId": "getThing", "responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    }
    raw = json.dumps(spec).encode()
    (folder / "spec.json").write_bytes(raw)
    method: Json = {"operation": "getThing", "verb": "exec", "python": "things.get"}
    mapping: Json = {
        "provider": "shop",
        "source": {"file": "spec.json", "sha256": hashlib.sha256(raw).hexdigest()},
        "services": {"stock": {"resources": {"things": {"methods": {"get_thing": method}}}}},
    }
    file = folder / "provider.yaml"
    file.write_text(json.dumps(mapping))
    return file


def wait_until_the_validator_works(process: subprocess.Popen[str]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + PATIENCE
    while process.poll() is None and seconds_worked(children) < 1.0:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert process.poll() is None, "the run was over before it could be stopped"


def seconds_worked(children: Path) -> float:
    """The processor time of the only child process; 0 if there is none yet."""
    try:
        child = children.read_text().split()[0]
        after_name = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    except (OSError, IndexError):
        return 0.0
    return int(after_name[11]) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
@pytest.mark.parametrize(
    ("number", "code", "what"),
    [
        (signal.SIGTERM, 143, "terminated"),
        (signal.SIGHUP, 129, "terminated"),
        (signal.SIGINT, 130, "interrupted"),
    ],
)
def test_a_signal_to_the_process_group_stops_a_run(
    tmp_path: Path, number: signal.Signals, code: int, what: str
) -> None:
    file = provider_of_a_large_spec(tmp_path)
    ours = {name: value for name, value in os.environ.items() if name not in _CI}
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "build", file.name],
        cwd=tmp_path,
        env={**ours, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_until_the_validator_works(process)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, f"{what}. No file is incomplete.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["provider.yaml", "spec.json"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_does_not_stop_the_removal_of_staged_files(
    number: signal.Signals,
) -> None:
    removed: list[str] = []

    def work(_problems: Problems, _step: Step) -> CommandResult:
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)
            removed.append("staged files")
        return CommandResult()

    code = run_command(ReportOptions("build", False, False), "", work)
    assert (code, removed) == (128 + number, ["staged files"])


def test_a_library_that_swallows_the_exception_does_not_hide_the_signal() -> None:
    def work(_problems: Problems, _step: Step) -> CommandResult:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except BaseException as error:
            raise ValueError("wrapped") from error
        return CommandResult()

    assert run_command(ReportOptions("build", False, False), "", work) == 143


def test_a_run_that_succeeds_after_a_dropped_signal_still_reports_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def work(_problems: Problems, _step: Step) -> CommandResult:
        with contextlib.suppress(BaseException):
            os.kill(os.getpid(), signal.SIGTERM)
        return CommandResult(("done",), {"done": True})

    assert run_command(ReportOptions("build", True, False), "", work) == 143
    assert json.loads(capsys.readouterr().out)["ok"] is False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_the_commands_work_has_its_exit_code(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        os.kill(os.getpid(), number)

    monkeypatch.setattr("generator.cli.app.build_parsers", stop)
    assert main(["schema"]) == 128 + number
    assert capsys.readouterr().err == "terminated. No file is incomplete.\n"


def test_a_command_runs_in_any_thread(capsys: pytest.CaptureFixture[str]) -> None:
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(main(["schema"])))
    thread.start()
    thread.join()
    assert codes == [0]
    assert capsys.readouterr().err == ""
