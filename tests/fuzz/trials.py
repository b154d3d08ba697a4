"""Runs the commands on mutated documents in this process, and records what is a fault.

A fault is an exit code other than 0, 1 and 2, an exception, a traceback on stderr, a control
character in the output, or a run that takes more than `PATIENCE` seconds. Of a document that is
accepted, `explain` shows all names and the mock server answers a request for each operation; some
get a client, which is imported, and a site.

Run it for longer with `make fuzz`: it prints the numbers of documents, commands and exit codes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from unittest.mock import patch

from generator.cli import main
from generator.diagnostics import Problems
from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.fingerprint import _read_code
from generator.inputs import read_inputs
from generator.json_types import Json
from generator.mock.dispatch import RequestDispatcher
from generator.mock.model import IncomingRequest
from generator.model.methods import Method
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.pipeline import compile_provider
from tests.fuzz.mutations import CASES, documents, mutate
from tests.fuzz.valid_mutations import mutate_validly

PATIENCE = 30  # seconds
VALID = 0.7  # the share of changes that keep a document valid
SITES = 0.1  # the share of clients that come with a site
_OUT = ("--out", "out")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_IMPORT = """
import importlib, pathlib, pkgutil, sys
(folder,) = pathlib.Path(sys.path[1]).glob("*_client")
package = importlib.import_module(folder.name)
for module in pkgutil.walk_packages(package.__path__, f"{folder.name}."):
    for made in vars(importlib.import_module(module.name)).values():
        if isinstance(made, type) and hasattr(made, "model_json_schema"):
            made.__module__.startswith(folder.name) and made.model_json_schema()
"""
_DIGEST = re.compile(rb"[0-9a-f]{64}")


class Hang(BaseException):
    """A run took more than `PATIENCE` seconds."""


@dataclass
class Figures:
    documents: int = 0
    accepted: int = 0  # documents of which a build made an output
    commands: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The numbers, then the faults."""
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        commands = ", ".join(f"{name}: {count}" for name, count in sorted(self.commands.items()))
        documents = f"documents: {self.documents}, {self.accepted} of them accepted"
        counts = f"{documents}\ncommands: {commands}\nexit codes: {codes}"
        return "\n".join([counts, f"faults: {len(self.faults)}", *self.faults])


def run_trials(seed: int, count: int, seconds: float, clients: float = 0.25) -> Figures:
    """Mutates up to `count` documents, for at most `seconds`.

    `clients` is the share of the accepted documents that get a client.
    """
    figures = Figures()
    cases = sorted(folder for folder in CASES.iterdir() if (folder / "provider.yaml").is_file())
    accepted = [case for case in cases if not (case / "stderr.txt").exists()]
    until = time.monotonic() + seconds
    # Each build and check reads the generator's own code; it stays the same.
    with patch("generator.fingerprint._read_code", return_value=tuple(_read_code())):
        for number in range(count):
            if time.monotonic() > until:
                break
            dice = random.Random(seed * 1_000_003 + number)  # noqa: S311 - repeatable trials
            is_valid = dice.random() < VALID
            with _case_in_place(dice.choice(accepted if is_valid else cases)) as folder:
                with_client = dice.random() < clients
                trial = Trial(folder, f"{seed}/{number}", dice, figures, is_valid, with_client)
                trial.run()
    return figures


@contextlib.contextmanager
def _case_in_place(case: Path) -> Iterator[Path]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in documents(case):
            shutil.copy(file, folder)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


@dataclass(frozen=True, slots=True)
class Trial:
    """The commands on one document."""

    folder: Path
    name: str
    dice: random.Random
    figures: Figures
    is_valid: bool  # shall the change keep the document valid?
    with_client: bool

    def run(self) -> None:
        """Changes a document, and runs the commands on it and on the draft of it."""
        files = list(documents(self.folder))
        specs = [file for file in files if file.name != "provider.yaml"]
        self._mutate(specs, files)
        self.figures.documents += 1
        spec = next((file.name for file in specs if "overlay" not in file.name), "provider.yaml")
        draft = ("infer", spec, "--name", "drafted", "--out", "drafted/provider.yaml")
        self._run("validate", "provider.yaml")
        is_accepted = self._run("build", "provider.yaml", "--only", "data,docs", *_OUT) == 0
        self._run("check", "provider.yaml", *_OUT)
        if is_accepted:
            self._explore("provider.yaml")
        if self._run(*draft) == 0:
            self._run("validate", "drafted/provider.yaml")
            self._run("infer", "drafted/provider.yaml")
            self._explore("drafted/provider.yaml")
            parts = "client" if self.with_client else "data,docs,stackql"
            is_accepted |= self._run("build", "drafted/provider.yaml", "--only", parts, *_OUT) == 0
            if self.with_client:
                self._import_client()
            if self.with_client and self.dice.random() < SITES:
                self._run("build", "drafted/provider.yaml", "--only", "docs,site", *_OUT)
        self._run("infer", "provider.yaml")
        self._run("explain", "drafted", "--provider", "provider.yaml")
        self.figures.accepted += is_accepted

    def _mutate(self, specs: list[Path], files: list[Path]) -> None:
        chosen = self.dice.choice(specs if specs and self.dice.random() < 0.7 else files)
        if self.is_valid:
            for spec in specs:
                spec.write_bytes(mutate_validly(spec.read_bytes(), self.dice))
        else:
            chosen.write_bytes(mutate(chosen.read_bytes(), self.dice))
        for spec in specs:  # else every run would end at the digest
            provider = self.folder / "provider.yaml"
            digest = hashlib.sha256(spec.read_bytes()).hexdigest().encode()
            if spec.name.encode() in provider.read_bytes():
                provider.write_bytes(_DIGEST.sub(digest, provider.read_bytes()))

    def _run(self, *command: str) -> int:
        return _run(command, self.name, self.figures)

    def _explore(self, provider_file: str) -> None:
        """Shows each name of an accepted document, and sends a request for each operation."""
        with _patience(f"{self.name} requests to {provider_file}", self.figures):
            problems = Problems()
            try:
                provider = compile_provider(read_inputs(Path(provider_file), problems), problems)
            except Exception:
                return
            for incoming in _requests(provider):
                self.figures.commands["request"] += 1
                reply = RequestDispatcher(provider).dispatch(incoming).reply
                assert reply.status < 500, (incoming, reply)
        names = [f"{s.name}.{r.name}.{m.name}" for s, r, m in walk_methods(provider.services)]
        for name in ("", *names[-2:]):
            full = f"{provider.name}.{name}".rstrip(".")
            self._run("explain", full, "--provider", provider_file)

    def _import_client(self) -> None:
        for client in Path("out").glob("*/client"):
            self.figures.commands["import"] += 1
            ran = subprocess.run(
                [sys.executable, "-W", "error", "-c", _IMPORT],
                env={**os.environ, "PYTHONPATH": str(client)},
                capture_output=True,
                text=True,
                check=False,
            )
            if ran.returncode != 0:
                self.figures.faults.append(f"{self.name} import: {ran.stderr[-1500:]}")


def _requests(provider: Provider) -> Iterator[IncomingRequest]:
    values = ExampleValues(Validators(provider), Use.REQUEST)
    for _, _, method in walk_methods(provider.services):
        path, _, query = _PLACEHOLDER.sub("x", method.path).partition("?")
        headers = (("authorization", "Bearer x"), ("content-type", "application/json"))
        body = json.dumps(_make_body(method, values)).encode()
        yield IncomingRequest(method.http.upper(), path, query, headers, body)


def _make_body(method: Method, values: ExampleValues) -> Json:
    return values.make(method.body.content[0].type) if method.body else None


@contextlib.contextmanager
def _patience(what: str, figures: Figures) -> Iterator[None]:
    """Records an exception, or that the block takes too long, as a fault."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        yield
    except Hang:
        figures.faults.append(f"{what}: no end after {PATIENCE} s")
    except Exception:
        figures.faults.append(f"{what}: {traceback.format_exc()}")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _run(command: tuple[str, ...], name: str, figures: Figures) -> int:
    """Runs a command and returns its exit code; -1 if it has none."""
    out, err = io.StringIO(), io.StringIO()
    code = -1
    with (
        _patience(f"{name} {' '.join(command)}", figures),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main(command)
    figures.commands[command[0]] += 1
    figures.codes[code] += 1
    printed = out.getvalue() + err.getvalue()
    if code not in (0, 1, 2) and code >= 0:
        figures.faults.append(f"{name} {' '.join(command)}: {code}: {err.getvalue()[:600]}")
    elif "Traceback" in printed or re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", printed):
        figures.faults.append(f"{name} {' '.join(command)}: prints {printed[-600:]!r}")
    return code


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=300)
    asked = parser.parse_args()
    found = run_trials(asked.seed, asked.count, asked.seconds)
    sys.stdout.write(f"seed: {asked.seed}\n{found}\n")
    sys.exit(bool(found.faults))
