"""Reads the links of a response's `Link` header (RFC 8288).

The text of the header comes in, the URL of a relation goes out. A link that can't be read is left
out, and those after it are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINK = re.compile(r"<([^<>]*)>")  # RFC 3986 §2: no URL contains `<`
_PARAMETER = re.compile(
    r"\s*;\s*(?:([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s\";,]*)))?)?",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def find_link(header: str, relation: str) -> str | None:
    """Returns the URL of the first link of a relation, as it is written; None if there is none.

    A link with an `anchor` is about another resource (RFC 8288 §3.2) and is left out.
    """
    for url, parameters in _read_links(header):
        relations = parameters.get("rel", "").lower().split()
        if relation in relations and "anchor" not in parameters:
            return url
    return None


def _read_links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    position = 0
    while (link := _LINK.search(header, position)) is not None:
        position = link.end()
        parameters: dict[str, str] = {}
        while (found := _PARAMETER.match(header, position)) is not None:
            position = found.end()
            name, quoted, token = found.groups()
            if name:
                text = _ESCAPE.sub(r"\1", quoted) if quoted is not None else token or ""
                # RFC 8288 §3.3: a second `rel` is ignored.
                parameters.setdefault(name.lower(), text)
        yield link[1], parameters
