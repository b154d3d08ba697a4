"""The command `explain`: prints a part of the model as a page for a terminal, or as JSON."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.cli.report import CommandResult, Step
from generator.console import make_printable
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.views.terminal.pages import TerminalPage, UnknownName, explain, suggest_name

PROVIDERS = Path("specs")
_WIDTH_OF_A_FILE = 120  # if stdout isn't a terminal
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    name: str  # "openai.fine_tuning.jobs"
    provider_file: Path | None  # None: specs/NAME/provider.yaml, with the name's first part


def explain_part(options: ExplainOptions, problems: Problems, step: Step) -> CommandResult:
    """Compiles the provider and returns the named part of it."""
    from generator.pipeline import compile_provider
    from generator.views.catalog.as_json import as_json

    file = options.provider_file or _find_provider_file(options.name, problems)
    step(f"reading {file.as_posix()}")
    inputs = read_inputs(file, problems)
    step("compiling the model")
    provider = compile_provider(inputs, problems)
    try:
        page = explain(provider, options.name)
    except UnknownName as unknown:
        problems.error("unknown-name", str(unknown), hint=unknown.hint)
        raise Refused from unknown
    return CommandResult(
        tuple(_render_page(page)),
        {"name": page.title, "part": as_json(page.subject), "sql": [*page.sql]},
    )


def _find_provider_file(name: str, problems: Problems) -> Path:
    first = name.split(".")[0]
    known = {path.parent.name: path for path in sorted(PROVIDERS.glob("*/provider.yaml"))}
    if first in known:
        return known[first]
    hint = suggest_name(first, known) or "name the provider file with --provider"
    problems.error("unknown-name", f'there is no provider "{first}" in {PROVIDERS}', hint=hint)
    raise Refused


def _render_page(page: TerminalPage) -> list[str]:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    on_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else _WIDTH_OF_A_FILE
    text = io.StringIO()
    console = Console(file=text, width=width, force_terminal=on_terminal)
    console.print(Text(make_printable(page.title), style="bold"))
    for word, value in page.facts:
        if value:
            console.print(Text(f"  {word:<12}{make_printable(value)}"))
    for table in page.tables:
        if not table.rows:
            continue
        console.print()
        console.print(Text(f"{table.title} ({len(table.rows)})", style="bold"))
        grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, header_style="dim")
        for column in table.columns:
            grid.add_column(column, overflow="fold", ratio=1 if column == "description" else None)
        for row in table.rows:
            grid.add_row(*(Text(_shorten(make_printable(cell))) for cell in row))
        console.print(grid)
    for statement in page.sql:
        console.print()
        console.print(Text("\n".join(map(make_printable, statement.splitlines()))))
    return [line.rstrip() for line in text.getvalue().splitlines()]


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1].rstrip()}…"
