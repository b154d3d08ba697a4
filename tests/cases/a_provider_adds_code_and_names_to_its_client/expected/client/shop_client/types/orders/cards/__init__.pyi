from ....gifts import Card as Card

__all__ = [
    "Card",
]
