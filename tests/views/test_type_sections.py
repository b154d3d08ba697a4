"""The site describes each type once, on the page nearest to its uses."""

from __future__ import annotations

from dataclasses import replace

from generator.model.methods import Answer, Content, ContentKind, Method, PathInResponse
from generator.model.types import Array, Enum, Map, Nullable, Ref, ScalarKind, Type, Union, Variant
from generator.views.mkdocs.type_sections import SectionLocation, is_described, locate_types
from generator.vocabulary import SqlVerb
from tests.support.providers import (
    ORIGIN,
    STRING,
    body,
    column,
    method,
    named,
    prop,
    provider,
    record,
    resource,
)


def answering(one: Method, of: Type, *items: str) -> Method:
    content = Content("application/json", ContentKind.JSON, of, nullable=False, origin=ORIGIN)
    path = PathInResponse(items) if items else None
    return replace(one, answer=Answer("200", "", (content,)), items=path)


def test_small_types_are_described_in_place() -> None:
    shorts = Enum(ScalarKind.STRING, ("a", "b"), open=False)
    two = Union((Variant(STRING), Variant(Array(Ref("X")))))
    types: tuple[Type, ...] = (STRING, shorts, two, Array(Ref("X")), Map(STRING), record())
    assert [one for one in types if is_described(one)] == []


def test_types_with_parts_or_many_choices_have_a_section() -> None:
    long = Enum(ScalarKind.STRING, tuple(f"v{n}" for n in range(13)), open=False)
    many = Union(tuple(Variant(Ref(f"X{n}")) for n in range(5)))
    parts = record(prop("a"))
    both = Union((Variant(STRING), Variant(parts)))
    types: tuple[Type, ...] = (long, many, parts, Array(parts), Nullable(Map(parts)), both)
    assert [one for one in types if not is_described(one)] == []


def test_a_type_is_described_on_the_page_with_the_fewest_steps_to_it() -> None:
    outer = body(prop("a", Ref("Outer")), prop("b", Ref("Outer")))
    far = resource(method("make", SqlVerb.INSERT, sent=outer), name="alpha")
    near = resource(method("make", SqlVerb.INSERT, sent=body(prop("a", Ref("Inner")))), name="beta")
    types = (
        named("Inner", record(prop("text"))),
        named("Outer", record(prop("inner", Ref("Inner")))),
    )
    found = locate_types(provider(far, near, near, types=types)).sections
    assert found == {
        "Inner": SectionLocation("acme_things", "beta", "type-Inner"),
        "Outer": SectionLocation("acme_things", "alpha", "type-Outer"),
    }


def test_rows_are_described_by_the_fields() -> None:
    of = named("Thing", record(prop("id"), prop("next", Ref("Thing"))))
    fields = (column("id"), column("next", Ref("Thing")))
    page = record(prop("data", Array(Ref("Thing"))))
    listed = answering(method("list", SqlVerb.SELECT, fields=fields), Ref("Page"), "data")
    found = locate_types(provider(resource(listed), types=(named("Page", page), of)))
    assert found.sections == {"Thing": SectionLocation("acme_things", "things", "all-fields")}


def test_recursive_types_end() -> None:
    types = (
        named("Loop", Array(Ref("Loop"))),
        named("Here", Nullable(Ref("There"))),
        named("There", Nullable(Ref("Here"))),
    )
    looping = answering(method("list", SqlVerb.SELECT, fields=(column("id"),)), Ref("Loop"))
    round_trip = answering(method("get", SqlVerb.SELECT, fields=(column("id"),)), Ref("Here"))
    through = answering(method("see", SqlVerb.SELECT, fields=(column("id"),)), Ref("Here"), "a")
    for one in (looping, round_trip, through):
        assert locate_types(provider(resource(one), types=types)).sections == {}


def test_a_short_union_refers_to_its_variants_wherever_it_is_named() -> None:
    types = (
        named("Way", Union((Variant(Ref("Letter")), Variant(Ref("Wire"))))),
        named("Letter", record(prop("street"))),
        named("Wire", record(prop("account"))),
    )
    once = method("make", SqlVerb.INSERT, sent=body(prop("way", Ref("Way"))))
    found = locate_types(provider(resource(once), types=types))
    assert ({*found.sections}, {*found.in_place}) == (set(), {"Letter", "Wire"})
    twice = method("make", SqlVerb.INSERT, sent=body(prop("a", Ref("Way")), prop("b", Ref("Way"))))
    found = locate_types(provider(resource(twice), types=types))
    assert ({*found.sections}, {*found.in_place}) == ({"Letter", "Wire"}, set())


def test_the_variants_of_a_union_inside_itself_have_sections() -> None:
    types = (
        named("Keeper", Union((Variant(Ref("Purse")), Variant(Ref("Till"))))),
        named("Purse", record(prop("size"))),
        named("Till", record(prop("inside", Array(Ref("Keeper"))))),
    )
    made = method("make", SqlVerb.INSERT, sent=body(prop("kept", Ref("Keeper"))))
    assert {*locate_types(provider(resource(made), types=types)).sections} == {"Purse", "Till"}


def test_a_link_within_a_page_is_only_an_anchor() -> None:
    place = SectionLocation("files", "files", "type-A")
    assert place.target("files/files") == "#type-A"
    assert place.target("files/parts") == "../files/index.md#type-A"
    assert place.target("users/users") == "../../files/files/index.md#type-A"
    apart = SectionLocation("files", "files", "type-A", has_own_page=True)
    assert apart.target("files/files") == "types/index.md#type-A"
    assert place.target("files/files/types") == "../index.md#type-A"


def test_a_type_that_one_row_refers_to_opens_there() -> None:
    types = (
        named("Once", record(prop("inner", Ref("Inner")))),
        named("Inner", record(prop("text"))),
        named("Twice", record(prop("text"))),
        named("Loop", record(prop("next", Ref("Loop")))),
    )
    twice = (prop("b", Ref("Twice")), prop("c", Ref("Twice")))
    sent = body(prop("a", Ref("Once")), *twice, prop("d", Ref("Loop")))
    found = locate_types(provider(resource(method("make", SqlVerb.INSERT, sent=sent)), types=types))
    assert found.in_place == {"Once", "Inner"}
    assert {*found.sections} == {"Twice", "Loop"}


def test_many_types_have_a_page_of_their_own() -> None:
    wide = record(*(prop(f"p{number}") for number in range(100)))
    types = (named("A", wide), named("B", wide))
    refs = tuple(prop(f"{name}{at}", Ref(name)) for name in "AB" for at in range(2))
    made = method("make", SqlVerb.INSERT, sent=body(*refs))
    found = locate_types(provider(resource(made), types=types)).sections
    assert {name: place.folder for name, place in found.items()} == {
        "A": "acme_things/things/types",
        "B": "acme_things/things/types",
    }


def test_the_variants_of_rows_have_sections() -> None:
    card, bank = (named(name, record(prop("note"), prop(name))) for name in ("Card", "Bank"))
    rows = Union((Variant(Ref("Card")), Variant(Ref("Bank"))))
    shown = method("get", SqlVerb.SELECT, fields=(column("note"),))
    both = (answering(shown, rows), answering(replace(shown, name="see"), rows))
    found = locate_types(provider(resource(*both), types=(card, bank))).sections
    assert {name: place.anchor for name, place in found.items()} == {
        "Bank": "type-Bank",
        "Card": "type-Card",
    }
