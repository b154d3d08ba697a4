"""Writes JSON data as YAML that parsers of YAML 1.1 and 1.2 read alike.

StackQL parses YAML 1.1, where a plain `n` or `on` is a boolean, even as a key. A string is left
plain only if every parser reads it as a string. All other strings are quoted. The output is ASCII.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

import yaml

from generator.escape import is_plain_yaml
from generator.json_types import Json

if TYPE_CHECKING:
    _Dumper: TypeAlias = yaml.CSafeDumper
else:  # PyYAML may have been built without libyaml
    _Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_ESCAPED = re.compile("[^ -~]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_LINE_IS_BROKEN = 2**31 - 1


class _Writer(_Dumper):
    """Quotes strings by rule RG13, and repeats shared values instead of writing aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML calls it
        """Returns True, so that PyYAML writes no anchors."""
        return True


def yaml_text(data: Json) -> str:
    """Returns `data` as YAML in block style; the keys keep their order.

    Rule RG13: a string is quoted if a parser of YAML 1.1 or 1.2 would read it as a boolean, a
    number, a date, null or a merge key. A lone surrogate becomes U+FFFD.
    """
    text: str = yaml.dump(
        data,
        Dumper=_Writer,
        sort_keys=False,
        default_flow_style=False,
        width=_NO_LINE_IS_BROKEN,
    )
    return text


def _scalar(writer: _Writer, text: str) -> yaml.ScalarNode:
    if is_plain_yaml(text):
        return writer.represent_scalar("tag:yaml.org,2002:str", text)
    style = '"' if _ESCAPED.search(text) else "'"
    return writer.represent_scalar(
        "tag:yaml.org,2002:str", _SURROGATE.sub("\ufffd", text), style=style
    )


_Writer.add_representer(str, _scalar)
