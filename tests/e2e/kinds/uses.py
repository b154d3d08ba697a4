"""Typical uses of the client, for a type checker: nothing here is run."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

from kinds_client import BinaryResponse, Kinds, Stream, types

client = Kinds(api_key="k", timeout=None)

page = client.things.list(limit=2, include=["a"], filter={"name": "n"})
assert_type(page, types.Page)
for thing in page.data:
    assert_type(thing.note, str | None)
    assert_type(thing.owner.name, str)
    if thing.shape and thing.shape.kind == "circle":
        assert_type(thing.shape, types.Circle)

new = types.NewThing(name="n", from_="here", shape=types.Square(kind="square", side=1.5))
assert_type(client.things.rename(body=[new, {"name": "m"}]), list[str])
client.things.create(name="n", note=None, parts=[{"id": 1}, types.NewThingPartsItem(id=2)])
assert_type(client.things.content("t"), BinaryResponse)
assert_type(client.things.events.watch("t"), Stream[types.Event])
client.uploads.create(file=Path("a"), purpose="p", pages=[b"", ("n", b"", "image/png")])

client.things.create()  # type: ignore[call-arg]
client.things.create(name=1)  # type: ignore[arg-type]
client.things.retrieve(thing_id=None)  # type: ignore[arg-type]
