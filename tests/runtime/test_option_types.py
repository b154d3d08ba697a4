"""Options of a client and of a call, over a transport in memory."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.runtime.base_model import BaseModel
from generator.runtime.errors import ArgumentError, ConfigurationError
from generator.runtime.not_given import NOT_GIVEN
from generator.runtime.raw import StreamingSender
from tests.support.acme_client import (
    CREATE,
    DELETE,
    FORM,
    GET,
    KEY,
    LIST,
    NOTE,
    UPLOAD,
    Acme,
    AsyncAcme,
    Side,
    Thing,
    changes,
)


class Echo:
    """Answers every request, and keeps them."""

    def __init__(self) -> None:
        self.seen: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.seen.append(request)
        return httpx2.Response(200, json={"id": "t1", "data": []})

    @property
    def last(self) -> httpx2.Request:
        return self.seen[-1]


@pytest.fixture
def echo() -> Echo:
    return Echo()


# --------------------------------------------------------------------------- choices of a client


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (
            {"timeout": "5"},
            "`timeout` takes seconds (0 or more), an httpx2.Timeout, or None for no",
        ),
        ({"timeout": -1}, "not -1"),
        ({"timeout": True}, "not a boolean (True)"),
        ({"timeout": float("nan")}, "not nan"),
        ({"timeout": float("inf")}, "or None for no limit, not inf"),
        ({"timeout": (5, 5)}, "not an array"),
        ({"max_retries": -1}, "`max_retries` takes an integer (0 or more), not -1"),
        ({"max_retries": "2"}, "`max_retries` takes an integer (0 or more), not a string ('2')"),
        ({"max_retries": True}, "not a boolean (True)"),
        ({"max_retries": 2.0}, "not 2.0"),
        ({"api_key": 5}, "`api_key` takes a string, not 5"),
        ({"api_key": b"sk-secret-bytes"}, "`api_key` takes a string, not bytes"),
        ({"api_key": "a\nb"}, "`api_key` contains characters other than visible ASCII characters"),
        ({"organization": ["o"]}, "`organization` takes a string, not an array"),
        ({"organization": "a\nb"}, '"acme-organization" is sent as a header'),
        ({"base_url": httpx2.URL("https://a.example")}, "`base_url` takes a string, not URL"),
        ({"base_url": "a.example"}, "not a base URL: 'a.example'; it must start with https://"),
        (
            {"default_headers": "X: sk-secret-bytes"},
            "`default_headers` takes a mapping with string",
        ),
        (
            {"default_headers": {1: "a"}},
            "`default_headers` takes a mapping with string keys",
        ),
        ({"default_headers": {"X Y": "a"}}, '"x y" is not a valid header name'),
        ({"default_headers": {"X": "a\r\nY: b"}}, '"x" is sent as a header'),
        ({"default_query": [("a", 1)]}, "`default_query` takes a mapping with string keys"),
        ({"strict": "yes"}, "`strict` takes True or False, not a string ('yes')"),
    ],
)
def test_a_wrong_client_option_is_named_at_construction(
    side: Side, choice: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        side.client(**choice)
    assert words in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    if choice.keys() != {"api_key"}:
        with pytest.raises(ConfigurationError):
            side.client().with_options(**choice)


def test_a_sync_client_refuses_an_async_http_client_and_vice_versa() -> None:
    sync, later = httpx2.Client(), httpx2.AsyncClient()
    with pytest.raises(ConfigurationError, match=r"takes an httpx2\.Client, not httpx2\.AsyncCl"):
        Acme(http_client=later)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"takes an httpx2\.AsyncClient, not httpx2\.Cli"):
        AsyncAcme(http_client=sync)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"takes an httpx2\.Client, not builtins\.str"):
        Acme().with_options(http_client="")  # type: ignore[arg-type]
    sync.close()
    asyncio.run(later.aclose())


def test_a_missing_key_error_names_its_variable(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACME_KEY", raising=False)
    words = r"^no API key: give `api_key`, or .* ACME_KEY; or give `admin_key`, or .* ACME_ADMIN$"
    with pytest.raises(ConfigurationError, match=words):
        side.client(api_key=None)


def test_no_repr_shows_a_key(side: Side) -> None:
    client = side.client(default_headers={"X": KEY}, default_query={"q": KEY}, organization=KEY)
    made = changes(default_headers={"X": KEY}, default_query={"q": KEY}, organization=KEY)
    core = client._client.core  # noqa: SLF001 - what a debugger would show
    for shown in (client, client._client, core, core.configuration, made):  # noqa: SLF001
        assert KEY not in repr(shown)


def test_with_options_overrides_the_options_of_the_client(side: Side, echo: Echo) -> None:
    http = side.http(transport=httpx2.MockTransport(echo))
    client = side.client(
        http_client=http, default_headers={"X-A": "1", "X-B": "1"}, default_query={"a": 1, "b": 1}
    )
    view = client.with_options(
        api_key="other",
        organization="org",
        base_url="https://view.example/v2/",
        timeout=3,
        default_headers={"x-b": "2", "User-Agent": "mine"},
        default_query={"b": 2},
    )
    side.done(view.call(GET, path={"id": 1}))
    sent = echo.last
    assert str(sent.url) == "https://view.example/v2/things/1?a=1&b=2"
    assert sent.headers["authorization"] == "Bearer other"
    assert sent.headers["acme-organization"] == "org"
    assert [sent.headers[name] for name in ("x-a", "x-b", "user-agent")] == ["1", "2", "mine"]
    assert sent.extensions["timeout"]["read"] == 3
    side.done(client.call(GET, path={"id": 1}))
    assert str(echo.last.url) == "https://acme.example/v1/things/1?a=1&b=1"
    assert echo.last.headers["authorization"] == f"Bearer {KEY}"
    assert echo.last.headers["x-b"] == "1"
    assert echo.last.extensions["timeout"]["read"] == 5  # httpx2's default: the client is a user's


def test_with_options_sets_retries_and_strictness(side: Side, pauses: list[float]) -> None:
    answers = iter([httpx2.Response(500)] * 3 + [httpx2.Response(200, json={"id": 5})])
    client = side.over(lambda _: next(answers), max_retries=0)
    found = side.done(client.with_options(max_retries=3).call(GET, path={"id": 1}))
    assert (found.id, len(pauses)) == (5, 3)
    strict = side.over(lambda _: httpx2.Response(200, json={"id": 5})).with_options(strict=True)
    with pytest.raises(Exception, match="the response does not match Thing"):
        side.done(strict.call(GET, path={"id": 1}))


def test_closing_a_client_keeps_the_users_http_client_open(side: Side, echo: Echo) -> None:
    http = side.http(transport=httpx2.MockTransport(echo))
    client = side.client(http_client=http)
    view = client.with_options(timeout=1)
    side.done(client.close())
    for closed in (client, view, view.with_options()):
        with pytest.raises(ConfigurationError, match=r"^the client is closed$"):
            side.done(closed.call(GET, path={"id": 1}))
    assert not http.is_closed
    assert side.done(side.client(http_client=http).call(GET, path={"id": 1})).id == "t1"
    assert side.done(view.with_options(http_client=http).call(GET, path={"id": 1})).id == "t1"


def test_a_closed_http_client_is_an_error(side: Side, echo: Echo) -> None:
    http = side.http(transport=httpx2.MockTransport(echo))
    client = side.client(http_client=http)
    side.done(http.aclose()) if side.is_async else http.close()
    with pytest.raises(ConfigurationError, match=r"^the client is closed$"):
        side.done(client.call(GET, path={"id": 1}))


def test_a_with_statement_closes_a_client(side: Side) -> None:
    async def entered(client: Any) -> None:
        async with client as same:
            assert same is client

    client = side.client()
    if side.is_async:
        side.done(entered(client))
    else:
        with client as same:
            assert same is client
    with pytest.raises(ConfigurationError, match="closed"):
        side.done(client.call(GET, path={"id": 1}))


# ----------------------------------------------------------------------------- choices of a call


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"timeout": "5"}, '"timeout" takes seconds (0 or more), an httpx2.Timeout, or None'),
        ({"timeout": -0.1}, "not -0.1"),
        (
            {"extra_headers": "X-A: sk-secret-key"},
            '"extra_headers" takes a mapping with string',
        ),
        ({"extra_headers": {"X A": "1"}}, '"X A" is not a valid header name'),
        ({"extra_headers": {"X-A": "1\n"}}, '"X-A" is sent as a header'),
        (
            {"extra_query": [("a", 1)]},
            '"extra_query" takes a mapping with string keys, not',
        ),
        (
            {"extra_body": "{}"},
            '"extra_body" takes a mapping with string keys, not a string',
        ),
        ({"idempotency_key": 7}, '"idempotency_key" takes a string, not 7'),
        ({"idempotency_key": "a\nb"}, '"Idempotency-Key" is sent as a header'),
        ({"max_items": -1}, '"max_items" takes an integer (0 or more), not -1'),
        ({"max_items": "3"}, "\"max_items\" takes an integer (0 or more), not a string ('3')"),
        ({"max_items": True}, '"max_items" takes an integer (0 or more), not a boolean (True)'),
    ],
)
def test_a_wrong_option_is_named_before_a_request(
    side: Side, echo: Echo, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(ArgumentError) as caught:
        side.done(side.over(echo).call(LIST, options))
    assert words in str(caught.value)
    assert "sk-secret" not in str(caught.value)
    assert echo.seen == []


def test_an_option_of_none_counts_as_left_out(side: Side, echo: Echo) -> None:
    names = ("extra_headers", "extra_query", "extra_body", "idempotency_key", "max_items")
    options = {**dict.fromkeys(names), "timeout": NOT_GIVEN}
    side.rest(side.done(side.over(echo, timeout=7).call(LIST, options)))
    assert echo.last.extensions["timeout"]["read"] == 7


@pytest.mark.parametrize(
    ("operation", "name", "words"),
    [
        (CREATE, "nmae", 'POST /things takes no argument "nmae"; did you mean "name"?'),
        (CREATE, "extra_header", 'no argument "extra_header"; did you mean "extra_headers"?'),
        (CREATE, "zzz", 'takes no argument "zzz"; use extra_body or extra_query for members that'),
        (GET, "max_items", 'GET /things/{id} takes no argument "max_items"; use extra_body or'),
        (GET, "wait_timeout", 'takes no argument "wait_timeout"; did you mean "timeout"?'),
    ],
)
def test_an_unknown_keyword_is_named_with_a_suggestion(
    side: Side, echo: Echo, operation: Any, name: str, words: str
) -> None:
    with pytest.raises(TypeError) as caught:
        side.done(side.over(echo).call(operation, {name: 1}, path={"id": 1}))
    assert words in str(caught.value)
    assert echo.seen == []


def test_more_specific_headers_override_general_ones(side: Side, echo: Echo) -> None:
    client = side.over(
        echo,
        organization="org",
        default_headers={"AUTHORIZATION": None, "X-A": "default", "x-b": "default"},
    )
    side.done(client.call(GET, path={"id": 1}))
    assert "authorization" not in echo.last.headers
    extra = {"x-a": "extra", "X-B": None, "accept": "text/x", "Acme-ORGANIZATION": None}
    side.done(client.call(GET, {"extra_headers": extra}, path={"id": 1}))
    sent = echo.last.headers
    assert (sent["x-a"], sent["accept"]) == ("extra", "text/x")
    assert not {"x-b", "acme-organization"} & sent.keys()
    assert len(sent.multi_items()) == len(sent)


def test_a_header_of_none_removes_that_of_httpx2_too(side: Side, echo: Echo) -> None:
    names = ("User-Agent", "Accept", "Accept-Encoding", "Idempotency-Key", "content-type")
    options = {"extra_headers": dict.fromkeys(names)}
    side.done(side.over(echo).call(CREATE, options, body={"name": "n"}))
    assert not {name.lower() for name in names} & echo.last.headers.keys()


def test_the_callers_content_type_replaces_the_default(side: Side, echo: Echo) -> None:
    options = {"extra_headers": {"content-type": "application/merge-patch+json"}}
    side.done(side.over(echo).call(CREATE, options, body={}))
    assert echo.last.headers.get_list("content-type") == ["application/merge-patch+json"]


def test_more_specific_query_arguments_override_general_ones(side: Side, echo: Echo) -> None:
    client = side.over(echo, default_query={"a": 1, "b": 1, "c": 1})
    query = {"b": 2, "limit": None, "order": NOT_GIVEN}
    side.done(client.call(LIST, {"extra_query": {"c": [3, 4], "a": None, "d e": "ü"}}, query=query))
    assert str(echo.last.url).partition("?")[2] == "b=2&c=3&c=4&d%20e=%C3%BC"


def test_query_parameters_of_the_users_http_client_are_kept(side: Side, echo: Echo) -> None:
    http = side.http(transport=httpx2.MockTransport(echo), params={"own": "1"})
    side.done(side.client(http_client=http).call(LIST, query={"limit": 5}))
    assert str(echo.last.url).endswith("/things?own=1&limit=5")


def test_a_timeout_can_be_seconds_an_object_or_none(side: Side, echo: Echo) -> None:
    client = side.over(echo, timeout=9)
    for timeout, read in ((2, 2), (0.5, 0.5), (None, None), (httpx2.Timeout(1, read=4), 4)):
        side.done(client.call(GET, {"timeout": timeout}, path={"id": 1}))
        assert echo.last.extensions["timeout"]["read"] == read
    side.done(client.call(GET, path={"id": 1}))
    assert echo.last.extensions["timeout"]["read"] == 9


def test_extra_body_adds_members(side: Side, echo: Echo) -> None:
    client, options = side.over(echo), {"extra_body": {"more": {"a": [1]}, "name": 5}}
    side.done(client.call(CREATE, options, body={"name": "n", "size": 1, "count": NOT_GIVEN}))
    assert echo.last.content == b'{"name":5,"size":1,"more":{"a":[1]}}'  # not checked: that's why
    side.done(client.call(CREATE, options))
    assert echo.last.content == b'{"more":{"a":[1]},"name":5}'
    side.done(client.call(CREATE, options, body=Thing(id="t")))
    assert echo.last.content == b'{"id":"t","more":{"a":[1]},"name":5}'
    side.done(client.call(FORM, {"extra_body": {"b": 2}}, body={"a": 1}))
    assert echo.last.content == b"a=1&b=2"
    side.done(client.call(UPLOAD, {"extra_body": {"b": 2}}, body={"file": b"x"}))
    assert b'name="b"\r\n\r\n2\r\n' in echo.last.read()


def test_extra_body_requires_an_object(side: Side, echo: Echo) -> None:
    with pytest.raises(ArgumentError, match='"extra_body" adds members to an object; the body of'):
        side.done(side.over(echo).call(NOTE, {"extra_body": {"a": 1}}, body="text"))
    assert echo.seen == []


def test_an_idempotency_key_can_be_given_for_any_verb(side: Side, echo: Echo) -> None:
    client = side.over(echo)
    side.done(client.call(DELETE, {"idempotency_key": "mine"}, path={"id": 1}))
    assert echo.last.headers["idempotency-key"] == "mine"
    side.done(client.call(DELETE, path={"id": 1}))
    assert "idempotency-key" not in echo.last.headers


# -------------------------------------------------------------------------------------- arguments


class Size(BaseModel):
    width: int = 1


LEAVE = "leave an argument out to send nothing"


class Name(StrEnum):
    A = "a"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"name": 5}, '"name" takes a string, not an integer (5)'),
        ({"name": None}, f'"name" takes a string, not null; {LEAVE}'),
        ({"name": ["n"]}, '"name" takes a string, not an array'),
        ({"name": b"n"}, '"name" takes a string, not bytes'),
        ({"size": "hot"}, "\"size\" takes a number or null, not a string ('hot')"),
        ({"size": True}, '"size" takes a number or null, not a boolean (True)'),
        ({"size": "x" * 99}, '"size" takes a number or null, not a string'),
        ({"count": 1.5}, '"count" takes an integer, not a number (1.5)'),
        ({"tags": "a"}, "\"tags\" takes an array, not a string ('a')"),
        ({"tags": {"a": 1}}, '"tags" takes an array, not an object'),
        ({"meta": [1]}, '"meta" takes an object or null, not an array'),
        ({"stream": "yes"}, "\"stream\" takes a boolean, not a string ('yes')"),
        ({"name": Size()}, '"name" takes a string, not Size'),
    ],
)  # fmt: skip
def test_a_wrong_kind_of_argument_is_named(
    side: Side, echo: Echo, body: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError) as caught:
        side.done(side.over(echo).call(CREATE, body=body))
    assert str(caught.value) == message
    assert echo.seen == []


def test_a_wrong_file_error_lists_the_accepted_values(side: Side, echo: Echo) -> None:
    wrong: tuple[object, ...] = ("a.txt", ("a.txt",), ("a.txt", b"", "text/plain", {}))
    for file in wrong:
        with pytest.raises(ArgumentError) as caught:
            side.done(side.over(echo).call(UPLOAD, body={"file": file}))
        words, _, shown = str(caught.value).partition(", not ")
        assert words == (
            '"file" takes a file (bytes, an open binary file or a Path, '
            "or a tuple of a name and one of these)"
        )
        assert shown == ("a string ('a.txt')" if file == "a.txt" else "an array")
    with pytest.raises(ArgumentError, match=r'^"file" can\'t be read: .*nowhere: no such file'):
        side.done(side.over(echo).call(UPLOAD, body={"file": Path("nowhere")}))
    assert echo.seen == []


@pytest.mark.parametrize(
    "body",
    [
        {"size": 5}, {"size": 0.5}, {"size": None}, {"count": 5.0}, {"tags": ("a", "b")},
        {"tags": {"a"}}, {"tags": iter("ab")}, {"meta": Size()}, {"meta": {"a": 1}}, {"other": 5},
        {"name": Name.A}, {"name": NOT_GIVEN},
    ],
)  # fmt: skip
def test_a_right_kind_of_argument_is_sent(side: Side, echo: Echo, body: dict[str, Any]) -> None:
    side.done(side.over(echo).call(CREATE, body=body))
    assert len(echo.seen) == 1


def test_a_number_can_stand_for_a_string_but_not_the_reverse(side: Side, echo: Echo) -> None:
    client = side.over(echo)
    side.done(client.call(LIST, query={"limit": 5, "order": 3}))
    assert echo.last.url.query == b"limit=5&order=3"
    with pytest.raises(ArgumentError, match=r"^\"limit\" takes an integer, not a string \('5'\)$"):
        side.done(client.call(LIST, query={"limit": "5"}))
    with pytest.raises(ArgumentError, match=r'^"order" takes a string, not an array$'):
        side.done(client.call(LIST, query={"order": ["a"]}))


def test_none_is_sent_as_null_in_a_body(side: Side, echo: Echo) -> None:
    side.done(side.over(echo).call(CREATE, body={"size": None, "name": NOT_GIVEN}))
    assert echo.last.content == b'{"size":null}'


# ------------------------------------------------------------------------------------- deprecated


def caught_at(act: Callable[[], object]) -> list[tuple[str, str]]:
    """Warnings and the source lines that they are at."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        act()
    lines = Path(__file__).read_text().splitlines()
    return [
        (str(one.message), lines[one.lineno - 1].strip() if one.filename == __file__ else "")
        for one in caught
        if issubclass(one.category, DeprecationWarning)
    ]


def test_a_deprecated_argument_warns_at_the_callers_line(echo: Echo) -> None:
    http = httpx2.MockTransport(echo)

    def sync() -> None:
        with Acme(http_client=httpx2.Client(transport=http)) as client:
            client._client.send(CREATE, {}, body={"user": "u"})  # noqa: SLF001 - sync
            sender: Any = StreamingSender(client._client)  # noqa: SLF001
            with sender.send(CREATE, {}, body={"user": "u"}):  # streaming
                pass

    async def awaited() -> None:
        async with AsyncAcme(http_client=httpx2.AsyncClient(transport=http)) as client:
            await client._client.send(CREATE, {}, body={"user": "u"})  # noqa: SLF001 - async
            await client._client.send(CREATE, {}, body={"user": NOT_GIVEN})  # noqa: SLF001

    for act, word in ((sync, "sync"), (lambda: asyncio.run(awaited()), "async")):
        found = caught_at(act)
        assert {message for message, _ in found} == {'"user" is deprecated: use name'}
        assert found[0][1].endswith(f"# noqa: SLF001 - {word}")
    assert caught_at(sync)[1][1].endswith("# streaming")
    assert len(caught_at(lambda: asyncio.run(awaited()))) == 1
