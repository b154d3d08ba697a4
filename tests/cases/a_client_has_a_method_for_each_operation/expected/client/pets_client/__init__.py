"""A typed client of Pets, version 1.2.0."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._runtime import preload as _preload

if TYPE_CHECKING:
    from collections.abc import Mapping as _Mapping

    import httpx2 as _httpx2
    from httpx2 import Timeout as Timeout

    from . import types as types
    from ._async_client import AsyncPets as AsyncPets
    from ._client import Pets as Pets
    from ._default_client import pets as pets
    from ._runtime.base_model import BaseModel as BaseModel
    from ._runtime.base_model import UnknownVariant as UnknownVariant
    from ._runtime.binary import AsyncBinaryResponse as AsyncBinaryResponse
    from ._runtime.binary import BinaryResponse as BinaryResponse
    from ._runtime.credentials import KeyInput as _KeyInput
    from ._runtime.errors import APIConnectionError as APIConnectionError
    from ._runtime.errors import APIError as APIError
    from ._runtime.errors import APIStatusError as APIStatusError
    from ._runtime.errors import APITimeoutError as APITimeoutError
    from ._runtime.errors import ArgumentError as ArgumentError
    from ._runtime.errors import AuthenticationError as AuthenticationError
    from ._runtime.errors import BadRequestError as BadRequestError
    from ._runtime.errors import ConfigurationError as ConfigurationError
    from ._runtime.errors import ConflictError as ConflictError
    from ._runtime.errors import InternalServerError as InternalServerError
    from ._runtime.errors import InvalidResponseError as InvalidResponseError
    from ._runtime.errors import (
        InvalidWebhookSignatureError as InvalidWebhookSignatureError,
    )
    from ._runtime.errors import NotFoundError as NotFoundError
    from ._runtime.errors import PermissionDeniedError as PermissionDeniedError
    from ._runtime.errors import RateLimitError as RateLimitError
    from ._runtime.errors import StreamError as StreamError
    from ._runtime.errors import UnprocessableEntityError as UnprocessableEntityError
    from ._runtime.errors import WaitTimeoutError as WaitTimeoutError
    from ._runtime.files import FileInput as FileInput
    from ._runtime.http_clients import (
        DEFAULT_CONNECTION_LIMITS as DEFAULT_CONNECTION_LIMITS,
    )
    from ._runtime.http_clients import DEFAULT_MAX_RETRIES as DEFAULT_MAX_RETRIES
    from ._runtime.http_clients import DEFAULT_TIMEOUT as DEFAULT_TIMEOUT
    from ._runtime.http_clients import DefaultAioHttpClient as DefaultAioHttpClient
    from ._runtime.http_clients import DefaultAsyncHttpClient as DefaultAsyncHttpClient
    from ._runtime.http_clients import DefaultHttpClient as DefaultHttpClient
    from ._runtime.not_given import NOT_GIVEN as NOT_GIVEN
    from ._runtime.not_given import NotGiven as NotGiven
    from ._runtime.not_given import Omit as Omit
    from ._runtime.options import CallOptions as CallOptions
    from ._runtime.options import ListOptions as ListOptions
    from ._runtime.options import WaitOptions as WaitOptions
    from ._runtime.pagination import AsyncPages as AsyncPages
    from ._runtime.pagination import NextPageInfo as NextPageInfo
    from ._runtime.pagination import Page as Page
    from ._runtime.raw import AsyncRawResponse as AsyncRawResponse
    from ._runtime.raw import AsyncStreamedResponse as AsyncStreamedResponse
    from ._runtime.raw import RawResponse as RawResponse
    from ._runtime.streams import AsyncStream as AsyncStream
    from ._runtime.streams import Stream as Stream

    api_key: _KeyInput | None
    base_url: str | _httpx2.URL | None
    timeout: float | _httpx2.Timeout | None
    max_retries: int | None
    default_headers: _Mapping[str, str | None] | None
    default_query: _Mapping[str, object] | None
    strict: bool | None
    max_response_size: int | None
    max_empty_lines: int | None
    http_client: _httpx2.Client | None

__version__ = "1.2.0"
__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "NOT_GIVEN",
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "ArgumentError",
    "AsyncBinaryResponse",
    "AsyncPages",
    "AsyncPets",
    "AsyncRawResponse",
    "AsyncStream",
    "AsyncStreamedResponse",
    "AuthenticationError",
    "BadRequestError",
    "BaseModel",
    "BinaryResponse",
    "CallOptions",
    "ConfigurationError",
    "ConflictError",
    "DefaultAioHttpClient",
    "DefaultAsyncHttpClient",
    "DefaultHttpClient",
    "FileInput",
    "InternalServerError",
    "InvalidResponseError",
    "InvalidWebhookSignatureError",
    "ListOptions",
    "NextPageInfo",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "Page",
    "PermissionDeniedError",
    "Pets",
    "RateLimitError",
    "RawResponse",
    "Stream",
    "StreamError",
    "Timeout",
    "UnknownVariant",
    "UnprocessableEntityError",
    "WaitOptions",
    "WaitTimeoutError",
    "__version__",
    "types",
]

_HOMES = {
    "DEFAULT_CONNECTION_LIMITS": ("._runtime.http_clients", "DEFAULT_CONNECTION_LIMITS"),
    "DEFAULT_MAX_RETRIES": ("._runtime.http_clients", "DEFAULT_MAX_RETRIES"),
    "DEFAULT_TIMEOUT": ("._runtime.http_clients", "DEFAULT_TIMEOUT"),
    "NOT_GIVEN": ("._runtime.not_given", "NOT_GIVEN"),
    "APIConnectionError": ("._runtime.errors", "APIConnectionError"),
    "APIError": ("._runtime.errors", "APIError"),
    "APIStatusError": ("._runtime.errors", "APIStatusError"),
    "APITimeoutError": ("._runtime.errors", "APITimeoutError"),
    "ArgumentError": ("._runtime.errors", "ArgumentError"),
    "AsyncBinaryResponse": ("._runtime.binary", "AsyncBinaryResponse"),
    "AsyncPages": ("._runtime.pagination", "AsyncPages"),
    "AsyncPets": ("._async_client", "AsyncPets"),
    "AsyncRawResponse": ("._runtime.raw", "AsyncRawResponse"),
    "AsyncStream": ("._runtime.streams", "AsyncStream"),
    "AsyncStreamedResponse": ("._runtime.raw", "AsyncStreamedResponse"),
    "AuthenticationError": ("._runtime.errors", "AuthenticationError"),
    "BadRequestError": ("._runtime.errors", "BadRequestError"),
    "BaseModel": ("._runtime.base_model", "BaseModel"),
    "BinaryResponse": ("._runtime.binary", "BinaryResponse"),
    "CallOptions": ("._runtime.options", "CallOptions"),
    "ConfigurationError": ("._runtime.errors", "ConfigurationError"),
    "ConflictError": ("._runtime.errors", "ConflictError"),
    "DefaultAioHttpClient": ("._runtime.http_clients", "DefaultAioHttpClient"),
    "DefaultAsyncHttpClient": ("._runtime.http_clients", "DefaultAsyncHttpClient"),
    "DefaultHttpClient": ("._runtime.http_clients", "DefaultHttpClient"),
    "FileInput": ("._runtime.files", "FileInput"),
    "InternalServerError": ("._runtime.errors", "InternalServerError"),
    "InvalidResponseError": ("._runtime.errors", "InvalidResponseError"),
    "InvalidWebhookSignatureError": ("._runtime.errors", "InvalidWebhookSignatureError"),
    "ListOptions": ("._runtime.options", "ListOptions"),
    "NextPageInfo": ("._runtime.pagination", "NextPageInfo"),
    "NotFoundError": ("._runtime.errors", "NotFoundError"),
    "NotGiven": ("._runtime.not_given", "NotGiven"),
    "Omit": ("._runtime.not_given", "Omit"),
    "Page": ("._runtime.pagination", "Page"),
    "PermissionDeniedError": ("._runtime.errors", "PermissionDeniedError"),
    "Pets": ("._client", "Pets"),
    "RateLimitError": ("._runtime.errors", "RateLimitError"),
    "RawResponse": ("._runtime.raw", "RawResponse"),
    "Stream": ("._runtime.streams", "Stream"),
    "StreamError": ("._runtime.errors", "StreamError"),
    "Timeout": ("httpx2", "Timeout"),
    "UnknownVariant": ("._runtime.base_model", "UnknownVariant"),
    "UnprocessableEntityError": ("._runtime.errors", "UnprocessableEntityError"),
    "WaitOptions": ("._runtime.options", "WaitOptions"),
    "WaitTimeoutError": ("._runtime.errors", "WaitTimeoutError"),
}

_OPTIONS = (
    "api_key",
    "base_url",
    "timeout",
    "max_retries",
    "default_headers",
    "default_query",
    "strict",
    "max_response_size",
    "max_empty_lines",
    "http_client",
)
_OF_CLIENT = ("pets",)

_preload.preload_modules()


def __getattr__(name: str) -> Any:
    if name == "types":
        return import_module(".types", __name__)
    if name in _OF_CLIENT:
        return _load_client().get(name, _OPTIONS)
    if name in _OPTIONS:
        return None
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, target = _HOMES[name]
    found = getattr(import_module(module, __name__), target)
    globals()[name] = found
    return found


def _load_client() -> Any:
    """Returns what makes the client of the package: its options are attributes of the package."""
    if "_module_client" not in globals():
        from ._runtime.module_client import ModuleClient

        made = ModuleClient(lambda: __getattr__("Pets"), globals())
        globals().setdefault("_module_client", made)
    return globals()["_module_client"]


def __dir__() -> list[str]:
    return sorted({*__all__, *_OPTIONS, *_OF_CLIENT})
