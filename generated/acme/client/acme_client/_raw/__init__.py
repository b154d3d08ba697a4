"""What the client gives with raw access: for type checkers."""

from __future__ import annotations

from .._async_client import AsyncAcme
from .._client import Acme
from .._runtime.raw_verbs import AsyncRawVerb, AsyncStreamedVerb, RawVerb, StreamedVerb
from .files import AsyncRawFiles, AsyncStreamedFiles, RawFiles, StreamedFiles
from .jobs import AsyncRawJobs, AsyncStreamedJobs, RawJobs, StreamedJobs


class RawAcme:
    """The methods of `Acme`, each described by `to_raw_response`."""

    files: RawFiles
    jobs: RawJobs
    get: RawVerb
    post: RawVerb
    put: RawVerb
    patch: RawVerb
    delete: RawVerb

    def __init__(self, of: Acme) -> None:
        self._of = of


class StreamedAcme:
    """The methods of `Acme`, each described by `to_streamed_response`."""

    files: StreamedFiles
    jobs: StreamedJobs
    get: StreamedVerb
    post: StreamedVerb
    put: StreamedVerb
    patch: StreamedVerb
    delete: StreamedVerb

    def __init__(self, of: Acme) -> None:
        self._of = of


class AsyncRawAcme:
    """The methods of `AsyncAcme`, each described by `async_to_raw_response`."""

    files: AsyncRawFiles
    jobs: AsyncRawJobs
    get: AsyncRawVerb
    post: AsyncRawVerb
    put: AsyncRawVerb
    patch: AsyncRawVerb
    delete: AsyncRawVerb

    def __init__(self, of: AsyncAcme) -> None:
        self._of = of


class AsyncStreamedAcme:
    """The methods of `AsyncAcme`, each described by `async_to_streamed_response`."""

    files: AsyncStreamedFiles
    jobs: AsyncStreamedJobs
    get: AsyncStreamedVerb
    post: AsyncStreamedVerb
    put: AsyncStreamedVerb
    patch: AsyncStreamedVerb
    delete: AsyncStreamedVerb

    def __init__(self, of: AsyncAcme) -> None:
        self._of = of
