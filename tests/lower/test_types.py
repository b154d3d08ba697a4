"""Schemas are lowered to types: each test covers a rule of `generator.lower`."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems, Refused
from generator.lower.merge import SchemaResolver
from generator.lower.recursion_check import check_recursion_ends
from generator.lower.types import INLINE_DEPTH, TypeLowerer
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
    Property,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
)
from generator.openapi.model import Schema
from generator.vocabulary import Limits
from tests.support.specs import codes, schemas_of, spec_of, type_of, types_of

STRING = Scalar(ScalarKind.STRING)
INTEGER = Scalar(ScalarKind.INTEGER)


def properties(of: Type) -> dict[str, Property]:
    assert isinstance(of, Object)
    return {one.name: one for one in of.properties}


def variants(of: Type) -> list[Type]:
    assert isinstance(of, Union)
    return [variant.type for variant in of.variants]


@pytest.mark.parametrize(
    ("schema", "version"),
    [
        ("{type: string, nullable: true}", "3.0.3"),
        ("{allOf: [{$ref: '#/components/schemas/Words'}], nullable: true}", "3.0.3"),
        ("{type: [string, 'null']}", "3.1.0"),
        ("{anyOf: [{type: string}, {type: 'null'}]}", "3.1.0"),
        ("{oneOf: [{type: 'null'}, {type: string}]}", "3.1.0"),
        ("{anyOf: [{type: [string, 'null']}]}", "3.1.0"),
        ("{$ref: '#/components/schemas/Maybe'}", "3.1.0"),
        ("{allOf: [{$ref: '#/components/schemas/Maybe'}], description: Odd.}", "3.1.0"),
    ],
)
def test_null_is_nullable_whatever_its_form(schema: str, version: str) -> None:
    maybe = "{type: string, nullable: true}" if version == "3.0.3" else "{type: [string, 'null']}"
    types = types_of(
        f"It: {{properties: {{p: {schema}}}}}\nWords: {{type: string}}\nMaybe: {maybe}", version
    )
    one = properties(types["It"].type)["p"]
    assert one.nullable
    assert one.type in (STRING, Ref("Words"), Ref("Maybe"))
    assert types["Maybe"].type == STRING


def test_a_reference_to_a_nullable_component_is_wrapped() -> None:
    types = types_of("It: {type: array, items: {$ref: '#/components/schemas/Maybe'}}\n"
                     "Maybe: {type: [string, 'null']}")  # fmt: skip
    assert types["It"].type == Array(Nullable(Ref("Maybe")))


def test_null_alone_is_a_const() -> None:
    assert type_of("{type: 'null'}") == Const(None)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{type: string, format: date}", Scalar(ScalarKind.STRING, "date")),
        ("{type: string, maxLength: 9}", Scalar(ScalarKind.STRING, "", Limits(max_length=9))),
        ("{type: number}", Scalar(ScalarKind.NUMBER)),
        ("{type: boolean}", Scalar(ScalarKind.BOOLEAN)),
        ("{}", Anything()),
        ("{const: 7}", Const(7)),
        ("{enum: [a]}", Const("a")),
        ("{enum: [a], x-stainless-const: true}", Const("a")),
        ("{enum: [a, b]}", Enum(ScalarKind.STRING, ("a", "b"), False)),
        ("{type: number, enum: [1, 2.5]}", Enum(ScalarKind.NUMBER, (1, 2.5), False)),
        ("{type: string, format: binary}", Binary()),
        ("{type: string, contentMediaType: image/png}", Binary()),
        ("{type: string, contentMediaType: text/plain}", STRING),
        ("{type: object}", Map(Anything())),
        ("{additionalProperties: {type: integer}}", Map(INTEGER)),
        ("{type: object, additionalProperties: false}", Object((), None, closed=True)),
        ("{items: {type: integer}, maxItems: 2}", Array(INTEGER, Limits(max_items=2))),
        ("{type: array}", Array(Anything())),
        ("{required: [a]}", Map(Anything())),
    ],
)  # fmt: skip
def test_plain_schemas(schema: str, expected: Type) -> None:
    assert type_of(schema) == expected


def test_several_types_are_a_union_and_each_gets_its_limits() -> None:
    of = type_of("{type: [string, array], maxLength: 3, maxItems: 2, items: {type: integer}}")
    assert variants(of) == [
        Scalar(ScalarKind.STRING, "", Limits(max_length=3)),
        Array(INTEGER, Limits(max_items=2)),
    ]


def test_values_of_several_kinds_are_a_union() -> None:
    of = type_of("{enum: [auto, 1, 2]}")
    assert variants(of) == [Const("auto"), Enum(ScalarKind.INTEGER, (1, 2), False)]


def test_a_tuple_is_an_array_of_what_its_places_hold() -> None:
    of = type_of("{type: array, prefixItems: [{type: string}, {type: [integer, 'null']}]}")
    assert isinstance(of, Array)
    assert isinstance(of.items, Nullable)
    assert variants(of.items.of) == [STRING, INTEGER]


@pytest.mark.parametrize(
    "schema",
    [
        "{anyOf: [{type: string}, {type: string, enum: [a, b]}]}",
        "{anyOf: [{type: string, enum: [a, b]}, {type: string}]}",
        "{anyOf: [{type: string}, {const: a}, {const: b}]}",
        "{anyOf: [{$ref: '#/components/schemas/Known'}, {type: string}]}",
        "{anyOf: [{anyOf: [{type: string}, {enum: [a]}]}, {enum: [b]}]}",
        "{anyOf: [{$ref: '#/components/schemas/Open'}, {enum: [b]}]}",
    ],
)
def test_a_string_or_an_enum_is_an_open_enum(schema: str) -> None:
    types = types_of(
        f"It: {schema}\nKnown: {{enum: [a, b]}}\nOpen: {{anyOf: [{{type: string}}, {{enum: [a]}}]}}"
    )
    assert types["It"].type == Enum(ScalarKind.STRING, ("a", "b"), True)


def test_two_enums_are_one() -> None:
    of = type_of("{anyOf: [{enum: [a, b]}, {enum: [b, c]}]}")
    assert of == Enum(ScalarKind.STRING, ("a", "b", "c"), False)


def test_an_enum_keeps_its_reference_beside_other_kinds() -> None:
    types = types_of("It: {oneOf: [{$ref: '#/components/schemas/Known'}, {type: integer}]}\n"
                     "Known: {enum: [a, b]}")  # fmt: skip
    assert variants(types["It"].type) == [Ref("Known"), INTEGER]


def test_a_string_with_limits_stays_beside_the_enum() -> None:
    of = type_of("{anyOf: [{type: string, maxLength: 9}, {enum: [a, b]}]}")
    assert len(variants(of)) == 2


def test_nested_unions_are_one_unless_a_discriminator_would_be_lost() -> None:
    flat = type_of("{anyOf: [{type: string}, {oneOf: [{type: integer}, {type: boolean}]}]}")
    assert variants(flat) == [STRING, INTEGER, Scalar(ScalarKind.BOOLEAN)]
    kept = type_of(
        "{anyOf: [{type: string}, {discriminator: {propertyName: kind}, oneOf: ["
        "{properties: {kind: {const: a}}}, {properties: {kind: {const: b}}}]}]}"
    )
    inner = variants(kept)[1]
    assert isinstance(inner, Union)
    assert inner.discriminator == "kind"
    assert [variant.tags for variant in inner.variants] == [("a",), ("b",)]


def test_equal_variants_are_one() -> None:
    assert type_of("{oneOf: [{type: boolean}, {type: boolean, title: Again}]}") == Scalar(
        ScalarKind.BOOLEAN
    )


PETS = """
Cat: {type: object, required: [kind], properties: {kind: {const: cat}, lives: {type: integer}}}
Dog: {type: object, required: [kind], properties: {kind: {enum: [dog]}}}
Fish: {type: object, properties: {kind: {type: string}}}
"""


def test_tags_come_from_the_mapping_then_from_constants_then_from_names() -> None:
    types = types_of(
        PETS + "It: {discriminator: {propertyName: kind, mapping: {tom: Cat, kitty: Cat}}, oneOf: ["
        "{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'},"
        "{$ref: '#/components/schemas/Fish'}]}"
    )
    of = types["It"].type
    assert isinstance(of, Union)
    assert of.discriminator == "kind"
    assert of.exclusive
    assert [variant.tags for variant in of.variants] == [("tom", "kitty"), ("dog",), ("Fish",)]


def test_a_discriminator_is_found_where_every_object_requires_a_constant_of_its_own() -> None:
    types = types_of(
        PETS + "Pet: {oneOf: [{type: string}, {$ref: '#/components/schemas/Cat'},"
        "{$ref: '#/components/schemas/Dog'}]}\n"
        "Loose: {oneOf: [{$ref: '#/components/schemas/Cat'},"
        " {$ref: '#/components/schemas/Fish'}]}\n"
    )
    pet, other = types["Pet"].type, types["Loose"].type
    assert isinstance(pet, Union)
    assert isinstance(other, Union)
    assert pet.discriminator == "kind"
    assert [variant.tags for variant in pet.variants] == [(), ("cat",), ("dog",)]
    assert other.discriminator == ""


def test_a_union_of_unions_has_the_tags_of_all() -> None:
    types = types_of(
        PETS + "Furry: {oneOf: [{$ref: '#/components/schemas/Cat'},"
        " {$ref: '#/components/schemas/Dog'}]}\n"
        "Bird: {type: object, required: [kind], properties: {kind: {const: bird}}}\n"
        "It: {oneOf: [{$ref: '#/components/schemas/Furry'}, {$ref: '#/components/schemas/Bird'}]}"
    )
    of = types["It"].type
    assert isinstance(of, Union)
    assert [variant.tags for variant in of.variants] == [("cat", "dog"), ("bird",)]


def test_a_discriminator_without_a_union_names_a_family() -> None:
    types = types_of(
        "Pet: {type: object, properties: {kind: {type: string}},"
        " discriminator: {propertyName: kind, mapping: {cat: Cat, pet: Pet}}}\n"
        "Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}"
    )
    of = types["Pet"].type
    assert isinstance(of, Union)
    assert [(variant.tags, type(variant.type)) for variant in of.variants] == [
        (("cat",), Ref),
        (("pet",), Object),
    ]
    assert list(properties(types["Cat"].type)) == ["kind", "lives"]


def test_allof_is_merged_and_the_later_part_wins() -> None:
    types = types_of(
        """
        Base: {type: object, required: [id], properties: {id: {type: string}, n: {type: integer}}}
        It:
          allOf:
            - $ref: '#/components/schemas/Base'
            - {type: object, required: [n], properties: {n: {maximum: 5}, more: {type: boolean}}}
          required: [more]
        """
    )
    merged = properties(types["It"].type)
    assert list(merged) == ["id", "n", "more"]
    assert all(one.required for one in merged.values())
    assert merged["n"].type == Scalar(ScalarKind.INTEGER, "", Limits(maximum=5))


def test_an_allof_of_one_reference_is_that_reference() -> None:
    types = types_of(
        "It: {properties: {p: {allOf: [{$ref: '#/components/schemas/Words'}],"
        " description: Mine.}}}\n"
        "Words: {type: string, description: Theirs.}"
    )
    one = properties(types["It"].type)["p"]
    assert (one.type, one.description) == (Ref("Words"), "Mine.")


def test_a_property_takes_missing_annotations_from_its_target() -> None:
    types = types_of(
        "It: {properties: {p: {$ref: '#/components/schemas/Words'},"
        " q: {anyOf: [{$ref: '#/components/schemas/Words'}, {type: 'null'}]}}}\n"
        "Words: {type: string, description: Theirs., default: x, readOnly: true, deprecated: true}"
    )
    for one in properties(types["It"].type).values():
        assert one.description == "Theirs."
        assert one.default is not None
        assert one.default.value == "x"
        assert one.read_only
        assert one.deprecated


def test_properties_beside_a_union_belong_to_each_variant() -> None:
    of = type_of(
        "{type: object, properties: {id: {type: string}}, oneOf: ["
        "{properties: {a: {type: integer}}}, {properties: {b: {type: integer}}}]}"
    )
    assert [list(properties(variant)) for variant in variants(of)] == [["id", "a"], ["id", "b"]]


@pytest.mark.parametrize("bare", ["type: object", "title: Other", "description: Any other."])
def test_a_variant_that_adds_nothing_is_the_schema_without_its_union(bare: str) -> None:
    """Such a variant is no reference to the schema that contains it."""
    types = types_of(
        f"It: {{properties: {{id: {{type: string}}}}, oneOf: [{{type: boolean}}, {{{bare}}}]}}\n"
        "Heir: {allOf: [{$ref: '#/components/schemas/It'}]}"
    )
    assert variants(types["It"].type)[0] == Scalar(ScalarKind.BOOLEAN)
    assert list(properties(variants(types["It"].type)[1])) == ["id"]


def test_a_required_name_that_nothing_describes_adds_no_property() -> None:
    assert list(properties(type_of("{required: [a, b], properties: {b: {}}}"))) == ["b"]


def test_variants_that_only_require_leave_the_object() -> None:
    of = type_of(
        "{type: object, properties: {a: {type: string}, b: {type: string}},"
        " anyOf: [{required: [a]}, {required: [b]}]}"
    )
    assert list(properties(of)) == ["a", "b"]


def test_a_type_beside_a_union_keeps_the_references() -> None:
    types = types_of(
        PETS + "It: {type: object, oneOf: [{$ref: '#/components/schemas/Cat'},"
        " {$ref: '#/components/schemas/Dog'}]}"
    )
    assert variants(types["It"].type) == [Ref("Cat"), Ref("Dog")]


def test_two_unions_in_an_allof_are_multiplied() -> None:
    of = type_of(
        "{allOf: [{oneOf: [{properties: {a: {const: 1}}}, {properties: {a: {const: 2}}}]},"
        " {oneOf: [{properties: {b: {const: 1}}}, {properties: {b: {const: 2}}}]}]}"
    )
    found = [tuple(one.type for one in properties(variant).values()) for variant in variants(of)]
    assert found == [
        (Const(1), Const(1)),
        (Const(1), Const(2)),
        (Const(2), Const(1)),
        (Const(2), Const(2)),
    ]


def test_recursion_ends_in_a_reference() -> None:
    types = types_of(
        "Node: {type: object, properties: {children: {type: array, items:"
        " {$ref: '#/components/schemas/Node'}}}}"
    )
    assert properties(types["Node"].type)["children"].type == Array(Ref("Node"))


def test_recursion_through_an_allof_ends_in_a_name() -> None:
    types = types_of(
        "Node: {type: object, properties: {child: {allOf: [{$ref: '#/components/schemas/Node'},"
        " {properties: {extra: {type: string}}}]}}}"
    )
    child = properties(types["Node"].type)["child"].type
    again = properties(child)["child"].type
    assert again == Ref("NodeChild")
    assert properties(types["NodeChild"].type)["child"].type == Ref("NodeChild")


def test_deep_nesting_gets_names() -> None:
    deep = "{type: string}"
    for _ in range(60):
        deep = f"{{properties: {{p: {deep}}}}}"
    types = types_of(f"It: {deep}")
    assert len(types) == 1 + 60 // INLINE_DEPTH


def test_a_reference_into_a_schema_gets_a_name() -> None:
    types = types_of(
        "It: {properties: {p: {$ref: '#/components/schemas/Other/properties/in~1ner'}}}\n"
        "Other: {properties: {in/ner: {type: string}}}"
    )
    assert properties(types["It"].type)["p"].type == Ref("OtherInNer")
    assert types["OtherInNer"].spec_name == "/components/schemas/Other/properties/in~1ner"


def test_class_names_are_unique_and_shadow_nothing() -> None:
    types = types_of(
        "foo-bar: {type: string}\nFooBar: {type: string}\nfoo_bar: {type: string}\n"
        "Exception: {type: string}\nbase_model: {type: string}\n"
        "2fa: {type: string}\nñ: {type: string}"
    )
    assert {named.spec_name: name for name, named in types.items()} == {
        "FooBar": "FooBar",
        "foo-bar": "FooBar_2",
        "foo_bar": "FooBar_3",
        "Exception": "ExceptionModel",
        "base_model": "BaseModelModel",
        "2fa": "T2Fa",
        "ñ": "Schema",
    }


def test_components_are_named_before_their_inner_schemas() -> None:
    types = types_of(
        "It: {properties: {p: {$ref: '#/components/schemas/Job/items'}}}\n"
        "Job: {items: {type: string}}\nJobItems: {type: integer}"
    )
    assert types["JobItems"].spec_name == "JobItems"
    assert types["JobItems_2"].spec_name == "/components/schemas/Job/items"


def test_unused_types_are_left_out() -> None:
    spec = spec_of(
        "components: {schemas: {Used: {type: string}, Unused: {type: string}}}\n"
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: a, content:"
        " {application/json: {schema: {$ref: '#/components/schemas/Used'}}}}}}}}"
    )
    types = TypeLowerer(SchemaResolver(spec, Problems()))
    schema = spec.operations[0].responses[0].content[0].schema
    assert schema is not None
    types.type_of(schema)
    assert [named.name for named in types.find_all()] == ["Used"]


def lowered(schemas: str) -> tuple[tuple[NamedType, ...], Problems]:
    problems = Problems()
    spec = schemas_of(schemas)
    types = TypeLowerer(SchemaResolver(spec, problems))
    for pointer in spec.schemas:
        types.type_of(Schema(pointer, ref=pointer))
    named = types.find_all()
    check_recursion_ends(named, spec.locate, problems)
    return named, problems


@pytest.mark.parametrize(
    "schemas",
    [
        "A: {anyOf: [{$ref: '#/components/schemas/A'}, {type: object}]}",
        """
        A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: object}]}
        B: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}
        """,
        "A: {anyOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}",
    ],
)
def test_a_union_that_is_its_own_variant_is_an_error(schemas: str) -> None:
    _, problems = lowered(schemas)
    assert codes(problems) == ["endless-type"]


def test_schemas_that_expand_without_limit_are_an_error() -> None:
    parts = "\n".join(
        f"S{n}: {{type: object, properties: {{"
        + ", ".join(
            f"{name}: {{allOf: [{{$ref: '#/components/schemas/S{n - 1}'}}, {{maxProperties: 9}}]}}"
            for name in "abcd"
        )
        + "}}"
        for n in range(1, 30)
    )
    with pytest.raises(Refused):
        lowered(f"S0: {{type: object, properties: {{x: {{type: string}}}}}}\n{parts}")


def test_a_long_chain_of_unions_is_an_error() -> None:
    links = (
        f"S{n}: {{anyOf: [{{$ref: '#/components/schemas/S{n + 1}'}},"
        f" {{type: object, properties: {{p{n}: {{type: string}}}}}}]}}"
        for n in range(2000)
    )
    with pytest.raises(Refused):
        lowered("\n".join((*links, "S2000: {type: object}")))
