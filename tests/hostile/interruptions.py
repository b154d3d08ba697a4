"""Stops builds at every step, fills their disk, and runs many at once; counts what came of it.

Each trial begins with an output of an old document that also holds files of the user, and builds a
new document. Whatever happens, the output is the whole old one or the whole new one, the user's
files are there, and the next run completes.

`python -m tests.hostile.interruptions` runs more trials and prints the counts.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import functools
import hashlib
import io
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from generator import pipeline
from generator.cli import compile as compile_command
from generator.cli import main
from generator.diagnostics import Problems
from generator.fingerprint import compute_fingerprint
from generator.inputs import Inputs
from generator.views.output_tree import OutputTree
from generator.vocabulary import Part

OUTPUT = Path("out", "shop")
_USERS_FILES = {"docs/notes.md": "mine", "drafts/one.md": "mine"}
_STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.scandir")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Act = Callable[[], None]


@dataclass
class Trials:
    """The number of trials by outcome, and the faults among them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ", ".join(f"{count} times {what}" for what, count in sorted(self.outcomes.items()))
        total = self.outcomes.total()
        return "\n".join([f"{total} trials: {counts}; faults: {len(self.faults)}", *self.faults])


class Shop:
    """A folder with two provider files of one provider, and outputs of both."""

    def __init__(self, folder: Path, parts: str, *, imported: bool = True) -> None:
        """Builds both outputs. With `imported`, the builds of trials import no modules."""
        self.folder = folder
        self.parts = parts
        self.completed: set[bytes] = set()  # states from which a further run has completed
        self.patches: list[contextlib.AbstractContextManager[object]] = []
        if imported:
            self._prepare_builds()
        self.old, self.new = (self._build_alone(which) for which in ("old", "new"))

    def _build_alone(self, which: str) -> dict[str, bytes]:
        folder = self.folder / which
        folder.mkdir(parents=True)
        _write_inputs(folder, which)
        assert self.build(folder, which) == 0
        for path, text in _USERS_FILES.items():
            (folder / OUTPUT / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / OUTPUT / path).write_text(text)
        return read_files(folder / OUTPUT)

    def _prepare_builds(self) -> None:
        """Builds in this process, so that builds of trials import nothing and begin with writing.

        They find the fingerprint and the generated files in memory: these depend on the inputs
        alone, and making them has no step in the file system but reading.
        """
        remembered = {
            (compile_command, "compute_fingerprint"): functools.cache(compute_fingerprint),
            (pipeline, "generate"): _Remembered(pipeline.generate),
        }
        self.patches = [patch.object(*place, found) for place, found in remembered.items()]
        for which in ("old", "new"):
            folder = self.folder / f"{which}-prepared"
            folder.mkdir()
            _write_inputs(folder, which)
            with contextlib.ExitStack() as patched:
                for one in self.patches:
                    patched.enter_context(one)
                patched.enter_context(contextlib.redirect_stdout(io.StringIO()))
                patched.enter_context(contextlib.chdir(folder))
                assert main(["build", f"{which}.yaml", "--out", "out", "--only", self.parts]) == 0

    def build(self, folder: Path, which: str) -> int:
        """Builds in a process of its own. Returns the exit code; 256 + N if signal N ended it."""
        return self.fork(folder, which, lambda: None)()

    def fork(self, folder: Path, which: str, prepare: Act) -> Callable[[], int]:
        """Starts a build after `prepare`; returns the function that waits for its exit code."""
        child = os.fork()
        if child == 0:
            code = 99
            try:
                os.chdir(folder)
                streams = os.open("printed", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
                os.dup2(streams, 1)
                os.dup2(streams, 2)
                sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
                for one in self.patches:
                    one.__enter__()
                prepare()
                code = main(["build", f"{which}.yaml", "--out", "out", "--only", self.parts])
            finally:
                os._exit(code)

        def wait() -> int:
            _, status = os.waitpid(child, 0)
            return 256 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

        return wait

    def start_trial(self, name: str) -> Path:
        """Returns a copy of the folder with the old output."""
        folder = self.folder / name
        shutil.copytree(self.folder / "old", folder, copy_function=shutil.copyfile)
        _write_inputs(folder, "new")
        (folder / "printed").unlink()
        return folder

    def end_trial(self, folder: Path, name: str, what: str, trials: Trials) -> None:
        """Records the outcome, lets a further run complete, and removes the folder."""
        found = read_files(folder / OUTPUT)
        waiting = _find_waiting_files(folder, found)
        known = {"old": self.old, "new": self.new}
        same = (which for which, files in known.items() if files == {**found, **waiting})
        which = next(same, "broken")
        note = " (files of the user to be moved)" if waiting else ""
        trials.outcomes[f"{what}{note}, {which} output"] += 1
        printed = (folder / "printed").read_text() if (folder / "printed").exists() else ""
        if which == "broken" or "Traceback" in printed:
            trials.faults.append(f"{name}: {what}, {which} output: {printed[-600:]}")
        state = _digest_state(folder / "out")
        if state not in self.completed:
            code = self.build(folder, "new")
            left = sorted(path.name for path in (folder / "out").iterdir())
            if code != 0 or read_files(folder / OUTPUT) != self.new or left != ["shop"]:
                trials.faults.append(f"{name}: {what}: the next run ends in {code}; out has {left}")
            else:
                self.completed.add(state)
        shutil.rmtree(folder)


class _Remembered:
    """`generate`, called once for each document and set of parts."""

    def __init__(self, generate: Callable[..., OutputTree]) -> None:
        self.generate = generate
        self.trees: dict[object, OutputTree] = {}

    def __call__(self, inputs: Inputs, parts: Collection[Part], problems: Problems) -> OutputTree:
        key = (inputs.spec.raw, inputs.mapping_bytes, tuple(parts))
        if key not in self.trees:
            self.trees[key] = self.generate(inputs, parts, problems)
            assert list(problems) == []
        return self.trees[key]


def read_files(folder: Path) -> dict[str, bytes]:
    """Returns the files of an output, without the run's own record."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".state.json"
    }


_TOKEN = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def _digest_state(folder: Path) -> bytes:
    """Returns a digest of all files and folders, without the random tokens of runs."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        for part in (path.relative_to(folder).as_posix().encode(), content):
            total.update(hashlib.sha256(_TOKEN.sub(b"token", part)).digest())
    return total.digest()


def _find_waiting_files(folder: Path, found: Collection[str]) -> dict[str, bytes]:
    """Returns the user's files that a killed run left for the next one to move."""
    last = folder / "out" / ".shop.run" / "tree"
    return {
        path: (last / path).read_bytes()
        for path in _USERS_FILES
        if path not in found and (last / path).is_file()
    }


def _write_inputs(folder: Path, which: str) -> None:
    raw = f"""
openapi: 3.1.0
info: {{title: Shop, version: '1', description: The {which} shop.}}
paths:
  /{which}s: {{get: {{operationId: list_{which}, responses: {{'200': {{description: Done., content:
    {{application/json: {{schema: {{type: array, items:
    {{$ref: '#/components/schemas/T'}}}}}}}}}}}}}}}}
components: {{schemas: {{T: {{type: object, properties: {{id: {{type: string}}}}}}}}}}
""".encode()
    (folder / f"{which}-spec.yaml").write_bytes(raw)
    (folder / f"{which}.yaml").write_text(
        f"""
provider: shop
source: {{file: {which}-spec.yaml, sha256: {hashlib.sha256(raw).hexdigest()}}}
services:
  stock: {{resources: {{{which}: {{methods: {{
    list: {{operation: list_{which}, verb: select, python: {which}.list}}}}}}}}}}
"""
    )


def _at_step(number: int, act: Act) -> Act:
    """Returns a function that lets `act` run before the `number`th step in the file system."""

    def prepare() -> None:
        steps = 0

        def count(event: str, _arguments: tuple[object, ...]) -> None:
            nonlocal steps
            if event in _STEPS:
                steps += 1
                if steps == number:
                    act()

        sys.addaudithook(count)

    return prepare


def run_signal_trials(shop: Shop, number: signal.Signals, every: int = 1) -> Trials:
    """Sends a signal to a build before every step, or before each `every`th one, up to its end."""
    trials = Trials()
    for step in range(1, 100_000, every):
        name = f"{number.name}-{step}"
        folder = shop.start_trial(name)
        sent = folder / "sent"

        def send(sent: Path = sent) -> None:
            os.close(os.open(sent, os.O_CREAT))
            os.kill(os.getpid(), number)

        code = shop.fork(folder, "new", _at_step(step, send))()
        was_sent = sent.exists()
        expected = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}
        if was_sent and code != expected.get(number, 256 + number):
            printed = (folder / "printed").read_text()
            trials.faults.append(f"{name}: exit code {code}: {printed[-600:]}")
        run_folder = folder / "out" / ".shop.run"
        if number is not signal.SIGKILL and run_folder.exists():
            trials.faults.append(f"{name}: the run folder is left")
        shop.end_trial(folder, name, f"exit code {code}", trials)
        if not was_sent:
            break
    return trials


def run_disk_full_trials(shop: Shop, every: int = 1) -> Trials:
    """Lets the disk of a build be full from every new file, folder or link on, up to its end."""
    trials = Trials()
    for step in range(1, 100_000, every):
        name = f"full-{step}"
        folder = shop.start_trial(name)
        code = shop.fork(folder, "new", _full_from(step))()
        if code not in (0, 1) or (folder / "out" / ".shop.run").exists():
            printed = (folder / "printed").read_text()
            trials.faults.append(f"{name}: exit code {code}: {printed[-600:]}")
        shop.end_trial(folder, name, f"exit code {code}", trials)
        if code == 0:
            break
    return trials


def _full_from(number: int) -> Act:
    """Returns a function that refuses new files, folders and links from the `number`th one on."""

    def prepare() -> None:
        steps = 0

        def refuse(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            if event == "open":
                flags = arguments[2]
                is_new = isinstance(flags, int) and bool(flags & _WRITES)
            else:
                is_new = event in ("os.mkdir", "os.link")
            path = (
                Path(os.fsdecode(arguments[0])) if isinstance(arguments[0], str | bytes) else None
            )
            is_new = is_new and path is not None and path != Path(os.devnull)
            if is_new and not (event == "os.mkdir" and os.path.lexists(str(path))):
                steps += 1
                if steps >= number:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

        sys.addaudithook(refuse)

    return prepare


def run_file_size_trials(shop: Shop, sizes: Iterable[int]) -> Trials:
    """Limits the size of each file that a build and its child processes write."""
    trials = Trials()
    for size in sizes:
        name = f"size-{size}"
        folder = shop.start_trial(name)

        def limit(size: int = size) -> None:
            sys.stdout.close()  # what is printed counts too
            sys.stderr.close()
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - as streams are
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        code = shop.fork(folder, "new", limit)()
        if code not in (0, 1) or (folder / "out" / ".shop.run").exists():
            trials.faults.append(f"{name}: exit code {code}")
        shop.end_trial(folder, name, f"exit code {code}", trials)
    return trials


def run_parallel_trials(shop: Shop, rounds: int, processes: int, seed: int) -> Trials:
    """Builds both documents many times at once in one folder, and kills some of the processes."""
    trials = Trials()
    dice = random.Random(seed)  # noqa: S311 - repeatable trials
    for number in range(rounds):
        name = f"parallel-{number}"
        folder = shop.start_trial(name)
        waiting = []
        for _ in range(processes):
            step = dice.choice((0, 0, dice.randint(1, 400)))
            kill = _at_step(step, lambda: os.kill(os.getpid(), signal.SIGKILL))
            which = dice.choice(("old", "new"))
            waiting.append((step, shop.fork(folder, which, kill if step else lambda: None)))
        codes = [(step, wait()) for step, wait in waiting]
        if any(code not in ((0, 256 + signal.SIGKILL) if step else (0,)) for step, code in codes):
            trials.faults.append(f"{name}: {codes}: {(folder / 'printed').read_text()[-600:]}")
        shop.end_trial(folder, name, f"{processes} processes", trials)
    return trials


_shops: list[Shop] = []
"""The shop of a process that `make_shop` prepared."""


def make_shop(folder: Path, parts: str) -> None:
    """Prepares a process for `run_in_shop`."""
    for variable in ("CI", "GITHUB_ACTIONS"):  # if these are set, a run prints its steps
        os.environ.pop(variable, None)
    _shops.append(Shop(folder, parts))


def run_in_shop(run: Callable[..., Trials], *arguments: object) -> Trials:
    """Runs trials in the shop of this process."""
    return run(_shops[0], *arguments)


def run_all(shop: Shop, every: int, rounds: int, seed: int) -> dict[str, Trials]:
    """Runs the trials of every kind."""
    found = {
        number.name: run_signal_trials(shop, number, every)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL)
    }
    found["disk full"] = run_disk_full_trials(shop, every)
    found["file size"] = run_file_size_trials(shop, (*range(0, 8000, 100 * every), 1_000_000))
    found["parallel"] = run_parallel_trials(shop, rounds, 6, seed)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--parts", default="docs,data,client")
    parser.add_argument("--cold", action="store_true", help="stop during imports too")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shop = Shop(Path(place), asked.parts, imported=not asked.cold)
        results = run_all(shop, asked.every, asked.rounds, asked.seed)
    sys.stdout.write("".join(f"{kind}: {trials}\n" for kind, trials in results.items()))
    sys.exit(any(trials.faults for trials in results.values()))
