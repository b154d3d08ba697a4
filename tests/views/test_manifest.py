"""Manifests of types that are hard to show, and datatypes."""

from __future__ import annotations

import pytest
import yaml

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
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.model.walk import named_types
from generator.views.sql.manifest import LARGEST, manifest, manifest_yaml
from generator.views.text.datatypes import datatype
from generator.views.text.prose import one_line, paragraphs
from generator.vocabulary import SqlVerb
from tests.support.providers import (
    INTEGER,
    STRING,
    body,
    method,
    named,
    prop,
    provider,
    record,
    resource,
)


def union(*types: Type) -> Union:
    return Union(tuple(Variant(one) for one in types))


def props_of(type_: Type, *types: NamedType) -> object:
    made = method("make", SqlVerb.INSERT, sent=body(prop("it", type_)))
    shown = manifest(resource(made), made, (), named_types(provider(resource(made), types=types)))
    return yaml.safe_load(manifest_yaml(shown))[0]["props"][0]


def test_of_a_union_the_first_variant_counts() -> None:
    assert props_of(union(Nullable(STRING), record(prop("a")))) == {"name": "it", "value": "string"}


def test_a_map_and_an_empty_object_are_objects() -> None:
    assert props_of(Map(STRING)) == {"name": "it", "value": "object"}
    assert props_of(record()) == {"name": "it", "value": "object"}


def test_an_array_of_arrays_shows_no_props() -> None:
    assert props_of(Array(Array(record(prop("a"))))) == {"name": "it", "value": "array"}


def test_recursion_ends_in_the_word_for_its_type() -> None:
    tree = named("Tree", record(prop("leaf"), prop("branches", Array(Ref("Tree")))))
    assert props_of(Ref("Tree"), tree) == {
        "name": "it",
        "props": [{"name": "leaf", "value": "string"}, {"name": "branches", "value": "array"}],
    }


def test_a_union_that_is_itself_ends() -> None:
    loop = named("Loop", union(Ref("Loop"), STRING))
    assert props_of(Ref("Loop"), loop) == {"name": "it", "value": "string"}


def test_types_that_fan_out_end() -> None:
    levels = [
        named(f"L{at}", record(*(prop(f"p{n}", Ref(f"L{at + 1}")) for n in range(4))))
        for at in range(40)
    ]
    made = method("make", SqlVerb.INSERT, sent=body(prop("it", Ref("L0"))))
    shown = manifest(
        resource(made),
        made,
        (),
        named_types(provider(resource(made), types=(*levels, named("L40", STRING)))),
    )
    assert manifest_yaml(shown).count("- name:") < 2 * LARGEST


def test_no_properties_at_all() -> None:
    made = method("make", SqlVerb.INSERT)
    text = manifest_yaml(manifest(resource(made), made, (), {}))
    assert text == "- name: things\n  props: []"


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (STRING, "string"),
        (union(STRING, Nullable(INTEGER), STRING), "string or integer"),
        (union(Enum(ScalarKind.STRING, ("a",), True), Array(STRING)), "string or array"),
        (Const(True), "boolean"),
        (Const(1), "integer"),
        (Const(1.5), "number"),
        (Const(None), "null"),
        (Binary(), "string"),
        (Scalar(ScalarKind.NUMBER), "number"),
        (Map(Anything()), "object"),
        (Anything(), "any"),
        (Ref("Loop"), "string"),
    ],
)
def test_datatypes(type_: Type, words: str) -> None:
    loop = named("Loop", union(Ref("Loop"), STRING))
    assert datatype(type_, {"Loop": loop}) == words


def test_unions_that_fan_out_end() -> None:
    levels = [named(f"U{at}", union(*[Ref(f"U{at + 1}")] * 4)) for at in range(60)]
    made: Provider = provider(
        resource(method("make", SqlVerb.INSERT)), types=(*levels, named("U60", INTEGER))
    )
    assert datatype(Ref("U0"), named_types(made)) == "integer"


@pytest.mark.parametrize(
    ("description", "line"),
    [
        ("", ""),
        ("a  b\n\tc ", "a b c"),
        ("a, b,\n", "a, b"),
        ("a<br>b<br/>c<p>d</p>", "a b c d"),
        ('see <a href="/docs">the docs</a>.', "see [the docs](/docs)."),
        ("see <A class=x HREF='/docs' >the docs</A>", "see [the docs](/docs)"),
        ('<a href="a b">c</a>', "c"),
        ("<a>c</a></a>", "c"),
        ('<a href="/docs">never closed', "[never closed](/docs)"),
        ("`<br>` is <br>", "`<br>` is"),
        ("<abbr>a</abbr>", "<abbr>a</abbr>"),
    ],
)
def test_a_description_on_one_line(description: str, line: str) -> None:
    assert one_line(description) == line


@pytest.mark.parametrize(
    ("description", "lines"),
    [
        ("", ()),
        ("One\ntwo.\r\n\r\nThree.", ("One two.", "Three.")),
        ("Either:\n- `a`\n  or so\n* b", ("Either:", "• `a` or so", "• b")),
        ("1. one\n2) two\n-3 is none", ("1. one", "2) two -3 is none")),
        ("Note\n\n---\n\n***\nMore --- or less", ("Note", "More --- or less")),
        ("Like:\n\n```\n- a\n```", ("Like: ``` - a ```",)),
    ],
)
def test_paragraphs_and_list_items_are_lines(description: str, lines: tuple[str, ...]) -> None:
    assert paragraphs(description) == lines
