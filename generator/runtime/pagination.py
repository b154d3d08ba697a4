"""Pages of rows: a list call's answer that knows how to ask for the next one.

`Page` is mixed into generated models. Iterating it walks over the rows of its own and all later
pages; with a client that waits for its answers by `for`, with an async one by `async for`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from .errors import APIError, InvalidResponseError
from .models import value_at
from .operation import Pages
from .request import Arguments
from .type_guards import is_list

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import TypeIs

Row = TypeVar("Row")
PageT = TypeVar("PageT", bound="Page[Any]")


class Walk(NamedTuple):
    """Where a page stands in the walk over all of them, and who asks for the next one."""

    pages: Pages
    arguments: Arguments
    left: int | None  # rows that may still be given, this page's among them; None: all
    ask: Callable[[Walk], Any]  # gives a page, or with an async client what is awaited for one
    is_async: bool

    def __reduce__(self) -> tuple[object, ...]:
        """A page that is pickled or copied leaves its client, and so its walk, behind."""
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

    _walk: Walk | None = None

    def __iter__(self) -> Iterator[Row]:
        for page in PageWalk(self):
            yield from _rows_to_give(page)

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in PageWalk(self):
            for row in _rows_to_give(page):
                yield row

    def pages(self) -> PageWalk[Self]:
        """This page and all that follow, for `for` or, with an async client, `async for`."""
        return PageWalk(self)

    def has_next_page(self) -> bool:
        """Is there another page to ask for?"""
        return _next_walk(self) is not None

    def get_next_page(self) -> Self:
        """The next page. Raises APIError where this is the last, or the client is async."""
        return _next_page(self)

    async def aget_next_page(self) -> Self:
        """The same with an async client."""
        return await _anext_page(self)


class PageWalk(Generic[PageT]):
    """The pages of a list, one after the other. A page that was read is not kept."""

    def __init__(self, first: PageT) -> None:
        self._first = first

    def __iter__(self) -> Iterator[PageT]:
        page = self._first
        _check_client(page, is_async=False)
        while True:
            yield page
            if _next_walk(page) is None:
                return
            page = _next_page(page)

    async def __aiter__(self) -> AsyncIterator[PageT]:
        page = self._first
        _check_client(page, is_async=True)
        while True:
            yield page
            if _next_walk(page) is None:
                return
            page = await _anext_page(page)


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


def with_walk(answer: object, walk: Walk) -> object:
    """`answer`; where it is a page, it can be walked from now on."""
    if _is_page(answer):
        answer._walk = walk  # pyright: ignore[reportPrivateUsage] - a page's maker is here
    return answer


def _is_page(answer: object) -> TypeIs[Page[Any]]:
    return isinstance(answer, Page)


def _walk_of(page: Page[Any]) -> Walk:
    walk = page._walk  # pyright: ignore[reportPrivateUsage]
    if walk is None:
        raise APIError("the page doesn't come from a client, so there is nobody to ask")
    return walk


def _check_client(page: Page[Any], *, is_async: bool) -> None:
    """Raises APIError where the page's client is of the other kind."""
    if _walk_of(page).is_async is is_async:
        return
    if is_async:
        raise APIError("the client isn't async: use `for`, or `get_next_page()`")
    raise APIError("the client is async: use `async for`, or await `aget_next_page()`")


def _next_page(page: PageT) -> PageT:
    _check_client(page, is_async=False)
    walk = _following(page)
    return cast("PageT", walk.ask(walk))


async def _anext_page(page: PageT) -> PageT:
    _check_client(page, is_async=True)
    walk = _following(page)
    return cast("PageT", await walk.ask(walk))


def _rows(page: Page[Any]) -> list[Any]:
    found = value_at(page, _walk_of(page).pages.rows)
    return found if is_list(found) else []


def _rows_to_give(page: Page[Row]) -> list[Row]:
    """The rows of a page, but for those beyond `max_items`."""
    return _rows(page)[: _walk_of(page).left]


def _following(page: Page[Any]) -> Walk:
    walk = _next_walk(page)
    if walk is None:
        raise APIError("there is no next page")
    return walk


def _next_walk(page: Page[Any]) -> Walk | None:
    """The walk at the next page, if there is one.

    Raises InvalidResponseError where a server leads back to the page that it has just given.
    """
    walk = _walk_of(page)
    left = None if walk.left is None else walk.left - len(_rows(page))
    if (left is not None and left <= 0) or _is_last(page, walk.pages):
        return None
    value = value_at(page, walk.pages.next)
    if value is None or value == "":
        return None
    if value == _sent(walk):
        raise InvalidResponseError(
            f"the server gives {walk.pages.send}={value!r} for the next page, which is this one"
        )
    return walk._replace(arguments=_with_argument(walk, value), left=left)


def _is_last(page: object, pages: Pages) -> bool:
    return not pages.next or (bool(pages.more) and value_at(page, pages.more) is False)


def _sent(walk: Walk) -> object:
    """The value that asked for the page that is there."""
    group = getattr(walk.arguments, walk.pages.place)
    return group.get(walk.pages.send)


def _with_argument(walk: Walk, value: object) -> Arguments:
    """The arguments that ask for the next page."""
    pages = walk.pages
    group = {**getattr(walk.arguments, pages.place), pages.send: value}
    match pages.place:
        case "query":
            return walk.arguments._replace(query=group)
        case "headers":
            return walk.arguments._replace(headers=group)
        case "cookies":
            return walk.arguments._replace(cookies=group)
        case "body":
            return walk.arguments._replace(body=group)
