"""Finds how a list gets its next page, from the names and types of its parameters and response.

An operation, its rows and the schemas come in; a pagination goes out, if the operation shows one.
What is drafted here also passes the checks that `lower` makes of a pagination.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.infer.envelopes import (
    Envelope,
    is_array,
    properties,
    resolve_refs,
    row_properties,
    success_schema,
)
from generator.mapping.forms import accepts
from generator.mapping.text_forms import PARAM
from generator.openapi.model import Operation, Schema
from generator.page_words import (
    CONTAINERS,
    CURSORS,
    LAST,
    MORE,
    NEXT_URLS,
    NEXT_VALUES,
    OFFSETS,
    PAGE_NUMBERS,
    PAGE_TOTALS,
    ROW_TOTALS,
    SIZES,
    find_marks,
    page_word,
)
from generator.vocabulary import ParamPlace

_SEND_FOR_ID = ("after", "after_id", "starting_after")
_MAX_DEPTH = 3
_TEXTS, _NUMBERS = frozenset({"string"}), frozenset({"integer", "number"})
_NESTED = frozenset({"array", "object"})
_URL_FORMATS = frozenset({"uri", "url", "uri-reference", "iri"})
_FROM_ZERO = (
    "zero-based",
    "zero based",
    "0-based",
    "starts at 0",
    "starting at 0",
    "starts from 0",
)
_URL_WORDS = ("href", "url", "uri", "link")  # of the next page, in a member `next`
_STEP_SIGNS = "'\\"
_HEADER_CURSORS = frozenset({"next_page", "next_cursor", "next_token", "next_page_token"})


@dataclass(frozen=True, slots=True)
class PaginationGuess:
    """A pagination without its name, in the spelling of a provider file; "" for what it lacks."""

    rule: str
    send: str = ""
    next: str = ""
    count: str = ""
    more: str = ""
    last: str = ""
    total: str = ""
    pages: str = ""
    size: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The paths in the body of the response; a header isn't one."""
        paths = (self.next, self.more, self.last, self.total, self.pages)
        return tuple(path for path in paths if path.startswith("$"))


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of the response that may describe paging."""

    steps: tuple[str, ...]
    schema: Schema

    @property
    def word(self) -> str:
        return page_word(self.steps[-1])

    @property
    def path(self) -> str:
        return "$" + "".join(map(_spell_step, self.steps))


@dataclass(frozen=True, slots=True)
class _Argument:
    """A parameter, or a property of the body, that may ask for a page."""

    name: str  # as a provider file spells it
    word: str
    schema: Schema
    is_text: bool  # in the query: a number may be sent where it takes a string
    description: str


def find_pagination(
    operation: Operation, rows: Envelope, schemas: Mapping[str, Schema]
) -> PaginationGuess | None:
    """Rule I6: the next page is asked for with the response's next value; else by its next URL;
    else with the last id that the response names; else, if a parameter asks for rows after an id,
    with the last row's id; else by the link or the value in a header that the response declares;
    else the client counts pages or rows for a parameter that takes their number.
    """
    return _PaginationFinder(operation, rows, schemas).find()


def find_page_marks(operation: Operation, schemas: Mapping[str, Schema]) -> tuple[str, ...]:
    """Returns the names that show that a list has pages."""
    schema = success_schema(operation, schemas)
    members = properties(schema, schemas) if schema and not is_array(schema) else {}
    query = (one.name for one in operation.parameters if one.place is ParamPlace.QUERY)
    return find_marks(query, members)


class _PaginationFinder:
    def __init__(self, operation: Operation, rows: Envelope, schemas: Mapping[str, Schema]) -> None:
        self._operation = operation
        self._rows = rows
        self._rows_steps = tuple(rows.items.split(".")[1:])
        self._schemas = schemas
        schema = success_schema(operation, schemas)
        is_object = schema is not None and not is_array(schema)
        self._top = properties(schema, schemas) if schema and is_object else {}
        self._members = tuple(self._walk_members(self._top, ()))
        self._arguments = tuple(self._list_arguments())
        self._size = self._choose_size()

    def find(self) -> PaginationGuess | None:
        """Returns the first way to page that the operation shows."""
        for find in (
            self._by_next_value,
            self._by_next_url,
            self._by_described_link,
            self._by_last_id,
            self._by_header,
            self._by_count,
        ):
            if (guess := find()) is not None:
                return guess
        return None

    # ------------------------------------------------------------------------- the ways to page

    def _by_next_value(self) -> PaginationGuess | None:
        for wanted in (True, False):  # a value and a parameter of one name belong together
            for member in (*self._members_of(NEXT_VALUES), *self._members_of_next()):
                if self._is_url(member) or self._counts_itself(member):
                    continue
                send = self._choose_send(member, same_name=wanted)
                if send is not None:
                    flags = self._flag_ends()
                    return PaginationGuess(
                        "next-in-response", send.name, member.path, size=self._size, **flags
                    )
        return None

    def _by_next_url(self) -> PaginationGuess | None:
        for member in self._members_of((*NEXT_URLS, *_URL_WORDS)):
            within = page_word(member.steps[-2]) if len(member.steps) > 1 else ""
            is_other = member.word in _URL_WORDS and within not in ("next", "next_page")
            if not is_other and self._is_url(member):
                flags = self._flag_ends()
                return PaginationGuess("next-url", "", member.path, size=self._size, **flags)
        return None

    def _by_described_link(self) -> PaginationGuess | None:
        """Returns a pagination by `Link` if the description of a parameter names that header."""
        for one in self._arguments:
            if one.word in (*CURSORS, *PAGE_NUMBERS) and "link header" in one.description.lower():
                return PaginationGuess("link-header", "", "header:Link", size=self._size)
        return None

    def _by_last_id(self) -> PaginationGuess | None:
        by_id = next((one for one in self._arguments if one.word in _SEND_FOR_ID), None)
        if by_id is None:
            return None
        flags = self._flag_ends()
        last_id = self._top.get("last_id")
        if last_id is not None and _fits(last_id, by_id, self._schemas):
            return PaginationGuess(
                "last-id-in-response", by_id.name, "$.last_id", size=self._size, **flags
            )
        row = row_properties(self._rows.rows, self._schemas)
        if "id" not in row or by_id.schema.format not in ("", "uuid", row["id"].format):
            return None
        if not _fits(row["id"], by_id, self._schemas):
            return None
        place = f"{self._rows.items}[-1].id"
        return PaginationGuess("last-row-id", by_id.name, place, size=self._size, **flags)

    def _by_header(self) -> PaginationGuess | None:
        """Returns a pagination by `Link`, or by a header such as `X-Next-Page`."""
        headers = self._list_headers()
        if any(name.lower() == "link" for name in headers):
            return PaginationGuess("link-header", "", "header:Link", size=self._size)
        for name in headers:
            if page_word(name).removeprefix("x_") not in _HEADER_CURSORS:
                continue
            for words in (CURSORS, PAGE_NUMBERS):
                for send in self._arguments_of(words):
                    if not send.schema.types or {*send.schema.types} & {*_TEXTS, *_NUMBERS}:
                        return PaginationGuess(
                            "next-in-header", send.name, f"header:{name}", size=self._size
                        )
        return None

    def _by_count(self) -> PaginationGuess | None:
        for words, counts in ((PAGE_NUMBERS, "pages"), (OFFSETS, "rows")):
            for send in self._arguments_of(words):
                if not {*send.schema.types} & _NUMBERS or (send.word == "start" and not self._size):
                    continue  # `start` alone may be a time
                count = f"{counts}{self._start_of(send, counts)}"
                ends = self._count_ends()
                rule = "page-number" if counts == "pages" else "offset"
                return PaginationGuess(rule, send.name, count=count, size=self._size, **ends)
        return None

    # ------------------------------------------------------------------------------- their parts

    def _start_of(self, send: _Argument, counts: str) -> str:
        """Returns the ending of the way to count that does not start as usual."""
        default = send.schema.default.value if send.schema.default else None
        least = send.schema.limits.minimum
        start = default if default in (0, 1) and not isinstance(default, bool) else least
        if counts == "rows":
            return "_from_one" if start == 1 else ""
        says_zero = any(words in send.description.lower() for words in _FROM_ZERO)
        return "_from_zero" if start == 0 or (start is None and says_zero) else ""

    def _flag_ends(self) -> dict[str, str]:
        """Returns the flag that ends the list, if the response has one."""
        for key, words in (("more", MORE), ("last", LAST)):
            for member in self._members_of(words):
                if "boolean" in member.schema.types:
                    return {key: member.path}
        return {}

    def _count_ends(self) -> dict[str, str]:
        """Returns the flag or the number that ends a list whose pages the client counts."""
        if flags := self._flag_ends():
            return flags
        for key, words in (("pages", PAGE_TOTALS), ("total", ROW_TOTALS)):
            for member in self._members_of(words):
                if {*member.schema.types} & _NUMBERS:
                    return {key: member.path}
        for name in self._list_headers():
            word = page_word(name).removeprefix("x_")
            for key, words in (("pages", PAGE_TOTALS), ("total", ROW_TOTALS)):
                if word in words and word.startswith("total"):
                    return {key: f"header:{name}"}
        return {}

    def _choose_size(self) -> str:
        for one in self._arguments_of(SIZES):
            if not one.schema.types or {*one.schema.types} & _NUMBERS:
                return one.name
        return ""

    def _choose_send(self, member: _Member, *, same_name: bool) -> _Argument | None:
        wanted = {member.word, member.word.removeprefix("next_")}
        for one in self._arguments_of((*CURSORS, *PAGE_NUMBERS, *OFFSETS)):
            if (one.word in wanted) is same_name and _fits(member.schema, one, self._schemas):
                return one
        return None

    def _is_url(self, member: _Member) -> bool:
        """Does the member hold a URL, as its type, its name or its neighbours say?"""
        if member.schema.types and "string" not in member.schema.types:
            return False
        if member.schema.format in _URL_FORMATS:
            return True
        word = member.word
        if word in _URL_WORDS or "url" in word or "link" in word:
            return True
        within = page_word(member.steps[-2]) if len(member.steps) > 1 else ""
        beside = {page_word(one.steps[-1]) for one in self._beside(member)}
        return word == "next" and (within == "links" or bool(beside & {"previous", "prev"}))

    def _counts_itself(self, member: _Member) -> bool:
        """Is it the page's own cursor beside another one for the next page?"""
        own = member.word in ("after", "cursor", "marker", "page_token", "position")
        within = {page_word(step) for step in member.steps[:-1]}
        beside = {one.word for one in self._beside(member)}
        is_next = bool(within & {"next", "next_page"})
        return own and not is_next and any(word.startswith("next") for word in beside)

    def _beside(self, member: _Member) -> Iterator[_Member]:
        for other in self._members:
            if other.steps[:-1] == member.steps[:-1] and other is not member:
                yield other

    def _members_of(self, words: Sequence[str]) -> Iterator[_Member]:
        """Yields the members with these names, those named first in `words` first.

        In a member called `next`, only its value or its URL counts.
        """
        for word in words:
            yield from (one for one in self._members if one.word == word)

    def _members_of_next(self) -> Iterator[_Member]:
        """Yields the members of an object that describes the next page: its offset, its number."""
        for one in self._members:
            if page_word(one.steps[-2] if len(one.steps) > 1 else "") in ("next", "next_page"):
                yield one

    def _arguments_of(self, words: Sequence[str]) -> Iterator[_Argument]:
        for word in words:
            yield from (one for one in self._arguments if one.word == word)

    def _list_headers(self) -> tuple[str, ...]:
        of_success = (one for one in self._operation.responses if one.status.startswith("2"))
        response = next(of_success, None)
        return tuple(one.name for one in response.headers) if response else ()

    def _list_arguments(self) -> Iterator[_Argument]:
        for one in self._operation.parameters:
            if one.place is ParamPlace.QUERY and accepts(PARAM, one.name):
                schema = _simplify(one.schema, self._schemas)
                words = one.description or schema.description
                yield _Argument(one.name, page_word(one.name), schema, True, words)
        body = self._operation.body
        for media in body.content if body else ():
            if media.schema is None or not media.content_type.endswith(("/json", "+json")):
                continue
            whole = resolve_refs(media.schema, self._schemas)
            for name, part in properties(whole, self._schemas).items():
                if accepts(PARAM, f"body:{name}"):
                    schema = _simplify(part, self._schemas)
                    yield _Argument(
                        f"body:{name}", page_word(name), schema, False, schema.description
                    )
            return

    def _walk_members(
        self, members: Mapping[str, Schema], before: tuple[str, ...]
    ) -> Iterator[_Member]:
        """Yields the members of the response, then those of members that describe paging.

        The members of the objects around the rows count too.
        """
        inner: list[tuple[tuple[str, ...], Schema]] = []
        for name, schema in members.items():
            steps = (*before, name)
            if steps == self._rows_steps or any(sign in name for sign in _STEP_SIGNS):
                continue
            plain = _simplify(schema, self._schemas)
            is_around = steps == self._rows_steps[: len(steps)]
            is_container = page_word(name) in CONTAINERS or is_around
            if is_container and properties(plain, self._schemas):
                inner.append((steps, plain))
            elif not is_array(plain):
                yield _Member(steps, plain)
        if len(before) < _MAX_DEPTH:
            for steps, schema in inner:
                yield from self._walk_members(properties(schema, self._schemas), steps)


def _fits(value: Schema, send: _Argument, schemas: Mapping[str, Schema]) -> bool:
    """Can the parameter take the value, as `lower` checks it too (rule PG2)?"""
    given, taken = _kinds(value, schemas), _kinds(send.schema, schemas)
    if given & _NESTED or taken & _NESTED:
        return False
    if not given or not taken or given & taken or (given & _NUMBERS and taken & _NUMBERS):
        return True
    return send.is_text and "string" in taken and bool(given & {*_TEXTS, *_NUMBERS})


def _kinds(schema: Schema, schemas: Mapping[str, Schema], depth: int = 0) -> frozenset[str]:
    """Returns the JSON kinds of a schema's values; empty if they are unknown."""
    schema = resolve_refs(schema, schemas)
    if schema.types:
        return frozenset(schema.types)
    if schema.items or schema.prefix_items:
        return frozenset({"array"})
    if schema.properties:
        return frozenset({"object"})
    parts = (*schema.one_of, *schema.any_of, *schema.all_of)
    variants = [_kinds(one, schemas, depth + 1) for one in parts if depth < _MAX_DEPTH]
    return frozenset().union(*variants) if all(variants) else frozenset()


def _simplify(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Follows references, and the one variant of a union or an `allOf` that has a type."""
    schema = resolve_refs(schema, schemas)
    for _ in range(_MAX_DEPTH):
        parts = (*schema.one_of, *schema.any_of, *schema.all_of)
        if schema.types or schema.properties or len(parts) != 1:
            break
        schema = resolve_refs(parts[0], schemas)
    return schema


def _spell_step(name: str) -> str:
    is_plain = all(part.isidentifier() for part in name.split("-")) and name.isascii()
    return f".{name}" if is_plain else f"['{name}']"


def name_pagination(guess: PaginationGuess) -> str:
    """Rule I14: a pagination's name comes from its next value, or from what the client counts."""
    if guess.count:
        return "by_page" if guess.rule == "page-number" else "by_offset"
    if "[-1]" in guess.next:
        return "by_last_row_id"
    if guess.next.lower() == "header:link":
        return "by_link"
    last = guess.next.removeprefix("header:").rpartition(".")[2]
    return f"by_{page_word(last).removeprefix('x_')}"
