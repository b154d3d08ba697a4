"""A generated client and the mock server: streams of items, and bodies of several media types."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import subprocess
import typing
from collections.abc import AsyncIterator, Iterator
from email.parser import BytesParser
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from generator.examples.requests import Requests
from generator.mock.model import RecordedRequest
from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from generator.views.code.curl_command import CurlCommands
from generator.views.code.python_call import PythonCalls
from tests.support.clients import made_client, provider_of
from tests.support.decoded_calls import HOST, DecodedCalls

PARCELS = Path(__file__).parent / "parcels" / "provider.yaml"
SCANS = [{"parcel": "p1", "place": "Łódź\u2028"}, {"parcel": "p2", "place": "b", "weight": 1.5}]
ROUTES = [{"type": "Feature", "stops": ["a", "b"]}, {"type": "Feature", "stops": []}]


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PARCELS)


@pytest.fixture(scope="module")
def folder(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider, tmp_path_factory)


@pytest.fixture(scope="module")
def parcels(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("parcels_client")


@pytest.fixture(scope="module")
def running_server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


@pytest.fixture
def server(running_server: MockServer) -> MockServer:
    running_server.reset()
    return running_server


@pytest.fixture(scope="module")
def mock_reader(provider: Provider, parcels: ModuleType) -> DecodedCalls:
    assert parcels
    return DecodedCalls(provider)


@pytest.fixture
def client(parcels: ModuleType, server: MockServer) -> Iterator[Any]:
    with parcels.Parcels(base_url=server.url, strict=True, max_retries=0) as client:
        yield client


def call_async(parcels: ModuleType, server: MockServer, call: Any) -> Any:
    async def run() -> Any:
        async with parcels.AsyncParcels(base_url=server.url, strict=True) as client:
            return await call(client)

    return asyncio.run(run())


def json_values(text: str) -> list[Any]:
    """The JSON values in a text, whatever is between them: read by Python's own decoder."""
    found, decoder, place = [], json.JSONDecoder(), 0
    while (text := text[place:].lstrip("\x1e\n ")) != "":
        value, place = decoder.raw_decode(text)
        found.append(value)
    return found


def body_and_result(client: type[Any], path: str) -> tuple[str, str]:
    """The annotations of the argument `body`, or "", and of the result of a method."""
    resource, name = path.split(".")
    method = getattr(getattr(client(base_url="http://localhost"), resource), name)
    signature = inspect.signature(method)
    body = signature.parameters.get("body")
    return body.annotation if body else "", signature.return_annotation


# -------------------------------------------------------------------------------------- streams


def test_items_of_a_stream_are_models(parcels: ModuleType, client: Any, server: MockServer) -> None:
    types = parcels.types
    with client.scans.watch() as scans:
        assert [type(one) for one in scans] == [types.Scan, types.Scan]
    assert [type(one) for one in client.routes.list()] == [types.Route, types.Route]
    assert type(client.quotes.create(weight=1)) is types.Offer
    assert [type(one) for one in client.quotes.create(weight=1, stream=True)] == [types.Offer] * 2
    accepted = [one.header("accept") for one in server.requests]
    lines, records = "application/x-ndjson", "application/geo+json-seq"
    assert accepted == [lines, records, "application/json", "application/jsonl"]

    async def collect(client: Any) -> list[type]:
        scans = [type(one) async for one in await client.scans.watch()]
        return [*scans, *[type(one) async for one in await client.routes.list()]]

    assert call_async(parcels, server, collect) == [types.Scan] * 2 + [types.Route] * 2


def test_events_have_the_types_of_their_item_schema(
    parcels: ModuleType, client: Any, server: MockServer
) -> None:
    with client.tracking.follow() as events:
        remark, scan = events
    assert (remark.event, remark.data) == ("remark", "text")
    assert (scan.event, type(scan.data)) == ("scan", parcels.types.Scan)
    assert list(client.tracking.tick()) == ["text"]

    async def collect(client: Any) -> list[object]:
        events = [one.data async for one in await client.tracking.follow()]
        return [*events, *[one async for one in await client.tracking.tick()]]

    assert call_async(parcels, server, collect) == ["text", scan.data, "text"]


@pytest.mark.parametrize("make", [list, tuple, iter], ids=["list", "tuple", "iterator"])
def test_items_of_a_body_are_sent_one_after_the_other(
    parcels: ModuleType, client: Any, server: MockServer, make: Any
) -> None:
    async def add(client: Any) -> None:
        await client.scans.add(body=make(SCANS))
        await client.routes.add(body=make(ROUTES))

    client.scans.add(body=make(SCANS))
    client.routes.add(body=make(ROUTES))
    call_async(parcels, server, add)
    sent = [(one.content_type, json_values(one.body.decode())) for one in server.requests]
    assert sent == [("application/x-ndjson", SCANS), ("application/json-seq", ROUTES)] * 2
    bodies = [one.body for one in server.requests[:2]]
    assert [bodies[0].count(b"\n"), bodies[1].count(b"\x1e")] == [2, 2]
    framing = {one.header("transfer-encoding") for one in server.requests}
    assert framing == {"chunked" if make is iter else ""}


def test_an_async_iterable_is_sent_by_the_async_client_only(
    parcels: ModuleType, client: Any, server: MockServer
) -> None:
    async def scans() -> AsyncIterator[Any]:
        for one in SCANS:
            yield one

    call_async(parcels, server, lambda client: client.scans.add(body=scans()))
    assert json_values(server.requests[-1].body.decode()) == SCANS
    with pytest.raises(parcels.ArgumentError, match="only the async client"):
        client.scans.add(body=scans())


def test_a_body_without_items_is_sent(client: Any, server: MockServer) -> None:
    client.scans.add(body=[])
    client.routes.add(body=iter(()))
    assert [(one.body, one.problems) for one in server.requests] == [(b"", ())] * 2


def test_what_is_no_iterable_of_items_is_refused(
    parcels: ModuleType, client: Any, server: MockServer
) -> None:
    def failing() -> Iterator[Any]:
        yield SCANS[0]
        raise LookupError("no more")

    scan = parcels.types.Scan(parcel="p", place="q")
    for body in ({"parcel": "p", "place": "q"}, "text", b"bytes", 5, scan):
        with pytest.raises(parcels.ArgumentError, match='"body" takes an iterable of items'):
            client.scans.add(body=body)
    with pytest.raises(parcels.ArgumentError, match=r'"body\[1\]" must be a JSON value'):
        client.scans.add(body=[SCANS[0], object()])
    with pytest.raises(parcels.ArgumentError, match=r"can't be read: .*no more"):
        client.scans.add(body=failing())
    assert server.requests == ()


def test_the_mock_server_checks_each_item(parcels: ModuleType, client: Any) -> None:
    with pytest.raises(parcels.BadRequestError, match=r"the body\[1\]\.place|\[1\].*place"):
        client.scans.add(body=[SCANS[0], {"parcel": "p"}])


def test_signatures_tell_the_items_of_streams(parcels: ModuleType) -> None:
    scan = "types.Scan | types.ScanParam"
    assert body_and_result(parcels.Parcels, "scans.add") == (f"Iterable[{scan}]", "types.Count")
    assert body_and_result(parcels.AsyncParcels, "scans.add") == (
        f"Iterable[{scan}] | AsyncIterable[{scan}]",
        "types.Count",
    )
    assert body_and_result(parcels.Parcels, "scans.watch") == ("", "Stream[types.Scan]")
    assert body_and_result(parcels.AsyncParcels, "routes.list") == ("", "AsyncStream[types.Route]")


# ---------------------------------------------------------------------- several media types

JSON, FORM, MULTIPART = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
)
LABEL = {"text": "ü & = ;", "copies": 2, "tags": ["a b", "c,d"]}
FILE = b"\x00\xff\r\n"
SENT: list[tuple[str, dict[str, Any], str, Any]] = [
    # the method, its arguments, the media type that is sent, and the value that is read
    ("labels.create", LABEL, JSON, LABEL),
    ("labels.create", {**LABEL, "content_type": JSON}, JSON, LABEL),
    ("labels.create", {**LABEL, "content_type": FORM}, FORM, LABEL),
    ("labels.create", {**LABEL, "content_type": MULTIPART}, MULTIPART, LABEL),
    ("labels.create", {"text": "t", "logo": FILE}, MULTIPART, {"text": "t", "logo": FILE}),
    ("notes.add", {"text": "t", "content_type": "q"}, JSON, {"text": "t"}),
    ("notes.add", {"text": "t", "content_type_2": JSON}, JSON, {"text": "t"}),
    ("notes.add", {"body": "one\r\nü", "content_type_2": "text/plain"}, "text/plain", "one\r\nü"),
    ("notes.add", {"body": FILE, "content_type_2": "application/pdf"}, "application/pdf", FILE),
    (
        "notes.add",
        {"body": [{"text": "a"}, {"text": "ü"}], "content_type_2": "application/x-ndjson"},
        "application/x-ndjson",
        [{"text": "a"}, {"text": "ü"}],
    ),
    (
        "notes.add",
        {"body": [{"op": "add"}], "content_type_2": "application/json-patch+json"},
        "application/json-patch+json",
        [{"op": "add"}],
    ),
    ("tables.replace", {"body": "a,b\n"}, "text/csv", "a,b\n"),
    ("tables.replace", {"body": "a", "content_type": "text/csv"}, "text/csv", "a"),
    (
        "tables.replace",
        {"body": "<a/>", "content_type": "application/xml"},
        "application/xml",
        "<a/>",
    ),
    (
        "tables.replace",
        {"body": FILE, "content_type": "application/octet-stream"},
        "application/octet-stream",
        FILE,
    ),
]


def read_by_python(one: RecordedRequest) -> Any:
    """The body as Python's own parsers read it: members of forms are lists of texts or bytes."""
    if one.content_type == FORM:
        return parse_qs(one.body.decode(), keep_blank_values=True)
    if one.content_type == MULTIPART:
        head = f"Content-Type: {one.header('content-type')}\r\n\r\n".encode()
        members: dict[str, list[Any]] = {}
        for part in BytesParser().parsebytes(head + one.body).walk():
            if not part.is_multipart():
                name = str(part.get_param("name", header="content-disposition"))
                members.setdefault(name, []).append(part.get_payload(decode=True))
        return members
    if one.content_type.endswith("json") and one.content_type != "application/x-ndjson":
        return json.loads(one.body)
    return json_values(one.body.decode()) if "ndjson" in one.content_type else one.body


def in_form(value: Any, encode: bool) -> Any:
    """What a form's decoder without schemas reads of the members of an object."""
    if isinstance(value, dict):
        return {name: in_form(one, encode) for name, one in value.items()}
    texts = [str(one) if not isinstance(one, bytes) else one for one in as_list(value)]
    return [one.encode() if encode and isinstance(one, str) else one for one in texts]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_each_media_type_of_a_body_is_sent_and_read(
    parcels: ModuleType,
    client: Any,
    server: MockServer,
    mock_reader: DecodedCalls,
    is_async: bool,
) -> None:
    for path, arguments, content_type, value in SENT:
        if is_async:
            call_async(parcels, server, lambda made: attrgetter(path)(made)(**arguments))  # noqa: B023
        else:
            attrgetter(path)(client)(**arguments)
        one = server.requests[-1]
        assert (one.content_type, one.problems) == (content_type, ()), arguments
        read = mock_reader.read(
            httpx2.Request(one.verb, f"{HOST}{one.path}", headers=one.headers, content=one.body)
        )
        is_form = content_type in (FORM, MULTIPART)
        raw = value.encode() if isinstance(value, str) else value
        expected = in_form(value, content_type == MULTIPART) if is_form else raw
        assert read_by_python(one) == expected, arguments
        if not isinstance(value, bytes) and "logo" not in arguments:
            assert read.decoded.body == value, arguments
    assert len(server.requests) == len(SENT)


def test_a_content_type_that_the_body_cannot_have_is_refused(
    parcels: ModuleType, client: Any, server: MockServer
) -> None:
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("labels.create", {"text": "t", "content_type": "text/csv"}, '"content_type" takes "appl'),
        (
            "labels.create",
            {"text": "t", "logo": FILE, "content_type": JSON},
            '"body.logo" must',
        ),
        ("notes.add", {}, '"text" must be given, or "body"'),
        ("notes.add", {"body": "t"}, '"content_type_2" must tell what it is'),
        ("notes.add", {"content_type_2": "a/b"}, '"content_type_2" takes "application/json"'),
        (
            "notes.add",
            {"text": "t", "content_type_2": "text/plain"},
            '"content_type_2" is "text/plain": give the body as "body"',
        ),
        (
            "notes.add",
            {"text": "t", "body": "t", "content_type_2": "text/plain"},
            '"text" can\'t be given beside it',
        ),
    ]
    for path, arguments, message in cases:
        with pytest.raises(parcels.ArgumentError, match=re.escape(message)):
            attrgetter(path)(client)(**arguments)
    assert server.requests == ()


def test_each_media_type_that_is_no_object_has_a_signature(parcels: ModuleType) -> None:
    [*overloads] = typing.get_overloads(inspect.unwrap(parcels.resources.notes.Notes.add))
    bodies = [inspect.signature(one).parameters for one in overloads]
    assert [
        (one["content_type_2"].annotation, one["body"].annotation if "body" in one else "")
        for one in bodies
    ] == [
        ("Literal['application/json'] | NotGiven", ""),
        ("Literal['application/json-patch+json']", "Sequence[Mapping[str, object]]"),
        ("Literal['text/plain']", "str"),
        ("Literal['application/pdf']", "FileInput"),
        (
            "Literal['application/x-ndjson']",
            "Iterable[types.AddNotesBodyItem | types.AddNotesBodyItemParam]",
        ),
    ]


ANSWERS = (
    ("reports.retrieve", "application/json", "Count"),
    ("reports.retrieve", "application/vnd.parcels.full+json", "Offer"),
    ("reports.retrieve", "text/csv", str),
    ("reports.retrieve", "application/pdf", bytes),
    ("reports.manual", "text/plain", str),
    ("reports.manual", "application/pdf", bytes),
)


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_an_answer_of_another_media_type_is_what_it_is(
    parcels: ModuleType, client: Any, server: MockServer, is_async: bool
) -> None:
    for path, accept, kind in ANSWERS:
        headers = {"Accept": accept}
        if is_async:
            found = call_async(
                parcels,
                server,
                lambda made: attrgetter(path)(made)(extra_headers=headers),  # noqa: B023
            )
        else:
            found = attrgetter(path)(client)(extra_headers=headers)
        assert type(found) is (getattr(parcels.types, kind) if isinstance(kind, str) else kind)
    assert type(client.reports.retrieve()) is parcels.types.Count
    assert server.requests[-1].header("accept") == "application/json"


def test_examples_run_against_the_mock_server(
    provider: Provider, parcels: ModuleType, server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parcels
    requests, python, curl = Requests(provider), PythonCalls(provider), CurlCommands(provider)
    monkeypatch.setenv("PARCELS_BASE_URL", server.url)
    for service, _, method in walk_methods(provider.services):
        request = requests.usual(method)
        exec(compile(python.program(method, request), method.name, "exec"), {})  # noqa: S102
        command = curl.command(service, method, request)
        command = command.replace(provider.servers[0].url, server.url)
        done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=30)  # noqa: S607
        assert done.returncode == 0, command
        [by_python, by_curl] = server.requests[-2:]
        assert (by_python.problems, by_curl.problems) == ((), ()), command
        if by_python.content_type not in ("text/csv", MULTIPART):
            assert json_values(by_python.body.decode()) == json_values(by_curl.body.decode())
