"""Generated clients, and typical uses of them, in pyright's strict mode. Needs node and npm."""

from __future__ import annotations

import re
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

OPENAI_USES = ROOT / "tests" / "acceptance" / "openai_uses.txt"
PROGRAMS = [file for file in (ROOT / "tests" / "programs").glob("*.py") if file.stem[:5] != "test_"]
WRONG = "from kinds_client import Kinds\n\nKinds().things.list(limit='many')\n"
RIGHT = 'messages=[{"role": "user", "content": "x"}], reasoning_effort="low"'
MISTAKES = {
    "an unknown key": 'messages=[{"role": "user", "content": "x", "colour": 1}]',
    "a wrong literal": 'messages=[{"role": "usr", "content": "x"}]',
    "a missing key": 'messages=[{"role": "user"}]',
    "a wrong nesting": 'messages={"role": "user", "content": "x"}',
    "a wrong type": 'messages=[{"role": "user", "content": 3}]',
    "a wrong union member": 'messages=[{"role": "tool", "content": "x"}]',
    "a wrong value of a named enum": 'messages=[], reasoning_effort="lots"',
}
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


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(KINDS / "provider.yaml"), tmp_path_factory)


@pytest.fixture(scope="module")
def openai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(OPENAI), tmp_path_factory)


@pytest.fixture(scope="module")
def uses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that use the clients."""
    folder = tmp_path_factory.mktemp("uses")
    (folder / "openai_uses.py").write_text(OPENAI_USES.read_text())
    (folder / "kinds_uses.py").write_text((KINDS / "uses.txt").read_text())
    (folder / "wrong.py").write_text(WRONG)
    call = "client.chat.completions.create"
    lines = [f'{call}(model="m", {arguments})' for arguments in (RIGHT, *MISTAKES.values())]
    head = 'from openai_client import OpenAI\n\nclient = OpenAI(api_key="k")\n'
    (folder / "mistakes.py").write_text(head + "\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def findings(
    openai: Path, kinds: Path, uses: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """What pyright finds, in one run, in both clients and in all that uses them."""
    paths = (openai / OURS, kinds / "kinds_client", uses, *PROGRAMS)
    return strict_findings((openai, kinds), paths, tmp_path_factory.mktemp("settings"))


def lines_below(path: Path, findings: list[str]) -> list[int]:
    """The lines of the findings in a file or folder."""
    found = (re.match(r"(.*?\.pyi?):(\d+): ", one) for one in findings)
    return [int(one[2]) for one in found if one and Path(one[1]).is_relative_to(path)]


def test_nothing_is_wrong_but_the_mistakes(findings: list[str], uses: Path) -> None:
    wrong = (f"{uses / 'wrong.py'}:", f"{uses / 'mistakes.py'}:")
    assert [one for one in findings if not one.startswith(wrong)] == []


def test_typical_uses_are_strictly_typed(openai: Path, uses: Path) -> None:
    said = strictly_typed(openai, "--warn-unused-ignores", str(uses / "openai_uses.py"))
    assert said == "Success"


def test_what_is_wrong_is_found(findings: list[str], uses: Path) -> None:
    wrong = uses / "wrong.py"
    assert lines_below(wrong, findings) == [3]
    [found] = [one for one in findings if one.startswith(f"{wrong}:")]
    assert "limit" in found


def test_type_checkers_find_mistakes_in_arguments(
    findings: list[str], openai: Path, uses: Path
) -> None:
    mistakes = uses / "mistakes.py"
    wrong = list(range(5, 5 + len(MISTAKES)))
    assert sorted(set(lines_below(mistakes, findings))) == wrong
    said = strictly_typed(openai, str(mistakes)).splitlines()
    errors = [line for line in said if ": error: " in line]
    assert sorted({int(line.split(".py:")[1].split(":")[0]) for line in errors}) == wrong


def test_an_editor_is_offered_keys_and_values_of_arguments(openai: Path) -> None:
    offered = {place: counts[OURS] for place, counts in count_offers(openai, (OURS,))}
    assert len(offered) == 10
    assert [place for place, count in offered.items() if count < 3] == []


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
