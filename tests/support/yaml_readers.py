"""Reads YAML as its readers do: libyaml and PyYAML read 1.1, ruamel and yaml_rs read 1.2.

libyaml and yaml_rs read whole documents. PyYAML and ruamel are written in Python and take fifty
times as long, so they read each spelling of a scalar once.
"""

from __future__ import annotations

from collections.abc import Callable

import yaml
import yaml_rs
from ruamel.yaml import YAML

from generator.json_types import Json

_read_by_pyyaml: set[str] = set()
_read_by_ruamel: set[str] = set()


def read_yaml(text: str) -> Json:
    """Returns what a document says to the readers of YAML 1.1, which must agree."""
    found = _read_by_libyaml(text)
    _compare_scalars(text, yaml.safe_load, _read_by_pyyaml)
    return found


def read_by_both(text: str) -> Json:
    """Returns what a document says to the readers of YAML 1.1 and of 1.2, which must agree."""
    found = read_yaml(text)
    assert yaml_rs.loads(text, parse_datetime=False) == found
    _compare_scalars(text, YAML(typ="safe", pure=True).load, _read_by_ruamel)
    return found


def _read_by_libyaml(text: str) -> Json:
    found: Json = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def _compare_scalars(text: str, read: Callable[[str], Json], known: set[str]) -> None:
    """Lets `read` read the scalars of a document, except `known` ones, as libyaml does."""
    events = [
        event
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        if isinstance(event, yaml.ScalarEvent)
    ]
    if any(event.style in ("|", ">") for event in events):  # the indentation is a part of them
        assert read(text) == _read_by_libyaml(text)
        return
    marks = ((event.start_mark, event.end_mark) for event in events)
    spelled = {text[start.index : end.index] for start, end in marks if start and end}
    if new := sorted(spelled - known):
        listed = "".join(f"- {spelling}\n" for spelling in new)
        assert repr(read(listed)) == repr(_read_by_libyaml(listed))
        known.update(new)
