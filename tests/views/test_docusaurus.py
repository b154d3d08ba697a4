"""Pages of the Docusaurus layout, where the cases don't tell one rule from another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.vocabulary import SqlVerb
from tests.support.markdown_pages import pages_below
from tests.support.providers import BEARER, body, method, prop, provider, resource

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


def test_each_way_to_send_a_credential_names_its_own_variable() -> None:
    admin = replace(BEARER, name="admin", env="ACME_ADMIN_KEY")
    twin = replace(BEARER, name="twin")
    show = method("show", SqlVerb.SELECT)
    made = provider(resource(show), auth=(BEARER, admin, twin))
    page = pages_below("docs/docusaurus", made)["docs/docusaurus/index.md"]
    assert [line for line in page.splitlines() if "credentialsenvvar" in line] == [
        """AUTH='{"acme": {"type": "bearer", "credentialsenvvar": "ACME_API_KEY"}}'""",
        """AUTH='{"acme": {"type": "bearer", "credentialsenvvar": "ACME_ADMIN_KEY"}}'""",
    ]
