"""The media type of a response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import InvalidResponseError

if TYPE_CHECKING:
    import httpx2


def check_event_stream(response: httpx2.Response) -> None:
    """Raises InvalidResponseError if the response is not a stream of events."""
    if not is_event_stream(response):
        raise InvalidResponseError(
            f'the response is not a stream of events: its type is "{get_media_type(response)}"'
        )


def is_event_stream(response: httpx2.Response) -> bool:
    """Is the media type that of server-sent events?"""
    return get_media_type(response).lower() == "text/event-stream"


def get_media_type(response: httpx2.Response) -> str:
    """Returns the media type, without its parameters."""
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip()
