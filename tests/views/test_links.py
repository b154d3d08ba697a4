"""Links of a vendor's prose that would be dead on our pages."""

from __future__ import annotations

import pytest

from generator.views.text.links import resolve_links

SITE = "https://docs.acme.example"


@pytest.mark.parametrize(
    ("text", "site", "resolved"),
    [
        ("See [a](/docs/b#c).", SITE, f"See [a]({SITE}/docs/b#c)."),
        ("See [a](/docs/b).", f"{SITE}/", f"See [a]({SITE}/docs/b)."),
        ("See [a](/docs/b).", "", "See a."),
        ("See [a](/docs/b).", "javascript:alert(1)//", "See a."),
        ("See [a](../b) and [c](#d).", SITE, "See a and c."),
        ("See [a](//evil.example/b).", SITE, "See a."),
        ("See [a](javascript:x).", SITE, "See a."),
        ("See [a](https://b.example/c).", "", "See [a](https://b.example/c)."),
        ("`[a](/b)` and ``[`a`](/b)``", SITE, "`[a](/b)` and ``[`a`](/b)``"),
        ("```\n[a](/b)\n```", SITE, "```\n[a](/b)\n```"),
    ],
)
def test_links_lead_to_the_web_or_nowhere(text: str, site: str, resolved: str) -> None:
    assert resolve_links(text, site) == resolved
