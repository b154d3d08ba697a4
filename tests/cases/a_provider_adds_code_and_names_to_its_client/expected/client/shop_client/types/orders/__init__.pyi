from .._shop import Order as Order
from .._shop_params import GiftParam as GiftParam
from . import cards as cards
from . import lines as lines

__all__ = [
    "GiftParam",
    "Order",
    "cards",
    "lines",
]
