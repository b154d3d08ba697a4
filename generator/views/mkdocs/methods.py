"""Describes a method on the page of its resource: its row, its section and its examples.

`bodies` describes bodies, `tables` builds tables, and `views.sql` writes SQL and manifests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import fenced_code, markdown_code
from generator.model.methods import (
    Method,
    PageEnd,
    PageUnit,
    Pagination,
    PathInResponse,
    ResponseHeader,
    ResponsePlace,
)
from generator.model.provider import Provider, Resource
from generator.model.walk import NamedTypes
from generator.views.mkdocs.bodies import (
    OtherBody,
    body_text,
    other_bodies,
    path_text,
    place_text,
    returns_text,
)
from generator.views.mkdocs.tables import (
    MarkdownTable,
    PageContext,
    fields_table,
    params_table,
    properties_table,
)
from generator.views.mkdocs.type_words import Markdown
from generator.views.sql import columns
from generator.views.sql.limits import LimitReason, reason, unselectable
from generator.views.sql.manifest import manifest, manifest_yaml
from generator.views.sql.statement_text import statement_text
from generator.views.sql.statements import Statements
from generator.views.text.request_notes import credential_note, server_note
from generator.vocabulary import SqlVerb

VERBS = tuple(SqlVerb)
"""The order in which a page shows methods: SELECT, INSERT, UPDATE, REPLACE, DELETE, EXEC."""


@dataclass(frozen=True, slots=True)
class MethodSummary:
    name: str
    verb: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    description: Markdown
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    block: Markdown  # a fenced block


@dataclass(frozen=True, slots=True)
class MethodSection:
    name: str
    verb: str
    http: Markdown
    python: str
    deprecated: bool
    deprecation_reason: Markdown
    description: Markdown
    request: Markdown  # its server and its credentials, if they aren't the default ones
    paging: Markdown
    waiting: Markdown
    params: MarkdownTable | None
    body: Markdown  # the body in one line; "" if there is none
    properties: MarkdownTable | None
    other_bodies: tuple[OtherBody, ...]
    fields: MarkdownTable | None  # None where they are the resource's
    returns: Markdown
    examples: tuple[Tab, ...]
    limit: Markdown  # why StackQL can't run them, or ""
    unnamed: Markdown  # which columns no SELECT can name, or ""


def summary(method: Method) -> str:
    """Returns the method's summary, or its description if it has none."""
    return method.summary or method.description


def summarize_method(method: Method, prefix: str, page: PageContext) -> MethodSummary:
    """Returns the method's row of the Methods table."""
    return MethodSummary(
        name=method.name,
        verb=method.verb.value.upper(),
        required=columns.required_columns(method, prefix),
        optional=columns.optional_columns(method, prefix),
        description=page.lines(summary(method)),
        deprecated=method.deprecated,
    )


def method_section(
    provider: Provider,
    resource: Resource,
    method: Method,
    statements: Statements,
    page: PageContext,
) -> MethodSection:
    """Returns the method's section, with its examples."""
    body = method.body
    names = {field.name for field in resource.fields}
    differs = method.verb is SqlVerb.SELECT and {field.name for field in method.fields} != names
    return MethodSection(
        name=method.name,
        verb=method.verb.value.upper(),
        http=Markdown(markdown_code(f"{method.http.value.upper()} {method.path}")),
        python=".".join(("client", *method.python)),
        deprecated=method.deprecated,
        deprecation_reason=page.cell(method.deprecation_reason),
        description=page.blocks(method.description or method.summary),
        request=Markdown(_request_notes(provider, method)),
        paging=_paging(method),
        waiting=_waiting(method),
        params=params_table(method.params, page) if method.params else None,
        body=body_text(body, statements.prefix, page) if body else Markdown(""),
        properties=(
            properties_table((part.property for part in body.properties), page)
            if body and body.properties
            else None
        ),
        other_bodies=tuple(other_bodies(body, page)) if body else (),
        fields=fields_table(method.fields, page) if differs else None,
        returns=returns_text(method, page),
        examples=tuple(_examples(resource, method, statements, page.reader.types)),
        limit=_limit(method, reason(method, page.reader.types)),
        unnamed=_unnamed(method),
    )


def _request_notes(provider: Provider, method: Method) -> str:
    notes = (server_note(provider, method), credential_note(provider, method))
    return " ".join(filter(None, notes))


def _paging(method: Method) -> Markdown:
    """Rule PG7: a list says how its next page is found, or that it returns the first page only."""
    pages = method.pagination
    if pages is None:
        if not method.unpaged_by:
            return Markdown("")
        marks = ", ".join(map(markdown_code, method.unpaged_by))
        verb = "works" if len(method.unpaged_by) == 1 else "work"
        return Markdown(f"The client returns the first page only: nothing says how {marks} {verb}.")
    size = f"; {markdown_code(pages.size.name)} sets its size" if pages.size else ""
    is_select = method.verb is SqlVerb.SELECT
    sql = "" if pages.is_paged_by_stackql or not is_select else " SQL reads the first page only."
    return Markdown(f"For the next page, {_next_page(pages)}, {_last_page(pages)}{size}.{sql}")


def _next_page(pages: Pagination) -> str:
    asked = markdown_code(pages.send.name) if pages.send else ""
    if pages.count is not None:
        if pages.count.unit is PageUnit.PAGES:
            return f"{asked} counts the pages from {pages.count.first}"
        return f"{asked} counts the rows before it, from {pages.count.first}"
    place = place_text(pages.next) if pages.next else ""
    if not asked:
        is_link = isinstance(pages.next, ResponseHeader) and pages.next.is_link
        target = f"link {markdown_code('next')} in" if is_link else "URL at"
        return f"follow the {target} {place} of the page before"
    return f"{asked} takes {place} of the page before"


def _last_page(pages: Pagination) -> str:
    flag, total = (place_text(one) if one else "" for one in (pages.more, pages.total))
    match pages.end:
        case PageEnd.FLAG_FALSE:
            return f"while {flag} is true"
        case PageEnd.FLAG_TRUE:
            return f"until {flag} is true"
        case PageEnd.NEXT_NULL:
            return "until that is null" if _is_body(pages.next) else "until there is none"
        case PageEnd.ROW_TOTAL:
            return f"until there are {total} rows"
        case PageEnd.PAGE_TOTAL:
            return f"up to page {total}"
        case PageEnd.SHORT_PAGE:
            return "until a page is not full"
        case PageEnd.EMPTY_PAGE:
            return "until a page has no rows"


def _is_body(place: ResponsePlace | None) -> bool:
    return isinstance(place, PathInResponse)


def _waiting(method: Method) -> Markdown:
    """Describes how the client waits for the end of a job."""
    if method.wait is None:
        return Markdown("")
    name = markdown_code(".".join(("client", *method.python[:-1], method.wait.name)))
    states = [markdown_code(state) for state in method.wait.until]
    ends = " or ".join(filter(None, (", ".join(states[:-1]), states[-1])))
    return Markdown(f"{name} waits until {path_text(method.wait.status)} is {ends}.")


def _examples(
    resource: Resource, method: Method, statements: Statements, types: NamedTypes
) -> Iterator[Tab]:
    """Rule E1: a tab for each way to call the method (SQ12), and one for an INSERT's manifest."""
    for example in statements.examples(resource, method):
        text = statement_text(example.statement)
        yield Tab(example.title, Markdown(fenced_code(text, "sql")))
    if method.verb is SqlVerb.INSERT:
        shown = manifest(resource, method, columns.required_params(method), types)
        yield Tab("Manifest", Markdown(fenced_code(manifest_yaml(shown), "yaml")))


def _limit(method: Method, found: LimitReason | None) -> Markdown:
    """Rule E2: a statement that StackQL can't run says why, and which Python call does the same."""
    if found is None:
        return Markdown("")
    call = markdown_code(f"{'.'.join(('client', *method.python))}(…)")
    return Markdown(f"{found.text(markdown_code)} Call {call} in Python.")


def _unnamed(method: Method) -> Markdown:
    names = ", ".join(map(markdown_code, unselectable(method)))
    if not names:
        return Markdown("")
    return Markdown(f"`SELECT *` shows {names} too: StackQL can't select them by name.")
