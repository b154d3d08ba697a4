"""Names of the runtime that generated code uses, exports, or must not use for anything else."""

from __future__ import annotations

from generator.runtime import errors
from generator.runtime.errors import APIError, APIStatusError, InternalServerError

# Names that the templates define or use inside each class of resources.
_IN_TEMPLATES = frozenset(
    {"with_raw_response", "with_streaming_response"}
    | {"cached_property", "deprecated", "op", "overload", "types"}
    | {"bool", "bytes", "dict", "float", "int", "object", "str"}
)
# Those of the client's own class: the runtime's client has the first two. A test compares them with
# that class; here its import would load httpx2 for two names.
_IN_CLIENT = frozenset({"base_url", "close", "httpx2", "with_options"})

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
    "not_given": ("NOT_GIVEN", "NotGiven"),
    "base_model": ("BaseModel", "UnknownVariant"),
    "options": ("CallOptions", "ListOptions", "WaitOptions"),
    "pagination": ("AsyncPages", "Page"),
    "raw": ("AsyncRawResponse", "AsyncStreamedResponse", "RawResponse"),
    "streams": ("AsyncStream", "Stream"),
}
"""The names that a client's package exports, by the module of the runtime that defines them."""


def client_arguments() -> frozenset[str]:
    """Returns the arguments of every client; each key and each header is a further argument."""
    from generator.runtime.settings import ClientOptions  # only a client needs this module

    options = frozenset(ClientOptions._fields) - {"headers", "keys", "url_variables"}
    return options | {"self", "api_key", "http_client"}


def error_name(status: str) -> str:
    """Returns the class of the error that a call raises for a status of the spec.

    >>> error_name("404"), error_name("418"), error_name("5XX"), error_name("default")
    ('NotFoundError', 'APIStatusError', 'InternalServerError', 'APIStatusError')
    """
    if status.isdecimal():
        return type(errors.make_status_error(int(status), {}, None)).__name__
    return (InternalServerError if status.startswith("5") else APIStatusError).__name__


def safe_attribute(path: tuple[str, ...]) -> str:
    """Returns the name of a method or a resource in its class: the last name of its Python path.

    Rule C16: a method or a resource that has the name of what each class has gets a `_`.
    """
    name = path[-1]
    is_taken = name in _IN_TEMPLATES or (len(path) == 1 and name in _IN_CLIENT)
    return f"{name}_" if is_taken else name
