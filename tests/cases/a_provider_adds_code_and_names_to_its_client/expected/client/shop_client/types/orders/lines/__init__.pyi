from ..._shop_arguments import Gift as Item

__all__ = [
    "Item",
]
