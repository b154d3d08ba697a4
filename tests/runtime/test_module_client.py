"""The client that a package itself has."""

from __future__ import annotations

from typing import Any

from generator.runtime.module_client import ModuleClient

OPTIONS = ("api_key", "timeout", "default_headers")


class Shop:
    def __init__(self, **options: Any) -> None:
        self.orders = options


def test_the_options_are_those_that_were_assigned() -> None:
    namespace: dict[str, Any] = {"api_key": "k", "other": 1}
    client = ModuleClient(lambda: Shop, namespace)
    assert client.get("orders", OPTIONS) == {"api_key": "k"}
    namespace |= {"api_key": None, "timeout": None}
    assert client.get("orders", OPTIONS) == {"timeout": None}


def test_a_client_is_made_anew_only_when_an_option_changes() -> None:
    namespace: dict[str, Any] = {"default_headers": {"a": "1"}}
    client = ModuleClient(lambda: Shop, namespace)
    first = client.get("orders", OPTIONS)
    assert client.get("orders", OPTIONS) is first
    namespace["default_headers"]["a"] = "2"
    assert client.get("orders", OPTIONS) == {"default_headers": {"a": "2"}}
