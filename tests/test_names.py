"""Every name uses the safe alphabet or is refused, whatever the vendor calls a thing."""

from __future__ import annotations

import ast
import doctest
import keyword
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import names

SPELLINGS = st.one_of(
    st.text(alphabet=st.characters(), max_size=30),
    st.text(alphabet="aZ09_-./ é\u0430\ud800$\n\x00", max_size=12),
    st.sampled_from(
        [*keyword.kwlist, *keyword.softkwlist, "self", "cls", "__class__", "..", "CON"]
    ),
)
fuzzed = settings(derandomize=True, max_examples=500, deadline=None, database=None)


@fuzzed
@given(SPELLINGS)
def test_every_text_gives_an_identifier(text: str) -> None:
    name = names.python_identifier(text)
    assert re.fullmatch("[a-z][a-z0-9_]*", name)
    assert not keyword.iskeyword(name)
    assert not name.startswith("_")
    assert isinstance(ast.parse(f"{name} = 1").body[0], ast.Assign)
    assert names.python_identifier(name) == name or name.endswith("_")


@fuzzed
@given(SPELLINGS)
def test_a_converted_name_uses_the_safe_alphabet_or_is_empty(text: str) -> None:
    snake, camel = names.snake_case(text), names.class_case(text)
    assert re.fullmatch("[a-z0-9_]*", snake)
    assert re.fullmatch("([A-Z][A-Za-z0-9]*)?", camel)
    assert bool(snake) == bool(camel)
    assert names.snake_case(snake) == snake


@fuzzed
@given(SPELLINGS)
def test_a_safe_name_is_an_identifier_and_a_file_everywhere(name: str) -> None:
    for judge in (names.is_safe, names.is_safe_class):
        if judge(name):
            assert name.isascii()
            assert name.isidentifier()
            assert not keyword.iskeyword(name)
            assert not name.startswith("_")
            assert len(name) <= 100


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            "..",
            ".",
            "a/b",
            "a\\b",
            "a.b",
            "a b",
            "a-b",
            "a\n",
            "\na",
            "a\x00",
            "A",
            "1a",
            "_a",
        ),
        *(
            "__init__",
            "__class__",
            "class",
            "from",
            "async",
            "con",
            "nul",
            "com1",
            "lpt9",
            "a" * 101,
        ),
        *("\u0430", "a\u0301", "\uff41", "a\u200b", "a\u202e", "a\ud800", "a$", "a{b}", "%41", "~"),
    ],
)
def test_an_unsafe_name_is_refused(name: str) -> None:
    assert not names.is_safe(name)


@pytest.mark.parametrize(
    "name", ["match", "case", "type", "self", "print", "jobs", "a1", "a" * 100]
)
def test_an_unusual_name_is_safe(name: str) -> None:
    assert names.is_safe(name)


@pytest.mark.parametrize(
    "name", ["None", "True", "Exception", "Stream", "a", "A-b", "A\n", "Ä", "", "_A"]
)
def test_an_unsafe_class_is_refused(name: str) -> None:
    assert not names.is_safe_class(name)


@pytest.mark.parametrize(
    ("text", "identifier", "class_name"),
    [
        ("listMCPTools", "list_mcp_tools", "ListMCPTools"),
        ("OpenAI-Beta", "open_ai_beta", "OpenAIBeta"),
        ("metadata[key]", "metadata_key", "MetadataKey"),
        ("timestamp_granularities[]", "timestamp_granularities", "TimestampGranularities"),
        ("2fa", "n2_fa", "T2Fa"),
        ("v1.5", "v1_5", "V15"),
        ("from", "from_", "From"),
        ("self", "self_", "Self"),
        ("\u0430\u0441t", "t", "T"),
        ("../../etc/passwd", "etc_passwd", "EtcPasswd"),
        ("__import__('os')", "import_os", "ImportOs"),
        ("\u202e", "value", ""),
        ("a" * 300, "a" * 100, "A" + "a" * 299),
    ],
)
def test_a_spelling_of_a_vendor_gives_an_identifier_and_a_class_name(
    text: str, identifier: str, class_name: str
) -> None:
    assert names.python_identifier(text) == identifier
    assert names.class_case(text) == class_name


def test_a_taken_name_gets_the_lowest_free_number() -> None:
    assert names.unique("a", []) == "a"
    assert names.unique("Ab", ["aB"]) == "Ab_2"
    assert names.unique("a", ["a", "A_2", "a_4"]) == "a_3"


@fuzzed
@given(st.lists(SPELLINGS, max_size=6))
def test_unique_names_differ_by_more_than_case(texts: list[str]) -> None:
    taken = names.Taken()
    given = [taken.take(names.python_identifier(text)) for text in texts]
    assert len({name.lower() for name in given}) == len(texts)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in given)


def test_many_similar_names_are_numbered_quickly() -> None:
    taken = names.Taken()
    started = time.process_time()
    assert [taken.take("aA") for _ in range(50_000)][-1] == "aA_50000"
    assert time.process_time() - started < 2


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(names).failed == 0
