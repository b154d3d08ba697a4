"""Signatures, docstrings and statements of methods, as the templates get them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model.client import ClientKey, ClientNames, Export, WebhookCheck
from generator.model.methods import (
    Answer,
    Body,
    BodyProperty,
    Content,
    ContentKind,
    Method,
    OtherMembers,
    PageArgument,
    PageEnd,
    Pagination,
    PartEncoding,
    PathInResponse,
    StreamSwitch,
    Wait,
)
from generator.model.provider import Provider
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.runtime.async_client import AsyncClient
from generator.runtime.resource import AsyncResource, SyncResource
from generator.runtime.sync_client import SyncClient
from generator.views.client.annotations import annotate_argument
from generator.views.client.client_settings import HeaderArgument, package_version
from generator.views.client.method_text import ASYNC, SYNC, MethodText, build_method_text
from generator.views.client.model import build_client_model
from generator.views.client.package_modules import WebhooksText, build_client_module
from generator.views.code.client_paths import safe_attribute
from generator.views.code.key_arguments import KeyArgument
from generator.vocabulary import ClientHeader, ParamPlace, SqlVerb
from tests.support.providers import (
    INTEGER,
    ORIGIN,
    STRING,
    method,
    named,
    param,
    prop,
    provider,
    record,
    resource,
)

JOB = named("Job", record(prop("id")))
CAT = named("Cat", record(prop("kind", Const("cat"), required=True)))
PET = named("Pet", Union((Variant(Ref("Cat"), ("cat",)), Variant(Array(Ref("Job")))), "kind"))
COLOR = named("Color", Enum(ScalarKind.STRING, ("red",), open=True))
JOBS = named("Jobs", Array(Ref("Job")))
LOOP = named("Loop", Array(Ref("Loop")))
TYPES = (CAT, COLOR, JOB, JOBS, LOOP, PET)

BY_FLAG = StreamSwitch("stream", None, True)


def content(kind: ContentKind, of: Type = STRING, content_type: str = "") -> Content:
    media = "text/event-stream" if kind is ContentKind.STREAM else f"x/{kind}"
    return Content(content_type or media, kind, of, False, ORIGIN)


def made(of: Method, types: tuple[NamedType, ...] = TYPES) -> MethodText:
    [text] = texts_of(provider(resource(of), types=types))
    return text


def texts_of(acme: Provider) -> list[MethodText]:
    model = build_client_model(acme)
    return [build_method_text(call, model) for call in model.calls]


def answering(*contents: Content) -> Method:
    return replace(method("run", SqlVerb.EXEC), answer=Answer("200", "", contents))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Anything(), "object"),
        (Scalar(ScalarKind.NUMBER), "float"),
        (Array(Binary()), "Sequence[FileInput]"),
        (Map(Nullable(INTEGER)), "Mapping[str, int | None]"),
        (Object((), None), "Mapping[str, object]"),
        (Enum(ScalarKind.STRING, ("a", '"'), open=False), 'Literal["a", \'"\']'),
        (Enum(ScalarKind.INTEGER, (1,), open=True), "Literal[1] | int"),
        (Enum(ScalarKind.NUMBER, (1.5,), open=False), "float"),
        (Const(True), "Literal[True]"),
        (Const(None), "None"),
        (Union((Variant(STRING), Variant(Array(STRING)))), "str | Sequence[str]"),
        (Ref("Job"), "types.Job | types.JobParam"),
        (Ref("Color"), "types.ColorParam"),
        (Ref("Jobs"), "Sequence[types.Job | types.JobParam]"),
        (Ref("Pet"), "types.Pet | types.PetParam"),
        (Ref("Loop"), "Sequence[object]"),
    ],
)
def test_an_argument_accepts_models_and_plain_values(kind: Type, expected: str) -> None:
    types = build_client_model(provider(resource(), types=TYPES)).types
    params = {name: f"{name}Param" for name in ("Job", "Color", "Pet")}
    assert annotate_argument(kind, replace(types, params=params)) == expected


def test_required_arguments_come_first_and_have_no_default() -> None:
    sent = Body(
        True,
        "",
        (content(ContentKind.JSON, record()),),
        (
            BodyProperty(replace(prop("note"), nullable=True, description="A note."), "note"),
            BodyProperty(prop("from", required=True), "from_"),
        ),
        "body",
    )
    params = (
        replace(param("limit", ParamPlace.QUERY, required=False), python_name="limit"),
        replace(param("X-Id", ParamPlace.HEADER), python_name="x_id", description="The\n id."),
    )
    of = replace(method("make", SqlVerb.EXEC, params=params, sent=sent), summary="Makes it.")
    text = made(of)
    assert text.form(SYNC).signature == (
        "x_id: str",
        "from_: str",
        "limit: str | NotGiven = NOT_GIVEN",
        "note: str | None | NotGiven = NOT_GIVEN",
    )
    assert text.call == (
        'query={"limit": limit}',
        'headers={"X-Id": x_id}',
        'body={"from": from_, "note": note}',
    )
    call = 'client.things.make(x_id="text")'
    for kind, shown in ((SYNC, call), (ASYNC, f"await {call}")):
        assert text.form(kind).doc.replace(" " * 8, "") == (
            f'"""Makes it.\n\nExample:\n    ```python\n    {shown}\n    ```\n\n'
            "Args:\n    x_id: The id.\n    from_: string\n    limit: string\n    note: A note.\n\n"
            'Raises:\n    APIStatusError: The server refused the call.\n"""'
        )


def test_the_last_argument_of_the_path_may_be_positional() -> None:
    params = tuple(replace(param(name), python_name=name) for name in ("b", "a"))
    text = made(replace(method("get", SqlVerb.EXEC, params=params), path="/x/{b}/y/{a}"))
    assert (text.positional, text.form(SYNC).signature) == (("a: str",), ("b: str",))
    assert made(method("get", SqlVerb.EXEC)).positional == ()


@pytest.mark.parametrize(
    ("contents", "results", "sends", "operation"),
    [
        ((), ("None", "None"), "send", "op.NoAnswer()"),
        (
            (content(ContentKind.JSON, Ref("Job")),),
            ("types.Job", "types.Job"),
            "send",
            'op.JsonAnswer("Job")',
        ),
        (
            (content(ContentKind.JSON, Nullable(Ref("Job"))),),
            ("types.Job", "types.Job"),
            "send",
            'op.JsonAnswer("Job")',
        ),
        (
            (content(ContentKind.JSON, INTEGER),),
            ("types.RunResponse", "types.RunResponse"),
            "send",
            'op.JsonAnswer("RunResponse")',
        ),
        (
            (content(ContentKind.TEXT, content_type="text/x"),),
            ("str", "str"),
            "send",
            'op.TextAnswer("text/x")',
        ),
        (
            (content(ContentKind.BINARY),),
            ("BinaryResponse", "AsyncBinaryResponse"),
            "download",
            'op.BinaryAnswer("x/binary")',
        ),
        (
            (content(ContentKind.STREAM, Ref("Job")),),
            ("Stream[types.Job]", "AsyncStream[types.Job]"),
            "stream",
            'op.StreamAnswer("Job")',
        ),
        (
            (content(ContentKind.MULTIPART),),
            ("BinaryResponse", "AsyncBinaryResponse"),
            "download",
            'op.BinaryAnswer("x/multipart")',
        ),
    ],
)
def test_the_main_content_of_an_answer_decides_the_result(
    contents: tuple[Content, ...], results: tuple[str, str], sends: str, operation: str
) -> None:
    text = made(answering(*contents))
    assert (text.form(SYNC).result, text.form(ASYNC).result) == results
    assert text.operation[2] == operation
    assert text.form(SYNC).sender == f"return self._client.{sends}"
    assert text.form(ASYNC).sender == f"return await self._client.{sends}"


@pytest.mark.parametrize("kind", [ContentKind.TEXT, ContentKind.BINARY])
def test_a_text_document_is_returned_as_bytes(kind: ContentKind) -> None:
    text = made(answering(content(kind, content_type="application/sdp")))
    assert text.form(SYNC).result == "BinaryResponse"
    assert text.operation[2] == 'op.BinaryAnswer("application/sdp")'


def test_a_call_returns_json_unless_it_asks_for_stream() -> None:
    text = made(
        answering(content(ContentKind.JSON, INTEGER), content(ContentKind.STREAM, Ref("Job")))
    )
    assert text.form(SYNC).result == "types.RunResponse"
    assert text.operation[3:] == ('stream=op.StreamAnswer("Job")',)


def test_events_with_a_name_and_data_are_wrapped() -> None:
    event = named("Event", record(prop("event", required=True), prop("data", Ref("Job"))))
    text = made(answering(content(ContentKind.STREAM, Ref("Event"))), (event, JOB))
    assert text.operation[2] == 'op.StreamAnswer("Event", named=True)'
    bare = named("Event", record(prop("event", required=True)))
    text = made(answering(content(ContentKind.STREAM, Ref("Event"))), (bare, JOB))
    assert text.operation[2] == 'op.StreamAnswer("Event")'


def sending(
    *contents: Content,
    properties: tuple[BodyProperty, ...] = (),
    other_members: tuple[OtherMembers, ...] = (),
) -> MethodText:
    sent = Body(True, "What it is.", contents, properties, "body", other_members=other_members)
    return made(replace(method("run", SqlVerb.EXEC), body=sent))


def test_the_value_of_stream_decides_the_result() -> None:
    answer = Answer(
        "200", "", (content(ContentKind.JSON, Ref("Job")), content(ContentKind.STREAM, Ref("Cat")))
    )
    flag = replace(prop("stream", Scalar(ScalarKind.BOOLEAN)), nullable=True)
    sent = Body(
        True,
        "",
        (content(ContentKind.JSON, record()),),
        (BodyProperty(prop("q", required=True), "q"), BodyProperty(flag, "stream")),
        "body",
    )
    run = replace(method("run", SqlVerb.EXEC), answer=answer, stream_by=BY_FLAG)
    text = made(replace(run, body=sent))
    assert [(one.signature[1], one.result) for one in text.form(SYNC).overloads] == [
        ("stream: Literal[False] | None | NotGiven = NOT_GIVEN", "types.Job"),
        ("stream: Literal[True]", "Stream[types.Cat]"),
        ("stream: bool | None", "types.Job | Stream[types.Cat]"),
    ]
    assert text.form(SYNC).signature == ("q: str", "stream: bool | None | NotGiven = NOT_GIVEN")
    assert (text.form(SYNC).result, text.kind) == ("types.Job | Stream[types.Cat]", "types.Job")
    assert text.form(ASYNC).result == "types.Job | AsyncStream[types.Cat]"
    assert text.form(ASYNC).overloads[1].result == "AsyncStream[types.Cat]"
    other = replace(sent, properties=(BodyProperty(prop("stream"), "stream"),))
    bare = made(replace(run, body=other, stream_by=None))
    assert bare.form(SYNC).overloads == ()


def test_a_switch_that_is_no_flag_has_no_overloads() -> None:
    answer = Answer(
        "200", "", (content(ContentKind.JSON, Ref("Job")), content(ContentKind.STREAM, Ref("Cat")))
    )
    form = (BodyProperty(prop("stream_format"), "stream_format"),)
    sent = Body(True, "", (content(ContentKind.JSON, record()),), form, "body")
    by = StreamSwitch("stream_format", None, "sse")
    text = made(replace(method("run", SqlVerb.EXEC), answer=answer, body=sent, stream_by=by))
    assert text.form(SYNC).overloads == ()
    assert text.form(SYNC).result == "types.Job | Stream[types.Cat]"
    assert 'stream=op.StreamAnswer("Cat", by=("stream_format", "sse"))' in text.operation


def test_stream_can_be_a_query_parameter() -> None:
    answer = Answer(
        "200", "", (content(ContentKind.JSON, Ref("Job")), content(ContentKind.STREAM, Ref("Cat")))
    )
    flag = replace(param("stream", ParamPlace.QUERY, required=False), python_name="stream")
    flag = replace(flag, type=Scalar(ScalarKind.BOOLEAN))
    by = replace(BY_FLAG, place=ParamPlace.QUERY)
    text = made(replace(method("run", SqlVerb.EXEC), answer=answer, params=(flag,), stream_by=by))
    assert text.form(SYNC).overloads[1].signature == ("stream: Literal[True]",)


def test_an_endpoint_says_how_its_body_is_encoded() -> None:
    file = (BodyProperty(prop("f", Array(Binary()), required=True), "f"),)
    form = Content("multipart/form-data", ContentKind.MULTIPART, record(), False, ORIGIN)
    encoded = replace(form, encodings=(PartEncoding("f", "image/png"),))
    assert sending(form, properties=file).operation[3] == 'body=op.MultipartBody(("f",))'
    assert sending(encoded, properties=file).operation[3] == (
        'body=op.MultipartBody(("f",), {"f": "image/png"})'
    )
    assert sending(content(ContentKind.FORM), properties=file).operation[3] == "body=op.FormBody()"
    patch = content(ContentKind.JSON, content_type="application/merge-patch+json")
    assert sending(patch).operation[3] == 'body=op.JsonBody("application/merge-patch+json")'
    text = sending(content(ContentKind.TEXT, content_type="application/sdp"))
    assert text.operation[3] == 'body=op.RawBody("application/sdp")'
    assert (text.form(SYNC).signature, text.call) == (("body: str",), ("body=body",))


def test_a_form_beside_json_adds_its_files() -> None:
    json = content(ContentKind.JSON, record(prop("p", required=True), prop("f", required=True)))
    parts = record(
        prop("p", required=True), prop("f", Binary()), prop("from", Binary(), required=True)
    )
    form = content(ContentKind.MULTIPART, parts)
    text = sending(
        json,
        form,
        other_members=(OtherMembers(form.content_type, parts.properties),),
        properties=(
            BodyProperty(prop("p", required=True), "p"),
            BodyProperty(prop("f", required=True), "f"),
            BodyProperty(prop("links", required=True), "links"),
        ),
    )
    assert text.form(SYNC).signature == (
        "p: str",
        "f: FileInput | str | NotGiven = NOT_GIVEN",
        "links: str | NotGiven = NOT_GIVEN",
        "from_: FileInput | NotGiven = NOT_GIVEN",
    )
    assert text.operation[3] == 'body=op.JsonOrFilesBody(("f", "from"))'


def test_an_endpoint_lists_only_styles_and_schemes_that_differ_from_the_default() -> None:
    query = replace(param("q", ParamPlace.QUERY), python_name="q")
    params = (
        replace(query, style="form", explode=True),
        replace(query, name="deep", python_name="deep", style="deepObject", explode=True),
        replace(query, name="text", python_name="text", content_type="application/json"),
    )
    text = made(method("run", SqlVerb.EXEC, params=params))
    assert text.operation[3] == 'query_styles={"deep": "deepObject", "text": "json"}'
    usual, other = (
        replace(method(name, SqlVerb.EXEC), auth=(name,), python=("m", name)) for name in "ab"
    )
    acme = provider(resource(usual, replace(usual, python=("m", "c")), other))
    assert build_client_model(acme).auth == ("a",)
    assert [text.operation[3:] for text in texts_of(acme)] == [(), (), ('auth=("b",)',)]


def test_an_endpoint_lists_nested_arguments_of_a_query_and_a_form() -> None:
    query = replace(param("q", ParamPlace.QUERY, required=False), type=Array(STRING), style="form")
    params = (
        replace(query, python_name="q", explode=True, style="deepObject"),
        replace(query, name="ids[]", python_name="ids", explode=True),
        replace(query, name="joined", python_name="joined", explode=False),
    )
    encodings = (PartEncoding("c", "application/json"), PartEncoding("a", style="deepObject"))
    form = replace(content(ContentKind.MULTIPART), encodings=encodings)
    properties = (
        BodyProperty(prop("a", Nullable(Map(STRING))), "a"),
        BodyProperty(prop("b"), "b"),
        BodyProperty(prop("c", Array(STRING)), "c"),
    )
    sent = Body(True, "", (form,), properties, "body")
    text = made(replace(method("run", SqlVerb.EXEC, params=params), body=sent))
    assert text.operation[3:5] == (
        'body=op.MultipartBody((), {"c": "application/json"}, styles={"a": "deepObject"})',
        'query_styles={"q": "deepObject", "joined": "form"}',
    )


def test_calls_of_a_service_send_its_headers() -> None:
    acme = provider(resource(method("run", SqlVerb.EXEC)))
    [service] = acme.services
    acme = replace(acme, services=(replace(service, headers=(("Acme-Beta", "a=1"),)),))
    [text] = texts_of(acme)
    assert text.operation[3:] == ('headers={"Acme-Beta": "a=1"}',)


def test_resources_form_a_tree_by_the_paths_of_methods() -> None:
    paths = (("a", "b", "list"), ("a", "run"), ("a_b", "get"), ("ping",), ("send", "x", "y"))
    methods = [replace(method(path[-1], SqlVerb.EXEC), python=path) for path in paths]
    acme = provider(resource(*methods))
    root, *nodes = build_client_model(acme).tree
    assert root.class_name == "Acme"
    assert [call.method.python for call in root.calls] == [("ping",)]
    assert [(node.path, node.attribute, node.class_name, node.module) for node in nodes] == [
        (("a",), "a", "A", "a"),
        (("a", "b"), "b", "AB", "a_b"),
        (("a_b",), "a_b", "ABResource", "a_b_2"),
        (("send",), "send", "Send", "send"),
        (("send", "x"), "x", "SendX", "send_x"),
    ]


def test_no_method_hides_a_member_of_every_client() -> None:
    assert made(replace(method("close", SqlVerb.EXEC), python=("close",))).name == "close_"
    assert made(replace(method("close", SqlVerb.EXEC), python=("files", "close"))).name == "close"
    for name in public_names(SyncClient, AsyncClient):
        assert safe_attribute((name,)) == f"{name}_"
    for name in public_names(SyncResource, AsyncResource):
        assert safe_attribute(("files", name)) == f"{name}_"


def public_names(*classes: type) -> set[str]:
    return {name for of in classes for name in dir(of) if not name.startswith("_")}


def test_webhooks_have_another_name_if_the_api_has_a_resource_of_theirs() -> None:
    check = WebhookCheck("ACME_WEBHOOK_SECRET", "svix-", Export("verify", "check", "signatures"))
    shop = provider(resource(method("list", SqlVerb.SELECT)))
    client = replace(shop.client, webhooks=check)
    hooked = replace(shop, client=client, webhook_event=STRING)
    module = build_client_module(build_client_model(hooked), ASYNC)
    assert module.webhooks == WebhooksText(
        "webhooks",
        "WebhookEvent",
        '"WebhookEvent", "webhook_secret", prefix="svix-", verify=check',
        "signatures",
        "check",
    )
    assert [(one.argument, one.env) for one in module.keys][-1] == (
        "webhook_secret",
        "ACME_WEBHOOK_SECRET",
    )
    method_of_hooks = replace(method("list", SqlVerb.SELECT), python=("webhooks", "list"))
    both = replace(hooked, services=provider(resource(method_of_hooks)).services)
    named_apart = build_client_module(build_client_model(both), SYNC).webhooks
    assert named_apart
    assert named_apart.attribute == "webhook_events"


def test_no_key_or_header_hides_an_argument_of_every_client() -> None:
    header = ClientHeader("timeout", "X-Timeout", "T")
    key = ClientKey("api_key", "admin", "A")
    client = ClientNames("acme_client", "Acme", "K", "U", (header,), (key,))
    settings = build_client_model(replace(provider(resource()), client=client)).settings
    assert settings.keys == (
        KeyArgument("api_key", "K", "A key."),
        KeyArgument("api_key_2", "A", "A key."),
    )
    assert settings.headers == (HeaderArgument("timeout_2", "X-Timeout", "T"),)


def test_classes_of_both_clients_and_of_raw_access_have_distinct_names() -> None:
    paths = (("acme", "run"), ("async_jobs", "run"), ("jobs", "run"), ("stream", "run"))
    methods = [replace(method("run", SqlVerb.EXEC), python=path) for path in paths]
    acme = provider(resource(*methods))
    _, *nodes = build_client_model(acme).tree
    assert [node.class_name for node in nodes] == [
        *("AcmeResource", "AsyncJobs", "JobsResource", "StreamResource")
    ]


LISTED = replace(
    method("list", SqlVerb.SELECT),
    answer=Answer("200", "Found them.", (content(ContentKind.JSON, Ref("ListJobsResponse")),)),
    items=PathInResponse(("data",)),
    pagination=Pagination(
        PageArgument("after", "after", ParamPlace.HEADER, STRING),
        PathInResponse(("data", -1, "id")),
        PageEnd.EMPTY_PAGE,
        None,
        None,
    ),
)


def listed(rows: Type, of: Method = LISTED) -> MethodText:
    return made(of, (JOB, named("ListJobsResponse", record(prop("data", rows)))))


def test_a_page_has_its_own_class() -> None:
    text = listed(Array(Ref("Job")))
    assert text.operation[2:4] == (
        'op.JsonAnswer("JobsPage")',
        (
            'paging=op.PagingRule(send="after", next=("data", -1, "id"), rows=("data",), '
            'place="headers")'
        ),
    )
    assert text.options == "ListOptions"
    assert text.form(SYNC).result == "types.JobsPage"
    taken = named("JobsPage", record(prop("id")))
    other = named("ListJobsResponse", record(prop("data", Array(Ref("Job")))))
    assert made(LISTED, (JOB, other, taken)).form(SYNC).result == "types.JobsPage_2"
    plain = listed(STRING)
    assert (plain.form(SYNC).result, plain.options) == ("types.ListJobsResponse", "CallOptions")


def test_a_list_without_pagination_is_one_page() -> None:
    text = listed(Array(Ref("Job")), replace(LISTED, pagination=None))
    assert text.operation[3] == 'paging=op.PagingRule(rows=("data",))'
    assert text.form(ASYNC).result == "AsyncPages[types.JobsPage, types.Job]"
    searched = replace(LISTED, pagination=None, verb=SqlVerb.EXEC)
    assert listed(Array(Ref("Job")), searched).form(ASYNC).result == text.form(ASYNC).result
    made_of_rows = replace(LISTED, pagination=None, verb=SqlVerb.INSERT)
    assert listed(Array(Ref("Job")), made_of_rows).options == "CallOptions"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (Ref("Job"), "types.Job"),
        (INTEGER, "int"),
        (Nullable(STRING), "str | None"),
        (Map(Array(Ref("Job"))), "dict[str, Sequence[types.Job]]"),
        (Union((Variant(STRING), Variant(Const(None)), Variant(STRING))), "str | None"),
        (Enum(ScalarKind.STRING, ("a",), open=True), "str"),
        (Anything(), "object"),
    ],
)
def test_a_list_of_the_async_client_is_awaited_or_iterated(rows: Type, expected: str) -> None:
    form = listed(Array(rows)).form(ASYNC)
    assert (form.define, form.sender) == ("def", "return self._client.list_pages")
    assert form.result == f"AsyncPages[types.JobsPage, {expected}]"


def test_an_endpoint_lists_the_json_kinds_of_its_arguments() -> None:
    either = Union((Variant(STRING), Variant(Array(Anything())), Variant(Ref("Pet"))))
    properties = (
        BodyProperty(replace(prop("a", either), nullable=True), "a"),
        BodyProperty(prop("b", Anything()), "b"),
        BodyProperty(prop("c", Ref("Loop")), "c"),
        BodyProperty(prop("d", Const(1.5)), "d"),
        BodyProperty(prop("e", Map(STRING)), "e"),
        BodyProperty(prop("f", Binary()), "f"),
        BodyProperty(prop("q", INTEGER), "q_2"),
    )
    sent = Body(True, "", (content(ContentKind.JSON, record()),), properties, "body")
    query = replace(param("q", ParamPlace.QUERY), python_name="q")
    text = made(replace(method("run", SqlVerb.EXEC, params=(query,)), body=sent))
    assert text.operation[-1] == (
        'takes={"q": ("string", "integer"), "a": ("string", "array", "object", "null"), '
        '"c": ("array",), "d": ("number",), "e": ("object",), "f": ("file",)}'
    )


def test_an_argument_without_a_description_shows_its_kinds() -> None:
    properties = (
        BodyProperty(replace(prop("a"), nullable=True), "a"),
        BodyProperty(prop("b", Anything()), "b"),
    )
    doc = sending(content(ContentKind.JSON, record()), properties=properties).form(SYNC).doc
    assert "            a: string or null\n            b: any value\n" in doc


def test_a_docstring_leads_to_the_published_website_only() -> None:
    """A relative path leads nowhere in an editor."""
    acme = provider(resource(method("run", SqlVerb.EXEC)))
    [text] = texts_of(acme)
    assert "Docs:" not in text.form(SYNC).doc
    published = replace(acme.site, url="https://acme.example/docs/")
    [text] = texts_of(replace(acme, site=published, documentation="https://acme.example"))
    line = "Docs: https://acme.example/docs/acme_things/things/#run"
    assert text.form(ASYNC).doc.splitlines()[-2].strip() == line


def test_a_deprecated_method_or_argument_says_why() -> None:
    old = replace(prop("old"), deprecated=True, deprecation_reason="See [new](/docs/new).\nReally.")
    sent = Body(
        True, "", (content(ContentKind.JSON, record()),), (BodyProperty(old, "old"),), "body"
    )
    of = replace(method("run", SqlVerb.EXEC), body=sent, deprecated=True)
    text = made(of)
    assert text.operation[-1] == 'deprecated={"old": "See new. Really."}'
    assert text.deprecated == '"things.run is deprecated"'
    assert made(replace(of, deprecation_reason='Use "walk".')).deprecated == "'Use \"walk\".'"
    assert made(replace(of, deprecated=False)).deprecated == ""


def test_a_waiting_method_takes_the_same_arguments_except_stream() -> None:
    job = record(prop("id"), prop("status"))
    answer = (content(ContentKind.JSON, Ref("State")), content(ContentKind.STREAM, Ref("Job")))
    flag = BodyProperty(prop("stream", Scalar(ScalarKind.BOOLEAN)), "stream")
    sent = Body(True, "", (content(ContentKind.JSON, record()),), (flag,), "body")
    of_thing = replace(param("thing"), python_name="thing")
    wait = Wait(
        "run_and_wait",
        ("things", "show"),
        PathInResponse(("id",)),
        "job",
        ("thing",),
        PathInResponse(("status",)),
        ("done", "lost"),
    )
    start = replace(
        method("run", SqlVerb.EXEC, params=(of_thing,), sent=sent),
        answer=Answer("200", "", answer),
        path="/things/{thing}",
        wait=wait,
        stream_by=BY_FLAG,
    )
    show = replace(answering(answer[0]), name="show", python=("things", "show"))
    types = (JOB, named("State", job), named("Other", job))
    acme = provider(resource(start, show), types=types)
    text = texts_of(acme)[0].wait
    assert text is not None
    assert (text.name, text.constant, text.kind) == ("run_and_wait", "_RUN_AND_WAIT", "types.State")
    assert text.wait == (
        *("_SHOW", 'path={"job": ("id",)}', 'status=("status",)'),
        'until=("done", "lost")',
    )
    assert (text.signature, text.path) == ((), '{"thing": thing}')
    assert text.call == ('path={"thing": thing}',)
    other = replace(show, answer=Answer("200", "", (content(ContentKind.JSON, Ref("Other")),)))
    acme = provider(resource(start, other), types=types)
    text = texts_of(acme)[0].wait
    assert text is not None
    assert (text.kind, text.result) == ("Any", "types.State | types.Other")


def test_versions_are_numbers() -> None:
    assert [package_version(text) for text in ("1.2.3", "2024-10-01", "v2", "", "1." * 99)] == [
        *("1.2.3", "2024", "0", "0", "1." * 29 + "1")
    ]
