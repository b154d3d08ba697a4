"""Chooses the provider files of a command, and runs a command's work for each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from generator.cli.report import DONE, PROBLEMS, CommandResult, Step, UsageError, Work
from generator.diagnostics import Problems, Refused
from generator.inputs import read_file
from generator.json_types import Json
from generator.openapi.tree import parse

PROVIDER_FILES = "specs/*/provider.yaml"
_PARTLY = "The other provider files are done."
_FAILED = CommandResult(code=PROBLEMS)


def find_provider_files() -> tuple[Path, ...]:
    """Returns the provider files of the project in the current folder, in the order of names."""
    return tuple(sorted(Path().glob(PROVIDER_FILES)))


def choose_one(named: Path | None, command: str) -> Path:
    """Returns the named provider file, else the only one of the project."""
    return choose_several([named] if named else [], False, command)[0]


def choose_several(named: Sequence[Path], takes_all: bool, command: str) -> tuple[Path, ...]:
    """Returns the named provider files, else the only one of the project, or all with `--all`."""
    if named and takes_all:
        raise UsageError(f"--all takes every {PROVIDER_FILES}; leave out {named[0]} or --all")
    if named:
        return tuple(dict.fromkeys(named))
    found = find_provider_files()
    if not found:
        raise UsageError(
            f"there is no {PROVIDER_FILES} in this folder; name a provider file, as in "
            f"`generate {command} specs/acme/provider.yaml`, or start with one: "
            "`generate init openapi.yaml`"
        )
    if len(found) > 1 and not takes_all:
        files = ", ".join(file.as_posix() for file in found)
        raise UsageError(f"this folder has several provider files; name one of {files}")
    return found


def run_for_each(files: Sequence[Path], work_on: Callable[[Path], Work]) -> Work:
    """Returns the work of a command for several provider files. One that fails stops no other."""
    return work_on(files[0]) if len(files) == 1 else partial(_run_each, files, work_on)


def _run_each(
    files: Sequence[Path], work_on: Callable[[Path], Work], problems: Problems, step: Step
) -> CommandResult:
    _refuse_one_name_twice(files, problems)
    results = []
    for file in files:
        found = Problems()  # of its own: a build stops at errors, and stores its diagnostics
        result = _FAILED
        try:
            result = work_on(file)(found, step)
        except Refused:
            pass
        finally:
            for one in found:
                problems.add(one)
        results.append(result)
    documents: list[Json] = [
        {"file": file.as_posix(), "ok": result.code == DONE, **result.document}
        for file, result in zip(files, results, strict=True)
    ]
    return CommandResult(
        tuple(line for result in results for line in result.lines),
        {"providers": documents},
        max(result.code for result in results),
        _PARTLY if any(result.code == DONE for result in results) else "",
    )


def _refuse_one_name_twice(files: Sequence[Path], problems: Problems) -> None:
    """Raises Refused if two files have one provider's name: their output is one folder."""
    first: dict[str, Path] = {}
    for file in files:
        ignored = Problems()  # the command reports them
        try:
            tree = parse(file.as_posix(), read_file(file, file.as_posix(), None, ignored), ignored)
        except Refused:
            continue
        name = tree.root.get("provider")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, file)
        if other != file:
            problems.error(
                "provider-named-twice",
                f'"{other.as_posix()}" is the provider "{name}" too',
                tree.locate("/provider"),
                "give one of them another name: both would be one folder of the output",
            )
    problems.stop_if_errors()
