"""Text in, text of a Jinja template or of a comment in one out, that nothing reads as a tag."""

from __future__ import annotations

import re

from generator.escape.characters import tidy_line

# What opens or closes a tag or a comment: of Jinja and Go templates, and of SQL.
_MARK = re.compile(r"\{(?=[{%#])|[}%#](?=\})|-(?=-)|\*(?=/)|/(?=\*)")


_OPENING = re.compile(r"\{[{%#]")


def jinja_text(text: str) -> str:
    """`text` as a template renders it: an expression writes what would open a tag.

    >>> jinja_text("a {{ b")
    "a {{ '{{' }} b"
    """
    return _OPENING.sub(lambda match: f"{{{{ '{match.group()}' }}}}", text)


def comment_text(text: str) -> str:
    """`text` on one line, without two characters side by side that mean something.

    Jinja, "Comments": a comment ends at its first `#}`. YAML 1.2.2, 6.6: one ends with its line.
    A space before and behind the text keeps its ends apart from the comment's own.

    >>> comment_text("a #} {{ b }} -- c")
    'a # } { { b } } - - c'
    """
    return _MARK.sub(lambda match: f"{match.group()} ", tidy_line(text))
