"""Names that the generator shares with the runtime are those of the runtime."""

from __future__ import annotations

import doctest
import subprocess
import sys
from importlib import import_module

import pytest

from generator import names
from generator.runtime import errors, options
from generator.views.client import runtime_names
from generator.views.code import error_classes


@pytest.mark.parametrize(("module", "exported"), runtime_names.PUBLIC_NAMES.items())
def test_the_runtime_defines_what_a_package_exports(module: str, exported: tuple[str, ...]) -> None:
    runtime = import_module(f"generator.runtime.{module}")
    assert exported
    assert [name for name in exported if not hasattr(runtime, name)] == []


def test_a_package_exports_every_error() -> None:
    exported = runtime_names.PUBLIC_NAMES["errors"]
    assert {"APIError", "NotFoundError", "WaitTimeoutError"} <= {*exported}
    assert all(issubclass(getattr(errors, name), errors.APIError) for name in exported)


def test_a_docstring_names_the_error_that_a_status_raises() -> None:
    assert doctest.testmod(error_classes).failed == 0
    for status in range(300, 600):
        raised = errors.make_status_error(status, {}, None)
        assert error_classes.error_name(str(status)) == type(raised).__name__


def test_no_argument_of_a_method_hides_an_option_of_each_call() -> None:
    types = {**options.LIST_OPTION_TYPES, **options.WAIT_OPTION_TYPES}
    assert {*types} == {
        name for of in (options.ListOptions, options.WaitOptions) for name in of.__annotations__
    }
    for name in (*types, "options"):
        assert names.argument(name) == f"{name}_"


def test_the_table_of_outputs_does_not_import_the_runtimes_libraries() -> None:
    code = "import sys, generator.views.outputs; print({'httpx2', 'pydantic'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
