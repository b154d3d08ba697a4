"""Encoders for Python source: literals and docstrings."""

from __future__ import annotations

import math
import re

from generator.escape.characters import INVISIBLE, LINE_END, lines
from generator.json_types import Json

_NOT_PLAIN = re.compile(f"{LINE_END.pattern}|{INVISIBLE.pattern}|[\t\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_QUOTES = re.compile(r'"{3,}|"{1,2}\Z')
_DOCTEST = re.compile(r"\A( *)>>>")


def python_literal(value: Json) -> str:
    """Returns a Python expression for `value`, with the quotes that ruff would choose.

    Python reference, 2.4.1: quotes, backslashes, line ends, invisible characters and lone
    surrogates are escaped. The value stays the same, character by character.
    """
    if isinstance(value, str):
        return _quote(value)
    if isinstance(value, dict):
        parts = (f"{_quote(key)}: {python_literal(item)}" for key, item in value.items())
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(python_literal, value))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _quote(text: str) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    escaped = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{_NOT_PLAIN.sub(_escape_characters, escaped)}{quote}"


def _escape_characters(match: re.Match[str]) -> str:
    return "".join(
        _SHORT.get(character) or _escape_number(ord(character)) for character in match.group()
    )


def _escape_number(code: int) -> str:
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def python_docstring(text: str, indent: int = 4) -> str:
    '''Returns the text between the `"""` of a docstring, with its lines after the first one
    indented.

    Python reference, 2.4.1: backslashes are doubled; three quotes in a row, and quotes at the end,
    are escaped. `>>>` at the start of a line gets a space, as doctest would run the line. Invisible
    characters are dropped.
    '''
    cleaned = [_DOCTEST.sub(r"\1>> >", part) for part in lines(text)]
    body = "\n".join(cleaned).strip().replace("\\", "\\\\")
    quoted = _QUOTES.sub(lambda match: '\\"' * len(match.group()), body)
    margin = " " * indent
    return re.sub(r"\n(?!\n)", f"\n{margin}", quoted)
