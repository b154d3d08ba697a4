"""The command `build --all`: builds every provider, and joins their websites."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.cli.compile import CompileOptions, build
from generator.cli.report import CommandResult, Step
from generator.console import make_printable, pluralize
from generator.diagnostics import Problems
from generator.json_types import Json
from generator.vocabulary import Part


@dataclass(frozen=True, slots=True)
class BuildAllOptions:
    """The options of `build --all`."""

    provider_files: tuple[Path, ...]
    base: Path
    parts: tuple[Part, ...]


def build_all(options: BuildAllOptions, problems: Problems, step: Step) -> CommandResult:
    """Builds each provider in turn. The first one that is refused ends the run."""
    results = [
        build(CompileOptions(file, options.base, options.parts), problems, step)
        for file in options.provider_files
    ]
    lines = [line for result in results for line in result.lines]
    documents: list[Json] = [result.document for result in results]
    if Part.SITE in options.parts and Part.DATA in options.parts:
        from generator.output.joint_site import join_sites

        step("joining the websites")
        names = [str(result.document["provider"]) for result in results]
        joint = join_sites(options.base, names, problems).as_posix()
        lines.append(f"{pluralize(len(names), 'website')} joined in {make_printable(joint)}")
    return CommandResult(tuple(lines), {"providers": documents})
