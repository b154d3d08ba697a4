"""Dicts that arguments accept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import Required, TypeAliasType, TypedDict

from .. import types


class CardParam(TypedDict, total=False):
    type: Required[Literal["card"]]
    number: str


HidesParam = TypedDict(  # noqa: UP013 - a key hides a name
    "HidesParam",
    {
        "str": "str",
        "types": "types.Card | types.CardParam",
    },
    total=False,
)


class InvoiceParam(TypedDict, total=False):
    type: Required[Literal["invoice"]]
    days: int


class LabelsParam(TypedDict, total=False):
    colour: str


class LineParam(TypedDict, total=False):
    """A line of an order."""

    sku: Required[str]
    """What is ordered."""
    note: str | None
    parts: Sequence[types.Line | types.LineParam]
    gift: types.LineGift | types.LineGiftParam


class LineGiftParam(TypedDict, total=False):
    wrap: Literal["plain", "festive"]


OddParam = TypedDict(
    "OddParam",
    {
        "from": "Required[str]",
        "a-b": "int",
        "__c": "str",
    },
    total=False,
)


PaymentParam = TypeAliasType("PaymentParam", "types.CardParam | types.InvoiceParam | str")
"""How it is paid."""


SizeParam = TypeAliasType("SizeParam", 'Literal["S", "M", "L"]')
