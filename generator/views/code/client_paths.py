"""How a method of the provider is called on a client: its path as attributes."""

from __future__ import annotations

from generator import names
from generator.model.provider import Provider
from generator.model.walk import client_methods

# Names that the templates define or use inside each class of resources.
_IN_TEMPLATES = frozenset(
    {"with_raw_response", "with_streaming_response"}
    | {"cached_property", "deprecated", "op", "overload", "types"}
    | {"bool", "bytes", "dict", "float", "int", "object", "str"}
)
IN_CLIENT = frozenset(
    {"base_url", "close", "is_closed", "max_retries", "request", "timeout"}
    | {"copy", "httpx2", "with_options"}
)
"""Names of the client's own class; the first line lists those of the runtime's client.

A test compares the list with that class. Importing the class here would load httpx2.
"""


def safe_attribute(path: tuple[str, ...]) -> str:
    """Returns the name of a method or a resource in its class: the last name of its Python path.

    Rule C16: a method or a resource that has the name of what each class has gets a `_`.
    """
    name = path[-1]
    is_taken = name in _IN_TEMPLATES or (len(path) == 1 and name in IN_CLIENT)
    return f"{name}_" if is_taken else name


def client_path(path: tuple[str, ...]) -> str:
    """Returns a path as a program writes it: `client.fine_tuning.jobs.create`."""
    names = (safe_attribute(path[: at + 1]) for at in range(len(path)))
    return ".".join(("client", *names))


def webhooks_attribute(provider: Provider) -> str:
    """Returns the attribute of the client that unwraps webhooks.

    Rule WH5: it is `client.webhooks`, or `client.webhook_events` if the API has a resource or a
    method of the first name.
    """
    taken = {path[0] for path in client_methods(provider.services)}
    taken |= {(*one.path, one.name)[0] for one in provider.client.additions.methods}
    return "webhooks" if "webhooks" not in taken else names.unique("webhook_events", taken)
