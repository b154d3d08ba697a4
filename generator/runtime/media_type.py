"""The media type of a response, and whether it is a stream of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import InvalidResponseError

if TYPE_CHECKING:
    import httpx2


def check_event_stream(response: httpx2.Response) -> None:
    """Raises InvalidResponseError for a response that is no stream of events."""
    if not is_event_stream(response):
        raise InvalidResponseError(
            f'the response is no stream of events, but "{get_media_type(response)}"'
        )


def is_event_stream(response: httpx2.Response) -> bool:
    """Does the response say that events come?"""
    return get_media_type(response).lower() == "text/event-stream"


def get_media_type(response: httpx2.Response) -> str:
    """The media type of a response, without its parameters."""
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip()
