"""The server rejects requests that the greenhouse's spec doesn't allow, and gives the reason."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import httpx2
import pytest

from generator.mock.pytest_plugin import StartMock
from generator.mock.server import MockServer

CASES = Path(__file__).parents[1] / "cases"
Parts: TypeAlias = list[tuple[str, tuple[str | None, bytes | str] | tuple[str, bytes, str]]]


def refusal(response: httpx2.Response) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    return response.status_code, error["message"], error["param"]


def test_an_accepted_request_is_recorded_unchanged(
    server: MockServer, client: httpx2.Client
) -> None:
    client.post("/plants", json={"name": "Moss"}, params=None).raise_for_status()
    (got,) = server.requests
    assert (got.operation, got.verb, got.path, got.status) == (
        "createPlant",
        "POST",
        "/plants",
        201,
    )
    assert got.content_type == "application/json"
    assert got.json == {"name": "Moss"}
    assert got.header("Greenhouse-Version") == "2"
    assert got.problems == ()


@pytest.mark.parametrize(
    ("verb", "path", "status", "message"),
    [
        ("GET", "/flowers", 404, "no operation has the path /flowers"),
        ("PUT", "/plants", 405, "/plants takes GET, POST, not PUT"),
        ("GET", "/plants/", 404, "no operation has the path /plants/"),
        ("GET", "/plants/a/b/c", 404, "no operation has the path /plants/a/b/c"),
    ],
)
def test_an_unknown_path_or_verb_is_an_error(
    client: httpx2.Client, verb: str, path: str, status: int, message: str
) -> None:
    assert refusal(client.request(verb, path))[:2] == (status, message)


def test_a_path_outside_the_base_url_is_not_found(
    server: MockServer, client: httpx2.Client
) -> None:
    status, message, _ = refusal(client.get(server.url.removesuffix("/v1") + "/plants"))
    assert status == 404
    assert message == f"/plants isn't below the base URL, {server.url}"
    assert server.requests[-1].operation == ""


def test_a_missing_credential_is_reported_with_its_place(server: MockServer) -> None:
    version = {"Greenhouse-Version": "2"}
    with httpx2.Client(base_url=server.url, headers=version) as client:
        assert refusal(client.get("/plants"))[:2] == (
            401,
            'no API key was sent: it goes in the header "Authorization: Bearer …"',
        )
        status, message, _ = refusal(
            client.get("/reports/r", headers={"Authorization": "Bearer any"})
        )
        assert (status, message) == (401, 'no API key was sent: it goes in the header "X-Team"')


def test_a_header_of_the_service_is_required(client: httpx2.Client) -> None:
    assert refusal(client.get("/plants", headers={"Greenhouse-Version": "1"})) == (
        400,
        'header "Greenhouse-Version" must be "2"',
        "Greenhouse-Version",
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=many", '"limit" must be integer, not "many"'),
        ("limit=0", '"limit" must be at least 1: 0'),
        ("limit=101", '"limit" must be at most 100: 101'),
        ("dry=yes", '"dry" must be boolean, not "yes"'),
        ("colour=red", '"colour" is not a query parameter of GET /plants'),
        ("planted[from]=spring", '"planted.from" must be integer, not "spring"'),
        ("beds=1,two", '"beds[1]" must be integer, not "two"'),
        (
            "limit=many&dry=yes",
            '"limit" must be integer, not "many"; "dry" must be boolean, not "yes"',
        ),
    ],
)
def test_a_query_is_decoded_by_the_types_of_its_parameters(
    client: httpx2.Client, query: str, message: str
) -> None:
    assert refusal(client.get(f"/plants?{query}"))[:2] == (400, message)


def test_queries_are_decoded_in_the_style_of_the_spec(client: httpx2.Client) -> None:
    query = "limit=5&dry=true&tags=a&tags=b&planted[from]=1&planted[to]=2&beds=1,2"
    assert client.get(f"/plants?{query}").status_code == 200
    assert client.get("/plants?tags=a").status_code == 200
    assert (
        client.get("/plants?tags[]=a").status_code == 400
    )  # without brackets, this name is unknown


def test_path_and_header_parameters_are_checked(client: httpx2.Client) -> None:
    assert refusal(client.get(f"/plants/{'x' * 41}"))[2] == "plant_id"
    assert refusal(client.get("/plants/a", headers={"X-Trace": "b"})) == (
        400,
        '"X-Trace" must be integer, not "b"',
        "X-Trace",
    )
    assert client.get("/plants/a", headers={"X-Trace": "12"}).status_code == 200


def test_a_segment_may_hold_a_slash(server: MockServer, client: httpx2.Client) -> None:
    assert client.get("/plants/a%2Fb%20c").json()["id"] == "a/b c"
    assert server.requests[-1].path == "/plants/a%2Fb%20c"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, '"name" is missing'),
        ([], "the body must be object, not an array"),
        ({"name": ""}, '"name" must have at least 1 characters: ""'),
        ({"name": "Fern", "note": 5}, '"note" must be string or null, not 5'),
        ({"name": "Fern", "pot": 5}, '"pot" must be object, not 5'),
        (
            {"name": "Fern", "pot": {"kind": "tin"}},
            '"pot.kind" must be one of "clay", "bed", not "tin"',
        ),
        ({"name": "Fern", "pot": {"kind": "clay"}}, '"pot.litres" is missing'),
        (
            {"name": "Fern", "pot": {"kind": "clay", "litres": 0}},
            '"pot.litres" must be more than 0: 0',
        ),
        (
            {"name": "Fern", "pot": {"kind": "bed", "row": "north"}},
            '"pot.row" must match the pattern ^[A-Z]{2}-[0-9]+$: "north"',
        ),
    ],
)
def test_an_error_in_a_json_body_names_its_place(
    client: httpx2.Client, body: object, message: str
) -> None:
    assert refusal(client.post("/plants", json=body))[:2] == (400, message)


def test_an_error_in_a_recursive_type_names_its_place(client: httpx2.Client) -> None:
    body = {"where": {"all": ["dry", {"all": [{"any": []}]}]}}
    assert refusal(client.post("/searches", json=body)) == (
        400,
        '"where.all[1].all[0].all" is missing',
        "where.all[1].all[0].all",
    )


def test_a_closed_object_rejects_other_properties(client: httpx2.Client) -> None:
    body = {"litres": 1, "milk": 1}
    assert refusal(client.post("/plants/p/waterings", json=body))[1] == '"milk" is not known'


def test_missing_bodies_and_wrong_content_types_are_errors(client: httpx2.Client) -> None:
    assert refusal(client.post("/plants"))[:2] == (400, "a body is required")
    broken = client.post("/plants", content=b"{", headers={"Content-Type": "application/json"})
    assert refusal(broken)[1].startswith("the body is not JSON: ")
    text = client.post("/plants", content=b"Fern", headers={"Content-Type": "text/plain"})
    assert refusal(text)[:2] == (415, "POST /plants takes application/json, not text/plain")
    assert refusal(client.post("/reports", json={}))[:2] == (400, "POST /reports takes no body")
    assert client.post("/searches").status_code == 200  # its body is optional
    with_type = client.post(
        "/plants",
        json={"name": "Fern"},
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    assert with_type.status_code == 201


def test_a_multipart_form_is_decoded_by_the_types_of_its_parts(
    server: MockServer, client: httpx2.Client
) -> None:
    parts: Parts = [
        ("image", ("fern.png", b"\x89PNG\x00", "image/png")),
        ("plants[]", (None, "a")),
        ("plants[]", (None, "b")),
        ("share", (None, "true")),
        ("crop[width]", (None, "3")),
    ]
    made = client.post("/photos", files=parts)
    assert made.status_code == 200
    assert made.json()["share"] is True
    assert made.json()["crop"] == {"width": 3}
    (image,) = [part for part in server.requests[-1].parts if part.file_name is not None]
    assert (image.name, image.file_name, image.content_type, image.content) == (
        "image",
        "fern.png",
        "image/png",
        b"\x89PNG\x00",
    )


def test_file_parts_are_required_for_files_and_rejected_elsewhere(client: httpx2.Client) -> None:
    told = client.post("/photos", files=[("image", (None, "x")), ("plants", (None, "a"))])
    assert refusal(told)[1] == '"image" must be a file, not "x"'
    told = client.post("/photos", files=[("image", ("f", b"x")), ("plants", ("g", b"a"))])
    assert refusal(told)[1] == '"plants[0]" must be string, not a file'
    told = client.post(
        "/photos",
        files=[("image", ("f", b"x")), ("plants", (None, "a")), ("share", (None, "maybe"))],
    )
    assert refusal(told)[1] == '"share" must be boolean, not "maybe"'


def test_a_form_is_decoded_by_the_types_of_its_fields(client: httpx2.Client) -> None:
    assert client.post("/labels", data={"text": "Fern", "copies": "2"}).status_code == 204
    assert refusal(client.post("/labels", data={"text": "Fern", "copies": "few"}))[1] == (
        '"copies" must be integer, not "few"'
    )


def test_a_chunked_body_is_read_to_its_end(server: MockServer, client: httpx2.Client) -> None:
    told = client.post(
        "/plants",
        content=iter([b'{"na', b'me": ', b'"Fern"}']),
        headers={"Content-Type": "application/json"},
    )
    assert told.status_code == 201
    assert server.requests[-1].json == {"name": "Fern"}


def test_a_method_of_additional_operations_is_matched(mock_server: StartMock) -> None:
    server = mock_server(CASES / "openapi_3_2_reaches_the_client" / "provider.yaml")
    url = f"{server.url}/jobs?to=attic"
    assert httpx2.request("Copy", url).status_code == 204
    refused = httpx2.request("BREW", url)
    assert (refused.status_code, refused.json()["error"]["code"]) == (405, "method_not_allowed")
