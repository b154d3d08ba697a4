"""What the client gives with raw access: for type checkers."""

from __future__ import annotations

from .._async_client import AsyncAcme
from .._client import Acme
from .files import AsyncRawFiles, AsyncStreamedFiles, RawFiles, StreamedFiles
from .jobs import AsyncRawJobs, AsyncStreamedJobs, RawJobs, StreamedJobs


class RawAcme:
    """The methods of `Acme`, each described by `to_raw_response`."""

    files: RawFiles
    jobs: RawJobs

    def __init__(self, of: Acme) -> None:
        self._of = of


class StreamedAcme:
    """The methods of `Acme`, each described by `to_streamed_response`."""

    files: StreamedFiles
    jobs: StreamedJobs

    def __init__(self, of: Acme) -> None:
        self._of = of


class AsyncRawAcme:
    """The methods of `AsyncAcme`, each described by `async_to_raw_response`."""

    files: AsyncRawFiles
    jobs: AsyncRawJobs

    def __init__(self, of: AsyncAcme) -> None:
        self._of = of


class AsyncStreamedAcme:
    """The methods of `AsyncAcme`, each described by `async_to_streamed_response`."""

    files: AsyncStreamedFiles
    jobs: AsyncStreamedJobs

    def __init__(self, of: AsyncAcme) -> None:
        self._of = of
