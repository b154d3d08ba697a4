"""A hand-written client in the form of a generated one, sync and async.

`Side` has the calls of both, so that one test covers the two.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

import httpx2

from generator.runtime import operation as op
from generator.runtime.async_client import AsyncClient
from generator.runtime.base_model import BaseModel
from generator.runtime.credentials import KeyPlacement
from generator.runtime.pagination import Page
from generator.runtime.settings import ClientOptions, HeaderSetting, Settings
from generator.runtime.sync_client import SyncClient

KEY = "sk-very-secret"


class Thing(BaseModel):
    id: str
    status: str | None = None


class ThingList(BaseModel):
    data: list[Thing]
    has_more: bool | None = None
    last_id: str | None = None


class ThingPage(Page[Thing], ThingList): ...  # type: ignore[misc]  # its rows are iterated


TYPES: dict[str, Any] = {
    "Thing": Thing,
    "ThingPage": ThingPage,
    "Any": Any,
}
SETTINGS = Settings(
    user_agent="acme/1",
    base_url="https://acme.example/v1",
    base_url_env="ACME_URL",
    key_envs={"api_key": "ACME_KEY", "admin_key": "ACME_ADMIN"},
    schemes={
        "bearer": KeyPlacement("bearer"),
        "query": KeyPlacement("query", "key"),
        "cookie": KeyPlacement("cookie", "sid"),
        "admin": KeyPlacement("header", "X-Admin", "admin_key"),
    },
    auth=("bearer",),
    needed=(("bearer",), ("admin",)),
    headers=(HeaderSetting("organization", "Acme-Organization", "ACME_ORG"),),
    load_type=TYPES.__getitem__,
)

GET: op.Endpoint[Thing] = op.Endpoint("GET", "/things/{id}", op.JsonAnswer("Thing"))
GET_BY_QUERY: op.Endpoint[Thing] = op.Endpoint(
    "GET", "/things/{id}", op.JsonAnswer("Thing"), auth=("query",)
)
GET_BY_ALL: op.Endpoint[Thing] = op.Endpoint(
    "GET", "/things/{id}", op.JsonAnswer("Thing"), auth=("bearer", "query", "cookie", "admin")
)
CREATE: op.Endpoint[Thing] = op.Endpoint(
    "POST",
    "/things",
    op.JsonAnswer("Thing"),
    body=op.JsonBody(),
    stream=op.StreamAnswer("Thing", by=("stream", True)),
    takes={
        "name": ("string",),
        "size": ("number", "null"),
        "count": ("integer",),
        "tags": ("array",),
        "meta": ("object", "null"),
        "stream": ("boolean",),
    },
    deprecated={"user": "use name"},
)
UPLOAD: op.Endpoint[Thing] = op.Endpoint(
    "POST", "/uploads", op.JsonAnswer("Thing"), body=op.MultipartBody(files=("file",)),
    takes={"file": ("file",)},
)  # fmt: skip
FORM: op.Endpoint[Thing] = op.Endpoint("POST", "/forms", op.JsonAnswer("Thing"), body=op.FormBody())
NOTE: op.Endpoint[Thing] = op.Endpoint(
    "POST", "/notes", op.JsonAnswer("Thing"), body=op.RawBody("text/plain")
)
DELETE: op.Endpoint[None] = op.Endpoint("DELETE", "/things/{id}", op.NoAnswer())
LIST: op.Endpoint[ThingPage] = op.Endpoint(
    "GET",
    "/things",
    op.JsonAnswer("ThingPage"),
    paging=op.PagingRule("after", ("last_id",), ("data",), ("has_more",)),
    takes={"limit": ("integer",), "order": ("string",)},
)
CONTENT: op.Endpoint[bytes] = op.Endpoint("GET", "/things/{id}/content", op.BinaryAnswer())
EVENTS: op.Endpoint[Thing] = op.Endpoint("GET", "/events", op.StreamAnswer("Thing"))
WAIT: op.PollingRule[Thing] = op.PollingRule(GET, {"id": ("id",)}, ("status",), ("done", "failed"))

Handler = Callable[[httpx2.Request], httpx2.Response]


def changes(**given: Any) -> ClientOptions:
    """What the arguments of a generated client become."""
    keys: Mapping[str, str | None] = {
        "api_key": given.pop("api_key", KEY),
        "admin_key": given.pop("admin_key", None),
    }
    headers = {"organization": given.pop("organization", None)}
    return ClientOptions(keys=keys, headers=headers, base_url=given.pop("base_url", None), **given)


class Acme(SyncClient):
    def __init__(self, *, http_client: httpx2.Client | None = None, **given: Any) -> None:
        super().__init__(SETTINGS, changes(**given), http_client)

    def with_options(self, *, http_client: httpx2.Client | None = None, **given: Any) -> Acme:
        return self._with_client_options(changes(**{"api_key": None, **given}), http_client)

    def call(self, operation: op.Endpoint[Any], options: Any = None, /, **arguments: Any) -> Any:
        return self._client.send(operation, cast("Any", options or {}), **arguments)

    def wait(self, options: Any = None, /, **arguments: Any) -> Any:
        first = self._client.start(CREATE, cast("Any", options or {}), **arguments)
        return self._client.wait(WAIT, first, options or {})


class AsyncAcme(AsyncClient):
    def __init__(self, *, http_client: httpx2.AsyncClient | None = None, **given: Any) -> None:
        super().__init__(SETTINGS, changes(**given), http_client)

    def with_options(
        self, *, http_client: httpx2.AsyncClient | None = None, **given: Any
    ) -> AsyncAcme:
        return self._with_client_options(changes(**{"api_key": None, **given}), http_client)

    async def call(
        self, operation: op.Endpoint[Any], options: Any = None, /, **arguments: Any
    ) -> Any:
        return await self._client.send(operation, cast("Any", options or {}), **arguments)

    async def wait(self, options: Any = None, /, **arguments: Any) -> Any:
        first = await self._client.start(CREATE, cast("Any", options or {}), **arguments)
        return await self._client.wait(WAIT, first, options or {})


class Side(Protocol):
    """Sync or async; `client` makes one that closes with the side."""

    is_async: bool

    def client(self, **given: Any) -> Any: ...
    def http(self, **given: Any) -> Any: ...
    def over(self, handler: Handler, **given: Any) -> Any: ...
    def done(self, value: Any) -> Any: ...
    def rest(self, items: Any) -> list[Any]: ...
    def close(self) -> None: ...


class SyncSide:
    is_async = False

    def __init__(self) -> None:
        self._made: list[Any] = []

    def client(self, **given: Any) -> Acme:
        self._made.append(Acme(**given))
        found: Acme = self._made[-1]
        return found

    def http(self, **given: Any) -> httpx2.Client:
        self._made.append(httpx2.Client(**given))
        found: httpx2.Client = self._made[-1]
        return found

    def over(self, handler: Handler, **given: Any) -> Acme:
        """A client whose requests `handler` answers, in memory."""
        return self.client(http_client=self.http(transport=httpx2.MockTransport(handler)), **given)

    def done(self, value: Any) -> Any:
        return value

    def rest(self, items: Any) -> list[Any]:
        return list(items)

    def close(self) -> None:
        for made in self._made:
            made.close()


class AsyncSide:
    is_async = True

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self._clients: list[AsyncAcme] = []
        self._https: list[httpx2.AsyncClient] = []

    def client(self, **given: Any) -> AsyncAcme:
        self._clients.append(AsyncAcme(**given))
        return self._clients[-1]

    def http(self, **given: Any) -> httpx2.AsyncClient:
        self._https.append(httpx2.AsyncClient(**given))
        return self._https[-1]

    def over(self, handler: Handler, **given: Any) -> AsyncAcme:
        """A client whose requests `handler` answers, in memory."""
        return self.client(http_client=self.http(transport=httpx2.MockTransport(handler)), **given)

    def done(self, value: Any) -> Any:
        async def awaited() -> Any:
            return await value

        return self.runner.run(awaited())

    def rest(self, items: Any) -> list[Any]:
        async def collected() -> list[Any]:
            return [item async for item in items]

        return self.runner.run(collected())

    def close(self) -> None:
        async def closed() -> None:
            for client in self._clients:
                await client.close()
            for http in self._https:
                await http.aclose()

        self.runner.run(closed())
        self.runner.close()
