"""Data in, YAML text out that readers of YAML 1.1 and 1.2 read as this data: PyYAML writes it.

StackQL reads YAML 1.1, where a bare `n` or `on` is a boolean, as a key too. A text is bare only
where no reader can take it for anything else; every other text is quoted, and all is ASCII.
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
    """Quotes by our rule, and repeats what stands twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML calls it
        """No anchor is written."""
        return True


def yaml_text(data: Json) -> str:
    """`data` in block style, keys in their order.

    Rule RG13: each text is quoted that a reader of YAML 1.1 or 1.2 takes for a boolean, a number, a
    date, null or a merge key. A lone surrogate is U+FFFD.
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
