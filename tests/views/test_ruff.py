"""Ruff formats the modules of a client, and reads no configuration around them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from generator.views.client.ruff import tidy
from generator.views.output_tree import OutputFile


def text_of(code: str, path: str = "client/p/a.py") -> str:
    [file] = tidy([OutputFile(path, code.encode())])
    assert file.path == path
    return file.content.decode()


def test_imports_are_sorted_and_unused_ones_removed() -> None:
    code = "from .b import B\nfrom typing import Any, Union\nimport os\n\nx: Union[B, int]\n"
    assert text_of(code) == "from .b import B\n\nx: B | int\n"


def test_reexported_names_are_kept() -> None:
    code = "from .b import (\n    B as B,\n    A as A,\n)\n"
    sorted_ = "from .b import A as A\nfrom .b import B as B\n"
    assert text_of(code, "client/p/__init__.py") == sorted_


def test_lines_have_our_width() -> None:
    call = f"f({', '.join(['argument'] * 9)})"
    assert text_of(f"{call}\n") == f"{call}\n"
    assert max(map(len, text_of(f"{call[:-1]}, argument)\n").splitlines())) <= 100


def test_a_union_with_a_later_name_is_unchanged() -> None:
    code = 'from typing import Union\n\nX = Union[int, "Y"]\n'
    assert text_of(code) == code


@pytest.mark.parametrize("package", ["build", "dist", "venv", "node_modules"])
def test_a_package_may_have_any_name(package: str) -> None:
    assert text_of("x  = 1\n", f"client/{package}/a.py") == "x = 1\n"


def test_the_users_settings_are_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ruff.toml").write_text('line-length = 20\n[format]\nquote-style = "single"\n')
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUFF_OUTPUT_FILE", str(tmp_path / "written"))
    line = 'x = "a long line that nobody takes for twenty characters"\n'
    assert text_of(line.replace(" = ", "=")) == line
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".git", ".gitignore", "ruff.toml"]


def test_invalid_python_is_reported() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)^ruff format failed: .*client/p/a\.py:2:1"):
        text_of("x = (\n")


def test_a_full_disk_is_an_error_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ruff"
    message = "error: Failed to format a.py: No space left on device (os error 28)"
    program.write_text(f"#!/bin/sh\necho '{message}' >&2\nexit 2\n")
    program.chmod(0o700)
    monkeypatch.setattr("generator.views.client.ruff.find_ruff_bin", lambda: str(program))
    with pytest.raises(OSError, match="while ruff formats") as caught:
        text_of("x = 1\n")
    assert caught.value.errno == errno.ENOSPC
