from ..gifts import Card as _Card
from . import orders as orders
from . import stock as stock
from ._shop import ListOrdersResponse as ListOrdersResponse
from ._shop import Order as Order
from ._shop import Order as _Order
from ._shop_arguments import Gift as Gift
from ._shop_params import GiftParam as GiftParam

Card = _Card
Purchase = Order
