"""Requests of examples as Python and curl."""

from __future__ import annotations

import subprocess
from dataclasses import replace

from generator.examples.requests import Request, RequestArgument
from generator.json_types import Json
from generator.model.client import AuthKind, AuthScheme
from generator.model.methods import Answer, Content, ContentKind, Method, PathInResponse
from generator.model.provider import Provider, Service
from generator.model.types import Array, Binary
from generator.views.code.client_paths import client_path
from generator.views.code.curl_command import CurlCommands
from generator.views.code.python_call import Layout, PythonCalls
from generator.vocabulary import HttpVerb, ParamPlace, Server, SqlVerb
from tests.support.providers import (
    ORIGIN,
    STRING,
    body,
    method,
    param,
    prop,
    provider,
    record,
    resource,
)

NASTY = 'it\'s "$HOME" `id` \\\n<b>'


def acme(made: Method, **changes: object) -> Provider:
    of = replace(provider(resource(made)), servers=(Server("https://acme.test/v1/", ""),))
    return replace(of, **changes)  # type: ignore[arg-type]


def request(*params: RequestArgument, **sent: Json) -> Request:
    return Request(params, tuple(RequestArgument(*one, required=True) for one in _body(sent)))


def _body(sent: dict[str, Json]) -> list[tuple[str, None, Json]]:
    return [(name, None, value) for name, value in sent.items()]


def command(made: Method, given: Request, *schemes: AuthScheme) -> list[str]:
    """The words of the command, as a shell reads them. Each key has the name of its variable."""
    of = acme(made, auth=schemes)
    service = Service("things", "", "", (), (("Acme-Beta", "1"),))
    text = CurlCommands(of).command(service, made, given)
    script = f'curl() {{ printf "%s\\0" curl "$@"; }}\n{text}'
    keys = {scheme.env: scheme.env for scheme in schemes}
    run = subprocess.run(["sh", "-c", script], capture_output=True, check=True, env=keys)  # noqa: S607
    return run.stdout.decode().split("\0")[:-1]


def answered(made: Method, kind: ContentKind, of: str = "application/json") -> Method:
    return replace(made, answer=Answer("200", "", (Content(of, kind, STRING, False, ORIGIN),)))


def test_a_command_has_an_option_for_each_part_of_the_request() -> None:
    params = (param("id"), param("q", ParamPlace.QUERY), param("Acme-Key", ParamPlace.HEADER))
    made = replace(
        method("make", SqlVerb.INSERT, params=params, sent=body(prop("name"))),
        path="/things/{id}",
        auth=("bearer", "query"),
    )
    given = request(
        RequestArgument("id", ParamPlace.PATH, "a/b", True),
        RequestArgument("q", ParamPlace.QUERY, ["x y", "&"], True),
        RequestArgument("Acme-Key", ParamPlace.HEADER, "$x", True),
        name=NASTY,
    )
    keys = (
        AuthScheme("bearer", AuthKind.BEARER, ParamPlace.HEADER, "Authorization", "", "KEY", ""),
        AuthScheme("query", AuthKind.QUERY, ParamPlace.QUERY, "key", "", "OTHER", ""),
    )
    words = command(made, given, *keys)
    assert words[:2] == ["curl", "https://acme.test/v1/things/a%2Fb?q=x%20y,%26&key=OTHER"]
    assert words[2:8] == [
        *("-H", "Authorization: Bearer KEY"),
        *("-H", "Acme-Beta: 1"),
        *("-H", "Acme-Key: $x"),
    ]
    assert words[8:11] == ["-H", "Content-Type: application/json", "-d"]
    assert words[11] == '{\n  "name": "it\'s \\"$HOME\\" `id` \\\\\\n\\u003cb>"\n}'


def test_a_form_is_sent_as_fields_and_files() -> None:
    sent = body(prop("file", Binary()), prop("tags", Array(STRING)), prop("note"), prop("at"))
    (content,) = sent.content
    form = replace(content, content_type="multipart/form-data", kind=ContentKind.MULTIPART)
    made = method("send", SqlVerb.INSERT, sent=replace(sent, content=(form,)))
    given = request(file="a.bin", tags=["x", "y"], note="@me; now", at={"a": 'q"'})
    assert command(made, given)[2:] == [
        *("-H", "Acme-Beta: 1"),
        *("-F", "file=@a.bin"),
        *("-F", "tags=x", "-F", "tags=y"),
        *("--form-string", "note=@me; now"),
        *("-F", r'at="{\"a\": \"q\\\"\"}";type=application/json'),
    ]


def test_an_answer_that_is_a_file_is_saved() -> None:
    made = replace(method("get", SqlVerb.EXEC), http=HttpVerb.GET)
    assert command(answered(made, ContentKind.BINARY, "image/png"), request())[-2:] == [
        *("--output", "result.bin"),
    ]


def test_the_items_of_a_stream_are_printed_as_they_come() -> None:
    made = replace(method("get", SqlVerb.EXEC), http=HttpVerb.GET)
    words = command(answered(made, ContentKind.STREAM, "text/event-stream"), request())
    assert words[:2] == ["curl", "-N"]


def test_a_program_names_both_variables_of_a_user() -> None:
    header = (ParamPlace.HEADER, "Authorization", "Basic")
    login = AuthScheme("login", AuthKind.BASIC, *header, "ACME_API_KEY", "")
    made = replace(method("list", SqlVerb.SELECT), auth=("login",))
    text = PythonCalls(acme(made, auth=(login,))).program(made, request())
    assert "client = Acme()  # reads ACME_USERNAME and ACME_PASSWORD\n" in text


def test_a_program_prints_iterates_or_saves_the_answer() -> None:
    rows = Content(
        "application/json", ContentKind.JSON, record(prop("data", Array(STRING))), False, ORIGIN
    )
    made = method("list", SqlVerb.SELECT)
    listed = replace(made, answer=Answer("200", "", (rows,)), items=PathInResponse(("data",)))
    loop = "    for event in events:\n        print(event)"
    picture = answered(made, ContentKind.BINARY, "image/png")
    stream = answered(made, ContentKind.STREAM, "text/event-stream")
    ends = {
        "client.things.list()": made,
        "response = client.things.list()\nprint(response)": answered(made, ContentKind.JSON),
        "for row in client.things.list():\n    print(row)": listed,
        'client.things.list().write_to_file("result.bin")': picture,
        f"with client.things.list() as events:\n{loop}": stream,
    }
    for end, of in ends.items():
        text = PythonCalls(acme(of)).program(of, request())
        assert text == f"from acme_client import Acme\n\nclient = Acme()\n\n{end}"
    awaited = {
        "await client.things.list()": answered(made, ContentKind.JSON),
        "async for row in client.things.list():\n    print(row)": listed,
        "response = await client.things.list()\n"
        'await response.write_to_file("result.bin")': picture,
        "async with await client.things.list() as events:\n"
        f"{loop.replace('for', 'async for')}": stream,
    }
    for statement, of in awaited.items():
        layout = Layout(76, prints=False, is_async=True)
        assert PythonCalls(acme(of)).statement(of, request(), layout) == statement


def test_a_path_avoids_names_that_every_client_has() -> None:
    assert client_path(("types", "close")) == "client.types_.close"
