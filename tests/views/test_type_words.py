"""Types are described in words for a table cell."""

from __future__ import annotations

import pytest

from generator.model.types import (
    Anything,
    Array,
    Binary,
    Const,
    Enum,
    Map,
    Nullable,
    Ref,
    Scalar,
    ScalarKind,
    Type,
    Union,
    Variant,
)
from generator.views.mkdocs.type_words import Reader, limits_text, type_text, values_text
from generator.vocabulary import Limits
from tests.support.providers import INTEGER, STRING, named, prop, record

TYPES = {
    one.name: one
    for one in (
        named("Message", record(prop("text"))),
        named("Name", STRING),
        named("Tree", Array(Ref("Tree"))),
        named("Mood", Enum(ScalarKind.STRING, ("good", "bad"), open=False)),
    )
}
READER = Reader(TYPES, {"Message": "#type-Message"})


def either(*types: Type) -> Union:
    return Union(tuple(Variant(of) for of in types))


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (STRING, "`string`"),
        (Scalar(ScalarKind.STRING, "date-time"), "`string (date-time)`"),
        (Array(STRING), "array of `string`"),
        (Array(either(STRING, INTEGER)), "array of (`string` or `integer`)"),
        (Array(Nullable(STRING)), "array of (`string` or `null`)"),
        (Map(INTEGER), "map of `integer`"),
        (Map(Anything()), "`object`"),
        (record(prop("a")), "`object`"),
        (Binary(), "`binary`"),
        (Anything(), "`any`"),
        (either(Const("auto"), INTEGER), '`"auto"` or `integer`'),
        (either(record(prop("a")), record(prop("b"))), "`object`"),
        (Nullable(Ref("Message")), "[`Message`](#type-Message) or `null`"),
        (Ref("Name"), "`string`"),
        (Ref("Mood"), "`string`"),
        (Ref("Tree"), "array of `Tree`"),
    ],
)
def test_type_in_words(of: Type, words: str) -> None:
    assert type_text(of, READER) == words


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (STRING, ""),
        (Ref("Mood"), "Values: `good`, `bad`."),
        (Array(Ref("Mood")), "Values: `good`, `bad`."),
        (Enum(ScalarKind.INTEGER, (1, 2), open=False), "Values: `1`, `2`."),
        (Enum(ScalarKind.STRING, ("a",), open=True), "Known values: `a`; others are accepted."),
        (Enum(ScalarKind.STRING, ("", "|"), open=False), 'Values: `""`, <code>&#124;</code>.'),
        (either(Enum(ScalarKind.STRING, ("a",), open=False), INTEGER), "Values: `a`."),
        (Ref("Message"), ""),
    ],
)
def test_known_values_are_a_sentence(of: Type, sentence: str) -> None:
    assert values_text(of, READER) == sentence


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (STRING, ""),
        (Scalar(ScalarKind.STRING, "", Limits(min_length=0, max_length=1)), "At most 1 character."),
        (
            Scalar(ScalarKind.STRING, "", Limits(min_length=2, max_length=2)),
            "Exactly 2 characters.",
        ),
        (
            Scalar(ScalarKind.STRING, "", Limits(pattern="^a|b$")),
            "Matches <code>&#94;a&#124;b&#36;</code>.",
        ),
        (Scalar(ScalarKind.INTEGER, "", Limits(minimum=0, maximum=12345)), "From 0 to 12,345."),
        (Scalar(ScalarKind.NUMBER, "", Limits(exclusive_minimum=0)), "More than 0."),
        (Scalar(ScalarKind.NUMBER, "", Limits(multiple_of=0.5)), "A multiple of 0.5."),
        (Array(STRING, Limits(min_items=1, unique_items=True)), "At least 1 item. No item twice."),
        (Map(STRING, Limits(max_properties=16)), "At most 16 entries."),
        (either(STRING, Array(STRING, Limits(max_items=4))), "At most 4 items."),
    ],
)
def test_bounds_are_sentences(of: Type, sentence: str) -> None:
    assert limits_text(of, READER) == sentence


def test_bounds_of_several_variants_are_not_shown() -> None:
    of = either(
        Scalar(ScalarKind.STRING, "", Limits(max_length=4)), Array(STRING, Limits(max_items=4))
    )
    assert limits_text(of, READER) == ""
