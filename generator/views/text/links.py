"""A vendor's prose in, the same prose without links that would be dead on our pages out.

Its links may be relative to the vendor's website, and our pages aren't there. `escape` does the
encoding.
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"(?P<code>(?P<ticks>(?<!`)`{1,9}(?!`)).+?(?<!`)(?P=ticks)(?!`))"
    r"|\[(?P<label>[^\[\]]*)\]\((?P<target>[^\s()]*)(?P<title>[ ]+\"[^\"\n]*\")?\)",
    re.S,
)
_SITE = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?\Z")


def resolve_links(text: str, vendor_docs: str) -> str:
    """Returns `text` with absolute links only.

    Rule L1: a link to a path, `/docs/guides`, is one below `vendor_docs`. Rule L2: any other
    relative link, and every one if `vendor_docs` is unknown, is its label alone.
    """
    base = vendor_docs.rstrip("/") if _SITE.match(vendor_docs) else ""

    def resolve(match: re.Match[str]) -> str:
        target = match["target"]
        if match["code"] or re.match(r"https?://", target):
            return match.group()
        label: str = match["label"]
        is_path = target.startswith("/") and not target.startswith("//")
        return f"[{label}]({base}{target})" if base and is_path else label

    return _PART.sub(resolve, text)
