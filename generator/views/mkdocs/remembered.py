"""Keeps the pages of a provider, because several outputs read them.

A function of a provider comes in; one that computes its value once for each provider goes out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from generator.model.provider import Provider

Pages = TypeVar("Pages")


def remember_last(compute: Callable[[Provider], Pages]) -> Callable[[Provider], Pages]:
    """Returns `compute` with the value for the last provider kept.

    Providers are compared by identity: hashing a whole model takes longer than most outputs.
    """
    last: list[tuple[Provider, Pages]] = []

    @wraps(compute)
    def computed(provider: Provider) -> Pages:
        for known, pages in last:
            if known is provider:
                return pages
        made = compute(provider)
        last[:] = [(provider, made)]
        return made

    return computed
