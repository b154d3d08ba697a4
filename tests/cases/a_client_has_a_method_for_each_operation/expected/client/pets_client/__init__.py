"""A typed client of Pets, version 1.2.0."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._client import Pets as Pets
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
from ._runtime.errors import NotFoundError as NotFoundError
from ._runtime.errors import PermissionDeniedError as PermissionDeniedError
from ._runtime.errors import RateLimitError as RateLimitError
from ._runtime.errors import UnprocessableEntityError as UnprocessableEntityError
from ._runtime.given import NOT_GIVEN as NOT_GIVEN
from ._runtime.given import NotGiven as NotGiven

if TYPE_CHECKING:
    from . import types as types
    from ._runtime.answers import BinaryResponse as BinaryResponse
    from ._runtime.answers import Stream as Stream
    from ._runtime.bodies import FileInput as FileInput
    from ._runtime.models import BaseModel as BaseModel
    from ._runtime.models import UnknownVariant as UnknownVariant

__version__ = "1.2.0"

_LAZY = {
    "BaseModel": "._runtime.models",
    "BinaryResponse": "._runtime.answers",
    "FileInput": "._runtime.bodies",
    "Stream": "._runtime.answers",
    "UnknownVariant": "._runtime.models",
}


def __getattr__(name: str) -> Any:
    if name == "types":
        return import_module(".types", __name__)
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LAZY[name], __name__), name)
