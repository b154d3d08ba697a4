"""A spec and a mapping make a provider, or problems with a position."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.diagnostics import Problems, Refused
from generator.lower.bodies import content_kind
from generator.lower.build import build_provider
from generator.mapping.model import Mapping, PaginationRule
from generator.model.methods import ContentKind, Method, PageEnd, PathInResponse
from generator.model.provider import Provider
from generator.model.types import (
    Anything,
    Array,
    Binary,
    Map,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.model.walk import walk_methods
from generator.openapi.model import Schema, SpecDoc
from generator.vocabulary import SqlVerb
from tests.support.specs import codes, mapping_of, method, place, resource, spec_of

INTEGER = Scalar(ScalarKind.INTEGER)
THINGS = """
components:
  securitySchemes:
    Key: {type: http, scheme: bearer}
    Old: {type: oauth2, flows: {}}
  schemas:
    Thing: {required: [id], properties: {id: {type: string}, size: {type: integer}}}
    Page:
      properties:
        rows: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        more: {type: boolean}
        next: {type: [string, 'null']}
security: [{Old: []}, {Key: []}]
tags: [{name: Shop, description: All things.}]
paths:
  /things:
    get:
      tags: [Shop]
      operationId: listThings
      parameters:
        - {name: after, in: query, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, default: 20}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: x_trace, in: query, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
        default: {description: bad, content: {application/json: {schema: {type: object}}}}
    post:
      operationId: createThing
      security: [{}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              required: [file, id]
              properties:
                id: {type: string}
                made: {type: string, readOnly: true}
                file: {type: string, format: binary}
                class: {type: string}
      responses:
        '201': {description: made}
        '200': {description: made, content: {audio/mpeg: {schema: {type: string}}, text/event-stream: {schema: {type: object}}}}
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
"""  # noqa: E501
LIST = method("listThings", items="$.rows", pagination="flag", python="things.list")
CREATE = method("createThing", SqlVerb.INSERT)
GET = method("getThing")
FLAG = PaginationRule("flag", "after", "$.rows[-1].id", place(5), "$.more", "limit")


def build(mapping: Mapping, spec: SpecDoc | None = None) -> tuple[Provider, Problems]:
    problems = Problems()
    return build_provider(spec or spec_of(THINGS), mapping, problems), problems


def built(mapping: Mapping) -> dict[str, Method]:
    provider, problems = build(mapping)
    assert not list(problems)
    return {method.operation: method for _, _, method in walk_methods(provider.services)}


def whole() -> Mapping:
    return mapping_of(resource("things", LIST, CREATE, GET), paginations=(FLAG,))


def test_a_list_has_rows_columns_and_pagination() -> None:
    found = built(whole())["listThings"]
    assert found.items == PathInResponse(("rows",))
    assert [field.name for field in found.fields] == ["id", "size"]
    pages = found.pagination
    assert pages is not None
    assert pages.size is not None
    assert pages.send is not None
    assert (pages.send.name, pages.size.name, pages.end) == ("after", "limit", PageEnd.FLAG_FALSE)
    assert pages.next == PathInResponse(("rows", -1, "id"))
    assert pages.more == PathInResponse(("more",))


@pytest.mark.parametrize(
    ("following", "end"),
    [("$.next", PageEnd.NEXT_NULL), ("$.rows[-1].id", PageEnd.EMPTY_PAGE)],
)
def test_without_a_flag_the_next_value_or_an_empty_page_ends_the_pages(
    following: str, end: PageEnd
) -> None:
    rule = PaginationRule("flag", "after", following, place(5))
    mapping = mapping_of(resource("things", LIST, CREATE, GET), paginations=(rule,))
    pages = built(mapping)["listThings"].pagination
    assert pages is not None
    assert pages.end is end


def test_argument_names_are_safe_and_unique_in_their_order() -> None:
    methods = built(whole())
    names = [param.python_name for param in methods["listThings"].params]
    assert names == ["after", "limit", "x_trace", "x_trace_2"]
    body = methods["createThing"].body
    assert body is not None
    assert [one.python_name for one in body.properties] == ["id", "file", "class_"]


def test_a_body_is_its_preferred_content() -> None:
    after = "                class: {type: string}\n"
    spec = spec_of(THINGS.replace(after, f"{after}          application/octet-stream: {{}}\n"))
    provider, problems = build(whole(), spec)
    made = {method.operation: method for _, _, method in walk_methods(provider.services)}
    body = made["createThing"].body
    assert codes(problems) == []
    assert body is not None
    assert [content.kind for content in body.content] == [
        ContentKind.MULTIPART,
        ContentKind.BINARY,
    ]
    assert [one.property.name for one in body.properties] == ["id", "file", "class"]
    assert body.properties[1].property.type == Binary()
    assert body.required_names == ("file", "id")
    assert body.content[1].type == Binary()
    assert body.media_argument == "content_type"
    assert [one.content_type for one in body.wholes] == ["application/octet-stream"]


def test_a_body_chooses_among_the_media_types_that_have_a_name() -> None:
    spec = spec_of(
        """
        paths:
          /notes:
            post:
              operationId: addNote
              parameters: [{name: content_type, in: query, schema: {type: string}}]
              requestBody:
                content:
                  application/json: {schema: {$ref: '#/components/schemas/Note'}}
                  application/xml: {schema: {$ref: '#/components/schemas/Note'}}
                  application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Note'}}
                  application/json;v=2: {schema: {$ref: '#/components/schemas/Note'}}
                  image/*: {}
              responses: {'200': {description: ok}}
        components:
          schemas:
            Note:
              properties: {text: {type: string}, body: {type: string}, id: {readOnly: true}}
        """
    )
    provider, problems = build(mapping_of(resource("notes", method("addNote"))), spec)
    body = provider.services[0].resources[0].methods[0].body
    assert body is not None
    assert [one.content_type for one in body.choices] == [
        "application/json",
        "application/x-www-form-urlencoded",
        "application/xml",
    ]
    assert (body.media_argument, body.python_name) == ("content_type_2", "body_2")
    [form] = body.other_members
    assert [one.name for one in form.properties] == ["text", "body"]
    [xml] = body.wholes
    assert (xml.content_type, xml.type) == ("application/xml", Scalar(ScalarKind.STRING))
    assert codes(problems) == ["media-type-not-sent"]


def test_the_answer_is_the_first_2xx_with_content() -> None:
    methods = built(whole())
    answer = methods["createThing"].answer
    assert answer.status == "200"
    assert [content.kind for content in answer.content] == [
        ContentKind.BINARY,
        ContentKind.STREAM,
    ]
    assert answer.content[0].type == Binary()
    assert [failure.status for failure in methods["listThings"].failures] == ["default"]


def test_a_json_string_beside_bytes_is_dropped() -> None:
    zip_or_text = "{application/zip: {}, application/json: {schema: {type: string}}}"
    answer = f"{{description: the bundle, content: {zip_or_text}}}"
    spec = spec_of(f"""
    paths: {{/skill: {{get: {{operationId: get, responses: {{'200': {answer}}}}}}}}}
    """)
    provider, _ = build(mapping_of(resource("skills", method("get", SqlVerb.EXEC))), spec)
    content = provider.services[0].resources[0].methods[0].answer.content
    assert [one.content_type for one in content] == ["application/zip"]


def test_a_body_with_required_properties_is_required() -> None:
    schema = "{schema: {required: [name], properties: {name: {type: string}}}}"
    body = f"requestBody: {{content: {{application/json: {schema}}}}}"
    spec = spec_of(f"""
    paths: {{/skill: {{post: {{operationId: make, {body}, responses: {{'204': {{}}}}}}}}}}
    """)
    provider, _ = build(mapping_of(resource("skills", method("make", SqlVerb.INSERT))), spec)
    made = provider.services[0].resources[0].methods[0].body
    assert made is not None
    assert made.required


def test_auth_is_the_first_alternative_that_is_supported() -> None:
    methods = built(whole())
    assert methods["listThings"].auth == ("Key",)
    assert methods["createThing"].auth == ()


def test_the_alternatives_of_an_operation_keep_their_order() -> None:
    spec = spec_of("""
        security: [{Login: []}]
        paths:
          /a:
            get:
              operationId: a
              security: [{Login: []}, {}, {Key: [], Token: []}, {Tls: []}, {Key: [], Tls: []}]
              responses: {}
            put: {operationId: b, responses: {}}
            post: {operationId: c, security: [{Tls: []}], responses: {}}
        components:
          securitySchemes:
            Login: {type: openIdConnect, openIdConnectUrl: https://id.shop.test}
            Key: {type: apiKey, in: header, name: X-Key}
            Token: {type: http, scheme: bearer}
            Tls: {type: mutualTLS}
    """)
    mapped = (method(name, SqlVerb.EXEC) for name in "abc")
    provider, problems = build(mapping_of(resource("things", *mapped)), spec)
    found = {one.operation: one for one in provider.services[0].resources[0].methods}
    assert found["a"].auth == ("Key", "Token")
    assert found["a"].other_auth == (("Login",), (), ("Key",))
    assert (found["b"].auth, found["b"].other_auth) == (("Login",), ())
    assert (found["c"].auth, found["c"].other_auth) == ((), ())
    assert [found[name].needs_no_key for name in "abc"] == [True, False, True]
    assert codes(problems).count("shared-key") == 1


def test_every_2xx_and_a_304_are_successes() -> None:
    text = "{description: d, content: {text/plain: {}}}"
    spec = spec_of(f"""
        paths:
          /a:
            get:
              operationId: a
              responses:
                "202": {{description: later}}
                "200": {text}
                "204": {text}
                "304": {{description: same}}
                "302": {{description: elsewhere}}
                default: {text}
    """)
    provider, _ = build(mapping_of(resource("things", method("a", SqlVerb.EXEC))), spec)
    made = provider.services[0].resources[0].methods[0]
    others = [(one.status, len(one.content)) for one in made.other_answers]
    assert made.answer.status == "200"
    assert others == [("202", 0), ("204", 0), ("304", 0)]
    assert [one.status for one in made.failures] == ["302", "default"]


def test_callbacks_belong_to_mapped_operations() -> None:
    spec = spec_of("""
        webhooks:
          done: {post: {summary: It is done., requestBody: {content: {application/json: {}}}}}
        paths:
          /a:
            post: {operationId: a, responses: {}, callbacks: {ready: {"{$url}": {put: {}}}}}
            put: {operationId: b, responses: {}, callbacks: {lost: {"{$url}": {post: {}}}}}
    """)
    mapping = mapping_of(resource("things", method("a", SqlVerb.EXEC)), excluded=["b"])
    provider, _ = build(mapping, spec)
    found = [(one.name, one.http, one.operation, one.url) for one in provider.webhooks]
    assert found == [("done", "post", "", ""), ("ready", "put", "a", "{$url}")]
    contents = [one.content and one.content.kind for one in provider.webhooks]
    assert contents == [ContentKind.JSON, None]


def test_the_json_of_webhooks_is_a_union_by_the_constants_of_its_variants() -> None:
    spec = spec_of("""
        webhooks:
          made: {post: {requestBody: {$ref: "#/components/requestBodies/Made"}}}
          made.again: {post: {requestBody: {$ref: "#/components/requestBodies/Made"}}}
          note: {post: {requestBody: {content: {text/plain: {}}}}}
        paths:
          /a:
            post:
              operationId: a
              responses: {}
              callbacks: {gone: {"{$url}": {$ref: "#/components/pathItems/Gone"}}}
        components:
          pathItems:
            Gone: {post: {requestBody: {$ref: "#/components/requestBodies/Gone"}}}
          requestBodies:
            Made: {content: {application/json: {schema: {$ref: "#/components/schemas/Made"}}}}
            Gone: {content: {application/json: {schema: {$ref: "#/components/schemas/Gone"}}}}
          schemas:
            Made: {required: [kind], properties: {kind: {const: made}}}
            Gone: {required: [kind], properties: {kind: {enum: [gone, lost]}}}
    """)
    provider, _ = build(mapping_of(resource("things", method("a", SqlVerb.EXEC))), spec)
    event = provider.webhook_event
    assert isinstance(event, Union)
    assert event.discriminator == "kind"
    assert [(one.type, one.tags) for one in event.variants] == [
        (Ref("Made"), ("made",)),
        (Ref("Gone"), ("gone", "lost")),
    ]
    check = provider.client.webhooks
    assert check
    assert (check.secret_env, check.prefix) == ("ACME_WEBHOOK_SECRET", "webhook-")


def test_a_service_takes_title_and_description_from_its_tag() -> None:
    provider, _ = build(whole())
    assert (provider.services[0].title, provider.services[0].description) == ("Shop", "All things.")
    assert [named.name for named in provider.types] == ["Page", "Thing"]
    assert [field.name for field in provider.services[0].resources[0].fields] == ["id", "size"]


def test_the_first_select_gives_a_resource_its_fields() -> None:
    spec = spec_of(
        """
        components:
          responses:
            A: {description: a, content: {application/json: {schema: {properties: {a: {}}}}}}
            B: {description: b, content: {application/json: {schema: {properties: {b: {}}}}}}
        paths:
          /a: {get: {operationId: a, responses: {'200': {$ref: '#/components/responses/A'}}}}
          /b: {get: {operationId: b, responses: {'200': {$ref: '#/components/responses/B'}}}}
          /c: {get: {operationId: c, responses: {'200': {$ref: '#/components/responses/A'}}}}
        """
    )
    methods = (method("c", SqlVerb.EXEC), method("b"), method("a"))
    provider, _ = build(mapping_of(resource("as", *methods)), spec)
    assert [field.name for field in provider.services[0].resources[0].fields] == ["b"]


@pytest.mark.parametrize(
    ("content_type", "types", "kind"),
    [
        ("application/json", (), ContentKind.JSON),
        ("application/merge-patch+json", (), ContentKind.JSON),
        ("text/json", ("string",), ContentKind.JSON),
        ("multipart/form-data", (), ContentKind.MULTIPART),
        ("application/x-www-form-urlencoded", (), ContentKind.FORM),
        ("text/event-stream", (), ContentKind.STREAM),
        ("text/event-stream", ("string",), ContentKind.STREAM),
        ("application/x-ndjson", (), ContentKind.STREAM),
        ("application/jsonl", ("array",), ContentKind.STREAM),
        ("application/stream+json", ("object",), ContentKind.STREAM),
        ("application/x-jsonlines", ("string",), ContentKind.BINARY),
        ("application/json-seq", (), ContentKind.STREAM),
        ("application/geo+json-seq", ("object",), ContentKind.STREAM),
        ("text/csv", (), ContentKind.TEXT),
        ("application/atom+xml", (), ContentKind.TEXT),
        ("*/*", ("object",), ContentKind.JSON),
        ("application/*", ("string",), ContentKind.BINARY),
        ("image/png", ("object",), ContentKind.BINARY),
    ],
)
def test_a_content_type_says_how_a_body_is_read(
    content_type: str, types: tuple[str, ...], kind: ContentKind
) -> None:
    assert content_kind(content_type, Schema("", types=types)) is kind


@pytest.mark.parametrize(
    ("schema", "item", "nullable"),
    [
        ("{schema: {type: integer}}", INTEGER, False),
        ("{schema: {type: array, items: {type: integer}}}", INTEGER, False),
        ("{schema: {$ref: '#/components/schemas/Rows'}}", Ref("Row"), False),
        ("{itemSchema: {$ref: '#/components/schemas/Rows'}}", Ref("Rows"), False),
        ("{schema: {type: array, items: {type: [integer, 'null']}}}", INTEGER, True),
        ("{}", Anything(), False),
    ],
)
def test_the_schema_of_a_stream_is_that_of_an_item(schema: str, item: Type, nullable: bool) -> None:
    spec = spec_of(
        f"""
        paths:
          /rows:
            get:
              operationId: listRows
              responses: {{'200': {{description: ok, content: {{application/jsonl: {schema}}}}}}}
        components:
          schemas:
            Row: {{type: object, properties: {{id: {{type: string}}}}}}
            Rows: {{type: array, items: {{$ref: '#/components/schemas/Row'}}}}
        """
    )
    provider, _ = build(mapping_of(resource("rows", method("listRows", SqlVerb.EXEC))), spec)
    [content] = provider.services[0].resources[0].methods[0].answer.content
    assert (content.type, content.nullable) == (item, nullable)
    assert content.whole == Array(Nullable(item) if nullable else item)


def test_a_list_without_items_path_has_the_fields_of_its_items() -> None:
    spec = spec_of(THINGS.replace("rows", "data"))
    mapping = mapping_of(resource("things", method("listThings"), CREATE, GET))
    provider, problems = build(mapping, spec)
    assert not list(problems)
    found = provider.services[0].resources[0]
    assert [field.name for field in found.fields] == ["id", "size"]
    assert found.methods[0].items == PathInResponse(("data",))


BODIES = """
paths:
  /a:
    post:
      operationId: a
      parameters: [{name: body, in: query, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: SCHEMA}}}
      responses: {'204': {description: ok}}
"""


@pytest.mark.parametrize(
    ("schema", "names", "required"),
    [
        ("{type: array, items: {type: string}}", [], ()),
        ("{type: object}", [], ()),
        ("{oneOf: [{type: string}, {properties: {x: {type: string}}}]}", [], ()),
        (
            """
            {oneOf: [
              {required: [b, a], properties: {a: {}, b: {}}},
              {required: [a, b, c], properties: {b: {}, a: {}, c: {}}}]}
            """,
            ["a", "b", "c"],
            ("b", "a"),
        ),
        (
            "{allOf: [{required: [b], properties: {a: {}, b: {}}}, {required: [a]}]}",
            ["a", "b"],
            ("b", "a"),
        ),
    ],
)
def test_arguments_are_the_properties_that_every_variant_has(
    schema: str, names: list[str], required: tuple[str, ...]
) -> None:
    spec = spec_of(BODIES.replace("SCHEMA", " ".join(schema.split())))
    provider, problems = build(mapping_of(resource("as", method("a", SqlVerb.EXEC))), spec)
    assert not list(problems)
    body = provider.services[0].resources[0].methods[0].body
    assert body is not None
    assert body.python_name == "body_"
    assert [one.property.name for one in body.properties] == names
    assert body.required_names == required


def test_params_of_any_type_keep_it() -> None:
    spec = spec_of(
        """
        paths:
          /a:
            get:
              operationId: a
              parameters:
                - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
                - {name: filter, in: query, style: deepObject, schema: {type: object}}
              responses: {'204': {description: ok}}
        """  # noqa: E501
    )
    provider, _ = build(mapping_of(resource("as", method("a"))), spec)
    ids, filters = provider.services[0].resources[0].methods[0].params
    assert (ids.type, ids.style, ids.explode) == (Array(Scalar(ScalarKind.STRING)), "form", False)
    assert (type(filters.type), filters.style) == (Map, "deepObject")


# ------------------------------------------------------------------------------------ problems


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (mapping_of(resource("things", LIST, GET), paginations=(FLAG,)), "unmapped-operation"),
        (
            mapping_of(resource("things", LIST, GET), excluded=["createThing", "x"]),
            "unknown-operation",
        ),
        (
            mapping_of(resource("things", LIST, GET, CREATE), excluded=["getThing"]),
            "operation-used-twice",
        ),
        (
            mapping_of(resource("things", GET, CREATE, method("listThings", items="$.data"))),
            "items-not-in-response",
        ),
        (
            mapping_of(resource("things", LIST, GET, CREATE), resource("thing_s")),
            "name-collision",
        ),
        (
            mapping_of(
                resource("things", LIST, CREATE),
                resource("other", method("getThing", python="things")),
            ),
            "python-path-is-a-resource",
        ),
        (
            mapping_of(resource("things", LIST, CREATE, method("getThing", python="things.list"))),
            "python-path-taken",
        ),
        (
            mapping_of(resource("things", LIST, CREATE, method("getThing", python="th_ings.get"))),
            "name-collision",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_one_problem(mapping: Mapping, code: str) -> None:
    rules = mapping.paginations or (FLAG,)
    problems = Problems()
    parts = {name: getattr(mapping, name) for name in mapping.__dataclass_fields__}
    build_provider(spec_of(THINGS), Mapping(**{**parts, "paginations": rules}), problems)
    assert codes(problems) == [code]
    assert all(found.location is not None and found.hint for found in problems)


def test_an_unknown_operation_gets_a_suggestion_with_its_call() -> None:
    mapping = mapping_of(resource("things", LIST, CREATE, method("getThings")), paginations=(FLAG,))
    _, problems = build(mapping)
    assert codes(problems) == [
        "unknown-operation"
    ]  # a misspelled operation isn't also reported as unmapped
    (unknown,) = problems
    assert 'did you mean "getThing" (GET /things/{id})?' in unknown.hint


def test_two_methods_with_the_same_verb_and_required_params_are_an_error() -> None:
    spec = spec_of(
        """
        paths:
          /a: {get: {operationId: a, responses: {'204': {description: x}}}}
          /b: {get: {operationId: b, responses: {'204': {description: x}}}}
        """
    )
    _, problems = build(mapping_of(resource("things", method("a"), method("b", line=7))), spec)
    (found,) = problems
    assert found.code == "same-verb-and-params"
    assert found.location == place(7)


def test_a_bare_column_of_the_body_is_like_one_of_a_param() -> None:
    made = """
        paths:
          /a:
            post:
              operationId: a
              parameters: [{name: key, in: query, required: true, schema: {type: string}}]
              responses: {'204': {description: x}}
          /b:
            post:
              operationId: b
              requestBody:
                content:
                  application/json: {schema: {required: [key], properties: {key: {type: string}}}}
              responses: {'204': {description: x}}
    """
    both = (method("a", SqlVerb.INSERT), method("b", SqlVerb.INSERT, line=7))
    bare = mapping_of(resource("things", *both))
    assert codes(build(bare, spec_of(made))[1]) == ["same-verb-and-params"]
    prefixed = replace(bare, stackql=replace(bare.stackql, body_columns="prefixed"))
    assert codes(build(prefixed, spec_of(made))[1]) == []


def test_a_page_argument_may_be_in_the_body() -> None:
    spec = spec_of(
        """
        paths:
          /search:
            post:
              operationId: search
              requestBody:
                content: {application/json: {schema: {properties: {from: {type: string}}}}}
              responses:
                '200':
                  description: ok
                  content: {application/json: {schema: {properties: {next: {type: string}}}}}
        """
    )
    rule = PaginationRule("body", "body:from", "$.next", place(5))
    search = method("search", SqlVerb.EXEC, pagination="body")
    provider, problems = build(mapping_of(resource("as", search), paginations=(rule,)), spec)
    assert not list(problems)
    pages = provider.services[0].resources[0].methods[0].pagination
    assert pages is not None
    assert pages.send is not None
    assert (pages.send.name, pages.send.python_name, pages.send.place) == ("from", "from_", None)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (PaginationRule("flag", "cursor", "$.next", place(5)), "pagination-param"),
        (PaginationRule("flag", "after", "$.next", place(5), size="size"), "pagination-param"),
        (PaginationRule("flag", "after", "$.last_id", place(5)), "pagination-path"),
        (PaginationRule("flag", "after", "$.next", place(5), more="$.has"), "pagination-path"),
    ],
)
def test_a_pagination_names_existing_params_and_places(rule: PaginationRule, code: str) -> None:
    mapping = mapping_of(resource("things", LIST, CREATE, GET), paginations=(rule,))
    provider, problems = build(mapping)
    assert codes(problems) == [code]
    assert provider.services[0].resources[0].methods[0].pagination is None


def test_a_mapping_of_another_spec_is_one_error() -> None:
    problems = Problems()
    mapping = mapping_of(resource("x", *(method(f"op{n}") for n in range(50))), excluded=["y"])
    with pytest.raises(Refused):
        build_provider(spec_of(THINGS), mapping, problems)
    assert codes(problems) == ["mapping-of-another-spec"]


def test_an_empty_mapping_is_one_error() -> None:
    problems = Problems()
    with pytest.raises(Refused):
        build_provider(spec_of(THINGS), mapping_of(), problems)
    assert codes(problems) == ["empty-mapping"]
