"""The media type of a response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import InvalidResponseError

if TYPE_CHECKING:
    import httpx2

    from .operation import StreamAnswer

_UNSPECIFIC = ("application/octet-stream", "binary/octet-stream", "application/binary")


def check_stream(response: httpx2.Response, answer: StreamAnswer) -> None:
    """Raises InvalidResponseError if the response is not the stream that the call expects."""
    if not is_stream(response, answer):
        what = "events" if answer.format == "events" else answer.content_type
        raise InvalidResponseError(
            f'the response is not a stream of {what}: its type is "{get_media_type(response)}"'
        )


def is_stream(response: httpx2.Response, answer: StreamAnswer) -> bool:
    """Is the media type that of the stream that the call expects?

    A file store may send lines and records by a media type that says nothing.
    """
    found = get_media_type(response).lower()
    return found == answer.content_type or (answer.format != "events" and found in _UNSPECIFIC)


def get_media_type(response: httpx2.Response) -> str:
    """Returns the media type, without its parameters."""
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip()
