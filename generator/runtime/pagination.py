"""Pages of rows: a list call's answer that knows how to ask for the next one.

`Page` is mixed into generated models. Iterating it walks over the rows of its own and all later
pages; with a client that waits for its answers by `for`, with an async one by `async for`.
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
    """Where a page stands in the walk over all of them, and who asks for the next one."""

    rule: PagingRule
    arguments: Arguments
    left: int | None  # rows that may still be given, this page's among them; None: all
    ask: Callable[
        [PagePosition], Any
    ]  # gives a page, or with an async client what is awaited for one
    is_async: bool

    def __reduce__(self) -> tuple[object, ...]:
        """A page that is pickled or copied leaves its client, and so its position, behind."""
        return type(None), ()


if TYPE_CHECKING:

    class _OfRows(Generic[Row]): ...

else:

    class _OfRows:
        """What stands before a model may not be generic at run time: pydantic warns of it."""

        def __class_getitem__(cls, _row):
            return cls


class Page(_OfRows[Row]):
    """One page of rows. Iterating gives the rows of this page and of all that follow.

    A member that the API calls like one of these methods hides it, so that nothing here relies on
    them: the page is still iterated.
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
        """This page and all that follow, for `for` or, with an async client, `async for`."""
        return PageWalk(self)

    def has_next_page(self) -> bool:
        """Is there another page to ask for?"""
        return _find_next_position(self) is not None

    def get_next_page(self) -> Self:
        """The next page. Raises APIError where this is the last, or the client is async."""
        return _request_next_page(self)

    async def aget_next_page(self) -> Self:
        """The same with an async client."""
        return await _arequest_next_page(self)


class PageWalk(Generic[PageT]):
    """The pages of a list, one after the other. A page that was read is not kept."""

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
    """What a list call of an async client gives: `await` it for a page, `async for` for rows."""

    def __init__(self, ask: Callable[[], Awaitable[PageT]]) -> None:
        self._ask = ask

    def __await__(self) -> Generator[Any, Any, PageT]:
        return self._ask().__await__()

    async def __aiter__(self) -> AsyncIterator[Row]:
        page: Page[Row] = await self
        async for row in page:
            yield row

    async def pages(self) -> AsyncIterator[PageT]:
        """The pages, one after the other."""
        async for page in PageWalk(await self):
            yield page


def attach_position(answer: object, position: PagePosition) -> object:
    """`answer`; where it is a page, it can be walked from now on."""
    if _is_page(answer):
        answer._position = position  # pyright: ignore[reportPrivateUsage] - a page's maker is here
    return answer


def _is_page(answer: object) -> TypeIs[Page[Any]]:
    return isinstance(answer, Page)


def _get_position(page: Page[Any]) -> PagePosition:
    position = page._position  # pyright: ignore[reportPrivateUsage]
    if position is None:
        raise APIError("the page doesn't come from a client, so there is nobody to ask")
    return position


def _check_client(page: Page[Any], *, is_async: bool) -> None:
    """Raises APIError where the page's client is of the other kind."""
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
    """The rows of a page, but for those beyond `max_items`."""
    return _get_rows(page)[: _get_position(page).left]


def _require_next_position(page: Page[Any]) -> PagePosition:
    position = _find_next_position(page)
    if position is None:
        raise APIError("there is no next page")
    return position


def _find_next_position(page: Page[Any]) -> PagePosition | None:
    """The position at the next page, if there is one.

    Raises InvalidResponseError where a server leads back to the page that it has just given.
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
            f"the server gives {position.rule.send}={value!r} for the next page, which is this one"
        )
    return position._replace(arguments=_replace_argument(position, value), left=left)


def _is_last(page: object, rule: PagingRule) -> bool:
    return not rule.next or (bool(rule.more) and find_value(page, rule.more) is False)


def _get_sent_value(position: PagePosition) -> object:
    """The value that asked for the page that is there."""
    group = getattr(position.arguments, position.rule.place)
    return group.get(position.rule.send)


def _replace_argument(position: PagePosition, value: object) -> Arguments:
    """The arguments that ask for the next page."""
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
