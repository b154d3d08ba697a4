"""The structure lint finds what it counts."""

from __future__ import annotations

import ast

import pytest

from tests.structure.code import Module
from tests.structure.copies import COPIES
from tests.structure.measures import (
    WALK,
    import_circles,
    long_functions,
    nested_loops,
    recurring_classes,
    recurring_modules,
    unused_allowances,
    wide_functions,
)


def module(name: str, text: str = "") -> Module:
    return Module(f"generator.{name}", is_package=False, tree=ast.parse(text))


def test_a_module_name_in_two_packages_needs_a_reason() -> None:
    modules = [module("mock.state"), module("output.state"), module("output.model")]
    assert recurring_modules(modules, {}) == ["state: mock/state, output/state"]
    assert recurring_modules(modules, {"state: mock/state, output/state": "a reason"}) == []


def test_a_reason_does_not_cover_one_more_module_of_the_name() -> None:
    modules = [module("mock.state"), module("output.state"), module("runtime.state")]
    allowed = {"state: mock/state, output/state": "a reason"}
    assert recurring_modules(modules, allowed) == ["state: mock/state, output/state, runtime/state"]
    assert unused_allowances(modules, allowed, {}) == list(allowed)


def test_private_classes_may_recur() -> None:
    modules = [
        module("a", "class Page: ...\nclass _Row: ..."),
        module("b", "class Page: ...\nclass _Row: ..."),
    ]
    assert recurring_classes(modules, {}) == ["Page: a, b"]


@pytest.mark.parametrize(
    "back",
    [
        "from generator import a",
        "from . import a",
        "from .a import name",
        "def f():\n    from generator.a import name",
        "if TYPE_CHECKING:\n    from generator.a import name",
        "import_module('generator.a')",
        "importlib.import_module('.a', __package__)",
    ],
)
def test_a_circle_is_found_through_any_form_of_import(back: str) -> None:
    modules = [module("a", "from generator.b import name"), module("b", back)]
    assert import_circles(modules) == ["generator.a, generator.b"]


def test_modules_that_import_one_way_are_no_circle() -> None:
    assert import_circles([module("a", "import generator.b"), module("b")]) == []


def test_self_is_not_a_parameter() -> None:
    method = "class A:\n    def f(self, a, b, c, d, e): ..."
    function = "def g(a, b, *, c, d, e, **rest): ..."
    assert wide_functions([module("a", f"{method}\n{function}")]) == ["a: g has 6 parameters"]


def test_a_function_of_40_lines_is_not_long() -> None:
    text = "def f():\n" + "    x = 1\n" * 39
    assert long_functions([module("a", text)]) == []
    assert long_functions([module("a", text + "    x = 1\n")]) == ["a: f has 41 lines"]


@pytest.mark.parametrize(
    "text",
    [
        "[m for s in p.services for r in s.resources for m in r.methods]",
        "for s in p.services:\n    x = [m for r in s.resources for m in sorted(r.methods)]",
        "for s in p.services:\n  for r in s.resources:\n    for m in r.methods: ...",
    ],
)
def test_loops_are_counted_across_statements_and_comprehensions(text: str) -> None:
    assert len(nested_loops([module("a", text)], WALK)) == 1
    assert nested_loops([module("a", "for m in r.methods: ...")], WALK) == []


def test_a_docstring_is_not_a_copy() -> None:
    waits = COPIES["the name of a waiting method"]
    assert waits([module("a", '"""Writes create_and_wait."""')]) == []
    assert waits([module("a", 'name = f"{method}_and_wait"')]) == ["a"]
