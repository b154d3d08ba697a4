"""`make bench`: what each stage, and each kind of run, takes on OpenAI's spec."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from tests.bench.measure import Measured, measure, table

PROVIDER = Path("specs/openai/provider.yaml")
GENERATE = (sys.executable, "-m", "generator")
Result = TypeVar("Result")


def peak() -> float:
    """Of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stages() -> Iterator[Measured]:
    """Every stage of one run, in this process: its own time, and the peak until its end."""
    rows: list[Measured] = []

    def timed(what: str, work: Callable[[], Result]) -> Result:
        started, cpu = time.perf_counter(), time.process_time()
        result = work()
        seconds = time.perf_counter() - started
        rows.append(Measured(what, seconds, time.process_time() - cpu, peak()))
        return result

    def imports() -> None:
        import generator.output.write
        import generator.pipeline  # noqa: F401

    timed("import", imports)
    from generator.diagnostics import Problems
    from generator.fingerprint import compute_fingerprint
    from generator.inputs import read_inputs
    from generator.lower.build import build_provider
    from generator.openapi.document import read_spec
    from generator.openapi.validate import validate
    from generator.output.model import OutputPaths
    from generator.output.write import WriteRequest, write
    from generator.pipeline import repaired_tree
    from generator.views.outputs import output_tree
    from generator.vocabulary import Part

    problems = Problems()
    inputs = timed("read: mapping, source", lambda: read_inputs(PROVIDER, problems))
    timed("fingerprint", lambda: compute_fingerprint((inputs.mapping_bytes, inputs.overlay_bytes)))
    tree = timed("parse, overlay", lambda: repaired_tree(inputs, problems))
    timed("validate", lambda: validate(tree, problems))
    spec = timed("read: spec", lambda: read_spec(tree, inputs.spec.sha256, problems))
    provider = timed("build the model", lambda: build_provider(spec, inputs.mapping, problems))
    timed("emit data", lambda: output_tree(provider, (Part.DATA,)))
    timed("emit docs", lambda: output_tree(provider, (Part.DOCS,)))
    timed("emit client", lambda: output_tree(provider, (Part.CLIENT,)))
    output = output_tree(provider, tuple(Part))
    with tempfile.TemporaryDirectory() as folder:
        parts = (Part.DATA, Part.DOCS, Part.CLIENT)
        request = WriteRequest(OutputPaths(Path(folder), "openai"), output, parts, "", None, ())
        timed("write", lambda: write(request, problems, lambda: None))
        timed("write again", lambda: write(request, problems, lambda: None))
    yield from rows


def runs(folder: Path) -> Iterator[Measured]:
    """Whole runs of the command, each a process of its own."""
    here = Path.cwd()

    def run(what: str, *arguments: str) -> Measured:
        return measure(what, (*GENERATE, *arguments), here)

    yield run("--version", "--version")
    for what, only in (
        ("docs alone, nothing there", "docs"),
        ("everything but the HTML, nothing there", "data,docs,client"),
        ("everything, nothing there", "data,docs,client,site"),
    ):
        out = folder / only.replace(",", "-")
        yield run(what, "build", "--out", str(out), "--only", only)
        yield run(f"  the same again ({only})", "build", "--out", str(out), "--only", only)
    yield run("check", "check", "--out", str(out))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Runs first: a child's peak starts at what this process holds when it is started.
        whole = tuple(runs(Path(folder)))
    sys.stdout.write(table("Stages of one run", stages()))
    sys.stdout.write(table("Runs", whole))


if __name__ == "__main__":
    main()
