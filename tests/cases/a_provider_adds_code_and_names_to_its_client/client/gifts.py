"""Orders as gifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _async_client, _client
from .resources.orders import AsyncOrders, Orders

if TYPE_CHECKING:
    from . import types


class GiftOrders(Orders):
    """`orders`, and gifts."""

    def send_gift(self, card: str) -> types.Order:
        """Orders a gift with this card."""
        return self.create(gift={"card": card})


class AsyncGiftOrders(AsyncOrders):
    """`orders`, and gifts."""

    async def send_gift(self, card: str) -> types.Order:
        """Orders a gift with this card."""
        return await self.create(gift={"card": card})


class Card:
    """A card for a gift."""


class Shop(_client.Shop):
    """The client, and what it is for."""

    motto = "Gifts for all"


class AsyncShop(_async_client.AsyncShop):
    """The client, and what it is for."""

    motto = "Gifts for all"


def make_card(name: str) -> str:
    """Returns the text of a card."""
    return f"For {name}"
