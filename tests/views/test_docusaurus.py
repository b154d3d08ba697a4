"""Pages of the Docusaurus layout, where the cases don't tell one rule from another."""

from __future__ import annotations

import pytest

from generator.vocabulary import SqlVerb
from tests.support.markdown_pages import pages_below
from tests.support.providers import body, method, prop, provider, resource

PAGE = "docs/docusaurus/acme_things/things/index.md"


@pytest.mark.parametrize(
    ("required", "has_tab"), [((), False), (("a",), True), (("a", "b"), False)]
)
def test_required_properties_have_a_tab_where_they_are_some_and_not_all(
    required: tuple[str, ...], has_tab: bool
) -> None:
    sent = body(prop("a"), prop("b"), required=required)
    acme = provider(resource(method("make", SqlVerb.INSERT, sent=sent)))
    page = pages_below("docs/docusaurus", acme)[PAGE]
    assert ('<TabItem value="all">' in page, '<TabItem value="required">' in page) == (
        True,
        has_tab,
    )
