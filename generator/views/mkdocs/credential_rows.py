"""Describes the credentials of a provider: how each is sent, and which variable holds it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.escape import markdown_code
from generator.model.client import AuthScheme
from generator.model.provider import Provider
from generator.views.mkdocs.anchors import Anchors
from generator.views.mkdocs.definition_rows import PageContext
from generator.views.mkdocs.type_words import Markdown, Reader
from generator.vocabulary import ParamPlace

_PLACES = {
    ParamPlace.HEADER: "header",
    ParamPlace.QUERY: "query param",
    ParamPlace.COOKIE: "cookie",
}


@dataclass(frozen=True, slots=True)
class CredentialRow:
    name: Markdown
    sent: Markdown
    description: Markdown


def credential_rows(provider: Provider) -> tuple[CredentialRow, ...]:
    """Returns how each credential is sent, and which variable holds it."""
    page = PageContext(Reader({}, {}), provider.documentation, Anchors())
    return tuple(_credential(scheme, page) for scheme in provider.auth)


def _credential(scheme: AuthScheme, page: PageContext) -> CredentialRow:
    text = f"{scheme.parameter}: {scheme.word}" if scheme.word else scheme.parameter
    variables = " and ".join(map(markdown_code, scheme.variables))
    sent = f"{markdown_code(text)} {_PLACES[scheme.place]}, from {variables}"
    if scheme.token_url:
        pair = " and ".join(map(markdown_code, scheme.grant_variables))
        sent += f", or from a token that {pair} get"
    name = Markdown(markdown_code(scheme.name))
    return CredentialRow(name, Markdown(sent), page.cell(scheme.description))
