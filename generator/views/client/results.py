"""What a call returns: which content of its answer, as which type, and the pages of a list.

The answers of the provider's methods come in, `CallResult`s with flat types go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.model.methods import (
    NOT_MODIFIED,
    Answer,
    Content,
    ContentKind,
    Method,
    PathInResponse,
)
from generator.model.types import Array, Map, Nullable, Object, Ref, Type, Union
from generator.model.walk import NamedTypes, resolved
from generator.views.client.calls import CallResult, ErrorType, PageClass
from generator.views.client.flat_types import FlatTypeBuilder, TypePlace
from generator.views.client.union_variants import walk_leaves
from generator.vocabulary import SqlVerb, StreamFormat

_ENVELOPE = re.compile(r"\AList(?=[A-Z])|(?:List)?(?:Response|Resource)?\Z")
_FORMS = (ContentKind.MULTIPART, ContentKind.FORM)
_SUFFIXES = {
    None: "Response",
    StreamFormat.EVENTS: "Event",
    StreamFormat.LINES: "Item",
    StreamFormat.RECORDS: "Item",
}
_NOTHING = CallResult(None, "", None, nullable=False)


class ResultBuilder:
    """Builds the results of a client's calls, and the classes of pages that they have."""

    def __init__(self, builder: FlatTypeBuilder) -> None:
        self._builder = builder
        self._pages: dict[tuple[Ref, PathInResponse], PageClass] = {}

    def build(self, method: Method, owner: str) -> tuple[CallResult, CallResult | None]:
        """Returns the result of a method, and the stream that it returns if it is asked for it.

        A type without a name is named after `owner`.

        Rule C26: a SELECT or an EXEC of rows that isn't split into pages is a list of one page. If
        its response is the array of the rows, it is a plain list.
        """
        result, stream = self._build_both(method.answer, owner)
        others = tuple(self._build_others(method, result, owner))
        media = tuple(self._build_media(method.answer, result, owner))
        result = replace(result, others=others, media=media)
        is_list = method.pagination is not None or method.verb in (SqlVerb.SELECT, SqlVerb.EXEC)
        if is_list and method.items and result.kind is ContentKind.JSON and result.type:
            result = self._add_page(result, result.type, method)
        return result, stream

    def build_errors(self, method: Method, owner: str) -> Iterator[ErrorType]:
        """Yields the types of the bodies of errors.

        Rule AN4: the JSON that a failure declares is the `model` of the error of its status.
        """
        for failure in method.failures:
            main = failure.json
            if main is not None:
                status = "" if failure.status == "default" else failure.status
                place = TypePlace(main.origin.pointer)
                ref = self._builder.flatten_and_name(main.type, f"{owner}{status}Error", place)
                yield ErrorType(failure.status, ref)

    def _build_others(
        self, method: Method, main: CallResult, owner: str
    ) -> Iterator[tuple[str, CallResult]]:
        """Yields what the other successes return, each with its status.

        Rule AN2: a success without a body is None; one with another body is parsed as that. A call
        that returns bytes or a stream does so for each success.
        """
        if main.kind not in (None, ContentKind.JSON, ContentKind.TEXT):
            return
        for other in method.other_answers:
            content = other.main
            if content is not None and content.kind not in (ContentKind.JSON, ContentKind.TEXT):
                continue
            named = f"{owner}{other.status}"
            result = _NOTHING if content is None else self._build_one(content, other, named)
            if other.status == NOT_MODIFIED or _shape(result) != _shape(main):
                yield other.status, result

    def _build_media(
        self, answer: Answer, main: CallResult, owner: str
    ) -> Iterator[tuple[str, CallResult]]:
        """Yields what further media types of the answer become.

        Rule BC5: a call asks for the main media type, and returns another one as what it is.
        """
        if main.kind not in (ContentKind.JSON, ContentKind.TEXT):
            return
        for content in answer.content[1:]:
            is_read = content.kind not in (ContentKind.STREAM, *_FORMS)
            if is_read and content.content_type != main.content_type and not self._is_json(content):
                result = self._build_one(content, answer, owner)
                if _shape(result) != _shape(main):
                    yield content.content_type, result

    def _is_json(self, content: Content) -> bool:
        """Is it JSON that a server calls text?"""
        of = resolved(content.type, self._builder.types)
        return content.content_type == "text/plain" and isinstance(of, Object | Array | Map | Union)

    def _add_page(self, result: CallResult, response: Ref, method: Method) -> CallResult:
        """Returns the result as a page. An array that isn't split into pages stays an array.

        A page of an array has no rows where the response is null.
        """
        is_array = method.items is not None and not method.items.steps
        is_single = method.pagination is None if is_array else result.nullable
        if method.items is None or is_single:
            return result
        page = self._page(response, method.items, nullable=result.nullable)
        if page is None:
            return result
        empty = tuple((status, other) for status, other in result.others if other.kind is None)
        return replace(result, page=page, nullable=False, others=empty)

    def _build_both(self, answer: Answer, owner: str) -> tuple[CallResult, CallResult | None]:
        main = answer.main
        if main is None:
            return _NOTHING, None
        if main.kind in _FORMS:  # returned unparsed
            return CallResult(ContentKind.BINARY, main.content_type, None, nullable=False), None
        result = self._build_one(main, answer, owner)
        stream = answer.stream if main.kind is ContentKind.JSON else None
        return result, self._build_one(stream, answer, owner) if stream else None

    def _build_one(self, content: Content, answer: Answer, owner: str) -> CallResult:
        if content.kind not in (ContentKind.JSON, ContentKind.STREAM):
            kind, words = _plain_kind(content), _long_description(answer)
            return CallResult(kind, content.content_type, None, nullable=False, description=words)
        suffix = _SUFFIXES[content.stream_format]
        type_ = content.type.of if isinstance(content.type, Nullable) else content.type
        place = TypePlace(content.origin.pointer)
        ref = self._builder.flatten_and_name(type_, owner + suffix, place)
        types = self._builder.types
        return CallResult(
            content.kind,
            content.content_type,
            ref,
            content.nullable,
            named=content.stream_format is StreamFormat.EVENTS and _is_named_event(ref, types),
            text_events=content.text_events,
            description=_describe(answer, ref, types),
        )

    def _page(self, response: Ref, rows: PathInResponse, *, nullable: bool) -> PageClass | None:
        """Rule C19: a page is named after its response, without `List`, `Response`, `Resource`.

        A response that is neither an object nor an array, or whose `rows` is no list, has no class
        of pages.
        """
        types = self._builder.types
        row = _row(response, rows, types)
        is_array = not rows.steps
        if row is None or not isinstance(resolved(response, types), Array if is_array else Object):
            return None
        if (response, rows) not in self._pages:
            name = self._builder.take_class_name(f"{_ENVELOPE.sub('', response.name)}Page")
            extended = response.name if is_array else _class_name(response, types)
            self._pages[response, rows] = PageClass(name, extended, row, is_array, nullable)
        return self._pages[response, rows]


def _shape(result: CallResult) -> tuple[object, ...]:
    return result.kind, result.type, result.nullable


def _class_name(response: Ref, types: NamedTypes) -> str:
    """Returns the name of the class behind an alias."""
    while isinstance(target := types[response.name].type, Ref):
        response = target
    return response.name


def _row(response: Ref, rows: PathInResponse, types: NamedTypes) -> Type | None:
    """Returns the type of the elements of the list at `rows`, or None if there is no list."""
    type_: Type = response
    for step in rows.steps:
        target = resolved(type_, types)
        members = target.properties if isinstance(target, Object) else ()
        found = next((member for member in members if member.name == step), None)
        if found is None:
            return None
        type_ = found.type
    target = resolved(type_, types)
    return target.items if isinstance(target, Array) else None


def _describe(answer: Answer, ref: Ref, types: NamedTypes) -> str:
    """Returns the spec's words for the response; if these are only a word or two, for its type."""
    of_type = types[ref.name].description.strip().partition("\n\n")[0]
    return _long_description(answer) or of_type


def _long_description(answer: Answer) -> str:
    """Returns the description of a response unless it is only a word or two, such as "OK"."""
    return answer.description if answer.description.count(" ") > 1 else ""


def _plain_kind(content: Content) -> ContentKind:
    """Rule C25: text is a `str` where its media type is `text/…`.

    A text document of another type, such as SDP, is read or saved as it is.
    """
    is_document = content.kind is ContentKind.TEXT and not content.content_type.startswith("text/")
    return ContentKind.BINARY if is_document else content.kind


def _is_named_event(ref: Ref, types: NamedTypes) -> bool:
    """Rule C6: events are wrapped where their type is of objects with `event` and `data`."""
    target = resolved(ref, types)
    leaves = (
        [leaf.type for leaf in walk_leaves(target, types)]
        if isinstance(target, Union)
        else [target]
    )
    objects = [resolved(leaf, types) for leaf in leaves]
    return all(
        isinstance(leaf, Object)
        and {"event", "data"} <= {member.name for member in leaf.properties}
        for leaf in objects
    )
