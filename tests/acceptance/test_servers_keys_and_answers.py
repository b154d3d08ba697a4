"""A generated client follows the servers, credentials, successes and errors of its document."""

from __future__ import annotations

import asyncio
import base64
import copy
import pickle
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from generator.mock.server import MockServer
from generator.model.provider import Provider
from tests.support.clients import made_client, provider_of, strictly_typed

HARBOUR = Path(__file__).parent / "harbour" / "provider.yaml"
SHIP = {"id": "s1", "name": "Gull"}
USES = """
from typing import assert_type

from harbour_client import Harbour, NotFoundError, types

client = Harbour(port="p", dock="d", region="south")
found = client.ships.retrieve("s1")
assert_type(found, types.Ship | types.GetShip202Response | None)
for ship in client.ships.list():
    assert_type(ship, types.Ship)
assert_type(client.ships.delete("s1"), None)
try:
    client.ships.delete("s1")
except NotFoundError as error:
    if isinstance(error.model, types.Trouble):
        assert_type(error.model.title, str)
"""


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(HARBOUR)


@pytest.fixture(scope="module")
def folder(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider, tmp_path_factory)


@pytest.fixture(scope="module")
def harbour(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("harbour_client")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "PORT", "DOCK", "USERNAME", "PASSWORD", "CLIENT_ID", "BASE_URL"):
        monkeypatch.delenv(f"HARBOUR_{name}", raising=False)


class Wire:
    """Answers each request, and keeps it."""

    def __init__(self, answer: Callable[[httpx2.Request], httpx2.Response] | None = None) -> None:
        self.sent: list[httpx2.Request] = []
        self.answer_with = answer or (lambda _: httpx2.Response(200, json=SHIP))
        self._lock = threading.Lock()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        with self._lock:
            self.sent.append(request)
        return self.answer_with(request)

    def urls(self) -> list[str]:
        return [str(request.url) for request in self.sent]

    def client(self, harbour: ModuleType, **options: Any) -> Any:
        http = httpx2.Client(transport=httpx2.MockTransport(self))
        return harbour.Harbour(**{"max_retries": 0, "http_client": http, **options})


def replying(response: httpx2.Response) -> Wire:
    return Wire(lambda _: response)


def answering(status: int, **body: Any) -> Wire:
    return Wire(lambda _: httpx2.Response(status, **body))


# -------------------------------------------------------------------------------------- servers


def test_a_call_goes_to_the_most_specific_server(harbour: ModuleType) -> None:
    wire = Wire()
    client = wire.client(harbour, port="p", dock="d", api_key="k")
    client.ships.retrieve("s1")
    client.charts.create()
    client.weather.retrieve()
    assert wire.urls() == [
        "https://north.harbour.example/v1/ships/s1?dock=d",
        "https://charts-north.example/api/charts",
        "https://north.harbour.example/v9/weather",
    ]


def test_variables_of_urls_are_arguments(harbour: ModuleType) -> None:
    wire = Wire()
    client = wire.client(harbour, region="south", version="v2")
    client.charts.create()
    assert client.base_url == "https://south.harbour.example/v2"
    assert client.with_options(region="north").base_url == "https://north.harbour.example/v2"
    assert wire.urls() == ["https://charts-south.example/api/charts"]
    with pytest.raises(harbour.ConfigurationError, match="`region` takes one of 'north', 'south'"):
        harbour.Harbour(region="east")
    with pytest.raises(harbour.ConfigurationError, match="`region` takes a string"):
        harbour.Harbour(region=1)
    assert "region: The coast that is asked. Default: 'north'." in harbour.Harbour.__init__.__doc__


def test_a_given_base_url_replaces_every_server(harbour: ModuleType) -> None:
    wire = Wire()
    client = wire.client(harbour, base_url="http://proxy.example/x", api_key="k")
    client.charts.create()
    client.weather.retrieve()
    client.with_options(region="south").charts.create()
    assert wire.urls() == [
        "http://proxy.example/x/charts",
        "http://proxy.example/v9/weather",  # a relative server has the host of the base URL
        "http://proxy.example/x/charts",
    ]


# ---------------------------------------------------------------------------------- credentials


def test_a_client_of_an_api_with_open_operations_needs_no_key(harbour: ModuleType) -> None:
    wire = answering(200, json={"data": [SHIP]})
    assert [ship.id for ship in wire.client(harbour).ships.list()] == ["s1"]
    assert not {"authorization", "x-port", "cookie"} & set(wire.sent[0].headers)


def test_a_call_without_its_key_names_the_arguments_and_the_variables(
    harbour: ModuleType,
) -> None:
    wire = Wire()
    with pytest.raises(harbour.ConfigurationError) as caught:
        wire.client(harbour).ships.retrieve("s1")
    assert str(caught.value) == (
        "no API key: give `port` and `dock`, or set the variables HARBOUR_PORT and HARBOUR_DOCK; "
        "or give `api_key`, or set the variable HARBOUR_API_KEY"
    )
    with pytest.raises(harbour.ConfigurationError) as caught:
        wire.client(harbour, port="p").ships.retrieve("s1")
    assert str(caught.value) == "no API key: give `dock`, or set the variable HARBOUR_DOCK"
    assert wire.sent == []


def test_keys_that_are_required_together_are_sent_together(harbour: ModuleType) -> None:
    wire = Wire()
    wire.client(harbour, port="p", dock="d").ships.retrieve("s1")
    assert wire.sent[0].headers["x-port"] == "p"
    assert wire.sent[0].url.params["dock"] == "d"
    assert "cookie" not in wire.sent[0].headers


def test_a_call_uses_the_first_alternative_that_it_has_the_keys_of(
    harbour: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire()
    monkeypatch.setenv("HARBOUR_API_KEY", "k")
    wire.client(harbour, port="p").ships.retrieve("s1")
    assert wire.sent[0].headers["cookie"] == "pilot=k"
    assert "x-port" not in wire.sent[0].headers


def test_an_optional_key_is_sent_if_there_is_one(harbour: ModuleType) -> None:
    wire = Wire()
    wire.client(harbour).charts.create()
    for user, word in (("Jörg", "pässword"), ("key", "")):
        wire.client(harbour, username=user, password=word).charts.create()
    sent = [request.headers.get("authorization", "") for request in wire.sent]
    pairs = [base64.b64decode(text.removeprefix("Basic ")).decode() for text in sent]
    assert pairs == ["", "Jörg:pässword", "key:"]
    with pytest.raises(harbour.ConfigurationError, match="`username` contains a colon"):
        harbour.Harbour(username="a:b")


def test_a_header_of_the_caller_stands_for_a_key(harbour: ModuleType) -> None:
    wire = Wire()
    wire.client(harbour).ships.retrieve("s1", extra_headers={"Cookie": "pilot=own"})
    assert wire.sent[0].headers["cookie"] == "pilot=own"
    own = {"Authorization": "Bearer own"}
    wire.client(harbour, client_id="half").weather.retrieve(extra_headers=own)
    wire.client(harbour, **CREDENTIALS, default_headers=own).weather.retrieve()
    assert [one.url.path for one in wire.sent[1:]] == ["/v9/weather"] * 2


# --------------------------------------------------------------------- OAuth2 client credentials


class TokenWire(Wire):
    """An API with a token endpoint. It accepts the newest token only."""

    def __init__(self, *, takes_basic: bool = True, lasts: float = 3600) -> None:
        super().__init__(self.answer)
        self.takes_basic = takes_basic
        self.lasts = lasts
        self.issued = 0

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path != "/oauth/token":
            is_newest = request.headers["authorization"] == f"Bearer token-{self.issued}"
            return httpx2.Response(200 if is_newest else 401, json=SHIP)
        is_sent = "authorization" in request.headers or b"client_secret" in request.content
        if not is_sent or ("authorization" in request.headers) is not self.takes_basic:
            return httpx2.Response(401, json={"error": "invalid_client"})
        self.issued += 1
        token = {"access_token": f"token-{self.issued}", "expires_in": self.lasts}
        return httpx2.Response(200, json={**token, "token_type": "bearer"})

    def paths(self) -> list[str]:
        return [request.url.path for request in self.sent]


CREDENTIALS = {"client_id": "me", "client_secret": "s3cret/+"}


def test_a_token_is_fetched_once_and_kept(harbour: ModuleType) -> None:
    wire = TokenWire()
    client = wire.client(harbour, **CREDENTIALS, scope="read")
    client.weather.retrieve()
    client.with_options(max_retries=1).weather.retrieve()
    assert wire.paths() == ["/oauth/token", "/v9/weather", "/v9/weather"]
    asked = wire.sent[0]
    assert base64.b64decode(asked.headers["authorization"][6:]) == b"me:s3cret%2F%2B"
    assert asked.content == b"grant_type=client_credentials&scope=read"


def test_a_token_that_ends_or_is_refused_is_renewed(harbour: ModuleType) -> None:
    wire = TokenWire(lasts=0)
    client = wire.client(harbour, **CREDENTIALS)
    client.weather.retrieve()
    client.weather.retrieve()
    assert wire.issued == 2
    wire = TokenWire()
    client = wire.client(harbour, **CREDENTIALS)
    client.weather.retrieve()
    wire.issued += 1  # the server forgot the token
    assert client.weather.retrieve().id == "s1"
    assert wire.paths()[2:] == ["/v9/weather", "/oauth/token", "/v9/weather"]


def test_a_server_that_takes_credentials_in_the_body_gets_them_there(harbour: ModuleType) -> None:
    wire = TokenWire(takes_basic=False, lasts=0)
    client = wire.client(harbour, **CREDENTIALS)
    client.weather.retrieve()
    client.weather.retrieve()
    tokens = [request for request in wire.sent if request.url.path == "/oauth/token"]
    assert ["authorization" in request.headers for request in tokens] == [True, False, False]


def test_threads_share_one_request_for_a_token(harbour: ModuleType) -> None:
    wire = TokenWire()
    client = wire.client(harbour, **CREDENTIALS)
    threads = [threading.Thread(target=client.weather.retrieve) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (wire.issued, wire.paths().count("/v9/weather")) == (1, 8)


def test_tasks_share_one_request_for_a_token_and_its_error(harbour: ModuleType) -> None:
    async def call_many(wire: TokenWire) -> list[Any]:
        async def answer(request: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(0.01)
            return wire(request)

        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        client = harbour.AsyncHarbour(**CREDENTIALS, http_client=http, max_retries=0)
        calls = (client.weather.retrieve() for _ in range(5))
        return await asyncio.gather(*calls, return_exceptions=True)

    wire = TokenWire()
    assert [ship.id for ship in asyncio.run(call_many(wire))] == ["s1"] * 5
    assert wire.issued == 1
    refusing = TokenWire()
    refusing.answer_with = lambda _: httpx2.Response(401)
    errors = asyncio.run(call_many(refusing))
    assert {type(error) for error in errors} == {harbour.AuthenticationError}
    assert refusing.paths() == ["/oauth/token"] * 2  # in both ways, for all five calls


def test_an_error_for_a_token_is_typed_and_shows_no_secret(
    harbour: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for response, kind in (
        (httpx2.Response(400, json={"error": "invalid_client"}), harbour.AuthenticationError),
        (httpx2.Response(503), harbour.InternalServerError),
        (httpx2.Response(200, content=b"no JSON"), harbour.InvalidResponseError),
        (httpx2.Response(200, json={"access_token": "x", "token_type": "mac"}), harbour.APIError),
    ):
        client = replying(response).client(harbour, **CREDENTIALS)
        with pytest.raises(kind) as caught:
            client.weather.retrieve()
        assert "s3cret" not in f"{caught.value!r} {client!r} {client.weather!r}"
    assert "s3cret" not in caplog.text


def test_a_given_token_is_sent_as_it_is(harbour: ModuleType) -> None:
    wire = Wire()
    wire.client(harbour, api_key="own", **CREDENTIALS).weather.retrieve()
    assert [request.headers["authorization"] for request in wire.sent] == ["Bearer own"]


def test_a_redirect_to_another_host_gets_no_token(harbour: ModuleType) -> None:
    wire = TokenWire()
    moved = httpx2.Response(302, headers={"location": "https://other.example/x"})

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "other.example":
            return httpx2.Response(200, json=SHIP)
        return moved if request.url.path == "/v9/weather" else wire.answer(request)

    wire.answer_with = answer
    wire.client(harbour, **CREDENTIALS).weather.retrieve()
    assert "authorization" not in wire.sent[-1].headers


# ---------------------------------------------------------------------------- successes and errors


@pytest.mark.parametrize("status", [204, 304])
def test_a_success_without_a_body_is_none(harbour: ModuleType, status: int) -> None:
    assert answering(status).client(harbour, api_key="k").ships.retrieve("s1") is None


def test_a_success_is_parsed_by_the_type_of_its_status(harbour: ModuleType) -> None:
    wire = answering(202, json={"hours": 3})
    found = wire.client(harbour, api_key="k", strict=True).ships.retrieve("s1")
    assert type(found).__name__ == "GetShip202Response"
    assert found.hours == 3


def test_a_list_without_a_body_has_no_rows(harbour: ModuleType) -> None:
    page = answering(204).client(harbour, strict=True).ships.list()
    assert list(page) == []


def test_an_empty_response_that_is_not_declared_is_an_error(harbour: ModuleType) -> None:
    for status in (200, 205):
        with pytest.raises(harbour.InvalidResponseError, match="it is empty"):
            answering(status).client(harbour, api_key="k").ships.retrieve("s1")


@pytest.mark.parametrize(
    ("status", "body", "model"),
    [
        (404, {"title": "no ship", "code": 7}, "Trouble"),
        (422, {"hint": "longer"}, "GetShip4XXError"),
        (500, {"title": "broken"}, "Trouble"),
    ],
)
def test_an_error_has_the_model_of_its_status(
    harbour: ModuleType, status: int, body: dict[str, object], model: str
) -> None:
    with pytest.raises(harbour.APIStatusError) as caught:
        answering(status, json=body).client(harbour, api_key="k").ships.retrieve("s1")
    error = caught.value
    assert type(error.model).__name__ == model
    assert error.model.model_dump(exclude_none=True) == body
    assert pickle.loads(pickle.dumps(error)).model == error.model  # noqa: S301
    assert copy.copy(error).model == error.model


def test_an_error_with_another_body_keeps_what_does_not_fit(harbour: ModuleType) -> None:
    for body, expected in ((["x"], ["x"]), (None, None)):
        with pytest.raises(harbour.NotFoundError) as caught:
            answering(404, json=body).client(harbour, api_key="k").ships.retrieve("s1")
        assert caught.value.model == expected
    with pytest.raises(harbour.NotFoundError) as caught:
        answering(404).client(harbour, api_key="k").ships.delete("s1")
    assert caught.value.model is None


def test_hints_name_arguments_as_python_does(harbour: ModuleType) -> None:
    client = Wire().client(harbour, api_key="k")
    with pytest.raises(harbour.ArgumentError, match='"x_watch" takes an integer'):
        client.ships.retrieve("s1", x_watch="night")
    with pytest.raises(TypeError, match='did you mean "x_watch"'):
        client.ships.retrieve("s1", xwatch=1)


def test_type_checkers_see_every_success_and_the_model_of_an_error(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "uses.py").write_text(USES)
    assert strictly_typed(folder, str(tmp_path / "uses.py")) == "Success"
    assert strictly_typed(folder, "-p", "harbour_client") == "Success"


# ------------------------------------------------------------------------------- the mock server


@pytest.fixture
def server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


def test_the_mock_server_accepts_each_alternative(harbour: ModuleType, server: MockServer) -> None:
    for keys in ({"port": "p", "dock": "d"}, {"api_key": "k"}):
        with harbour.Harbour(**keys, base_url=server.url, max_retries=0) as client:
            assert client.ships.retrieve("s1").id == "s1"
            assert client.ships.delete("s1") is None
    with harbour.Harbour(base_url=server.url, max_retries=0, **CREDENTIALS) as client:
        assert client.ships.list().data
        client.charts.create()
        assert client.weather.retrieve().id
    assert "/oauth/token" in [request.path for request in server.requests]
    assert {request.status for request in server.requests} == {200, 204}


def test_the_mock_server_refuses_a_part_of_an_alternative(server: MockServer) -> None:
    refused = httpx2.get(f"{server.url}/ships/s1", headers={"X-Port": "p"})
    assert refused.status_code == 401
    assert refused.json()["error"]["message"] == (
        'no API key was sent: it goes in the query "dock" or the cookie "pilot"'
    )
    assert httpx2.post(f"{server.url}/charts").status_code == 200


def test_the_mock_server_answers_below_the_path_of_an_operations_own_server(
    server: MockServer,
) -> None:
    root = server.url.removesuffix("/v1")
    bearer = {"Authorization": "Bearer any"}
    assert httpx2.post(f"{root}/api/charts").status_code == 200
    assert httpx2.get(f"{root}/v9/weather", headers=bearer).status_code == 200
    assert httpx2.get(f"{root}/api/weather", headers=bearer).status_code == 404


def test_the_mock_server_answers_a_declared_status_as_declared(
    harbour: ModuleType, server: MockServer
) -> None:
    with harbour.Harbour(api_key="k", base_url=server.url, max_retries=0) as client:
        server.fail(204, operation="getShip")
        assert client.ships.retrieve("s1") is None
        server.fail(202, operation="getShip")
        assert isinstance(client.ships.retrieve("s1"), harbour.types.GetShip202Response)
        server.fail(404, operation="getShip")
        with pytest.raises(harbour.NotFoundError) as caught:
            client.ships.retrieve("s1")
        assert isinstance(caught.value.model, harbour.types.Trouble)
        server.fail(404, operation="getShip", headers={"Content-Type": "application/x+json"})
        with pytest.raises(harbour.NotFoundError) as caught:
            client.ships.retrieve("s1")
        assert caught.value.headers["content-type"] == "application/x+json"
        assert isinstance(caught.value.model, harbour.types.Trouble)
        server.fail(418, operation="getShip")
        with pytest.raises(harbour.APIStatusError, match="told to answer 418"):
            client.ships.retrieve("s1")
