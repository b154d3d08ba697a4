"""A generated client, run over real HTTP: every kind of argument, body, answer and error."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from generator import names
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.http_server import Reply, Server, running

KINDS = Path(__file__).parent / "kinds" / "provider.yaml"
KEY = "sk-secret-0123"
THING: dict[str, object] = {
    "id": "t1",
    "object": "thing",
    "status": "new",
    "note": None,
    "owner": {"name": "Ann"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(KINDS), tmp_path_factory)


@pytest.fixture(scope="module")
def kinds(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("kinds_client")


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def client(kinds: ModuleType, server: Server) -> Iterator[Any]:
    with kinds.Kinds(api_key=KEY, base_url=server.url, timeout=5, max_retries=0) as client:
        yield client


# ------------------------------------------------------------------------------------- requests


def test_a_get_carries_key_and_agent(client: Any, server: Server) -> None:
    server.reply = Reply.json({"data": [], "has_more": False})
    client.things.list()
    assert (server.last.verb, server.last.target) == ("GET", "/v1/things")
    assert server.last.headers["authorization"] == f"Bearer {KEY}"
    assert server.last.headers["accept"] == "application/json"
    assert server.last.headers["user-agent"] == "kinds_client/1.4.0"
    assert server.last.body == b""


def test_queries_follow_their_styles(client: Any, server: Server) -> None:
    server.reply = Reply.json({"data": [], "has_more": False})
    client.things.list(
        limit=2,
        include=["a b", "c&d"],
        ids=[1, 2],
        tags=["x,y", "z"],
        filter={"name": "a/b", "of": {"size": 3}},
        where={"k": [1]},
        dark=True,
        x_trace="t-1",
    )
    assert server.last.target.partition("?")[2] == (
        "limit=2&include%5B%5D=a%20b&include%5B%5D=c%26d&ids=1,2&tags=x%2Cy%7Cz"
        "&filter%5Bname%5D=a%2Fb&filter%5Bof%5D%5Bsize%5D=3"
        "&where=%7B%22k%22%3A%5B1%5D%7D&dark=true"
    )
    assert server.last.headers["x-trace"] == "t-1"


@pytest.mark.parametrize("name", ["a/b", "a?b#c", "..%2f", "é ü", "a\\b", "a;b", "...", "%2e%2e"])
def test_a_path_argument_stays_one_segment(client: Any, server: Server, name: str) -> None:
    server.reply = Reply.json(THING)
    client.things.retrieve(name)
    assert server.last.segments == ["v1", "things", name]


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_path_argument_names_no_other_folder(
    client: Any, kinds: ModuleType, server: Server, name: str
) -> None:
    with pytest.raises(kinds.ArgumentError, match="thing_id"):
        client.things.retrieve(name)
    assert server.received == []


def test_the_last_path_argument_needs_no_keyword(client: Any, server: Server) -> None:
    client.things.parts.retrieve(7, thing_id="t")
    assert server.last.path == "/v1/things/t/parts/7"
    with pytest.raises(TypeError, match="thing_id"):
        client.things.parts.retrieve(7)


def test_a_body_is_made_of_keyword_arguments(
    client: Any, kinds: ModuleType, server: Server
) -> None:
    server.reply = Reply.json(THING)
    client.things.create(
        name="n",
        note=None,
        from_="here",
        shape=kinds.types.Circle(kind="circle", radius=1),
        parts=({"id": 1, "weight": None}, kinds.types.NewThingPartsItem(id=2)),
    )
    assert server.last.content_type == "application/json"
    assert server.last.json() == {
        "name": "n",
        "note": None,
        "from": "here",
        "shape": {"kind": "circle", "radius": 1.0},
        "parts": [{"id": 1, "weight": None}, {"id": 2}],
    }
    with pytest.raises(TypeError, match="name"):
        client.things.create()
    with pytest.raises(TypeError):
        client.things.create("n")


def test_a_body_that_is_no_object_is_one_argument(client: Any, server: Server) -> None:
    server.reply = Reply.json(["a", "b"])
    assert client.things.rename(body=[{"name": "a"}]) == ["a", "b"]
    assert server.last.verb == "PUT"
    assert server.last.json() == [{"name": "a"}]


def test_a_wrong_argument_is_named(client: Any, kinds: ModuleType, server: Server) -> None:
    with pytest.raises(kinds.ArgumentError, match=r'"body\.parts\[0\]\.id" must be a JSON value'):
        client.things.create(name="n", parts=[{"id": object()}])
    with pytest.raises(kinds.ArgumentError, match="X-Trace"):
        client.things.list(x_trace="a\r\nX-Evil: 1")
    with pytest.raises(kinds.ArgumentError, match="file"):
        client.uploads.create(file="name.txt", purpose="p")
    assert server.received == []


def test_files_are_parts_of_a_form(client: Any, server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"from a path")
    opened = io.BytesIO(b"opened")
    client.uploads.create(
        file=tmp_path / "a.txt",
        purpose="é",
        labels=["x", "y"],
        options_={"deep": True},
        pages=[b"raw", ("p.png", opened, "image/png")],
    )
    assert server.last.content_type == "multipart/form-data"
    assert server.last.parts() == [
        ("file", "a.txt", "text/plain", b"from a path"),
        ("purpose", None, "text/plain", "é".encode()),
        ("labels", None, "text/plain", b"x"),
        ("labels", None, "text/plain", b"y"),
        ("options", None, "application/json", b'{"deep":true}'),
        ("pages", "pages", "application/octet-stream", b"raw"),
        ("pages", "p.png", "image/png", b"opened"),
    ]


def test_a_body_is_json_unless_it_holds_a_file(client: Any, server: Server) -> None:
    client.uploads.edit(prompt="p", image="id-1")
    assert server.last.json() == {"prompt": "p", "image": "id-1"}
    client.uploads.edit(prompt="p", image=b"png", mask=("m.png", b"png"))
    assert [part[:2] for part in server.last.parts()] == [
        ("prompt", None),
        ("image", "image"),
        ("mask", "m.png"),
    ]


def test_forms_are_url_encoded(client: Any, server: Server) -> None:
    server.reply = Reply.of("text/plain", b"token")
    assert client.uploads.token(grant="a&b", scope=["x", "y"]) == "token"
    assert server.last.content_type == "application/x-www-form-urlencoded"
    assert parse_qsl(server.last.body.decode()) == [
        ("grant", "a&b"),
        ("scope", "x"),
        ("scope", "y"),
    ]


def test_text_bodies_are_sent_as_they_are(client: Any, server: Server) -> None:
    server.reply = Reply.of("application/sdp", b"v=0\r\n", 201)
    assert client.uploads.call(body="v=1\r\n").text == "v=0\r\n"
    assert (server.last.content_type, server.last.body) == ("application/sdp", b"v=1\r\n")
    assert server.last.headers["accept"] == "application/sdp"


def test_a_key_goes_where_its_scheme_says(client: Any, server: Server) -> None:
    server.reply = Reply.of("text/plain", b"")
    client.uploads.token(grant="g")
    assert server.last.headers["x-admin-key"] == KEY
    assert "authorization" not in server.last.headers
    client.uploads.call(body="public")
    assert KEY not in str(server.last.headers)


# -------------------------------------------------------------------------------------- answers


def test_an_answer_is_a_model(client: Any, kinds: ModuleType, server: Server) -> None:
    thing = {**THING, "made-at": 5, "class": "c", "children": [THING], "anything": [1, {}]}
    server.reply = Reply.json({"data": [thing], "has_more": False})
    page = client.things.list()
    assert isinstance(page, kinds.types.Page)
    [found] = page.data
    assert (found.id, found.owner.name, found.made_at, found.class_) == ("t1", "Ann", 5, "c")
    assert isinstance(found.children[0], kinds.types.Thing)
    assert found.shape is None
    assert page.model_dump(by_alias=True, exclude_unset=True) == server_json(server)


def server_json(server: Server) -> object:
    return json.loads(server.reply.body)


def test_what_a_server_adds_is_kept(client: Any, kinds: ModuleType, server: Server) -> None:
    thing = {**THING, "status": "odd", "extra": {"a": 1}, "shape": {"kind": "star", "points": 5}}
    server.reply = Reply.json(thing)
    found = client.things.retrieve("t1")
    assert (found.status, found.extra) == ("odd", {"a": 1})
    assert isinstance(found.shape, kinds.UnknownVariant)
    assert found.shape.points == 5
    assert found.model_dump(by_alias=True, exclude_unset=True) == thing


def test_what_does_not_fit_is_kept_beside_what_does(
    client: Any, kinds: ModuleType, server: Server
) -> None:
    thing = {"object": "gadget", "owner": {"name": "Ann"}, "shape": {"kind": "circle"}, "status": 1}
    server.reply = Reply.json(thing)
    found = client.things.retrieve("t1")
    assert isinstance(found.owner, kinds.types.ThingOwner)
    assert isinstance(found.shape, kinds.types.Circle)
    assert (found.object, found.status, found.id) == ("gadget", 1, None)
    assert found.model_dump(by_alias=True, exclude_unset=True, warnings=False) == thing


def test_an_empty_answer_is_none(client: Any, server: Server) -> None:
    server.reply = Reply(204, b"", {})
    assert client.things.delete("t1") is None
    assert server.last.verb == "DELETE"


def test_bytes_are_read_or_written_to_a_file(
    client: Any, kinds: ModuleType, server: Server, tmp_path: Path
) -> None:
    server.reply = Reply.of("application/octet-stream", b"\x00\x01" * 50_000)
    answer = client.things.content("t1")
    assert isinstance(answer, kinds.BinaryResponse)
    assert (answer.status_code, answer.content_type) == (200, "application/octet-stream")
    assert answer.read() == answer.content == server.reply.body
    client.things.content("t1").write_to_file(tmp_path / "out.bin")
    assert (tmp_path / "out.bin").read_bytes() == server.reply.body


def test_a_broken_download_leaves_no_file(
    client: Any, kinds: ModuleType, server: Server, tmp_path: Path
) -> None:
    server.reply = Reply.of("application/octet-stream", b"x" * 1000)
    server.reply.break_after = 10
    with pytest.raises(kinds.APIConnectionError):
        client.things.content("t1").write_to_file(tmp_path / "out.bin")
    assert list(tmp_path.iterdir()) == []


EVENTS = (
    b': hello\n\ndata: {"type": "a",\ndata: "text": "x"}\n\n'
    b'data: {"type":"b"}\r\n\r\ndata: [DONE]\n\n'
)


def test_events_are_parsed_as_they_come(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.of("text/event-stream", EVENTS)
    stream = client.things.events.watch("t1")
    assert isinstance(stream, kinds.Stream)
    assert [(event.type, event.text) for event in stream] == [("a", "x"), ("b", None)]
    assert server.last.headers["accept"] == "text/event-stream"


def test_named_events_have_their_name(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.of(
        "text/event-stream", b'event: thing.gone\ndata: {"id": "t1"}\n\nevent: new\ndata: {}\n\n'
    )
    with client.things.events.log("t1") as stream:
        gone, new = stream
    assert isinstance(gone, kinds.types.LogEntryThingGone)
    assert gone.data.id == "t1"
    assert (type(new), new.event) == (kinds.UnknownVariant, "new")


def test_an_error_in_a_stream_is_raised(client: Any, kinds: ModuleType, server: Server) -> None:
    body = b'data: {"type": "a"}\n\nevent: error\ndata: {"error": {"message": "too busy"}}\n\n'
    server.reply = Reply.of("text/event-stream", body)
    stream = client.things.events.watch("t1")
    assert next(stream).type == "a"
    with pytest.raises(kinds.APIError, match="too busy"):
        next(stream)


def test_a_json_answer_streams_where_the_body_asks(
    client: Any, kinds: ModuleType, server: Server
) -> None:
    server.reply = Reply.json({"data": [], "has_more": False})
    assert isinstance(client.search(query="q"), kinds.types.Page)
    server.reply = Reply.of("text/event-stream", EVENTS)
    assert [event.type for event in client.search(query="q", stream=True)] == ["a", "b"]


# --------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
    ],
)
def test_a_status_has_its_error(
    client: Any, kinds: ModuleType, server: Server, status: int, name: str
) -> None:
    error = {"error": {"message": "no such\nthing", "code": "gone", "param": "id", "type": "t"}}
    server.reply = Reply.json(error, status, x_request_id="req-1", location="http://evil.example")
    with pytest.raises(kinds.APIStatusError) as caught:
        client.things.retrieve("t1")
    assert type(caught.value) is getattr(kinds, name)
    assert str(caught.value) == f"{status}: no such thing"
    assert (caught.value.status_code, caught.value.request_id) == (status, "req-1")
    assert (caught.value.code, caught.value.param, caught.value.type) == ("gone", "id", "t")
    assert caught.value.body == error
    assert len(server.received) == 1


def test_an_error_need_not_be_json(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.of("text/html", b"<h1>Bad gateway</h1>", 502)
    with pytest.raises(kinds.InternalServerError, match="Bad gateway") as caught:
        client.things.retrieve("t1")
    assert caught.value.body == "<h1>Bad gateway</h1>"


def test_an_answer_that_is_no_json_is_an_error(
    client: Any, kinds: ModuleType, server: Server
) -> None:
    server.reply = Reply.of("text/html", b"<h1>Hello</h1>")
    with pytest.raises(kinds.InvalidResponseError, match="isn't JSON"):
        client.things.retrieve("t1")


def test_a_broken_connection_is_an_error(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.json(THING)
    server.reply.break_after = 3
    with pytest.raises(kinds.APIConnectionError):
        client.things.retrieve("t1")
    with (
        kinds.Kinds(api_key=KEY, base_url="http://127.0.0.1:1") as nowhere,
        pytest.raises(kinds.APIConnectionError, match=r"could not connect to 127\.0\.0\.1:1"),
    ):
        nowhere.things.list()


# -------------------------------------------------------------------------------- configuration


def test_what_is_not_given_comes_from_the_environment(
    kinds: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KINDS_KEY", "from-env")
    monkeypatch.setenv("KINDS_URL", server.url + "/")
    monkeypatch.setenv("KINDS_TEAM", "blue")
    server.reply = Reply.json(THING)
    with kinds.Kinds() as client:
        client.things.retrieve("t1")
    assert server.last.path == "/v1/things/t1"
    assert server.last.headers["authorization"] == "Bearer from-env"
    assert server.last.headers["x-team"] == "blue"


@pytest.mark.parametrize("url", ["kinds.example", "ftp://kinds.example", "https://", "/v1"])
def test_a_base_url_has_scheme_and_host(kinds: ModuleType, url: str) -> None:
    with pytest.raises(kinds.ConfigurationError, match="not a base URL"):
        kinds.Kinds(api_key=KEY, base_url=url)


def test_a_missing_key_names_its_variable(
    kinds: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KINDS_KEY", raising=False)
    with pytest.raises(kinds.ConfigurationError, match="KINDS_KEY"):
        kinds.Kinds().things.list()


def test_a_closed_client_says_so(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.json(THING)
    client.things.retrieve("t1")
    client.close()
    with pytest.raises(kinds.ConfigurationError, match="closed"):
        client.things.retrieve("t1")


def test_a_client_of_ones_own_is_not_closed(kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.json(THING)
    with httpx2.Client() as own:
        with kinds.Kinds(api_key=KEY, base_url=server.url, http_client=own) as client:
            client.things.retrieve("t1")
        assert not own.is_closed


def test_no_repr_or_error_holds_the_key(client: Any, kinds: ModuleType, server: Server) -> None:
    server.reply = Reply.json({"error": {"message": "no"}}, 401)
    with pytest.raises(kinds.AuthenticationError) as caught:
        client.things.retrieve("t1")
    shown = [repr(client), repr(client.things), repr(caught.value), str(vars(caught.value))]
    assert KEY not in "".join(shown)


# ---------------------------------------------------------------------------------- the package


def test_the_package_is_typed(folder: Path, tmp_path: Path) -> None:
    uses = tmp_path / "uses.py"  # not one of ours: it imports what is only made here
    uses.write_text((Path(__file__).parent / "kinds" / "uses.txt").read_text())
    assert strictly_typed(folder, str(uses)) == "Success"


def test_a_client_loads_no_models_before_its_first_answer(folder: Path) -> None:
    code = (
        "import sys, kinds_client; client = kinds_client.Kinds(api_key='k');"
        "client.things.parts;"
        "print([m for m in ('asyncio', 'pydantic', 'kinds_client.types') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_a_name_is_loaded_when_it_is_used(kinds: ModuleType, folder: Path) -> None:
    code = """
import sys, kinds_client
late = {"kinds_client._async_client", "kinds_client.types", "asyncio", "pydantic"}
assert "kinds_client._client" not in sys.modules
from kinds_client import Kinds
assert not late & {*sys.modules}
for name in kinds_client.__all__:
    getattr(kinds_client, name)
assert {*kinds_client.__all__, "api_key", "things", "search"} < {*dir(kinds_client)}
names = dir(kinds_client.types)
assert names and all(name[0].isupper() and name not in ("Any", "TYPE_CHECKING") for name in names)
"""
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = kinds.Nothing


def test_no_class_can_be_called_like_what_its_module_imports(folder: Path) -> None:
    package = folder / "kinds_client"
    modules = [
        package / "_client.py",
        package / "_async_client.py",
        *package.glob("resources/*.py"),
    ]
    imported = {
        name.name
        for module in modules
        for part in ast.walk(ast.parse(module.read_text()))
        if isinstance(part, ast.ImportFrom)
        if str(part.module).startswith(("_runtime", "_settings", "collections", "typing"))
        for name in part.names
        if name.name[0].isupper()
    }
    assert "Unpack" in imported
    assert imported <= {*names.IMPORTED_BY_CLIENTS}
