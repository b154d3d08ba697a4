"""Generated clients, and typical uses of them, in pyright's strict mode. Needs node and npm."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pyright.checker import strict_findings
from tests.pyright.completions import count_offers
from tests.pyright.language_server import running_server
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.npm import needs_node

OURS = "openai_client"
ROOT = Path(__file__).parents[2]
OPENAI = ROOT / "specs" / "openai" / "provider.yaml"
KINDS = ROOT / "tests" / "acceptance" / "kinds"

pytestmark = needs_node


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(KINDS / "provider.yaml"), tmp_path_factory)


@pytest.fixture(scope="module")
def openai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(OPENAI), tmp_path_factory)


def test_the_client_is_strictly_typed(openai: Path, tmp_path: Path) -> None:
    assert strict_findings(openai, [openai / "openai_client"], tmp_path) == []


def test_typical_uses_are_strictly_typed(openai: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text((ROOT / "tests" / "acceptance" / "openai_uses.txt").read_text())
    assert strict_findings(openai, [uses], tmp_path) == []
    assert strictly_typed(openai, "--warn-unused-ignores", str(uses)) == "Success"


def test_uses_of_all_kinds_are_strictly_typed(kinds: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text((KINDS / "uses.txt").read_text())
    assert strict_findings(kinds, [uses, kinds / "kinds_client"], tmp_path) == []


def test_what_is_wrong_is_found(kinds: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"
    uses.write_text("from kinds_client import Kinds\n\nKinds().things.list(limit='many')\n")
    [found] = strict_findings(kinds, [uses], tmp_path)
    assert found.startswith(f"{uses}:3: ")
    assert "limit" in found


MISTAKES = {
    "an unknown key": 'messages=[{"role": "user", "content": "x", "colour": 1}]',
    "a wrong literal": 'messages=[{"role": "usr", "content": "x"}]',
    "a missing key": 'messages=[{"role": "user"}]',
    "a wrong nesting": 'messages={"role": "user", "content": "x"}',
    "a wrong type": 'messages=[{"role": "user", "content": 3}]',
    "a wrong union member": 'messages=[{"role": "tool", "content": "x"}]',
    "a wrong value of a named enum": 'messages=[], reasoning_effort="lots"',
}


def test_type_checkers_find_mistakes_in_arguments(openai: Path, tmp_path: Path) -> None:
    call = "client.chat.completions.create"
    uses = tmp_path / "mistakes.py"
    right = 'messages=[{"role": "user", "content": "x"}], reasoning_effort="low"'
    lines = [f'{call}(model="m", {arguments})' for arguments in (right, *MISTAKES.values())]
    head = 'from openai_client import OpenAI\n\nclient = OpenAI(api_key="k")\n'
    uses.write_text(head + "\n".join(lines) + "\n")
    wrong = list(range(5, 5 + len(MISTAKES)))
    found = strict_findings(openai, [uses], tmp_path)
    assert sorted({int(one.split(":")[1]) for one in found if one.startswith("/")}) == wrong
    said = strictly_typed(openai, str(uses)).splitlines()
    errors = [line for line in said if ": error: " in line]
    assert sorted({int(line.split(".py:")[1].split(":")[0]) for line in errors}) == wrong


def test_an_editor_is_offered_keys_and_values_of_arguments(openai: Path) -> None:
    offered = {place: counts[OURS] for place, counts in count_offers(openai, (OURS,))}
    assert len(offered) == 10
    assert [place for place, count in offered.items() if count < 3] == []


EXAMPLES = {
    "client.models.retrieve": "client.models.retrieve(",
    "client.chat.completions.create": "client.chat.completions.create(",
    'client.chat.completions.create(model="m", messages=[], stream=True)': (
        "client.chat.completions.create("
    ),
    "client.fine_tuning.jobs.create_and_wait": "client.fine_tuning.jobs.create_and_wait(",
    "other.models.list": "async for row in client.models.list():",
    "other.chat.completions.create": "await client.chat.completions.create(",
}
"""What is written → a line of the example. `chat.completions.create` has overloads."""


def test_an_editor_shows_the_example_of_a_method(openai: Path, tmp_path: Path) -> None:
    clients = "client, other = OpenAI(), AsyncOpenAI()"
    head = f"from openai_client import AsyncOpenAI, OpenAI\n\n{clients}\n"
    folder = tmp_path.resolve()
    with running_server(openai, folder) as server:
        for number, (written, line) in enumerate(EXAMPLES.items()):
            file = folder / f"uses_{number}.py"
            file.write_text(f"{head}{written}\n")
            at = len(head) + len(written.partition("(")[0]) - 1
            shown = server.hover(file, f"{head}{written}\n", at)
            assert f"Example:\n```python\n    {line}" in shown
