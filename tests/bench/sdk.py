"""`make bench-sdk`: OpenAI's generated client beside the vendor's SDK, in one go.

Each is imported, made, and used for a first call to a server on loopback. Every run has a process
of its own, the two take turns, and medians are shown. Both are compiled before, as an installer
does it. Times are the processor's: what else the machine does moves them less than a clock's.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.pipeline import compile_provider
from generator.views.outputs import output_tree
from generator.vocabulary import Part
from tests.bench.stages import PROVIDER
from tests.support.http_server import Reply, running

OURS, THEIRS = "openai_client", "openai"
TURNS = 15
RUN = """
import json, sys, time
from importlib import import_module

def resident():
    with open("/proc/self/status") as status:
        [kilobytes] = [line.split()[1] for line in status if line.startswith("VmRSS:")]
    return int(kilobytes) / 1024

package, url = sys.argv[1:]
before = resident()
started = time.process_time()
module = import_module(package)
imported, held = time.process_time(), resident()
client = module.OpenAI(api_key="k", base_url=url)
made = time.process_time()
answer = client.chat.completions.create(
    model="m", messages=[{"role": "user", "content": "Hello"}]
)
called, at_end = time.process_time(), resident()
assert answer.choices[0].message.content == "Hi"
json.dump({
    "import, ms": (imported - started) * 1000,
    "construction, ms": (made - imported) * 1000,
    "first call, ms": (called - made) * 1000,
    "construction and first call, ms": (called - imported) * 1000,
    "all of it, ms": (called - started) * 1000,
    "memory that the import takes, MB": held - before,
    "memory at the end, interpreter included, MB": at_end,
}, sys.stdout)
"""
ANSWER = {
    "id": "c",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "logprobs": None,
            "message": {"role": "assistant", "content": "Hi", "refusal": None},
        }
    ],
}


def write_client(folder: Path) -> None:
    """The client as a build makes it."""
    problems = Problems()
    provider = compile_provider(read_inputs(PROVIDER, problems), problems)
    for file in output_tree(provider, {Part.CLIENT}).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    compileall.compile_dir(folder, quiet=2)  # PYTHONDONTWRITEBYTECODE may keep runs from doing it


def run(package: str, url: str, folder: Path) -> Mapping[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "client")}
    command = [sys.executable, "-c", RUN, package, url]
    done = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    runs: dict[str, list[Mapping[str, float]]] = {OURS: [], THEIRS: []}
    with tempfile.TemporaryDirectory() as made, running() as server:
        folder = Path(made)
        write_client(folder)
        server.reply = Reply.json(ANSWER)
        for package in runs:
            run(package, server.url, folder)  # compiles what isn't yet
        for _ in range(TURNS):
            for package, found in runs.items():
                found.append(run(package, server.url, folder))
    medians = {
        package: {what: statistics.median(one[what] for one in found) for what in found[0]}
        for package, found in runs.items()
    }
    title = f"Medians of {TURNS} runs"
    lines = [f"{title:<46}{OURS:>14}{THEIRS:>10}{'ours/theirs':>13}"]
    for what, ours in medians[OURS].items():
        theirs = medians[THEIRS][what]
        lines.append(f"  {what:<44}{ours:>14.1f}{theirs:>10.1f}{ours / theirs:>13.2f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
