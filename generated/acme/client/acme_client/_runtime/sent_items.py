"""Items of a request body, encoded as JSON lines or as a JSON text sequence (RFC 7464).

A list is encoded before anything is sent, and can be sent again. An iterator is encoded item by
item while it is sent, so it may have any number of items, and can be sent once.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Collection, Iterable, Iterator
from typing import TypeAlias, cast

from .encoding import encode_json, iterate_safely
from .errors import ArgumentError, make_unreadable_error
from .operation import ItemsBody
from .type_guards import is_bytes, is_iterable, is_object

_Items: TypeAlias = Iterable[object] | AsyncIterable[object]


def encode_items(kind: ItemsBody, value: object, name: str) -> bytes | SentItems:
    """Returns the bytes of a collection, or what encodes another iterable while it is sent.

    Raises ArgumentError for a value that isn't iterable, and for an item that can't be sent.
    """
    is_single = (
        isinstance(value, str)
        or is_bytes(value)
        or is_object(value)
        or callable(getattr(value, "model_dump", None))
    )
    if is_single or not (is_iterable(value) or isinstance(value, AsyncIterable)):
        raise ArgumentError(f'"{name}" takes an iterable of items, not {type(value).__name__}')
    items = SentItems(kind, cast("_Items", value), name)
    return b"".join(items) if isinstance(value, Collection) else items


class SentItems:
    """Items that are encoded while they are sent."""

    can_repeat = False

    def __init__(self, kind: ItemsBody, items: _Items, name: str) -> None:
        self._start = b"\x1e" if kind.format == "records" else b""
        self._items = items
        self._name = name

    def __iter__(self) -> Iterator[bytes]:
        """Yields each item. Raises ArgumentError for one that can't be sent."""
        if not isinstance(self._items, Iterable):
            raise ArgumentError(
                f'"{self._name}" is an async iterable, which only the async client sends'
            )
        for number, item in enumerate(iterate_safely(self._name, self._items)):
            yield self._encode(number, item)

    async def iterate(self) -> AsyncIterator[bytes]:
        """Yields each item for an async client, which accepts only async iterators."""
        if not isinstance(self._items, AsyncIterable):
            for chunk in self:
                yield chunk
            return
        number = 0
        try:
            async for item in self._items:
                yield self._encode(number, item)
                number += 1
        except ArgumentError:
            raise
        except Exception as error:
            raise make_unreadable_error(self._name, error) from error

    def _encode(self, number: int, item: object) -> bytes:
        return self._start + encode_json(f"{self._name}[{number}]", item).encode() + b"\n"
