"""Models as code: what datamodel-code-generator makes of our schemas, by running it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pydantic
import pytest

from generator.json_types import Json
from generator.model.client import JoinedText, TextStep
from generator.model.methods import ContentKind
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
from generator.views.client.calls import Argument, CallResult, ClientCall
from generator.views.client.model import build_client_model
from generator.views.client.models import codegen
from generator.views.client.models.json_schema import member_names, schema_of
from generator.views.client.models.type_modules import TypesModule, build_types_modules
from generator.vocabulary import SqlVerb
from tests.support.providers import INTEGER, STRING, method, named, prop, provider, record, resource

PACKAGE = "made_client"
BREAKOUTS = (
    'x"""\nimport os\n"""',
    "x'''\nimport os",
    'a" + __import__("os") + "',
    "back\\",
    "\\N{BULLET}\\x41",
    "{{ 7 * 7 }}{% raw %}",
    "line\rend\x0b\x0c\x85\u2028x",
    "\x00nul",
    "]] | int",
    "#: noqa",
    "é✓",
    "",
)


def call(service: str, *uses: str) -> ClientCall:
    """A method of a service that returns the first of these types, and the second as events."""
    events = [CallResult(ContentKind.STREAM, "", Ref(use), nullable=False) for use in uses[1:]]
    return ClientCall(
        method=method("m", SqlVerb.EXEC),
        service=service,
        resource="things",
        name="m",
        arguments=(),
        body=None,
        files=(),
        whole_body="",
        result=CallResult(ContentKind.JSON, "application/json", Ref(uses[0]), nullable=False),
        stream=events[0] if events else None,
    )


def modules_of(
    types: tuple[NamedType, ...], *calls: ClientCall, joined: tuple[JoinedText, ...] = ()
) -> dict[str, TypesModule]:
    model = build_client_model(provider(resource(), types=types))
    settings = replace(model.settings, package=PACKAGE, joined_texts=joined)
    model = replace(model, calls=calls, settings=settings)
    return {module.name.removeprefix("_"): module for module in build_types_modules(model)}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package with the runtime, and room for types."""
    folder = tmp_path / PACKAGE
    (folder / "types").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "types" / "__init__.py").touch()
    runtime = Path(__file__).parents[2] / "generator" / "runtime"
    (folder / "_runtime").symlink_to(runtime, target_is_directory=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def imported(folder: Path, modules: dict[str, TypesModule], name: str) -> ModuleType:
    for module in modules.values():
        (folder / "types" / f"{module.name}.py").write_text(module.code)
    return import_module(f"{PACKAGE}.types._{name}")


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (Anything(), {}),
        (Scalar(ScalarKind.STRING, "uuid"), {"type": "string"}),
        (Scalar(ScalarKind.STRING, "date-time"), {"type": "string", "x-time": "date-time"}),
        (Binary(), {"type": "string"}),
        (Const("a"), {"type": "string", "enum": ["a"]}),
        (Const(1.5), {"type": "number"}),
        (Const(None), {}),
        (
            Enum(ScalarKind.STRING, ("a",), open=False),
            {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}]},
        ),
        (Enum(ScalarKind.NUMBER, (1, 2.5), open=False), {"type": "number"}),
        (Array(INTEGER), {"type": "array", "items": {"type": "integer"}}),
        (Map(STRING), {"type": "object", "additionalProperties": {"type": "string"}}),
        (Object((), None), {"type": "object", "additionalProperties": {}}),
        (Nullable(Ref("A")), {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}),
        (
            Union((Variant(STRING), Variant(INTEGER))),
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        ),
    ],
)
def test_schemas_of_types_are_open(kind: Type, schema: Json) -> None:
    assert schema_of(kind) == schema


def test_attributes_are_unique_identifiers() -> None:
    wire = (
        "a-b",
        "a_b",
        "A.B",
        "class",
        "self",
        "schema",
        "model_dump",
        "model_ids",
        "int",
        "_x",
        "",
        "é",
        "+1",
    )
    found = member_names(record(*(prop(name) for name in wire)))
    assert list(found.values()) == [
        *("a_b", "a_b_2", "a_b_3", "class_", "self_", "schema_", "model_dump_", "model_ids"),
        *("int_", "x", "value", "value_2", "n1"),
    ]
    reserved = [name for name in dir(pydantic.BaseModel) if name.islower() and name[0] != "_"]
    names = member_names(record(*(prop(name) for name in (*reserved, "register", "mro"))))
    assert all(not hasattr(pydantic.BaseModel, name) for name in names.values())


def test_a_type_is_in_the_module_of_the_services_that_reach_it() -> None:
    types = (
        named("A", record(prop("own", Ref("OwnOfA")), prop("pair", Ref("Pair")))),
        named("B", record(prop("pair", Ref("Pair")), prop("all", Ref("All")))),
        named("OwnOfA", record(prop("a", Ref("A")))),
        named("Pair", record(prop("all", Ref("All")))),
        named("All", record(prop("x"))),
        named("Unused", record(prop("x"))),
    )
    others = [call(service, "All") for service in ("c", "d")]
    modules = modules_of(types, call("a", "A"), call("b", "B"), *others)
    assert {name: module.types for name, module in modules.items()} == {
        "a": ("A", "OwnOfA"),
        "b": ("B",),
        "a_and_b": ("Pair",),
        "common": ("All",),
    }
    assert modules["common"].services == ("a", "b", "c", "d")
    imports = [line for line in modules["a"].code.splitlines() if line.startswith("from .")]
    assert imports == ["from .._runtime.base_model import BaseModel", "from ._a_and_b import Pair"]


def test_types_that_only_events_or_arguments_reach_have_their_own_modules() -> None:
    types = (
        named("Made", record(prop("part", Ref("Part")))),
        named("Part", record(prop("x"))),
        named("Order", record(prop("delta", Ref("Delta")), prop("wish", Ref("Wish")))),
        named("Wish", record(prop("x"))),
        named("Taken", record(prop("x"))),
        named("Event", record(prop("part", Ref("Part")), prop("delta", Ref("Delta")))),
        named("Delta", record(prop("x"))),
    )
    order = Argument("order", "order", None, Ref("Order"), False, True, "", False)
    modules = modules_of(
        types, replace(call("a", "Made", "Event"), arguments=(order,)), call("a_arguments", "Taken")
    )
    assert {name: module.types for name, module in modules.items()} == {
        "a": ("Made", "Part"),
        "a_events": ("Delta", "Event"),
        "a_arguments": ("Order", "Wish"),
        "a_arguments_2": ("Taken",),
    }
    imports = {
        name: [line for line in module.code.splitlines() if line.startswith("from ._a")]
        for name, module in modules.items()
    }
    assert imports == {
        "a": [],
        "a_events": ["from ._a import Part"],
        "a_arguments": ["from ._a_events import Delta"],
        "a_arguments_2": [],
    }


def test_modules_of_services_have_distinct_names() -> None:
    types = (named("X", record(prop("x"))), named("Y", record(prop("y"))), named("Z", STRING))
    modules = modules_of(
        types, call("a_and_b", "X"), call("a", "Y"), call("b", "Y"), call("common", "Z")
    )
    assert sorted(modules) == ["a_and_b", "a_and_b_2", "common_2"]


def test_recursive_types_and_reserved_names_work(package: Path) -> None:
    tree = named(
        "Tree",
        record(
            prop("kids", Array(Ref("Trees"))),
            prop("self", Ref("Node"), required=True),
            replace(prop("when", STRING, required=True), nullable=True),
        ),
    )
    node = named("Node", Union((Variant(Ref("Leaf"), ("leaf",)), Variant(Ref("Tree"))), "kind"))
    leaf = named("Leaf", record(prop("kind", Const("leaf"), required=True)))
    trees = named("Trees", Union((Variant(Ref("Tree")), Variant(Array(Ref("Trees"))))))
    modules = modules_of((leaf, node, tree, trees), call("s", "Trees", "Node"))
    made = imported(package, modules, "s")
    value = {"self": {"kind": "leaf"}, "when": None, "kids": [[{"self": {}, "when": "x"}]]}
    model = made.Tree.model_validate(value)
    assert isinstance(model.self_, made.Leaf)
    assert isinstance(model.kids[0][0], made.Tree)
    assert model.model_dump(by_alias=True, exclude_unset=True) == value
    with pytest.raises(pydantic.ValidationError):
        made.Tree.model_validate({"self": {}})


def test_a_declared_union_includes_its_inner_unions() -> None:
    a, b, c, d = (
        named(name, record(prop("kind", Const(name.lower()), required=True))) for name in "ABCD"
    )
    inner = named(
        "Inner", Union((Variant(Ref("A"), ("a",)), Variant(Ref("B"), ("b", "d"))), "kind")
    )
    variants = (
        Variant(STRING),
        Variant(Ref("Inner"), ("a", "b", "d")),
        Variant(Ref("C"), ("c",)),
        Variant(Ref("D"), ("d",)),
    )
    outer = named("Outer", Union(variants, "kind"))
    code = modules_of((a, b, c, d, inner, outer), call("s", "Outer"))["s"].code
    union = "".join(code.partition("Outer = ")[2].split())
    assert "Union[A,B,C,D,str,]" in union
    assert 'OneOf("kind",("a",),("b",),("c",),())' in union, "a tag of two variants chooses none"


@pytest.mark.parametrize("outer_is_default", [False, True])
def test_the_default_of_an_inner_union_counts_if_the_inner_union_is_the_default(
    outer_is_default: bool,
) -> None:
    a, b, c = (named(name, record(prop("kind"))) for name in "ABC")
    last = Variant(Ref("B"), ("b",), is_default=True)
    inner = named("Inner", Union((Variant(Ref("A"), ("a",)), last), "kind"))
    variants = (Variant(Ref("Inner"), ("a", "b"), outer_is_default), Variant(Ref("C"), ("c",)))
    outer = named("Outer", Union(variants, "kind"))
    code = modules_of((a, b, c, inner, outer), call("s", "Outer"))["s"].code
    union = "".join(code.partition("Outer = ")[2].split())
    expected = ",default=1" if outer_is_default else ""
    assert f'OneOf("kind",("a",),("b",),("c",){expected})' in union


def test_a_joined_text_is_a_read_only_property(package: Path) -> None:
    line = named("Line", record(prop("kind", Const("line"), required=True), prop("text")))
    other = named("Other", record(prop("kind", Const("other"), required=True), prop("text")))
    parts = Array(
        Union((Variant(Ref("Line"), ("line",)), Variant(Ref("Other"), ("other",))), "kind")
    )
    letter = named("Letter", record(prop("in-parts", parts), prop("title")))
    steps = (TextStep("in-parts", each=True, tag="kind", value="line"), TextStep("text"))
    every = (TextStep("in-parts", each=True), TextStep("text"))
    joined = (
        JoinedText("Letter", "whole", "$.in-parts[?@.kind=='line'].text", steps),
        JoinedText("Letter", "copy", "$.in-parts[*].text", every),
    )
    made = modules_of((line, other, letter), call("s", "Letter"), joined=joined)
    letters = imported(package, made, "s")
    sent = [{"kind": "line", "text": "a"}, {"kind": "other", "text": "b"}, {"kind": "new"}]
    sent += [{"kind": "line"}, {"kind": "line", "text": "c"}]
    found = letters.Letter.model_validate({"in-parts": sent})
    assert found.whole == "ac"
    assert found.copy_ == "abc", "`copy` is a method of all models"
    assert found.to_dict() == {"in-parts": sent}, "a property is not sent"
    assert letters.Letter().whole == ""
    with pytest.raises(AttributeError):
        found.whole = "x"
    assert "$.in-parts[?@.kind=='line'].text" in letters.Letter.whole.__doc__


def hostile_types(texts: tuple[str, ...]) -> tuple[NamedType, ...]:
    """The same types for any texts: these become names, values, tags and descriptions."""
    described = [
        replace(prop(f"p{number}", STRING), description=text) for number, text in enumerate(texts)
    ]
    values = Enum(ScalarKind.STRING, texts, open=False)
    variants = tuple(Variant(Ref(f"V{number}"), (text,)) for number, text in enumerate(texts))
    return (
        replace(named("Described", record(*described)), description=texts[0]),
        named("Named", record(*(prop(text) for text in texts))),
        named("Values", values),
        named("Inline", record(prop("few", replace(values, values=texts[:2])))),
        named("Choice", Union(variants, texts[0])),
        *(
            named(f"V{number}", record(prop(texts[0], Const(text), required=True)))
            for number, text in enumerate(texts)
        ),
    )


def shape(code: str) -> list[str]:
    """The kinds of nodes in order, without values and names."""
    return [type(node).__name__ for node in ast.walk(ast.parse(code))]


def test_hostile_text_changes_only_text(package: Path) -> None:
    plain = tuple(f"plain {number}" for number in range(len(BREAKOUTS)))
    uses = ("Described", "Named", "Values", "Inline", "Choice")
    calls = [call("s", use) for use in uses]
    harmless = modules_of(hostile_types(plain), *calls)["s"].code
    modules = modules_of(hostile_types(BREAKOUTS), *calls)
    assert len(shape(modules["s"].code)) > 500
    # A text without words has no docstring, and a name that is an identifier has no alias.
    described = modules_of(hostile_types((*BREAKOUTS[:-1], "two words")), *calls)["s"].code
    assert shape(described) == shape(harmless)
    made = imported(package, modules, "s")
    assert {field.alias for field in made.Named.model_fields.values()} == set(BREAKOUTS)
    for number, text in enumerate(BREAKOUTS):
        adapter: pydantic.TypeAdapter[object] = pydantic.TypeAdapter(made.Choice)
        chosen = adapter.validate_python({BREAKOUTS[0]: text})
        assert type(chosen).__name__ == f"V{number}"


def test_the_code_is_the_same_whichever_process_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    types = tuple(
        named(f"T{number}", record(prop("a", Ref(f"T{number // 2}")), prop("b")))
        for number in range(300)
    )
    calls = [call(f"s{number % 5}", f"T{number}") for number in range(300)]
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    shared = modules_of(types, *calls)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert modules_of(types, *calls) == shared


def test_a_process_that_fails_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    chunks = [
        codegen.Chunk(name, {f"{name}{n}": schema_of(STRING) for n in range(90)}, {}, {})
        for name in ("A", "B")
    ]
    with pytest.raises((RuntimeError, BrokenPipeError)):
        codegen.model_code(chunks, "x.models")


def test_the_library_is_imported_for_models_only() -> None:
    code = "import sys, generator.views.outputs; print('datamodel_code_generator' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
