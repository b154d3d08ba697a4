"""Reads and writes YAML so that a file keeps its comments, order, spelling and indentation."""

from __future__ import annotations

import re
from io import StringIO

from ruamel.yaml import YAML


def new_yaml() -> YAML:
    """Returns a round-trip parser and writer with the layout of a new file."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000
    return yaml


def yaml_like(text: str) -> YAML:
    """Returns a parser and writer that indents as `text` does."""
    yaml = new_yaml()
    step = re.search(r"(?m)^( +)[^\s#-]", text)
    offset = _find_dash_offset(text)
    yaml.indent(mapping=len(step[1]) if step else 2, sequence=offset + 2, offset=offset)
    return yaml


def format_yaml(root: object, yaml: YAML) -> str:
    """Returns `root` as text."""
    stream = StringIO()
    yaml.dump(root, stream)
    return stream.getvalue()


def _find_dash_offset(text: str) -> int:
    """Returns how much deeper than its key the first list of the file is indented."""
    key_indent: int | None = None
    for line in text.splitlines():
        content = line.lstrip(" ")
        indent = len(line) - len(content)
        if content.startswith("- ") and key_indent is not None:
            return max(indent - key_indent, 0)
        if content.startswith("#"):
            continue
        is_key = content[:1] not in ("", "-") and content.partition(" #")[0].rstrip().endswith(":")
        key_indent = indent if is_key else None
    return 0
