"""A method in, what its section says of the bodies that it sends and gets out.

Tables are made by `mkdocs_tables`, the words for types by `typetext`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.model.methods import Body, Content, ContentKind, Method, PathInResponse
from generator.model.types import Object, Property, Type
from generator.model.walk import NamedTypes, resolved
from generator.views.mkdocs.tables import Page, Table, properties_table
from generator.views.mkdocs.type_words import Markdown, type_text
from generator.vocabulary import SqlVerb


@dataclass(frozen=True, slots=True)
class OtherBody:
    """Another form of the same body: what it takes that the preferred one doesn't, or not so."""

    sent: Markdown
    table: Table


def body_text(body: Body, prefix: str, page: Page) -> Markdown:
    """What the body is sent as, and whether it may be left out."""
    if not body.content:
        return Markdown("")
    sent = " or ".join(markdown_code(content.content_type) for content in body.content)
    need = "required" if body.required else "optional"
    if body.properties:
        named = f" Columns have the prefix `{prefix}`." if prefix else ""
        return Markdown(f"{sent}, {need}.{named}")
    whole = type_text(body.content[0].type, page.reader)
    column = markdown_code(f"{prefix}{body.python_name}")
    return Markdown(f"{sent}, {need}. The column {column} is the whole of it: {whole}.")


def other_bodies(body: Body, page: Page) -> Iterator[OtherBody]:
    """Rule MB1: of a further form of the body, the properties that the preferred one has not, or
    has with another type.
    """
    known = {part.property.name: part.property.type for part in body.properties}
    for content in body.content[1:] if known else ():
        parts = _properties(content.type, page.reader.types)
        differing = [part for part in parts if known.get(part.name) != part.type]
        if differing:
            sent = Markdown(markdown_code(content.content_type))
            yield OtherBody(sent, properties_table(differing, page))


def _properties(of: Type, types: NamedTypes) -> tuple[Property, ...]:
    """The properties of an object that can be written; none of anything else."""
    match resolved(of, types):
        case Object(properties):
            return tuple(part for part in properties if not part.read_only)
        case _:
            return ()


def returns_text(method: Method, page: Page) -> Markdown:
    """Rule MB2: every form of the answer is told, each type once with all that it is sent as."""
    sent: dict[str, list[str]] = {}
    # Of other rows than those of a SELECT the page shows no fields: their type says what they are.
    items = method.items if method.verb is SqlVerb.SELECT else None
    for content in method.answer.content:
        words = _content_text(content, items, page)
        sent.setdefault(words, []).append(markdown_code(content.content_type))
    told = (f"{words}, as {' or '.join(types)}" for words, types in sent.items())
    return Markdown(f"{'; or '.join(told) or 'nothing'}.")


def _content_text(content: Content, items: PathInResponse | None, page: Page) -> str:
    words = type_text(content.type, page.reader)
    if content.kind is ContentKind.EVENTS:
        return f"a stream of {words}"
    if items and content.kind is ContentKind.JSON:
        return f"the rows at {path_text(items)} of the answer"
    return f"{words} or `null`" if content.nullable else words


def path_text(path: PathInResponse) -> str:
    """A place in a response as one reads it: `data[-1].id`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path.steps)
    return markdown_code("".join(parts).removeprefix("."))
