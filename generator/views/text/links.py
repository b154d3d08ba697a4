"""A vendor's prose in, the same prose without links that would be dead on our pages out.

Its links may be relative to the vendor's site, which is not where our pages are. Encoding is left
to `escape`.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<code>(?P<ticks>(?<!`)`{1,9}(?!`)).+?(?<!`)(?P=ticks)(?!`))"
    r"|\[(?P<label>[^\[\]]*)\]\((?P<target>[^\s()]*)(?P<title>[ ]+\"[^\"\n]*\")?\)",
    re.S,
)
_SITE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?\Z")


def resolved_links(text: str, site: str) -> str:
    """`text` with every link leading to the web.

    Rule L1: a link to a path, `/docs/guides`, is one below `site`. Rule L2: any other relative
    link, and every one where `site` is unknown, is its label alone.
    """
    base = site.rstrip("/") if _SITE.match(site) else ""

    def part(match: re.Match[str]) -> str:
        target = match["target"]
        if match["code"] or re.match(r"https?://", target):
            return match.group()
        label: str = match["label"]
        is_path = target.startswith("/") and not target.startswith("//")
        return f"[{label}]({base}{target})" if base and is_path else label

    return _PART.sub(part, text)
