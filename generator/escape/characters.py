"""Any string in, one without the characters that no target may see out.

Targets disagree on what ends a line and on what is a character at all; prose is brought to what all
of them read alike before an encoder looks at it. Quoted literals don't pass here: they escape.
"""

from __future__ import annotations

import re

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""All that `str.splitlines`, a YAML 1.1 or a JavaScript reader ends a line at."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, but for those that end a line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: text that reads as other text
    "\ufff9-\ufffb\ufeff"  # annotation marks, byte order mark
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters: YAML and XML refuse them
    "\U000e0000-\U000e007f]"  # tags: text that only a machine reads
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def line(text: str) -> str:
    """`text` on one line: line ends and tabs are spaces; the rest as `visible` says."""
    return visible(LINE_END.sub(" ", text)).replace("\t", " ")


def tidy_line(text: str) -> str:
    """As `line`, runs of spaces being one and none at either end."""
    return re.sub(" {2,}", " ", line(text)).strip(" ")


def lines(text: str) -> list[str]:
    """The lines of `text`, each clean as by `line`, tabs widened, without trailing spaces."""
    return [visible(part).expandtabs(4).rstrip(" ") for part in LINE_END.split(text)]


def visible(text: str) -> str:
    """`text` without invisible characters, lone surrogates being U+FFFD."""
    return _SURROGATE.sub("\ufffd", INVISIBLE.sub("", text))
