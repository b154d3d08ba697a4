"""Inheritance by allOf with a discriminator, in each spelling that documents use."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.lower.merge import SchemaResolver
from generator.lower.recursion_check import check_recursion_ends
from generator.lower.types import TypeLowerer
from generator.model.types import NamedType, Object, Ref, Union
from generator.openapi.model import Schema
from tests.support.specs import codes, spec_of

CHILDREN = """
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'},
        {type: object, properties: {lives: {type: integer}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
"""
PET = "type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}"

MAPPINGS = {
    "pointers": "{cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}",
    "names": "{cat: Cat, dog: Dog}",
    "both": "{cat: Cat, dog: '#/components/schemas/Dog'}",
}
LISTS = {
    "no list": "",
    "oneOf": ", oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]",
    "anyOf": ", anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]",
}


def lower(schemas: str, root: str = "Pet") -> dict[str, NamedType]:
    """Returns what a response of type `root` reaches; no schema may be refused."""
    spec = spec_of(
        "paths: {/it: {get: {operationId: getIt, responses: {'200': {description: it, content: "
        f"{{application/json: {{schema: {{$ref: '#/components/schemas/{root}'}}}}}}}}}}}}}}}}\n"
        f"components:\n  schemas:\n{schemas}"
    )
    problems = Problems()
    lowerer = TypeLowerer(SchemaResolver(spec, problems))
    lowerer.type_of(Schema("", ref=f"/components/schemas/{root}"))
    types = lowerer.find_all()
    check_recursion_ends(types, spec.locate, problems)
    assert codes(problems) == []
    return {named.name: named for named in types}


def variants(named: NamedType) -> list[tuple[object, tuple[str, ...]]]:
    assert isinstance(named.type, Union), named.type
    assert named.type.discriminator == "kind"
    return [(variant.type, variant.tags) for variant in named.type.variants]


def members(named: NamedType) -> list[str]:
    assert isinstance(named.type, Object), named.type
    return [one.name for one in named.type.properties]


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=MAPPINGS)
@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_a_base_is_a_union_of_the_schemas_that_extend_it(mapping: str, listed: str) -> None:
    base = f"Pet: {{{PET}, discriminator: {{propertyName: kind, mapping: {mapping}}}{listed}}}"
    types = lower(f"    {base}{CHILDREN}")
    assert variants(types["Pet"]) == [(Ref("Cat"), ("cat",)), (Ref("Dog"), ("dog",))]
    assert members(types["Cat"]) == ["kind", "name", "lives"]
    assert members(types["Dog"]) == ["kind", "name"]
    assert list(types) == ["Cat", "Dog", "Pet"]


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_without_a_mapping_the_names_of_the_children_are_the_tags(listed: str) -> None:
    base = f"Pet: {{{PET}, discriminator: {{propertyName: kind}}{listed}}}"
    types = lower(f"    {base}{CHILDREN}")
    assert variants(types["Pet"]) == [(Ref("Cat"), ("Cat",)), (Ref("Dog"), ("Dog",))]
    assert members(types["Cat"]) == ["kind", "name", "lives"]
    assert members(types["Dog"]) == ["kind", "name"]


def test_a_child_that_the_mapping_lacks_has_its_name_as_tag() -> None:
    mapping = "discriminator: {propertyName: kind, mapping: {dog: Dog}}"
    types = lower(f"    Pet: {{{PET}, {mapping}}}{CHILDREN}")
    assert variants(types["Pet"]) == [(Ref("Dog"), ("dog",)), (Ref("Cat"), ("Cat",))]


def test_a_base_without_discriminator_may_list_its_children() -> None:
    types = lower(f"    Pet: {{{PET}{LISTS['oneOf']}}}{CHILDREN}")
    pet = types["Pet"].type
    assert isinstance(pet, Union)
    assert [variant.type for variant in pet.variants] == [Ref("Cat"), Ref("Dog")]


def test_the_mapping_may_name_the_base_itself() -> None:
    mapping = "discriminator: {propertyName: kind, mapping: {pet: Pet, cat: Cat, dog: Dog}}"
    types = lower(f"    Pet: {{{PET}, {mapping}}}{CHILDREN}")
    [own, *children] = variants(types["Pet"])
    assert isinstance(own[0], Object)
    assert own[1] == ("pet",)
    assert children == [(Ref("Cat"), ("cat",)), (Ref("Dog"), ("dog",))]
    assert members(types["Dog"]) == ["kind", "name"]


def test_children_may_have_children() -> None:
    mapping = "discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog, lion: Lion}}"
    types = lower(
        f"    Pet: {{{PET}, {mapping}}}{CHILDREN}"
        "    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, "
        "{type: object, properties: {fur: {type: boolean}}}]}\n"
    )
    assert [of for of, _ in variants(types["Pet"])] == [Ref("Cat"), Ref("Dog"), Ref("Lion")]
    assert members(types["Lion"]) == ["kind", "name", "lives", "fur"]


def test_a_child_may_be_a_base_with_a_discriminator_of_its_own() -> None:
    types = lower(
        f"    Pet: {{{PET}, discriminator: {{propertyName: kind, mapping: {{cat: Cat}}}}}}\n"
        "    Cat:\n"
        "      allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {breed: "
        "{type: string}}}]\n"
        "      discriminator: {propertyName: breed, mapping: {lion: Lion}}\n"
        "    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}, "
        "{type: object, properties: {fur: {type: boolean}}}]}\n"
    )
    cat = types["Cat"].type
    assert types["Lion"].type != cat
    assert members(types["Lion"]) == ["kind", "name", "breed", "fur"]


def test_a_property_that_adds_a_note_to_a_base_is_the_base() -> None:
    types = lower(
        f"    Pet: {{{PET}, discriminator: {{propertyName: kind}}}}{CHILDREN}"
        "    Owner: {type: object, properties: {pet: {allOf: [{$ref: '#/components/schemas/Pet'}, "
        "{description: The first one.}]}}}\n",
        "Owner",
    )
    owner = types["Owner"].type
    assert isinstance(owner, Object)
    assert owner.properties[0].type == Ref("Pet")
    assert owner.properties[0].description == "The first one."


def test_a_nullable_stand_in_for_a_base_is_no_child() -> None:
    types = lower(
        f"    Pet: {{{PET}, discriminator: {{propertyName: kind}}}}{CHILDREN}"
        "    MaybePet: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}\n"
        "    Owner: {type: object, properties: {pet: {$ref: '#/components/schemas/MaybePet'}}}\n",
        "Owner",
    )
    assert [of for of, _ in variants(types["Pet"])] == [Ref("Cat"), Ref("Dog")]
    assert types["MaybePet"].type == Ref("Pet")


def test_a_schema_that_extends_a_listing_base_without_being_listed_has_each_variant() -> None:
    types = lower(
        f"    Pet: {{{PET}, discriminator: {{propertyName: kind, mapping: {MAPPINGS['names']}}}"
        f"{LISTS['oneOf']}}}{CHILDREN}"
        "    Found: {allOf: [{$ref: '#/components/schemas/Pet'}, "
        "{type: object, properties: {at: {type: string}}}]}\n",
        "Found",
    )
    found = types["Found"].type
    assert isinstance(found, Union)
    assert [
        [one.name for one in variant.type.properties]
        for variant in found.variants
        if isinstance(variant.type, Object)
    ] == [["kind", "name", "at", "lives"], ["kind", "name", "at"]]


@pytest.mark.parametrize(
    ("listed", "default", "tag"),
    [("", "Pet", "")]
    + [(listed, *one) for listed in LISTS.values() for one in (("Fish", "Fish"), ("Dog", "dog"))],
)
def test_a_default_mapping_selects_a_variant_or_the_base(
    listed: str, default: str, tag: str
) -> None:
    discriminator = f"propertyName: kind, mapping: {MAPPINGS['names']}, defaultMapping: {default}"
    fish = "    Fish: {allOf: [{$ref: '#/components/schemas/Pet'}]}\n"
    more = listed.replace("}]", "}, {$ref: '#/components/schemas/Fish'}]")
    types = lower(f"    Pet: {{{PET}, discriminator: {{{discriminator}}}{more}}}{CHILDREN}{fish}")
    union = types["Pet"].type
    assert isinstance(union, Union)
    (kept,) = (variant for variant in union.variants if variant.is_default)
    assert kept.tags == ((tag,) if tag else ())
    assert kept.type == Ref(default) if tag else isinstance(kept.type, Object)
