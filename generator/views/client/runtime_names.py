"""Names of the runtime that generated code uses, exports, or must not use for anything else."""

from __future__ import annotations

from generator.runtime import errors
from generator.runtime.errors import APIError

USED_BY_TYPES = frozenset({"getattr", "globals", "import_module", "sorted"})
"""Names that the package of types uses when a type is loaded: a module of that name below it would
replace them there."""

PUBLIC_NAMES = {
    "binary": ("AsyncBinaryResponse", "BinaryResponse"),
    "errors": tuple(
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, APIError)
    ),
    "files": ("FileInput",),
    "http_clients": (
        "DEFAULT_CONNECTION_LIMITS",
        "DEFAULT_MAX_RETRIES",
        "DEFAULT_TIMEOUT",
        "DefaultAioHttpClient",
        "DefaultAsyncHttpClient",
        "DefaultHttpClient",
    ),
    "not_given": ("NOT_GIVEN", "NotGiven", "Omit"),
    "base_model": ("BaseModel", "UnknownVariant"),
    "options": ("CallOptions", "ListOptions", "WaitOptions"),
    "pagination": ("AsyncPages", "NextPageInfo", "Page"),
    "raw": ("AsyncRawResponse", "AsyncStreamedResponse", "RawResponse"),
    "streams": ("AsyncStream", "Stream"),
}
"""The names that a client's package exports, by the module of the runtime that defines them."""
