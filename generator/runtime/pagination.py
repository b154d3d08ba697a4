"""Pages of rows: the response of a list call, which can request the next page.

`Page` is mixed into generated models. Iterating over a page yields its rows and those of all later
pages: with `for` in a sync client, with `async for` in an async one.
"""

from __future__ import annotations

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
)
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from .errors import APIError, InvalidResponseError, to_one_line
from .link_header import find_link
from .members import find_value
from .not_given import NotGiven
from .operation import PagingRule, Source
from .request import Arguments
from .request_target import get_host, join_url
from .type_guards import is_list, is_object

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import TypeIs

Row = TypeVar("Row")
PageT = TypeVar("PageT", bound="Page[Any]")


_MOST_MARKS = 4096


class Trail:
    """Remembers which pages a walk has requested, so that one that comes again is found.

    It keeps the hashes of the first pages. After these it keeps one hash and replaces it at each
    power of two (Brent's algorithm), so that its memory is bounded and a cycle of any length ends.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._mark = (0, -1)  # hash and number of a later page; -1: there is none

    def find(self, request: object, number: int) -> int | None:
        """Returns the number of the page up to `number` that had this request, or None."""
        digest = hash(repr(request))
        mark, marked = self._mark
        known = marked if marked >= 0 and mark == digest else self._numbers.get(digest)
        return known if known is not None and known <= number else None

    def add(self, request: object, number: int) -> None:
        """Remembers the request of the page with this number."""
        digest = hash(repr(request))
        if len(self._numbers) < _MOST_MARKS:
            self._numbers.setdefault(digest, number)
        elif number > self._mark[1] and number & (number - 1) == 0:
            self._mark = (digest, number)


class PagePosition(NamedTuple):
    """The position of a page in its list, and the function that requests the next page."""

    rule: PagingRule
    arguments: Arguments
    left: int | None  # rows still to yield, including those of this page; None: all
    ask: Callable[[PagePosition], Any]  # returns a page, or an awaitable of one
    is_async: bool
    url: str = ""  # of the page, without its query
    headers: Mapping[str, str] = MappingProxyType({})  # of the response
    number: int = 0  # of the page in this walk
    rows_before: int | None = 0  # on the pages before this one; None: unknown
    trail: Trail | None = None  # of the walk; None: the page is its first

    def __reduce__(self) -> tuple[object, ...]:
        """Drops the position from a pickled or copied page, because it holds the client."""
        return type(None), ()


class NextPageInfo(NamedTuple):
    """What requests the next page: its URL, or the argument that differs, by its name."""

    url: str = ""
    params: Mapping[str, object] = MappingProxyType({})
    json: Mapping[str, object] = MappingProxyType({})
    """The argument, if it is a member of the body."""


if TYPE_CHECKING:

    class _OfRows(Generic[Row]): ...

else:

    class _OfRows:
        """Makes `Page[Row]` an ordinary class: pydantic warns about a generic base of a model."""

        def __class_getitem__(cls, _row):
            return cls


class Page(_OfRows[Row]):
    """One page of rows. Iterating over it yields its rows and those of all later pages.

    A member of the response may have the name of a method here and hide it. Iteration still works,
    because nothing here calls these methods.
    """

    _position: PagePosition | None = None

    def __iter__(self) -> Iterator[Row]:
        for page in PageWalk(self):
            yield from _limit_rows(page)

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in PageWalk(self):
            for row in _limit_rows(page):
                yield row

    def pages(self) -> PageWalk[Self]:
        """Returns this page and all later ones, for `for` or, with an async client, `async for`."""
        return PageWalk(self)

    def iter_pages(self) -> PageWalk[Self]:
        """Returns what `pages` returns."""
        return PageWalk(self)

    def has_next_page(self) -> bool:
        """Is there another page to request?"""
        return _find_next_position(self) is not None

    def next_page_info(self) -> NextPageInfo | None:
        """Returns what requests the next page, or None on the last page."""
        return _describe_next_page(self)

    def get_next_page(self) -> Self:
        """Requests the next page. Raises APIError on the last page.

        With an async client, await the call: `page = await page.get_next_page()`.
        """
        if _get_position(self).is_async:
            return cast("Self", _arequest_next_page(self))
        return _request_next_page(self)

    async def aget_next_page(self) -> Self:
        """Requests the next page with an async client. Raises APIError on the last page."""
        return await _arequest_next_page(self)

    if TYPE_CHECKING:
        # One class is the page of both clients, so `get_next_page` has one type for both.
        def __await__(self) -> Generator[Any, Any, Self]: ...


class PageWalk(Generic[PageT]):
    """The pages of a list in order. Pages that were read are not kept."""

    def __init__(self, first: PageT) -> None:
        self._first = first

    def __iter__(self) -> Iterator[PageT]:
        page = self._first
        _check_client(page, is_async=False)
        while True:
            yield page
            if _find_next_position(page) is None:
                return
            page = _request_next_page(page)

    async def __aiter__(self) -> AsyncIterator[PageT]:
        page = self._first
        _check_client(page, is_async=True)
        while True:
            yield page
            if _find_next_position(page) is None:
                return
            page = await _arequest_next_page(page)


class AsyncPages(Generic[PageT, Row]):
    """The result of an async list call: await it for the first page, or iterate over its rows."""

    def __init__(self, ask: Callable[[], Awaitable[PageT]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, Any, PageT]:
        return self._ask().__await__()

    async def __aiter__(self) -> AsyncIterator[Row]:
        page: Page[Row] = await self
        async for row in page:
            yield row

    async def pages(self) -> AsyncIterator[PageT]:
        """Yields the pages in order."""
        async for page in PageWalk(await self):
            yield page


def attach_position(answer: object, position: PagePosition) -> object:
    """Returns `answer`. If it is a page, it can request the next page from now on."""
    if _is_page(answer):
        answer._position = position  # pyright: ignore[reportPrivateUsage] - set here only
    return answer


def _is_page(answer: object) -> TypeIs[Page[Any]]:
    return isinstance(answer, Page)


def _get_position(page: Page[Any]) -> PagePosition:
    position = page._position  # pyright: ignore[reportPrivateUsage]
    if position is None:
        raise APIError("the page does not belong to a client, so it can't request another page")
    return position


def _check_client(page: Page[Any], *, is_async: bool) -> None:
    """Raises APIError if the client of the page is async, or sync, but should not be."""
    if _get_position(page).is_async is is_async:
        return
    if is_async:
        raise APIError("the client isn't async: use `for`, or `get_next_page()`")
    raise APIError("the client is async: use `async for`, or await `aget_next_page()`")


def _request_next_page(page: PageT) -> PageT:
    _check_client(page, is_async=False)
    position = _require_next_position(page)
    return _continue_walk(cast("PageT", position.ask(position)), position)


async def _arequest_next_page(page: PageT) -> PageT:
    _check_client(page, is_async=True)
    position = _require_next_position(page)
    return _continue_walk(cast("PageT", await position.ask(position)), position)


def _continue_walk(page: PageT, position: PagePosition) -> PageT:
    """Tells a page that was just received where in the walk it is."""
    if _is_page(page) and page._position is not None:  # pyright: ignore[reportPrivateUsage]
        page._position = page._position._replace(  # pyright: ignore[reportPrivateUsage]
            number=position.number, rows_before=position.rows_before, trail=position.trail
        )
    return page


def _get_rows(page: Page[Any]) -> list[Any]:
    steps = _get_position(page).rule.rows
    found = find_value(page, steps) if steps else getattr(page, "root", None)
    return found if is_list(found) else []


def _limit_rows(page: Page[Row]) -> list[Row]:
    """Returns the rows of a page, up to `max_items`."""
    return _get_rows(page)[: _get_position(page).left]


def _describe_next_page(page: Page[Any]) -> NextPageInfo | None:
    found = _find_next_position(page)
    if found is None:
        return None
    if not found.rule.send:
        return NextPageInfo(url=found.arguments.url or "")
    argument = {found.rule.send: _get_sent_value(found)}
    is_body = found.rule.place == "body"
    return NextPageInfo(json=argument) if is_body else NextPageInfo(params=argument)


def _require_next_position(page: Page[Any]) -> PagePosition:
    position = _find_next_position(page)
    if position is None:
        raise APIError("there is no next page")
    return position


def _find_next_position(page: Page[Any]) -> PagePosition | None:
    """Returns the position of the next page, or None if there is none.

    Raises InvalidResponseError if the server refers to a page that it has already sent.
    """
    position, rows = _get_position(page), _get_rows(page)
    left = None if position.left is None else position.left - len(rows)
    if (left is not None and left <= 0) or _is_last(page, position, rows):
        return None
    value = _count_on(position, rows) if position.rule.counts else _find_next(page, position)
    if value is None:
        return None
    arguments = _replace_argument(position, value)
    return position._replace(
        arguments=arguments,
        left=left,
        number=position.number + 1,
        rows_before=_count_rows(position, rows),
        trail=_follow_trail(position, _describe_request(position.rule, arguments), rows),
    )


def _follow_trail(position: PagePosition, wanted: object, rows: list[Any]) -> Trail:
    """Returns the trail of the walk. Raises InvalidResponseError if it leads in a circle."""
    trail, number = position.trail or Trail(), position.number
    if not position.rule.counts:
        trail.add(_describe_request(position.rule, position.arguments), number)
    if (known := trail.find(wanted, number)) is not None:
        name = f"{position.rule.send}={wanted!r}" if position.rule.send else "the URL"
        which = "the current page" if known == number else "an earlier page"
        raise InvalidResponseError(
            f"the server sent {to_one_line(name)} again, the value of {which}"
        )
    if position.rule.counts and (seen := _describe_rows(rows)):
        if trail.find(seen, number - 1) is not None:
            raise InvalidResponseError(
                f"the server sent the rows of an earlier page for {position.rule.send}="
                f"{_get_sent_value(position)!r}: it ignores the argument"
            )
        trail.add(seen, number)
    return trail


def _describe_rows(rows: list[Any]) -> object:
    """Returns what tells a page from others by its rows; None if rows without ids may be equal."""
    ids = [find_value(row, ("id",)) for row in rows]
    are_ids = bool(ids) and None not in ids and len({*map(repr, ids)}) == len(ids)
    return ("rows", rows) if are_ids else None


def _is_last(page: Page[Any], position: PagePosition, rows: list[Any]) -> bool:
    """Says whether a flag, a number or the rows of a page mark it as the last one."""
    rule = position.rule
    if not rule.next and not rule.counts:
        return True
    if (rule.ends_empty or rule.counts) and not rows:
        return True
    if rule.more and _find(page, position, rule.more) in (False, "false"):
        return True
    if rule.last and _find(page, position, rule.last) in (True, "true"):
        return True
    if rule.full is not None and len(rows) < (_get_page_size(position, rule.full) or 0):
        return True
    return _is_total_reached(page, position, rows)


def _is_total_reached(page: Page[Any], position: PagePosition, rows: list[Any]) -> bool:
    rule = position.rule
    pages, total = (_find_number(page, position, one) for one in (rule.pages, rule.total))
    if pages is not None:
        is_counted = rule.counts == "pages"
        number = _get_number(position) - rule.first if is_counted else position.number
        return number + 1 >= pages
    before = _count_rows(position, rows)
    return total is not None and before is not None and before >= total


def _count_rows(position: PagePosition, rows: list[Any]) -> int | None:
    """Returns the number of rows up to the end of the page.

    It is unknown if the caller asked for a later page first.
    """
    rule, before = position.rule, position.rows_before
    if rule.counts == "rows":
        before = _get_number(position) - rule.first
    elif position.number == 0 and rule.send:
        sent = _get_sent_value(position)
        is_first = _to_number(sent) == rule.first if rule.counts else sent is None
        before = 0 if is_first or isinstance(sent, NotGiven) or sent is None else None
    return None if before is None else before + len(rows)


def _find_next(page: Page[Any], position: PagePosition) -> object:
    """Returns the value or the URL of the next page; None if there is none."""
    rule = position.rule
    value = _find(page, position, rule.next)
    if isinstance(rule.next, str) and rule.next.lower() == "link" and isinstance(value, str):
        value = find_link(value, "next")
    if value is None or value == "" or (isinstance(value, int) and not value):
        return None
    if not rule.send:
        return _resolve_url(position, value)
    return _to_number(value) if rule.sends_number and isinstance(value, str) else value


def _resolve_url(position: PagePosition, value: object) -> str:
    url = join_url(position.url, value) if isinstance(value, str) else None
    if url is None:
        raise InvalidResponseError(
            f"{get_host(position.url)} sent a next page that is no URL which may be followed"
        )
    return url


def _count_on(position: PagePosition, rows: list[Any]) -> int:
    """Returns the number of the next page, or of its first row."""
    return _get_number(position) + (len(rows) if position.rule.counts == "rows" else 1)


def _get_number(position: PagePosition) -> int:
    """Returns the number that requested the page; the first one if none was given."""
    found = _to_number(_get_sent_value(position))
    return position.rule.first if found is None else found


def _get_page_size(position: PagePosition, full: tuple[str, str, int | None]) -> int | None:
    name, place, default = full
    group = getattr(position.arguments, place)
    found = _to_number(group.get(name)) if is_object(group) else None
    return default if found is None else found


def _find(page: Page[Any], position: PagePosition, source: Source) -> Any:
    """Returns the value at a place in the response."""
    if isinstance(source, str):
        return position.headers.get(source)
    body = page if position.rule.rows else getattr(page, "root", None)
    return find_value(body, source) if source else None


def _find_number(page: Page[Any], position: PagePosition, source: Source) -> int | None:
    return _to_number(_find(page, position, source)) if source else None


def _to_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) else None


def _get_sent_value(position: PagePosition) -> object:
    """Returns the value that requested the current page."""
    group = getattr(position.arguments, position.rule.place)
    return group.get(position.rule.send) if is_object(group) else None


def _describe_request(rule: PagingRule, arguments: Arguments) -> object:
    """Returns what tells the request of a page from those of other pages."""
    if not rule.send:
        return arguments.url
    group = getattr(arguments, rule.place)
    return group.get(rule.send) if is_object(group) else None


def _replace_argument(position: PagePosition, value: object) -> Arguments:
    """Returns the arguments that request the next page."""
    rule = position.rule
    if not rule.send:
        return position.arguments._replace(url=str(value))
    group = {**getattr(position.arguments, rule.place), rule.send: value}
    match rule.place:
        case "query":
            return position.arguments._replace(query=group)
        case "headers":
            return position.arguments._replace(headers=group)
        case "cookies":
            return position.arguments._replace(cookies=group)
        case "body":
            return position.arguments._replace(body=group)
