"""Where a type is used, as its page says."""

from __future__ import annotations

from generator.model.types import Array, Ref
from generator.views.mkdocs.type_uses import find_type_uses, uses_text
from generator.vocabulary import SqlVerb
from tests.support.markdown_pages import pages_below
from tests.support.providers import body, method, named, prop, provider, record, resource

TYPES = (
    named("Part", record(prop("text"))),
    named("Whole", record(prop("parts", Array(Ref("Part"))), prop("first", Ref("Part")))),
)
SENT = body(prop("whole", Ref("Whole")), prop("other", Ref("Whole")))


def makers(count: int) -> list[str]:
    return [f"make_{number}" for number in range(count)]


def test_a_type_links_to_its_methods_and_to_what_contains_it() -> None:
    made = resource(*(method(name, SqlVerb.INSERT, sent=SENT) for name in makers(2)))
    more = resource(method("add", SqlVerb.INSERT, sent=SENT), name="more")
    (page,) = (
        text
        for path, text in pages_below("docs/mkdocs", provider(made, more, types=TYPES)).items()
        if "{ #type-Part .n }" in text and "/more/" in path
    )
    methods = (
        "Used by [`things.make_0`](../things/index.md#make_0), "
        "[`things.make_1`](../things/index.md#make_1), [`more.add`](#add)."
    )
    assert f"    {methods}\n    {{ .uses }}" in page
    assert f"    {methods} Part of [`Whole`](#type-Whole).\n" in page


def test_many_methods_are_named_by_their_resources() -> None:
    made = resource(*(method(name, SqlVerb.INSERT, sent=SENT) for name in makers(9)))
    uses = find_type_uses(provider(made, types=TYPES))
    text = uses_text("Part", uses, "acme_things/things", {})
    assert text == "Used by 9 methods of [`things`](index.md)."
    others = [
        resource(method("make", SqlVerb.INSERT, sent=SENT), name=f"r{number}")
        for number in range(15)
    ]
    uses = find_type_uses(provider(*others, types=TYPES))
    text = uses_text("Part", uses, "acme_things/r0", {})
    assert text.endswith("[`r11`](../r11/index.md) and 3 others.")


def test_a_type_that_nothing_uses_says_nothing() -> None:
    alone = provider(resource(method("make", SqlVerb.INSERT)), types=TYPES[:1])
    assert uses_text("Part", find_type_uses(alone), "acme_things/things", {}) == ""
