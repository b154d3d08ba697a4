"""The words by which APIs name what pages a list: parameters and members of a response.

`infer` drafts paginations by them, and `lower` recognizes lists that the client can't page. Words
are in snake case, as `names.snake_case` writes `nextPageToken` and `page[size]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from generator import names

PAGE_NUMBERS: Final = (
    *("page", "page_number", "page_no", "page_num", "page_index", "pagenumber", "current_page"),
    "pg",
)
"""Parameters that count pages."""

OFFSETS: Final = (
    *("offset", "skip", "start", "start_index", "start_at", "first_result", "page_offset"),
    *("startat", "start_position", "row_offset"),
)
"""Parameters that count rows."""

CURSORS: Final = (
    *("page_token", "cursor", "next_page_token", "next_cursor", "next_token", "page_cursor"),
    *("continuation_token", "continuation", "pagination_token", "page_after", "starting_after"),
    *("start_after", "after", "after_id", "after_cursor", "marker", "bookmark", "scroll_id"),
    *("next", "next_page", "start_cursor", "start_key", "page_marker", "pagination_cursor"),
    *("page_info", "search_after", "iterator", "pagetoken", "nexttoken"),
)
"""Parameters that take a cursor."""

SIZES: Final = (
    *("limit", "page_size", "per_page", "max_results", "size", "page_limit", "top", "count"),
    *("max_items", "max_page_size", "results_per_page", "items_per_page", "pagesize", "perpage"),
    *("page_count", "num_results", "take", "rows", "number_of_results", "max", "first"),
)
"""Parameters that set the number of rows on a page."""

NEXT_VALUES: Final = (
    *("next_page_token", "next_page", "next_cursor", "next_token", "next_page_cursor", "next"),
    *("next_continuation_token", "continuation_token", "pagination_token", "page_token"),
    *("next_marker", "next_offset", "next_start", "next_skip", "next_page_id", "next_id", "after"),
    *("end_cursor", "cursor", "marker", "bookmark", "scroll_id", "cursor_next", "next_key"),
    *("next_page_number", "next_page_num", "last_evaluated_key", "next_starting_after"),
    *("iterator", "nextpage", "nextpagetoken", "nextcursor"),
)
"""Members with the value for the next page."""

NEXT_URLS: Final = (
    *("next_link", "next_url", "next_page_url", "next_page_link", "odata_next_link", "next_href"),
    *("next_page_uri", "next_uri", "nextlink", "next_page", "next"),
)
"""Members with the URL of the next page."""

CONTAINERS: Final = frozenset(
    {
        *("meta", "metadata", "paging", "pagination", "page", "page_info", "links", "cursors"),
        *("cursor", "response_metadata", "result_info", "info", "next", "pager", "paginator"),
        *("pages", "list_metadata", "page_metadata", "pagination_metadata", "meta_data"),
        *("page_meta", "response_meta", "page_details", "paging_info", "paging_metadata"),
        *("pagination_info", "page_context", "next_page", "search_metadata", "collection"),
    }
)
"""Members whose members describe paging."""

MORE: Final = (
    *("has_more", "has_next", "has_next_page", "has_more_items", "has_more_pages", "more"),
    *("is_truncated", "more_results_available", "more_available", "has_more_results"),
    *("has_additional_pages", "truncated", "has_more_data", "more_items_in_collection"),
)
"""Flags that are false on the last page."""

LAST: Final = ("is_last", "is_last_page", "last", "last_page", "is_final", "final_page", "done")
"""Flags that are true on the last page."""

ROW_TOTALS: Final = (
    *("total", "total_count", "total_results", "total_items", "total_size", "total_records"),
    *("total_elements", "total_rows", "total_entries", "count_total", "total_hits"),
    *("records_total", "totalcount", "total_number", "number_of_items"),
)
"""Members with the number of rows on all pages."""

PAGE_TOTALS: Final = (
    *("total_pages", "page_count", "pages", "last_page", "num_pages", "pages_count", "page_total"),
    *("total_page_count", "number_of_pages", "pages_total", "totalpages", "max_page"),
)
"""Members with the number of pages."""

# Marks in a list that no pagination uses: it has further pages. A `limit` alone may be a top N.
_ASK_MARKS: Final = frozenset(
    {*PAGE_NUMBERS, *CURSORS, "offset", "skip", "start_index", "start_at", "page_size", "per_page"}
) - {"current_page", "next"}
_TELL_MARKS: Final = frozenset(
    {
        *("next_page_token", "next_page", "next_cursor", "next_token", "next_link", "next_url"),
        *("next_page_url", "has_more", "has_next_page", "total_pages", "pagination", "paging"),
        *("odata_next_link", "page_info", "page_count", "is_last_page", "has_next"),
    }
)


def page_word(name: str) -> str:
    """Returns a name in the form of these words.

    >>> page_word("nextPageToken"), page_word("page[size]"), page_word("_links")
    ('next_page_token', 'page_size', 'links')
    """
    return names.snake_case(name).strip("_")


def find_marks(parameters: Iterable[str], members: Iterable[str]) -> tuple[str, ...]:
    """Returns the names that show that a list has several pages, as they are on the wire."""
    asks = [name for name in parameters if page_word(name) in _ASK_MARKS]
    tells = [name for name in members if page_word(name) in _TELL_MARKS]
    return tuple(dict.fromkeys((*asks, *tells)))
