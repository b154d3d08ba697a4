"""Diagnostics are readable and safe, whatever text a specification contains."""

from __future__ import annotations

import pytest

from generator.console import format_annotation, format_diagnostic, make_printable, summarize
from generator.diagnostics import Diagnostic, Location, Severity
from generator.diagnostics_json import from_json, to_json

LINE = "        operation: listJob"
PLACE = Location("specs/acme/provider.yaml", 41, 20, 7, LINE)
UNKNOWN = Diagnostic(
    Severity.ERROR,
    "unknown-operation",
    'operation "listJob" is not in the spec',
    PLACE,
    'did you mean "listJobs" (GET /jobs)?',
)


def at(column: int, length: int, excerpt: str) -> list[str]:
    place = Location("spec.yaml", 7, column, length, excerpt)
    return list(format_diagnostic(Diagnostic(Severity.ERROR, "code", "message", place, "hint")))


def test_a_diagnostic_shows_its_position_and_hint() -> None:
    assert list(format_diagnostic(UNKNOWN)) == [
        f"specs/acme/provider.yaml:41:20: error: {UNKNOWN.message}  [unknown-operation]",
        "   41 |         operation: listJob",
        '      |                    ^^^^^^^ did you mean "listJobs" (GET /jobs)?',
    ]


def test_a_diagnostic_without_a_position_shows_the_rest() -> None:
    plain = Diagnostic(Severity.WARNING, "some-code", "something is odd", hint="look at it")
    assert list(format_diagnostic(plain)) == [
        "warning: something is odd  [some-code]",
        "    hint: look at it",
    ]


def test_the_caret_accounts_for_wide_characters_and_tabs() -> None:
    assert at(5, 1, "日本\tkey")[1:] == ["    7 | 日本 key", "      |       ^ hint"]


def test_a_caret_never_leaves_its_line() -> None:
    assert at(3, 400, "ab: cd")[1:] == ["    7 | ab: cd", "      |   ^^^^ hint"]
    assert at(90, 5, "short")[2] == "      |      ^ hint"


def test_a_long_line_is_cut_around_its_caret() -> None:
    _, excerpt, caret = at(5001, 3, "x" * 5000 + "bad" + "y" * 5000)
    assert len(excerpt) < 140
    assert excerpt[caret.index("^") :].startswith("bad")


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2J",
        "\x1b]0;owned\x07",
        "\x9b31m",
        "a\rb",
        "a\nb",
        "\u202egnp.exe",
        "\u2028",
        "\x00\x7f",
    ],
)
def test_text_of_a_spec_cannot_control_a_terminal(hostile: str) -> None:
    place = Location(hostile, 1, 1, 1, hostile)
    found = Diagnostic(Severity.ERROR, "code", hostile, place, hostile)
    for line in (*format_diagnostic(found), make_printable(hostile)):
        assert line.isprintable()


def test_text_of_a_spec_cannot_inject_a_github_command() -> None:
    found = Diagnostic(
        Severity.ERROR, "code", "a\n::stop-commands::x", Location("a,b:c%\n.yaml", 1, 2, 3), "::b\r"
    )
    assert format_annotation(found) == (
        "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,col=2,endColumn=5,title=code"
        "::a\\n::stop-commands::x%0A::b\\r"
    )
    assert not any(line.lstrip().startswith("::") for line in format_diagnostic(found))


@pytest.mark.parametrize(
    ("severities", "text"),
    [
        ("", ""),
        ("e", "1 error in 1 file."),
        ("ee", "2 errors in 1 file."),
        ("eew", "2 errors and 1 warning in 1 file."),
        ("ewnn", "1 error, 1 warning and 2 notes in 1 file."),
    ],
)
def test_the_count_comes_last(severities: str, text: str) -> None:
    kinds = {"e": Severity.ERROR, "w": Severity.WARNING, "n": Severity.NOTE}
    assert summarize(Diagnostic(kinds[kind], "code", "", PLACE) for kind in severities) == text


@pytest.mark.parametrize("found", [UNKNOWN, Diagnostic(Severity.NOTE, "code", "message")])
def test_diagnostics_are_the_same_after_json(found: Diagnostic) -> None:
    assert from_json(to_json(found)) == found
