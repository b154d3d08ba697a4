"""Lists the methods of a provider that a guide is about.

The methods come in; links with encoded words go out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.escape import markdown_code, python_literal
from generator.model.methods import Method
from generator.model.types import Type
from generator.views.code.client_paths import client_path
from generator.views.code.error_classes import error_name
from generator.views.code.python_call import is_saved
from generator.views.mkdocs.guide_methods import (
    GuideMethod,
    GuideMethods,
    MethodLink,
    guide_reader,
)
from generator.views.mkdocs.methods import paging_text
from generator.views.mkdocs.pages import count_text
from generator.views.mkdocs.type_words import Markdown, type_text
from generator.vocabulary import StreamFormat

_MOST_LINKS = 3
_FORMATS = {
    StreamFormat.EVENTS: "server-sent events",
    StreamFormat.LINES: "JSON lines (NDJSON)",
    StreamFormat.RECORDS: "records of a JSON text sequence (RFC 7464)",
}


@dataclass(frozen=True, slots=True)
class SomeMethods:
    """How many methods there are, and the first of them."""

    count: int
    links: tuple[MethodLink, ...]

    @property
    def has_more(self) -> bool:
        """Are there more methods than links?"""
        return self.count > len(self.links)


@dataclass(frozen=True, slots=True)
class PagingStyle:
    """A way in which lists are paged, and the lists that have it."""

    words: Markdown
    count: str  # "3 lists"
    lists: SomeMethods


@dataclass(frozen=True, slots=True)
class DeclaredFailure:
    """Statuses that the same methods document, and what the client makes of them."""

    statuses: Markdown
    error: str  # the class
    types: Markdown  # of their bodies, or ""
    count: str  # "3 methods"
    methods: SomeMethods


def list_streams(methods: GuideMethods) -> tuple[MethodLink, ...]:
    """Returns every method whose answer can be a stream."""
    found = methods.in_navigation(lambda one: methods.usual.stream(one) is not None)
    return tuple(one.link(_stream_words(one.method)) for one in found)


def list_uploads(methods: GuideMethods) -> tuple[MethodLink, ...]:
    """Returns every method that takes a file, with its arguments for files."""
    return tuple(
        one.link(Markdown(", ".join(map(markdown_code, methods.files(one.method)))))
        for one in methods.in_navigation(methods.takes_file)
    )


def list_downloads(methods: GuideMethods) -> tuple[MethodLink, ...]:
    """Returns every method that downloads."""
    return tuple(one.link() for one in methods.in_navigation(is_saved))


def list_waits(methods: GuideMethods) -> tuple[MethodLink, ...]:
    """Returns every method with a job to wait for, and the states that end it."""
    found = methods.in_navigation(lambda one: one.wait is not None)
    return tuple(
        MethodLink(
            Markdown(markdown_code(client_path(one.method.waiting_path))),
            one.link().page,
            Markdown(", ".join(map(markdown_code, wait.until))),
        )
        for one in found
        if (wait := one.method.wait)
    )


def list_paging_styles(methods: GuideMethods) -> tuple[PagingStyle, ...]:
    """Returns the ways in which lists are paged, the most frequent one first."""
    found: dict[Markdown, list[GuideMethod]] = {}
    for place in methods.in_navigation(lambda one: bool(paging_text(one))):
        found.setdefault(paging_text(place.method), []).append(place)
    return tuple(
        PagingStyle(words, count_text(len(places), "list"), _some(places))
        for words, places in sorted(found.items(), key=lambda one: -len(one[1]))
    )


def list_failures(methods: GuideMethods) -> tuple[DeclaredFailure, ...]:
    """Returns the statuses that methods declare, by number."""
    places: dict[str, list[GuideMethod]] = {}
    types: dict[str, dict[Type, None]] = {}
    for place in methods.in_navigation(lambda one: bool(one.failures)):
        for failure in place.method.failures:
            places.setdefault(failure.status, []).append(place)
            of = types.setdefault(failure.status, {})
            of.update(dict.fromkeys(content.type for content in failure.content))
    alike: dict[tuple[str, str, tuple[MethodLink, ...]], list[str]] = {}
    reader = guide_reader(methods.provider)
    for status in sorted(places):
        words = " or ".join(dict.fromkeys(type_text(one, reader) for one in types[status]))
        key = (error_name(status), words, tuple(one.link() for one in places[status]))
        alike.setdefault(key, []).append(status)
    return tuple(
        DeclaredFailure(
            statuses=Markdown(", ".join(map(markdown_code, statuses))),
            error=error,
            types=Markdown(words),
            count=count_text(len(links), "method"),
            methods=SomeMethods(len(links), links[:_MOST_LINKS]),
        )
        for (error, words, links), statuses in alike.items()
    )


def _some(places: Iterable[GuideMethod]) -> SomeMethods:
    known = [*places]
    return SomeMethods(len(known), tuple(one.link() for one in known[:_MOST_LINKS]))


def _stream_words(method: Method) -> Markdown:
    """Returns what streams, and the argument that asks for it."""
    stream = method.answer.stream
    of = stream.stream_format if stream else None
    words = _FORMATS[of] if of else ""
    if asks := method.stream_by:
        return Markdown(
            f"{words}, with {markdown_code(f'{asks.name}={python_literal(asks.value)}')}"
        )
    return Markdown(words)
