"""Long values in examples of Python, on pages and in docstrings."""

from __future__ import annotations

import ast
import inspect

from generator.escape import fenced_code
from generator.json_types import Json
from generator.views.client.docstrings import example_section
from generator.views.code.python_literals import literal_lines
from generator.views.text.python_layout import unfolded_docstring
from tests.support.docstring_examples import example_in
from tests.support.payloads import PAYLOADS


def test_a_long_value_has_a_line_for_each_part_and_a_long_text_for_each_few_words() -> None:
    value: Json = {"role": "user", "content": ["One two three.\n\nFour five", "x" * 40, 1]}
    assert literal_lines(value, 8, 0, 34) == (
        "{\n"
        '    "role": "user",\n'
        '    "content": [\n'
        "        (\n"
        '            "One two three.\\n\\n"\n'
        '            "Four five"\n'
        "        ),\n"
        f'        "{"x" * 40}",\n'
        "        1,\n"
        "    ],\n"
        "}"
    )
    assert literal_lines(value, 0, 0, 200) == repr(value).replace("'", '"')


def test_an_example_in_a_docstring_has_the_value_of_the_request() -> None:
    """Whatever the value is, and however narrow the example."""
    for payload in (one for one in PAYLOADS if "8<" not in one):  # a mark of pymdown gets a space
        value: Json = {"a": payload, payload: [f"{payload} " * 9, payload, None, {"b": payload}]}
        for width in (16, 40, 76):
            text = literal_lines(value, 0, 0, width)
            assert ast.literal_eval(text) == value
            section = example_section(fenced_code(text, "python"))
            body = unfolded_docstring(f"{payload}\n\n{section}\n\nArgs:\n    x: y", 8)
            made: dict[str, object] = {}
            exec(f"def f():\n        {body}", made)  # noqa: S102 - our own
            shown = example_in(inspect.getdoc(made["f"]) or "")
            assert ast.literal_eval(shown) == value
