"""Pages of rows: the response of a list call, which can request the next page.

`Page` is mixed into generated models. Iterating over a page yields its rows and those of all later
pages: with `for` in a sync client, with `async for` in an async one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from .base_model import find_value
from .errors import APIError, InvalidResponseError
from .operation import PagingRule
from .request import Arguments
from .type_guards import is_list

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import TypeIs

Row = TypeVar("Row")
PageT = TypeVar("PageT", bound="Page[Any]")


class PagePosition(NamedTuple):
    """The position of a page in its list, and the function that requests the next page."""

    rule: PagingRule
    arguments: Arguments
    left: int | None  # rows still to yield, including those of this page; None: all
    ask: Callable[[PagePosition], Any]  # returns a page, or an awaitable of one
    is_async: bool

    def __reduce__(self) -> tuple[object, ...]:
        """Drops the position from a pickled or copied page, because it holds the client."""
        return type(None), ()


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

    def has_next_page(self) -> bool:
        """Is there another page to request?"""
        return _find_next_position(self) is not None

    def get_next_page(self) -> Self:
        """Requests the next page. Raises APIError on the last page, and with an async client."""
        return _request_next_page(self)

    async def aget_next_page(self) -> Self:
        """Requests the next page with an async client. Raises APIError on the last page."""
        return await _arequest_next_page(self)


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
    return cast("PageT", position.ask(position))


async def _arequest_next_page(page: PageT) -> PageT:
    _check_client(page, is_async=True)
    position = _require_next_position(page)
    return cast("PageT", await position.ask(position))


def _get_rows(page: Page[Any]) -> list[Any]:
    found = find_value(page, _get_position(page).rule.rows)
    return found if is_list(found) else []


def _limit_rows(page: Page[Row]) -> list[Row]:
    """Returns the rows of a page, up to `max_items`."""
    return _get_rows(page)[: _get_position(page).left]


def _require_next_position(page: Page[Any]) -> PagePosition:
    position = _find_next_position(page)
    if position is None:
        raise APIError("there is no next page")
    return position


def _find_next_position(page: Page[Any]) -> PagePosition | None:
    """Returns the position of the next page, or None if there is none.

    Raises InvalidResponseError if the server refers to the page that it has just sent.
    """
    position = _get_position(page)
    left = None if position.left is None else position.left - len(_get_rows(page))
    if (left is not None and left <= 0) or _is_last(page, position.rule):
        return None
    value = find_value(page, position.rule.next)
    if value is None or value == "":
        return None
    if value == _get_sent_value(position):
        raise InvalidResponseError(
            f"the server sent {position.rule.send}={value!r} again, the value of the current page"
        )
    return position._replace(arguments=_replace_argument(position, value), left=left)


def _is_last(page: object, rule: PagingRule) -> bool:
    return not rule.next or (bool(rule.more) and find_value(page, rule.more) is False)


def _get_sent_value(position: PagePosition) -> object:
    """Returns the value that requested the current page."""
    group = getattr(position.arguments, position.rule.place)
    return group.get(position.rule.send)


def _replace_argument(position: PagePosition, value: object) -> Arguments:
    """Returns the arguments that request the next page."""
    rule = position.rule
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
