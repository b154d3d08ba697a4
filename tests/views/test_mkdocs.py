"""Pages of the mkdocs layout, as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from generator.json_types import JsonValue
from generator.model.methods import (
    Answer,
    Content,
    ContentKind,
    PageArgument,
    PageEnd,
    Pagination,
    PathInResponse,
    ResponseHeader,
    Wait,
)
from generator.model.provider import Exclusion, Provider
from generator.model.types import Array, Const, Enum, Object, Ref, ScalarKind, Type, Union, Variant
from generator.model.webhooks import Webhook
from generator.views.client.method_text import SYNC, build_method_text
from generator.views.client.model import build_client_model
from generator.vocabulary import HttpVerb, ParamPlace, SqlVerb
from tests.support.markdown_pages import pages_below
from tests.support.providers import (
    INTEGER,
    ORIGIN,
    STRING,
    body,
    column,
    method,
    named,
    param,
    prop,
    provider,
    record,
    resource,
)
from tests.support.sql_check import sql_blocks, sql_faults

PAGE = "docs/mkdocs/docs/acme_things/things/index.md"
LIST = method(
    "list_things",
    SqlVerb.SELECT,
    params=(
        param("account", ParamPlace.QUERY),
        param("limit", ParamPlace.QUERY, required=False),
        param("Acme-Beta", ParamPlace.HEADER, required=False),
    ),
    fields=(column("id"), column("order", INTEGER, "Its place | rank.")),
)
CREATE = method(
    "create_thing",
    SqlVerb.INSERT,
    sent=body(
        prop("name", required=True), prop("tags", Array(record(prop("key")))), required=("name",)
    ),
)


def page(of: Provider, path: str = PAGE) -> str:
    return pages_below("docs/mkdocs", of)[path]


def section(text: str, heading: str) -> str:
    """Returns the text between a heading and the next one of its level or above."""
    level = heading.split(" ")[0]
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith(heading))
    end = start + 1
    while end < len(lines) and not (
        lines[end].startswith("#") and len(lines[end].split(" ")[0]) <= len(level)
    ):
        end += 1
    return "\n".join(lines[start:end])


def test_a_select_lists_its_fields_and_comments_out_optional_columns() -> None:
    acme = provider(resource(LIST))
    text = page(acme)
    assert sql_faults(text, acme) == []
    example, _ = sql_blocks(text)
    assert example == (
        "SELECT\n"
        "  id\n"
        "FROM acme.acme_things.things\n"
        "WHERE account = 'text'\n"
        "-- AND \"Acme-Beta\" = 'text'\n"
        "-- AND \"limit\" = 'text'\n"
        ";"
    )
    assert "`SELECT *` shows `order` too: StackQL can't select them by name." in text


def rows_of(text: str) -> dict[str, str]:
    """The rows of a text by id, each from its name to the end of its description."""
    found = re.findall(
        r"^ *\*\*(.+?)\*\*\{ #(\S+) \}(.*?)(?=^ *\*\*.+?\*\*\{ #|^#|\Z)", text, re.M | re.S
    )
    return {anchor: " ".join(f"{name}{rest}".split()) for name, anchor, rest in found}


def test_fields_say_name_type_nullability_and_description() -> None:
    fields = (column("id"), replace(column("order", INTEGER, "Its place | rank."), nullable=True))
    shown = section(page(provider(resource(replace(LIST, fields=fields)))), "## Fields")
    assert rows_of(shown) == {
        "field-id": "`id` `string` : No description.",
        "field-order": "`order` `integer` *nullable*{ .f .nullable } : Its place \\| rank.",
    }


def test_methods_are_listed_first() -> None:
    made = replace(CREATE, deprecated=True, summary="Make a thing.")
    text = page(provider(resource(LIST, made)))
    lines = [line for line in text.splitlines() if line.startswith("- `")]
    old = "*deprecated*{ .f .deprecated }"
    assert [line.strip() for line in lines] == [
        "- `SELECT`{ .v .select } [`list_things`](#list_things)",
        f"- `INSERT`{{ .v .insert }} [`create_thing`](#create_thing) {old} Make a thing.",
    ]
    assert text.index("## Methods") < text.index("### `list_things`") < text.index("## Fields")


def test_parameters_have_their_place_default_values_and_examples() -> None:
    size = replace(
        param("size", ParamPlace.QUERY, required=False),
        type=Enum(ScalarKind.STRING, ("s", "m"), open=True),
        default=JsonValue("s"),
        description="How large",
        deprecated=True,
        examples=("m",),
    )
    text = page(provider(resource(replace(LIST, params=(size,)))))
    flags = "*query*{ .f .place } *deprecated*{ .f .deprecated }"
    assert rows_of(text)["list_things.size"].startswith(
        f"`size` `string` {flags} : How large Known values: `s`, `m`; others are accepted. "
        'Default: `"s"`. Example: `"m"`.'
    )


def test_an_insert_has_usual_and_all_properties_and_the_manifest_in_tabs() -> None:
    acme = provider(resource(CREATE))
    text = section(page(acme), "### `create_thing`")
    tabs = [line for line in text.splitlines() if line.startswith("===")]
    languages = ['=== "SQL"', '=== "Python"', '=== "curl"', '=== "JSON"']
    assert tabs == languages
    more = [line.strip() for line in text.splitlines() if line.startswith("    ===")]
    assert more == [*languages, '=== "Manifest"']
    assert sql_faults(text, acme) == []
    assert ["tags" in block for block in sql_blocks(text)] == [False, True]
    manifest = text.split("```yaml\n")[1].split("        ```")[0]
    (thing,) = yaml.safe_load(manifest)
    assert thing["name"] == "things"


def test_each_verb_has_an_example_that_parses() -> None:
    sent = body(prop("name", required=True), prop("size", INTEGER), required=("name",))
    noted = body(prop("name"), prop("size", INTEGER), prop("note"), required=("name",))
    key = (param("id"),)
    acme = provider(
        resource(
            LIST,
            CREATE,
            method("change", SqlVerb.UPDATE, params=key, sent=sent),
            method("put", SqlVerb.REPLACE, params=key, sent=sent),
            method("remove", SqlVerb.DELETE, params=key),
            method("start", SqlVerb.EXEC, params=key, sent=noted),
        )
    )
    text = page(acme)
    assert sql_faults(text, acme) == []
    words = [block.split()[0] for block in sql_blocks(text)]
    assert list(dict.fromkeys(words)) == [verb.upper() for verb in SqlVerb]
    assert "@note='text'" in sql_blocks(text)[-1]
    assert "@note" not in sql_blocks(text)[-2]
    assert "@size" not in sql_blocks(text)[-1]  # an EXEC takes no number


def test_a_statement_that_cannot_run_says_why_and_what_does() -> None:
    sized = body(prop("size", INTEGER), required=("size",))
    acme = provider(resource(method("start", SqlVerb.EXEC, sent=sized)))
    reason = "An EXEC takes strings, JSON objects and JSON arrays alone; these are of another type:"
    assert f"{reason} `size`. Call `client.things.start(…)` in Python." in page(acme)
    coverage = page(acme, "docs/mkdocs/docs/api-coverage.md")
    row = f"- [`acme_things.things.start`](acme_things/things/index.md#start) {reason}"
    assert row in section(coverage, "## Not run by StackQL")
    assert "1 of 1 operations of the API have a method here." in coverage
    assert "StackQL runs 0 of them.\n" in page(acme, "docs/mkdocs/docs/index.md")


def test_nested_objects_without_a_name_open_in_place() -> None:
    nested = record(prop("wandb", record(prop("project", required=True))))
    acme = provider(
        resource(method("make", SqlVerb.INSERT, sent=body(prop("integrations", Array(nested)))))
    )
    text = page(acme)
    assert list(rows_of(text)) == [
        "make.integrations",
        "make.integrations.wandb",
        "make.integrations.wandb.project",
    ]
    assert '\n    ??? shape "1 property"\n' in text


def test_a_required_member_of_something_optional_is_required_with_it() -> None:
    project = record(prop("project", required=True), prop("run", record(prop("id", required=True))))
    sure = prop("sure", record(prop("key", record(prop("id", required=True)), required=True)))
    sent = body(
        prop("wandb", Array(project)),
        replace(sure, required=True),
        prop("may`be", record(prop("in", record(prop("id", required=True)), required=True))),
    )
    rows = rows_of(page(provider(resource(method("make", SqlVerb.INSERT, sent=sent)))))

    def flag(anchor: str) -> str:
        return rows[anchor].split("`string` ")[1].split("{ .f")[0]

    assert flag("make.wandb.project") == "*required with `wandb`*"
    assert flag("make.wandb.run.id") == "*required with `run`*"
    assert flag("make.sure.key.id") == "*required*"
    assert flag("make.may-be.in.id") == "*required with <code>may&#96;be</code>*"


def test_variants_of_a_nameless_union_are_told_apart() -> None:
    text = record(prop("type", Const("text")), prop("value"))
    image = record(prop("type", Const("image")), prop("url"))
    of = Union((Variant(text, description="Words."), Variant(image, title="Picture")))
    shown = page(provider(resource(method("make", SqlVerb.INSERT, sent=body(prop("part", of))))))
    titles = [line.strip() for line in shown.splitlines() if "??? shape" in line]
    assert titles == ['??? shape "Variant 1: text"', '??? shape "Variant 2: Picture"']
    assert {"make.part.type", "make.part.type_2", "make.part.url"} <= {*rows_of(shown)}


def test_a_shared_object_is_described_once_and_linked_from_elsewhere() -> None:
    made = named("Part", record(prop("text", required=True), prop("next", Ref("Part"))))
    sent = body(prop("part", Ref("Part")), prop("parts", Array(Ref("Part"))))
    first = resource(method("make", SqlVerb.INSERT, sent=sent))
    pages = pages_below("docs/mkdocs", provider(first, replace(first, name="more"), types=(made,)))
    here = pages["docs/mkdocs/docs/acme_things/more/index.md"]
    assert here.count("{ #type-Part .n }") == 1
    assert {"type-Part.text", "type-Part.next"} <= {*rows_of(here)}
    assert "array of [`Part`](#type-Part)" in here
    elsewhere = pages[PAGE]
    assert "#type-Part .n" not in elsewhere
    assert "array of [`Part`](../more/index.md#type-Part)" in elsewhere


def test_an_object_with_one_use_opens_in_its_row() -> None:
    made = replace(named("Part", record(prop("text"))), description="A part.\n\nMore.")
    text = page(
        provider(
            resource(method("make", SqlVerb.INSERT, sent=body(prop("part", Ref("Part"))))),
            types=(made,),
        )
    )
    assert rows_of(text)["make.part"] == ('`part` `object` : A part. ??? shape "Part: 1 property"')
    assert "make.part.text" in rows_of(text)
    assert "## Types" not in text


def test_a_row_without_a_text_has_that_of_its_type() -> None:
    types = (
        replace(named("Cat", record(prop("x"))), description="A cat.\n\nMore."),
        replace(named("Dog", record(prop("x"))), description="A\ndog."),
        named("Loop", Union((Variant(Array(Ref("Loop"))), Variant(Ref("Cat"))))),
        named("Pet", Union((Variant(Ref("Cat")), Variant(Ref("Dog"))))),
    )
    sent = body(
        prop("pets", Array(Ref("Pet"))),
        prop("loop", Ref("Loop")),
        prop("own", Union((Variant(STRING, description="A name."), Variant(INTEGER)))),
        prop("none", Union((Variant(STRING), Variant(INTEGER)))),
    )
    rows = rows_of(page(provider(resource(method("make", SqlVerb.INSERT, sent=sent)), types=types)))

    def text(anchor: str) -> str:
        return rows[anchor].split(" : ")[1].split(" ??? ")[0]

    assert text("make.pets") == "- A cat. - A dog."
    assert text("make.loop") == "A cat."
    assert text("make.own") == "A name."
    assert text("make.none") == "No description."


def test_a_union_lists_its_variants_and_its_discriminator() -> None:
    parts = (
        replace(named("Text", record(prop("type", Const("text")))), description="Words.\n\nMore."),
        named("Image", record(prop("type", Const("image")))),
    )
    variants = (Variant(Ref("Text"), ("text",)), Variant(Ref("Image"), ("image", "photo")))
    many = variants + tuple(Variant(Const(f"c{n}")) for n in range(4))
    union = named("Part", Union(many, "type", exclusive=True))
    twice = body(prop("part", Ref("Part")), prop("other", Ref("Part")))
    shown = page(
        provider(resource(method("make", SqlVerb.INSERT, sent=twice)), types=(*parts, union))
    )
    text = shown[shown.index("## Types") :]
    assert "Exactly one of these, chosen by `type`." in text
    rows = rows_of(text)
    assert rows["type-Part.text"].startswith('`object` `type` `"text"` : Words.')
    assert rows["type-Part.image"].startswith('`object` `type` `"image"` or `"photo"` :')
    assert "type-Part.text.type" in rows
    assert rows["type-Part.3"].startswith('`"c0"`')


def test_a_long_enum_has_a_place_with_its_values() -> None:
    names = tuple(f"model-{n}" for n in range(20))
    models = named("Models", Enum(ScalarKind.STRING, names, open=True))
    shown = page(
        provider(
            resource(method("make", SqlVerb.INSERT, sent=body(prop("model", Ref("Models"))))),
            types=(models,),
        )
    )
    row = rows_of(shown)["make.model"]
    assert row.startswith(
        '`model` `string` : No description. ??? shape "Models: 20 values" `model-0`, `model-1`,'
    )
    assert row.endswith("`model-19`; others are accepted.")


def test_deprecations_give_their_reason() -> None:
    old = replace(LIST, deprecated=True, deprecation_reason="Use `list_more`.\n\n# Now")
    text = page(provider(resource(old, replace(LIST, name="bare", deprecated=True))))
    assert '!!! warning "Deprecated"\n\n    Use `list_more`. # Now\n' in text
    assert "    The vendor advises against this method.\n" in text
    assert text.count("*deprecated*") == 2


def test_paging_rows_and_answers_are_described() -> None:
    rows = PathInResponse(("data",))
    listed = replace(
        LIST,
        items=rows,
        answer=Answer(
            "200", "", (Content("application/json", ContentKind.JSON, STRING, False, ORIGIN),)
        ),
        pagination=Pagination(
            send=PageArgument("after", "after", ParamPlace.QUERY, STRING),
            next=PathInResponse(("data", -1, "id")),
            end=PageEnd.FLAG_FALSE,
            more=PathInResponse(("has_more",)),
            size=PageArgument("limit", "limit", ParamPlace.QUERY, INTEGER),
        ),
    )
    text = page(provider(resource(listed)))
    assert (
        "**[Pages](../../how-to/pagination.md)**: "
        "For the next page, `after` takes `data[-1].id` of the page before, "
        "while `has_more` is true; `limit` sets its size."
    ) in text
    assert "\nThe rows at `data` of the answer, as `application/json`.\n" in text


def test_a_resource_without_a_select_says_so() -> None:
    text = page(provider(resource(CREATE)))
    assert "Nothing can be selected from this resource." in section(text, "## Fields")


def test_fields_of_a_second_select_are_shown_where_they_differ() -> None:
    other = method("get", SqlVerb.SELECT, params=(param("id"),), fields=(column("size"),))
    text = page(provider(resource(LIST, other)))
    assert "**`size`**{ #get.size }" in section(text, "### `get`")
    assert "Fields of its rows" not in section(text, "### `list_things`")


def test_a_method_that_starts_a_job_names_the_waiting_method() -> None:
    wait = Wait(
        name="list_things_and_wait",
        poll=("things", "list_things"),
        id=PathInResponse(("id",)),
        id_param="id",
        shared=(),
        status=PathInResponse(("status",)),
        until=("done", "lost", "`x`"),
    )
    text = page(provider(resource(replace(LIST, wait=wait))))
    line = "`client.things.list_things_and_wait` waits until `status` is `done`, `lost` or "
    assert f"{line}<code>&#96;x&#96;</code>." in text
    assert "_and_wait" not in page(provider(resource(LIST)))


def test_service_and_provider_pages_count_their_parts() -> None:
    one = resource(LIST, CREATE)
    two = replace(resource(CREATE), name="others", purpose="The others.")
    acme = replace(
        provider(one, two), excluded=(Exclusion("x", HttpVerb.GET, "/x/{y}", "Not a resource."),)
    )
    service = page(acme, "docs/mkdocs/docs/acme_things/index.md")
    assert "2 resources, 3 methods." in service
    verbs = "`SELECT`{ .v .select } `INSERT`{ .v .insert }"
    assert (
        f"- [`things`](things/index.md) {verbs} *2 methods, 2 fields.*{{ .f .counts }}" in service
    )
    assert "{ .f .counts } Methods: `list_things`, `create_thing`.\n" in service
    insert = "`INSERT`{ .v .insert }"
    row = f"- [`others`](others/index.md) {insert} *1 method.*{{ .f .counts }} The others.\n"
    assert row in service
    front = page(acme, "docs/mkdocs/docs/index.md")
    assert "1 service, 2 resources, 3 methods." in front
    row = "- [Things](acme_things/index.md) `acme_things` *2 resources, 3 methods.*{ .f .counts }"
    assert f"{row} Resources: `things`, `others`.\n" in front
    assert "3 of 4 operations of the API have a method; StackQL runs 3 of them." in front
    coverage = page(acme, "docs/mkdocs/docs/api-coverage.md")
    assert "- `GET /x/{y}` `x`: Not a resource.\n" in section(coverage, "## Left out")
    place = "acme_things/things/index.md#list_things"
    row = f"- `POST /` `list_things`: `SELECT`{{ .v .select }} [`things.list_things`]({place})\n"
    assert row in section(coverage, "## Operations")


def test_the_index_has_each_resource_method_call_type_and_webhook_by_name() -> None:
    single = named("Single", record(prop("text")))
    shared = named("Shared", record(prop("text")))
    sent = body(prop("one", Ref("Shared")), prop("two", Ref("Shared")), prop("part", Ref("Single")))
    acme = provider(
        resource(LIST, method("add_thing", SqlVerb.INSERT, sent=sent)), types=(single, shared)
    )
    hook = Webhook("thing.done", HttpVerb.POST, "", "", False, None, "", "", ORIGIN)
    acme = replace(acme, webhooks=(hook,))
    assert "\n- `thing.done` sends nothing.\n" in page(acme, "docs/mkdocs/docs/index.md")
    place = "acme_things/things/index.md"
    assert section(page(acme, "docs/mkdocs/docs/a-to-z.md"), "# A to Z").split("{ .letters }")[
        1
    ] == (
        f"""

## A {{ #letter-a }}

- [`add_thing`]({place}#add_thing) method of `acme_things.things`

## L {{ #letter-l }}

- [`list_things`]({place}#list_things) method of `acme_things.things`

## S {{ #letter-s }}

- [`Shared`]({place}#type-Shared) type of `acme_things.things`
- [`Single`]({place}#add_thing.part) type of `acme_things.things`

## T {{ #letter-t }}

- [`thing.done`](index.md#webhooks) webhook of `acme`
- [`things`]({place}) resource of `acme_things`
- [`things.add_thing`]({place}#add_thing) call of `acme_things.things`
- [`things.list_things`]({place}#list_things) call of `acme_things.things`

"""
    )


def test_an_object_with_no_properties_has_no_empty_table() -> None:
    empty: Type = Object((), None, closed=True)
    text = page(provider(resource(method("make", SqlVerb.INSERT, sent=body(prop("a", empty))))))
    assert rows_of(text)["make.a"].startswith("`a` `object` : No description.")


def test_relative_links_lead_to_the_vendors_site() -> None:
    linked = replace(LIST, description="See [guides](/docs/guides).")
    acme = provider(resource(linked))
    assert "See guides." in page(acme)
    known = replace(acme, documentation="https://acme.example")
    assert "See [guides](https://acme.example/docs/guides)." in page(known)


def test_a_page_shows_the_descriptions_and_headers_of_requests_and_responses() -> None:
    sent = replace(body(prop("a")), description="The *whole* thing.")
    left = ResponseHeader("X-Left", INTEGER, False, "Calls left.")
    answer = Answer("200", "What was made of it.", (), (left,))
    text = page(provider(resource(replace(CREATE, body=sent, answer=answer))))
    assert "The *whole* thing." in section(text, "#### Body")
    returned = section(text, "#### Returns")
    assert "What was made of it." in returned
    assert rows_of(returned)["create_thing.200.X-Left"].startswith("`X-Left` `integer` : Calls")


def test_the_front_page_shows_a_first_call() -> None:
    rows = PathInResponse(("data",))
    bare = replace(LIST, params=(), items=rows)
    acme = provider(resource(bare))
    text = section(page(acme, "docs/mkdocs/docs/index.md"), "## First call")
    assert "[`acme.acme_things.things`](acme_things/things/index.md#list_things)" in text
    assert "client.things.list_things()" in text
    assert "## First call" not in page(provider(resource(LIST)), "docs/mkdocs/docs/index.md")
    optional = replace(bare, name="all", python=("all",), params=(LIST.params[1],))
    front = page(provider(resource(optional, bare)), "docs/mkdocs/docs/index.md")
    assert "(acme_things/things/index.md#list_things)" in front


def test_the_docstring_of_a_method_leads_to_its_section() -> None:
    made = provider(resource(LIST))
    acme = replace(made, site=replace(made.site, url="https://acme.example"))
    model = build_client_model(acme)
    doc = build_method_text(model.calls[0], model).form(SYNC).doc
    [place] = re.findall(r"Docs: https://acme\.example/(.*)", doc)
    path, _, anchor = place.partition("#")
    assert f"{{ #{anchor} }}" in page(acme, f"docs/mkdocs/docs/{path}index.md")


def test_deprecated_parts_have_a_page() -> None:
    old = replace(prop("old"), deprecated=True, description="Use `new`.")
    gone = replace(
        method("make", SqlVerb.INSERT, sent=body(prop("deep", record(old)))),
        deprecated=True,
        deprecation_reason="Use `create`.",
    )
    path = "docs/mkdocs/docs/deprecated-parts.md"
    text = page(provider(resource(gone)), path)
    place = "acme_things/things/index.md"
    what = "*INSERT on `acme.acme_things.things`*{ .f .counts }"
    assert f"- [`client.things.make`]({place}#make) {what} Use `create`.\n" in text
    what = "*argument of `client.things.make`*{ .f .counts }"
    assert f"- [`deep.old`]({place}#make.deep.old) {what} Use `new`.\n" in text
    assert "Nothing is deprecated." in page(provider(resource(LIST)), path)
