"""Describes a method on the page of its resource: its line in the list, and its section.

`examples` writes requests, `bodies` describes bodies, and `rows` builds rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import json_text, markdown_code
from generator.model.methods import (
    HeaderPlace,
    Method,
    PageEnd,
    PageUnit,
    Pagination,
    PathInResponse,
    ResponsePlace,
)
from generator.model.provider import Provider, Resource, Service
from generator.views.code.client_paths import client_path
from generator.views.mkdocs.bodies import (
    ErrorRow,
    OtherBody,
    answer_shapes,
    body_shapes,
    body_text,
    error_rows,
    other_bodies,
    path_text,
    place_text,
    returns_text,
)
from generator.views.mkdocs.definition_rows import (
    NestedShape,
    PageContext,
    Row,
    field_rows,
    header_rows,
    param_rows,
    property_rows,
)
from generator.views.mkdocs.examples import ExampleTabs, MethodExamples
from generator.views.mkdocs.type_sections import has_own_fields
from generator.views.mkdocs.type_words import Markdown
from generator.views.sql.limits import unselectable
from generator.views.text.request_notes import credential_note, server_note
from generator.vocabulary import SqlVerb, StreamFormat

VERBS = tuple(SqlVerb)
"""The order in which a page shows methods: SELECT, INSERT, UPDATE, REPLACE, DELETE, EXEC."""


@dataclass(frozen=True, slots=True)
class MethodSummary:
    name: str
    verb: str
    description: Markdown
    deprecated: bool


@dataclass(frozen=True, slots=True)
class MethodSection:
    name: str
    verb: str
    http: Markdown
    python: str
    operation: Markdown
    deprecated: bool
    deprecation_reason: Markdown
    description: Markdown
    notes: tuple[Markdown, ...]  # key, paging, streaming, waiting
    examples: MethodExamples
    params: tuple[Row, ...]
    body: Markdown  # the body in one line; "" if there is none
    body_description: Markdown
    body_shapes: tuple[NestedShape, ...]  # of a body that is one argument
    properties: tuple[Row, ...]
    other_bodies: tuple[OtherBody, ...]
    fields: tuple[Row, ...]  # empty where they are the resource's
    returns: Markdown
    returned: tuple[NestedShape, ...]  # the parts of what it returns, where no section has them
    response_description: Markdown
    headers: tuple[Row, ...]
    errors: tuple[ErrorRow, ...]
    unnamed: Markdown  # which columns no SELECT can name, or ""

    @property
    def shapes(self) -> tuple[NestedShape, ...]:
        """The shapes that open below words, outside of rows."""
        of_errors = (shape for error in self.errors for shape in error.shapes)
        return (*self.body_shapes, *self.returned, *of_errors)


def summary(method: Method) -> str:
    """Returns the method's summary, or its description if it has none."""
    return method.summary or method.description


def summarize_method(method: Method, page: PageContext) -> MethodSummary:
    """Returns the method's line in the list of methods."""
    return MethodSummary(
        name=method.name,
        verb=method.verb.value.upper(),
        description=page.cell(summary(method)),
        deprecated=method.deprecated,
    )


def method_section(
    service: Service,
    resource: Resource,
    method: Method,
    tabs: ExampleTabs,
    page: PageContext,
) -> MethodSection:
    """Returns the method's section, with its examples."""
    body = method.body
    sent = [part.property for part in body.properties] if body else []
    answer = method.answer
    own = method.fields if has_own_fields(method, resource) else ()
    return MethodSection(
        name=method.name,
        verb=method.verb.value.upper(),
        http=Markdown(markdown_code(f"{method.http.sent} {method.path}")),
        python=client_path(method.python),
        operation=Markdown(markdown_code(method.operation)),
        deprecated=method.deprecated,
        deprecation_reason=page.cell(method.deprecation_reason),
        description=page.blocks(method.description or method.summary),
        notes=tuple(_notes(tabs.provider, method)),
        examples=tabs.examples(service, resource, method),
        params=param_rows(method.params, method.name, page),
        body=body_text(body, tabs.statements.prefix, page) if body else Markdown(""),
        body_description=page.blocks(body.description if body else ""),
        body_shapes=body_shapes(body, method.name, page) if body else (),
        properties=property_rows(sent, method.name, page, is_sent=True),
        other_bodies=tuple(other_bodies(body, method.name, page)) if body else (),
        fields=field_rows(own, f"{method.name}.", page),
        returns=returns_text(method, page),
        returned=answer_shapes(method, page),
        response_description=page.blocks(_telling(answer.description)),
        headers=header_rows(answer.headers, f"{method.name}.{answer.status}", page),
        errors=tuple(error_rows(method, page)),
        unnamed=_unnamed(method),
    )


def _telling(description: str) -> str:
    """Returns the description of a response unless it is only a word or two, such as "OK"."""
    return description if description.count(" ") > 1 else ""


def _notes(provider: Provider, method: Method) -> Iterator[Markdown]:
    if server := server_note(provider, method):
        yield Markdown(f"**Server**: {server}")
    if key := credential_note(provider, method):
        yield Markdown(f"**[Key](../../how-to/authentication.md)**: {key}")
    if paging := paging_text(method):
        yield Markdown(f"**[Pages](../../how-to/pagination.md)**: {paging}")
    if method.stream_by is not None:
        name = markdown_code(method.stream_by.name)
        value = markdown_code(json_text(method.stream_by.value))
        stream = method.answer.stream
        is_events = stream is not None and stream.stream_format is StreamFormat.EVENTS
        of_events = " of events" if is_events else ""
        yield Markdown(
            f"**[Streaming](../../how-to/streaming.md)**: with {name} {value}, the answer is a "
            f"stream{of_events}."
        )
    if method.wait is not None:
        yield _waiting(method)


def paging_text(method: Method) -> Markdown:
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
        is_link = isinstance(pages.next, HeaderPlace) and pages.next.is_link
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
    name = markdown_code(client_path(method.waiting_path))
    states = [markdown_code(state) for state in method.wait.until]
    ends = " or ".join(filter(None, (", ".join(states[:-1]), states[-1])))
    until = f"{path_text(method.wait.status)} is {ends}"
    return Markdown(f"**[Waiting](../../how-to/waiting.md)**: {name} waits until {until}.")


def _unnamed(method: Method) -> Markdown:
    names = ", ".join(map(markdown_code, unselectable(method)))
    if not names:
        return Markdown("")
    return Markdown(f"`SELECT *` shows {names} too: StackQL can't select them by name.")
