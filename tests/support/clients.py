"""What tests make once for a run, however many processes share its tests: clients and sites."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.model.provider import Provider
from generator.output.build_site import build_site
from generator.pipeline import compile_provider
from generator.views.outputs import output_tree
from generator.vocabulary import Part

CHECKOUT = Path(__file__).parents[2]


def provider_of(provider_file: Path) -> Provider:
    """The model of a provider. A process compiles a file of the checkout once."""
    path = provider_file.resolve()
    return _compiled_once(path) if path.is_relative_to(CHECKOUT) else _compiled(path)


def of_specs(name: str) -> Provider:
    """A provider of the checkout's own. Another one of the tests is called "acme" too."""
    found = provider_of(CHECKOUT / "specs" / name / "provider.yaml")
    if name == "openai":
        return found
    package = f"{name}_of_specs"
    return replace(found, name=package, client=replace(found.client, package=package))


def _compiled(provider_file: Path) -> Provider:
    problems = Problems()
    provider = compile_provider(read_inputs(provider_file, problems), problems)
    assert not problems.errors
    return provider


_compiled_once = cache(_compiled)


def made_client(provider: Provider, factory: pytest.TempPathFactory) -> Path:
    """The folder with the client, which can be imported from now on."""
    made = made_once(
        f"client-{provider.name}", lambda folder: write(provider, Part.CLIENT, folder), factory
    )
    folder = made / "client"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return folder


def write(provider: Provider, part: Part, folder: Path) -> None:
    """Writes the files of one part."""
    for file in output_tree(provider, {part}).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def made_once(name: str, make: Callable[[Path], None], factory: pytest.TempPathFactory) -> Path:
    """The folder of that name, which one process of a run fills, and the others wait for."""
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    shared = run / name
    done = shared / "done"
    try:
        shared.mkdir()
    except FileExistsError:  # another process makes it
        while not done.exists():
            time.sleep(0.05)
    else:
        try:
            make(shared)
        finally:
            done.touch()
    return shared


def built_site(provider: Provider, factory: pytest.TempPathFactory) -> Path:
    """The folder with `docs` and `site`. A build that says anything is a failure."""

    def build(folder: Path) -> None:
        write(provider, Part.DOCS, folder)
        problems = Problems()
        build_site(folder, problems)
        assert list(problems) == []

    return made_once(f"site-{provider.name}", build, factory)


def strictly_typed(folder: Path, *files: str) -> str:
    """What mypy says, "Success" or its errors, in strict mode and without a configuration.

    All checks of a process share a cache, so that mypy reads pydantic, httpx2 and an unchanged
    client once. It compares files by their content. Two processes must not share one.
    """
    kept = CHECKOUT / ".cache" / "mypy" / os.environ.get("PYTEST_XDIST_WORKER", "main")
    options = ["--strict", "--config-file=", "--cache-dir", str(kept), "--no-error-summary"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr or "Success"
