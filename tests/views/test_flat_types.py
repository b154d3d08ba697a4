"""The types of a client have no nested types, and each has one name."""

from __future__ import annotations

from dataclasses import replace

from generator.model.types import (
    Array,
    Const,
    Enum,
    Map,
    NamedType,
    Nullable,
    Object,
    Origin,
    Property,
    Ref,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.model.walk import NamedTypes, resolved
from generator.views.client.flat_types import FlatTypeBuilder, TypePlace
from generator.views.client.union_variants import has_objects, walk_leaves
from tests.support.providers import INTEGER, STRING, prop, provider, record, resource


def named(name: str, of: Type) -> NamedType:
    return NamedType(name, name, of, "", False, Origin(f"/{name}"))


def builder_of(*types: NamedType) -> FlatTypeBuilder:
    return FlatTypeBuilder(provider(resource(), types=types))


def flat(*types: NamedType) -> NamedTypes:
    return builder_of(*types).build({}).flat


def at(pointer: str, member: Property) -> Property:
    return replace(member, origin=Origin(pointer))


def test_inner_objects_are_named_after_owner_and_place() -> None:
    inner = record(at("/o/b", prop("b")))
    types = flat(
        named(
            "Job",
            record(
                at("/a", prop("plain")),
                at("/b", prop("in-it", inner)),
                at("/c", prop("many", Array(Nullable(replace(inner))))),
                at("/d", prop("by_key", Map(record(at("/o/k", prop("k")))))),
            ),
        )
    )
    assert sorted(types) == ["Job", "JobByKeyValue", "JobInIt", "JobManyItem"]
    job = types["Job"].type
    assert isinstance(job, Object)
    assert [member.type for member in job.properties] == [
        STRING,
        Ref("JobInIt"),
        Array(Nullable(Ref("JobManyItem"))),
        Map(Ref("JobByKeyValue")),
    ]


def test_one_place_has_one_name() -> None:
    inner = at("/parts/x", prop("x", record(at("/y", prop("y")))))
    builder = builder_of(named("A", record(inner)), named("B", record(inner)))
    assert sorted(builder.build({}).flat) == ["A", "AX", "B"]
    place = TypePlace("/parts/x")
    assert builder.flatten(inner.type, "Argument", place) == Ref("AX")
    other = record(at("/z", prop("z")))
    assert builder.flatten(other, "Argument", place) == Ref("Argument")


def test_names_are_unique_without_regard_to_case() -> None:
    first = at("/1", prop("is_a", record(at("/x", prop("x")))))
    second = at("/2", prop("isA", record(at("/y", prop("y")))))
    types = flat(named("Job", record(first, second)), named("JOBISA", STRING))
    assert sorted(types) == ["JOBISA", "Job", "JobIsA_2", "JobIsA_3"]


def test_a_schema_named_like_an_import_is_renamed() -> None:
    types = flat(named("OneOf", record(prop("x"))), named("User", record(prop("of", Ref("OneOf")))))
    assert sorted(types) == ["OneOfModel", "User"]
    user = types["User"].type
    assert isinstance(user, Object)
    assert user.properties[0].type == Ref("OneOfModel")


def test_unions_of_objects_and_long_enums_are_named() -> None:
    cat = record(at("/cat", prop("kind", Const("cat"), required=True)))
    dog = record(at("/dog", prop("kind", Const("dog"), required=True)))
    union = Union((Variant(cat, ("cat",)), Variant(dog, ("dog",)), Variant(STRING)), "kind")
    few = Enum(ScalarKind.STRING, ("a", "b"), open=False)
    many = Enum(ScalarKind.STRING, ("a", "b", "c", "d", "e"), open=False)
    scalars = Union((Variant(STRING), Variant(INTEGER)))
    types = flat(
        named(
            "Home",
            record(
                at("/p", prop("pet", union)),
                at("/f", prop("few", few)),
                at("/m", prop("many", many)),
                at("/s", prop("size", scalars)),
            ),
        )
    )
    assert sorted(types) == ["Home", "HomeMany", "HomePet", "HomePetCat", "HomePetDog"]
    home = types["Home"].type
    assert isinstance(home, Object)
    assert [member.type for member in home.properties] == [
        Ref("HomePet"),
        few,
        Ref("HomeMany"),
        scalars,
    ]


def test_a_named_enum_is_not_extracted_again() -> None:
    many = Enum(ScalarKind.STRING, ("a", "b", "c", "d", "e"), open=True)
    types = flat(named("Color", many))
    assert {name: of.type for name, of in types.items()} == {"Color": many}


def test_a_union_includes_the_variants_of_inner_unions() -> None:
    inner = Union((Variant(Ref("A"), ("a",)), Variant(Ref("Outer"))), "kind")
    types = flat(
        named("A", record(prop("kind", Const("a")))),
        named("B", record(prop("kind", Const("b")))),
        named("Inner", inner),
        named("Outer", Union((Variant(Ref("Inner"), ("a",)), Variant(Ref("B"), ("b",))), "kind")),
        named("Other", Union((Variant(Ref("Inner")), Variant(STRING)), "type")),
    )
    outer, other = types["Outer"].type, types["Other"].type
    assert isinstance(outer, Union)
    assert isinstance(other, Union)
    leaves = [(leaf.type, leaf.tags) for leaf in walk_leaves(outer, types)]
    assert leaves[0] == (Ref("A"), ("a",))
    assert set(leaves) == {(Ref("A"), ("a",)), (Ref("B"), ("b",))}
    assert {leaf.tags for leaf in walk_leaves(other, types)} == {()}
    assert has_objects(other, types)


def test_any_type_can_be_given_a_name() -> None:
    builder = builder_of(named("A", record(prop("x"))))
    array = Array(Ref("A"))
    assert builder.flatten_and_name(array, "Answer", TypePlace("/r")) == Ref("Answer")
    assert builder.flatten_and_name(Ref("A"), "Answer", TypePlace("/q")) == Ref("A")
    assert resolved(Ref("Answer"), builder.build({}).flat) == array
