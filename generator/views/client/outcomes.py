"""What comes back from a call: which of its answers, as which type, and the pages of a list.

The answers of a provider's method come in, `Outcome`s with flat types go out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.model.methods import Answer, Content, ContentKind, Method, PathInResponse
from generator.model.types import Array, Nullable, Object, Ref, Type, Union
from generator.views.client.flat_types import Place, Shapes
from generator.vocabulary import SqlVerb

_ENVELOPE = re.compile(r"\AList(?=[A-Z])|(?:List)?(?:Response|Resource)?\Z")


@dataclass(frozen=True, slots=True)
class PageClass:
    """The class of a list's pages: a response that can be iterated."""

    name: str
    response: str  # the class that it extends
    row: Type  # flat


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes back: the type of `kind`'s content, where JSON is or makes it."""

    kind: ContentKind | None  # None: no body
    content_type: str
    type: Ref | None
    nullable: bool
    named: bool = False  # events whose type is of objects with `event` and `data`
    page: PageClass | None = None
    description: str = ""


class Outcomes:
    """The outcomes of a client's calls, and the classes of pages that they have."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._pages: dict[tuple[Ref, PathInResponse], PageClass] = {}

    def of(self, method: Method, owner: str) -> tuple[Outcome, Outcome | None]:
        """What a method returns, and the events that it returns instead where they are asked for.

        What has no name yet is named after `owner`.

        Rule C26: a SELECT or an EXEC of rows that isn't split into pages is a list of one page.
        """
        outcome, events = _outcomes(method.answer, owner, self._shapes)
        is_list = method.pagination is not None or method.verb in (SqlVerb.SELECT, SqlVerb.EXEC)
        is_page = is_list and outcome.kind is ContentKind.JSON and not outcome.nullable
        if is_page and method.items and outcome.type:
            outcome = replace(outcome, page=self._page(outcome.type, method.items))
        return outcome, events

    def _page(self, response: Ref, rows: PathInResponse) -> PageClass | None:
        """Rule C19: a page is named after its response, without `List`, `Response`, `Resource`.

        A response that is no object, or where `rows` is no list, stays what it is.
        """
        row = _row(response, rows, self._shapes)
        if row is None or not isinstance(self._shapes.resolved(response), Object):
            return None
        if (response, rows) not in self._pages:
            name = self._shapes.take(f"{_ENVELOPE.sub('', response.name)}Page")
            self._pages[response, rows] = PageClass(name, self._class(response), row)
        return self._pages[response, rows]

    def _class(self, response: Ref) -> str:
        """The name of the class behind an alias."""
        while isinstance(of := self._shapes.types[response.name].type, Ref):
            response = of
        return response.name


def _row(response: Ref, rows: PathInResponse, shapes: Shapes) -> Type | None:
    """The type of the elements of the list at `rows`."""
    kind: Type = response
    for step in rows.steps:
        of = shapes.resolved(kind)
        members = of.properties if isinstance(of, Object) else ()
        found = next((member for member in members if member.name == step), None)
        if found is None:
            return None
        kind = found.type
    of = shapes.resolved(kind)
    return of.items if isinstance(of, Array) else None


def _outcomes(answer: Answer, owner: str, shapes: Shapes) -> tuple[Outcome, Outcome | None]:
    main = answer.main
    if main is None:
        return Outcome(None, "", None, False), None
    if main.kind in (ContentKind.MULTIPART, ContentKind.FORM):  # given as it came
        return Outcome(ContentKind.BINARY, main.content_type, None, False), None
    outcome = _outcome(main, answer, owner, shapes)
    events = answer.events if main.kind is ContentKind.JSON else None
    return outcome, _outcome(events, answer, owner, shapes) if events else None


def _outcome(content: Content, answer: Answer, owner: str, shapes: Shapes) -> Outcome:
    if content.kind not in (ContentKind.JSON, ContentKind.EVENTS):
        kind, content_type = _plain_kind(content), content.content_type
        return Outcome(kind, content_type, None, False, description=answer.description)
    suffix = "Event" if content.kind is ContentKind.EVENTS else "Response"
    of = content.type.of if isinstance(content.type, Nullable) else content.type
    ref = shapes.named(of, owner + suffix, Place(content.origin.pointer))
    return Outcome(
        content.kind,
        content.content_type,
        ref,
        content.nullable,
        named=content.kind is ContentKind.EVENTS and _is_named_event(ref, shapes),
        description=answer.description,
    )


def _plain_kind(content: Content) -> ContentKind:
    """Rule C25: text is a `str` where its media type is `text/…`.

    A document of another type that is text, such as SDP, is read or saved as it came.
    """
    is_document = content.kind is ContentKind.TEXT and not content.content_type.startswith("text/")
    return ContentKind.BINARY if is_document else content.kind


def _is_named_event(ref: Ref, shapes: Shapes) -> bool:
    """Rule C6: events are wrapped where their type is of objects with `event` and `data`."""
    of = shapes.resolved(ref)
    leaves = [variant.type for variant in shapes.leaves(of)] if isinstance(of, Union) else [of]
    objects = [shapes.resolved(leaf) for leaf in leaves]
    return all(
        isinstance(leaf, Object)
        and {"event", "data"} <= {member.name for member in leaf.properties}
        for leaf in objects
    )
