"""The files that a project with a provider has beside it: JSON Schema, CI workflow, .gitignore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.bounded_files import read_regular_file
from generator.mapping.schema import provider_file_schema_text
from generator.openapi.model import Source

SCHEMA = Path("specs/provider.schema.json")
WORKFLOW = Path(".github/workflows/generate.yml")
IGNORE = Path(".gitignore")
_IGNORED = ("/generated/**", "!/generated/*/", "!/generated/*/manifest.json")
_ENVIRONMENT = ".venv/"
_HIDING = frozenset({"generated", "generated/", "/generated", "/generated/"})

_WORKFLOW_TEXT = """\
# Fails if the files that the generator would make differ from the committed
# manifests in generated/. `generate init` writes this file once and never changes
# it: edit it as you like.
name: generate

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      # The wheel of the generator, committed below tools/. Change this line if
      # your package index has it.
      - run: pip install tools/openapi_provider_generator-*.whl
{packages}      - run: generate check --all
"""


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """What `init` writes beside the provider file, and what it says about existing files."""

    new: dict[Path, bytes] = field(default_factory=dict)
    changed: dict[Path, bytes] = field(default_factory=dict)
    kept: tuple[str, ...] = ()  # lines about files that stay as they are


def plan_project_files(source: Source) -> ProjectFiles:
    """Plans the files of the project in the current folder. Writes nothing."""
    planned = ProjectFiles()
    kept = [*_plan_schema(planned), *_plan_workflow(planned, source), *_plan_ignore(planned)]
    return ProjectFiles(planned.new, planned.changed, tuple(kept))


def _plan_schema(planned: ProjectFiles) -> Iterator[str]:
    text = provider_file_schema_text().encode()
    if not SCHEMA.exists():
        planned.new[SCHEMA] = text
    elif read_regular_file(SCHEMA) != text:
        yield (
            f"{SCHEMA.as_posix()}: kept; it differs from the schema of this version, which "
            f"`generate schema > {SCHEMA.as_posix()}` writes"
        )


def _plan_workflow(planned: ProjectFiles, source: Source) -> Iterator[str]:
    name = WORKFLOW.as_posix()
    install = f"pip install {source.package}" if source.package else ""
    if WORKFLOW.exists():
        yield f"{name}: kept"
        if install and install.encode() not in read_regular_file(WORKFLOW):
            yield f"{name}: add `{install}`, which has the document"
    elif not Path(".git").exists() and (root := _find_repository()):
        yield f"{name}: not written, because GitHub reads workflows in {root.as_posix()} only"
    else:
        packages = f"      - run: {install}\n" if install else ""
        planned.new[WORKFLOW] = _WORKFLOW_TEXT.format(packages=packages).encode()


def _find_repository() -> Path | None:
    """Returns the folder above this one that is a git repository."""
    return next((one for one in Path.cwd().parents if (one / ".git").exists()), None)


def _plan_ignore(planned: ProjectFiles) -> Iterator[str]:
    """Plans the lines that keep the output out of git, but for its manifests, and `.venv`.

    A later line of .gitignore overrides an earlier one. So the first missing line brings those
    after it, and the lines of the file stay in their order.
    """
    if not IGNORE.exists():
        planned.new[IGNORE] = "".join(f"{line}\n" for line in (*_IGNORED, _ENVIRONMENT)).encode()
        return
    before = read_regular_file(IGNORE)
    lines = [line.strip() for line in before.decode(errors="replace").splitlines()]
    for number, line in enumerate(lines, 1):
        if line in _HIDING:
            yield (
                f'{IGNORE.as_posix()}:{number}:1: "{line}" hides the manifests from git; '
                "remove it, so that CI can compare with them"
            )
    first = next((at for at, line in enumerate(_IGNORED) if line not in lines), len(_IGNORED))
    added = _IGNORED[first:]
    if not any(line.strip("/") == ".venv" for line in lines):
        added = (*added, _ENVIRONMENT)
    if added:
        end = b"\r\n" if b"\r\n" in before else b"\n"
        gap = b"" if not before or before.endswith(b"\n") else end
        text = b"".join(line.encode() + end for line in added)
        planned.changed[IGNORE] = before + gap + text
