"""A document with one list for each way to page, and the pagination that each list should get."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.json_types import Json, JsonObject

ROWS = 45
TEXT: JsonObject = {"type": "string"}
NULLABLE_TEXT: JsonObject = {"type": "string", "nullable": True}
NUMBER: JsonObject = {"type": "integer"}
FLAG: JsonObject = {"type": "boolean"}
URL: JsonObject = {"type": "string", "format": "uri", "nullable": True}
ROW: JsonObject = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "colour": {"type": "string"}},
}


@dataclass(frozen=True)
class Style:
    """A list: its query parameters, the members beside its rows, and what `infer` drafts."""

    name: str
    query: JsonObject
    members: JsonObject | None  # None: the response is the array of the rows
    keys: dict[str, str] | None  # of the drafted pagination; None: none is drafted
    headers: tuple[str, ...] = ()
    body: JsonObject = field(default_factory=dict)
    rows: str = "data"
    by_hand: bool = False  # `infer` drafts something else, and a person writes `keys`
    default_size: int = 20  # rows on a page


def of(**members: Json) -> JsonObject:
    return {"type": "object", "properties": members}


STYLES = (
    Style(
        "page_total",
        {"page": {**NUMBER, "default": 1}, "per_page": {**NUMBER, "maximum": 10}},
        {"total": NUMBER},
        {"send": "page", "count": "pages", "total": "$.total", "size": "per_page"},
        rows="results",
    ),
    Style(
        "page_count",
        {"page[number]": NUMBER, "page[size]": {**NUMBER, "default": 7}},
        {"meta": of(pagination=of(total_pages=NUMBER, current_page=NUMBER))},
        {
            "send": "page[number]",
            "count": "pages",
            "pages": "$.meta.pagination.total_pages",
            "size": "page[size]",
        },
        default_size=7,
    ),
    Style(
        "page_from_zero",
        {"pageIndex": {**NUMBER, "minimum": 0}, "pageSize": NUMBER},
        {"page": of(totalElements=NUMBER, last=FLAG)},
        {
            "send": "pageIndex",
            "count": "pages_from_zero",
            "last": "$.page.last",
            "size": "pageSize",
        },
    ),
    Style(
        "page_of_array",
        {"page": NUMBER, "per_page": NUMBER},
        None,
        {"send": "page", "count": "pages", "size": "per_page"},
    ),
    Style(
        "page_header_total",
        {"page": NUMBER, "per_page": NUMBER},
        None,
        {"send": "page", "count": "pages", "pages": "header:X-Total-Pages", "size": "per_page"},
        headers=("X-Total-Pages",),
    ),
    Style(
        "offset_total",
        {"offset": NUMBER, "limit": {**NUMBER, "default": 8}},
        {"total_count": NUMBER},
        {"send": "offset", "count": "rows", "total": "$.total_count", "size": "limit"},
        default_size=8,
    ),
    Style(
        "skip",
        {"$skip": NUMBER, "$top": NUMBER},
        {},
        {"send": "$skip", "count": "rows", "size": "$top"},
        rows="items",
    ),
    Style(
        "rows_from_one",
        {"startIndex": {**NUMBER, "default": 1}, "count": NUMBER},
        {"totalResults": NUMBER},
        {
            "send": "startIndex",
            "count": "rows_from_one",
            "total": "$.totalResults",
            "size": "count",
        },
    ),
    Style(
        "nested_cursor",
        {"cursor": TEXT, "limit": NUMBER},
        {"meta": of(cursors=of(next=NULLABLE_TEXT))},
        {"send": "cursor", "next": "$.meta.cursors.next", "size": "limit"},
    ),
    Style(
        "after_in_next",
        {"after": TEXT, "limit": NUMBER},
        {"paging": of(next=of(after=TEXT, link=TEXT))},
        {"send": "after", "next": "$.paging.next.after", "size": "limit"},
        rows="results",
    ),
    Style(
        "page_token",
        {"pageToken": TEXT, "maxResults": NUMBER},
        {"nextPageToken": TEXT, "isLast": FLAG},
        {
            "send": "pageToken",
            "next": "$.nextPageToken",
            "last": "$.isLast",
            "size": "maxResults",
        },
        rows="items",
    ),
    Style(
        "next_number",
        {"page": NUMBER},
        {"next_page": {**NUMBER, "nullable": True}, "has_more": FLAG},
        {"send": "page", "next": "$.next_page", "more": "$.has_more"},
    ),
    Style(
        "last_row",
        {"starting_after": TEXT, "limit": NUMBER},
        {"has_more": FLAG},
        {
            "send": "starting_after",
            "next": "$.data[-1].id",
            "more": "$.has_more",
            "size": "limit",
        },
    ),
    Style(
        "next_url",
        {"limit": NUMBER, "offset": NUMBER},
        {"count": NUMBER, "next": URL, "previous": URL},
        {"next": "$.next", "size": "limit"},
        rows="results",
    ),
    Style(
        "linked",
        {"page": NUMBER, "page_size": NUMBER},
        {"_links": of(self=of(href=TEXT), next=of(href=TEXT))},
        {"next": "$._links.next.href", "size": "page_size"},
    ),
    Style("odata", {}, {"@odata.nextLink": TEXT}, {"next": "$['@odata.nextLink']"}, rows="value"),
    Style(
        "link_header",
        {"page": NUMBER, "per_page": NUMBER},
        None,
        {"next": "header:Link", "size": "per_page"},
        headers=("Link",),
    ),
    Style(
        "header_cursor",
        {"cursor": TEXT},
        {},
        {"send": "cursor", "next": "header:X-Next-Cursor"},
        headers=("X-Next-Cursor",),
    ),
    Style(
        "header_number",
        {"page": NUMBER, "per_page": NUMBER},
        None,
        {"send": "page", "next": "header:X-Next-Page", "size": "per_page"},
        headers=("X-Next-Page",),
    ),
    Style(
        "short_page",
        {"page": NUMBER, "per_page": {**NUMBER, "default": 12}},
        {},
        {"send": "page", "count": "pages", "end": "short_page", "size": "per_page"},
        by_hand=True,
        default_size=12,
    ),
    Style(
        "search",
        {},
        {"next_cursor": NULLABLE_TEXT},
        {"send": "body:cursor", "next": "$.next_cursor", "size": "body:limit"},
        body={"cursor": TEXT, "limit": NUMBER, "query": TEXT},
        by_hand=True,
    ),
)
UNPAGED = (
    Style("page_as_text", {"page": TEXT}, {}, None),
    Style("size_only", {"page_size": NUMBER}, {}, None),
    Style("whole", {"filter": TEXT}, {}, None),
)


def document() -> JsonObject:
    """Returns an OpenAPI document with one list for each style."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Shelf", "version": "1"},
        "servers": [{"url": "https://shelf.test/v1"}],
        "paths": {f"/{one.name}": _path(one) for one in (*STYLES, *UNPAGED)},
        "components": {
            "schemas": {"Row": ROW},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _path(style: Style) -> JsonObject:
    rows: JsonObject = {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}
    answer = rows if style.members is None else of(**{style.rows: rows}, **style.members)
    operation: JsonObject = {
        "operationId": f"list_{style.name}",
        "tags": [style.name],
        "parameters": [
            {"name": name, "in": "query", "schema": schema} for name, schema in style.query.items()
        ],
        "responses": {
            "200": {
                "description": "ok",
                "headers": {name: {"schema": TEXT} for name in style.headers},
                "content": {"application/json": {"schema": answer}},
            }
        },
    }
    if not style.body:
        return {"get": operation}
    operation["requestBody"] = {"content": {"application/json": {"schema": of(**style.body)}}}
    return {"post": operation}
