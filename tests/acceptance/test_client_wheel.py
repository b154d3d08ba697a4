"""The client's wheel in an environment that has its own dependencies and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.clients import made_client, provider_of
from tests.support.http_server import Reply, running

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
PROGRAM = """
import asyncio, sys
from importlib.metadata import version
from openai_client import AsyncOpenAI, OpenAI

assert version("openai-client") == "2.3.0"
with OpenAI(api_key="k", base_url=sys.argv[1]) as client:
    print([model.id for model in client.models.list()])

async def main():
    async with AsyncOpenAI(api_key="k", base_url=sys.argv[1]) as client:
        print([model.id for model in (await client.models.list()).data])

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of that environment."""
    folder = tmp_path_factory.mktemp("client-wheel")
    source = folder / "source"  # a build leaves files behind
    shutil.copytree(made_client(provider_of(PROVIDER), tmp_path_factory), source)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    environment = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    for needed in dependencies(source):
        copy(needed, packages)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    # Without --no-deps: it fails where a dependency is not there.
    subprocess.run([*pip, "--no-index", str(wheel)], check=True, capture_output=True)
    return python


def dependencies(source: Path) -> Iterator[Distribution]:
    """What the package asks for, and what that asks for, each once."""
    project = tomllib.loads((source / "pyproject.toml").read_text())["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        is_needed = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if is_needed and wanted.name not in seen:
            seen.add(wanted.name)
            found = distribution(wanted.name)
            yield found
            waiting.extend(Requirement(text) for text in found.requires or ())


def copy(needed: Distribution, packages: Path) -> None:
    """Copies an installed distribution, but for its commands and its bytecode."""
    for file in needed.files or ():
        source = Path(str(needed.locate_file(file)))
        if ".." not in file.parts and file.suffix != ".pyc" and source.is_file():
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def test_the_wheel_runs_with_its_own_dependencies(python: Path) -> None:
    models = {"object": "list", "data": [{"id": "m", "object": "model", "created": 1}]}
    with running() as server:
        server.reply = Reply.json(models)
        command = [str(python), "-c", PROGRAM, server.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['m']\n['m']\n", "")


def test_the_wheel_is_typed_and_says_what_it_is(python: Path) -> None:
    asked = """
import json
from importlib.metadata import files, metadata
of = metadata("openai-client")
typed = any(file.name == "py.typed" for file in files("openai-client"))
print(json.dumps([of["Requires-Python"], of["Description-Content-Type"], typed]))
"""
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [">=3.11", "text/markdown", True]
