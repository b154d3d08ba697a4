"""Orders as gifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import types
    from .resources.orders import AsyncOrders, Orders


class GiftMethods:
    def send_gift(self: Orders, card: str) -> types.Order:
        """Orders a gift with this card."""
        return self.create(gift={"card": card})


class AsyncGiftMethods:
    async def send_gift(self: AsyncOrders, card: str) -> types.Order:
        """Orders a gift with this card."""
        return await self.create(gift={"card": card})


def make_card(name: str) -> str:
    """Returns the text of a card."""
    return f"For {name}"
