"""Runs the commands on mutated documents in this process, and records what is a fault.

A fault is an exit code other than 0, 1 and 2, an exception, a traceback on stderr, a control
character in the output, or a run that takes more than `PATIENCE` seconds.

Run it for longer with `make fuzz`: it prints the numbers of documents, commands and exit codes.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from generator.cli import main
from tests.fuzz.mutations import CASES, documents, mutate

PATIENCE = 20  # seconds
_OUT = ("--out", "out")
_DIGEST = re.compile(rb"[0-9a-f]{64}")


class Hang(BaseException):
    """A run took more than `PATIENCE` seconds."""


@dataclass
class Figures:
    documents: int = 0
    commands: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The numbers, then the faults."""
        codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.codes.items()))
        commands = ", ".join(f"{name}: {count}" for name, count in sorted(self.commands.items()))
        counts = f"documents: {self.documents}\ncommands: {commands}\nexit codes: {codes}"
        return "\n".join([counts, f"faults: {len(self.faults)}", *self.faults])


def run_trials(seed: int, count: int, seconds: float) -> Figures:
    """Mutates up to `count` documents, for at most `seconds`."""
    figures = Figures()
    cases = sorted(folder for folder in CASES.iterdir() if (folder / "provider.yaml").is_file())
    until = time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > until:
            break
        dice = random.Random(seed * 1_000_003 + number)  # noqa: S311 - repeatable trials
        with _case_in_place(dice.choice(cases)) as folder:
            _run_trial(folder, f"{seed}/{number}", dice, figures)
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


def _run_trial(folder: Path, name: str, dice: random.Random, figures: Figures) -> None:
    files = list(documents(folder))
    specs = [file for file in files if file.name != "provider.yaml"]
    chosen = dice.choice(specs if specs and dice.random() < 0.7 else files)
    chosen.write_bytes(mutate(chosen.read_bytes(), dice))
    figures.documents += 1
    for spec in specs:  # else every run would end at the digest
        provider = folder / "provider.yaml"
        digest = hashlib.sha256(spec.read_bytes()).hexdigest().encode()
        if spec.name.encode() in provider.read_bytes():
            provider.write_bytes(_DIGEST.sub(digest, provider.read_bytes()))
    spec_name = next((file.name for file in specs if "overlay" not in file.name), "provider.yaml")
    commands = [
        ("validate", "provider.yaml"),
        ("build", "provider.yaml", "--only", "data,docs", *_OUT),
        ("check", "provider.yaml", *_OUT),
        ("infer", spec_name, "--name", "drafted", "--out", "drafted/provider.yaml"),
        ("validate", "drafted/provider.yaml"),
        ("infer", "provider.yaml"),
        ("explain", "drafted", "--provider", "provider.yaml"),
    ]
    for command in commands:
        if command[1] == "drafted/provider.yaml" and not Path(command[1]).exists():
            continue
        _run(command, f"{name} {chosen.name}", figures)


def _run(command: tuple[str, ...], name: str, figures: Figures) -> None:
    out, err = io.StringIO(), io.StringIO()

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(command)
    except Hang:
        code = -1
        figures.faults.append(f"{name} {' '.join(command)}: no end after {PATIENCE} s")
    except Exception:
        code = -2
        figures.faults.append(f"{name} {' '.join(command)}: {traceback.format_exc()}")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    figures.commands[command[0]] += 1
    figures.codes[code] += 1
    printed = out.getvalue() + err.getvalue()
    if code not in (0, 1, 2) and code >= 0:
        figures.faults.append(f"{name} {' '.join(command)}: {code}: {err.getvalue()[:600]}")
    elif "Traceback" in printed or re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", printed):
        figures.faults.append(f"{name} {' '.join(command)}: prints {printed[-600:]!r}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=300)
    asked = parser.parse_args()
    found = run_trials(asked.seed, asked.count, asked.seconds)
    sys.stdout.write(f"seed: {asked.seed}\n{found}\n")
    sys.exit(bool(found.faults))
