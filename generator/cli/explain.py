"""`explain`: a part of the model as a page for a terminal, or as JSON."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.cli.report import Outcome, Step
from generator.console import printable
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.views.terminal.pages import Page, Unknown, explain, suggestion

PROVIDERS = Path("specs")
_WIDTH_OF_A_FILE = 120  # where the page doesn't go to a terminal
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Question:
    name: str  # "openai.fine_tuning.jobs"
    provider_file: Path | None  # None: by the name's first part, below `specs`


def answer(question: Question, problems: Problems, step: Step) -> Outcome:
    """Compiles the provider and shows the part of it that the question names."""
    from generator.pipeline import compile_provider
    from generator.views.catalog.as_json import as_json

    file = question.provider_file or _file_of(question.name, problems)
    step(f"reading {file.as_posix()}")
    inputs = read_inputs(file, problems)
    step("compiling the model")
    provider = compile_provider(inputs, problems)
    try:
        page = explain(provider, question.name)
    except Unknown as unknown:
        problems.error("unknown-name", str(unknown), hint=unknown.hint)
        raise Refused from unknown
    return Outcome(
        tuple(_lines(page)), {"name": page.title, "part": as_json(page.subject), "sql": [*page.sql]}
    )


def _file_of(name: str, problems: Problems) -> Path:
    first = name.split(".")[0]
    known = {path.parent.name: path for path in sorted(PROVIDERS.glob("*/provider.yaml"))}
    if first in known:
        return known[first]
    hint = suggestion(first, known) or "name the provider file by --provider"
    problems.error("unknown-name", f'there is no provider "{first}" in {PROVIDERS}', hint=hint)
    raise Refused


def _lines(page: Page) -> list[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else _WIDTH_OF_A_FILE
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=on_terminal)
    console.print(Text(printable(page.title), style="bold"))
    for word, value in page.facts:
        if value:
            console.print(Text(f"  {word:<12}{printable(value)}"))
    for table in page.tables:
        if not table.rows:
            continue
        console.print()
        console.print(Text(f"{table.title} ({len(table.rows)})", style="bold"))
        grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, header_style="dim")
        for column in table.columns:
            grid.add_column(column, overflow="fold", ratio=1 if column == "description" else None)
        for row in table.rows:
            grid.add_row(*(Text(_short(printable(cell))) for cell in row))
        console.print(grid)
    for statement in page.sql:
        console.print()
        console.print(Text("\n".join(map(printable, statement.splitlines()))))
    return [line.rstrip() for line in text.getvalue().splitlines()]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1].rstrip()}…"
