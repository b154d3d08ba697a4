"""A run that is stopped while the validator works beside it stops at once, and says only that."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.jsontypes import Json

PATIENCE = 30.0  # seconds: far more than a run needs to start


def provider_of_a_large_spec(folder: Path) -> Path:
    """A spec that is validated in a process of its own, and for longer than the test takes."""
    schemas: dict[str, Json] = {
        f"Thing{number}": {
            "type": "object",
            "properties": {f"part_{part}": {"type": "string", "default": ""} for part in range(9)},
        }
        for number in range(3000)
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


def wait_for_a_child(process: subprocess.Popen[str]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + PATIENCE
    while process.poll() is None and not children.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, "the run was over before it could be stopped"


@pytest.mark.skipif(sys.platform != "linux", reason="children are looked up in /proc")
@pytest.mark.parametrize(
    ("number", "code", "what"),
    [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_a_signal_to_the_whole_group_stops_a_run(
    tmp_path: Path, number: signal.Signals, code: int, what: str
) -> None:
    file = provider_of_a_large_spec(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "build", file.name],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for_a_child(process)
    os.killpg(process.pid, number)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (code, f"{what}. Nothing is half written.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["provider.yaml", "spec.json"]
