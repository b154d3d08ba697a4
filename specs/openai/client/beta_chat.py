"""`beta` with `chat`, which is another name of the client's `chat`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._runtime.lazy_attribute import cached_property
from .resources.beta import AsyncBeta, Beta

if TYPE_CHECKING:
    from .resources.chat import AsyncChat, Chat


class BetaWithChat(Beta):
    """`beta`"""

    @cached_property
    def chat(self) -> Chat:
        """`chat`"""
        from .resources.chat import Chat

        return Chat(self._client)


class AsyncBetaWithChat(AsyncBeta):
    """`beta`"""

    @cached_property
    def chat(self) -> AsyncChat:
        """`chat`"""
        from .resources.chat import AsyncChat

        return AsyncChat(self._client)
