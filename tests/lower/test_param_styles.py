"""How each parameter is sent, and which can't be sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.diagnostics import Location, Problems
from generator.lower.param_styles import ParamSettler
from generator.model.methods import Param
from generator.model.types import (
    Anything,
    Array,
    Map,
    NamedType,
    Object,
    Origin,
    Ref,
    Type,
    Union,
    Variant,
)
from generator.vocabulary import ParamPlace
from tests.support.providers import INTEGER, ORIGIN, STRING, param, prop, record

LIST = Array(STRING)
TREE = NamedType("Tree", "Tree", Array(Ref("Tree")), "", False, Origin(""))


def find(name: str) -> NamedType:
    return {"Tree": TREE}[name]


def settle(sent: Param) -> tuple[Param | None, list[str]]:
    problems = Problems()
    settler = ParamSettler(find, lambda _: Location("spec.yaml", 1, 1), problems)
    return settler.settle(sent), [f"{one.severity}: {one.message}" for one in problems]


def query(of: Type, style: str = "form", explode: bool = True, required: bool = False) -> Param:
    made = param("q", ParamPlace.QUERY, required=required)
    return replace(made, type=of, style=style, explode=explode)


def test_a_style_of_another_place_is_the_default() -> None:
    for place, default, explode in (
        (ParamPlace.PATH, "simple", False),
        (ParamPlace.QUERY, "form", True),
        (ParamPlace.HEADER, "simple", False),
    ):
        settled, problems = settle(replace(param("q", place), style="wild", explode=True))
        assert settled is not None
        assert (settled.style, settled.explode, problems) == (default, explode, [])


@pytest.mark.parametrize("style", ["form", "spaceDelimited", "pipeDelimited"])
@pytest.mark.parametrize(
    "of",
    [
        STRING,
        Anything(),
        LIST,
        Map(INTEGER),
        record(prop("a"), prop("b", INTEGER)),
        Union((Variant(STRING), Variant(LIST))),
    ],
)
def test_one_level_is_sent_and_two_are_not(of: Type, style: str) -> None:
    one_level = query(of, style, explode=style == "form")
    assert settle(one_level) == (one_level, [])
    nested = replace(one_level, type=Array(Array(of)))
    left_out, [warning] = settle(nested)
    assert left_out is None
    assert warning == (
        f'warning: query parameter "q": style `{style}` can\'t send a list of lists; it is left out'
    )
    _, [error] = settle(replace(nested, required=True))
    assert error == f'error: query parameter "q": style `{style}` can\'t send a list of lists'


def test_a_value_that_may_be_sent_stays_an_argument() -> None:
    for of, what in (
        (Union((Variant(STRING), Variant(Array(LIST)))), "a list of lists"),
        (record(prop("a"), prop("b", LIST)), 'a list in the member "b"'),
        (Map(Union((Variant(STRING), Variant(Map(STRING))))), "an object in a member"),
    ):
        kept, [warning] = settle(query(of, required=True))
        assert kept == query(of, required=True)
        assert warning == (
            f'warning: query parameter "q": style `form` can\'t send {what}; the client refuses it'
        )


def test_a_deep_object_nests_without_lists_in_lists() -> None:
    rows = record(prop("rows", Array(record(prop("a", Map(LIST))))))
    assert settle(query(rows, "deepObject")) == (query(rows, "deepObject"), [])
    assert settle(query(LIST, "deepObject")) == (query(LIST, "deepObject"), [])
    left_out, [warning] = settle(query(Map(Array(LIST)), "deepObject"))
    assert left_out is None
    assert "can't send a list of lists in a member" in warning


def test_a_list_of_itself_has_no_value_to_send() -> None:
    left_out, problems = settle(query(Ref("Tree")))
    assert (left_out, len(problems)) == (None, 1)


def test_content_that_is_not_json_is_text() -> None:
    xml = replace(query(Object((), None)), content_type="application/xml")
    assert settle(xml) == (replace(xml, type=STRING, content_type=""), [])
    plain = replace(query(INTEGER), content_type="text/plain")
    assert settle(plain) == (replace(plain, content_type=""), [])
    json = replace(query(Array(LIST)), content_type="application/problem+json")
    assert settle(json) == (json, [])
    assert json.origin == ORIGIN
