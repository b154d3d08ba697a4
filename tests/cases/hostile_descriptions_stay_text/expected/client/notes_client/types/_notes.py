"""Types of notes."""

from __future__ import annotations

from .._runtime.base_model import BaseModel


class Note(BaseModel):
    """A note.\"\"\" import os ''' \\"""

    backticks: str | None = None
    """`code`, ``two`` and ` one | {x} that is alone"""

    braces: str | None = None
    """{one} {{ two }} {% three %} ${four} {: onclick=five}"""

    comments: str | None = None
    """*/ <!-- --> {/* */} -- # //"""

    html: str | None = None
    """<script>alert(1)</script> <img src=x onerror=alert(1)> a < b & c"""

    line_ends: str | None = None
    """a b c d e f g h i"""

    links: str | None = None
    """[a](https://notes.example/a) [b](javascript:alert(1)) !c [d]"""

    pipes: str | None = None
    """a | b \\| c `d | e`"""

    quotes: str | None = None
    """"one" 'two' \"\"\"three\"\"\" '''four''' \\"""

    unseen: str | None = None
    """a[31mbcd"""
