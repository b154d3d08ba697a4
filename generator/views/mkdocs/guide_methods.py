"""The methods of a provider in the order in which guides choose them, and links to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.escape import markdown_code
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider, Resource, Service
from generator.model.walk import named_types, walk_methods
from generator.views.code.client_paths import client_path
from generator.views.code.request_files import file_arguments
from generator.views.code.shown_calls import ShownCalls
from generator.views.mkdocs.remembered import remember_last
from generator.views.mkdocs.type_sections import locate_types
from generator.views.mkdocs.type_words import Markdown, Reader

FOLDER = "how-to"
"""The folder of the guides. No service has such a name."""

_CALL = re.compile(r"(?<![\w.])client\.([a-z_][a-z0-9_.]*+)\(")
_NO_WORDS = Markdown("")


@dataclass(frozen=True, slots=True)
class MethodLink:
    """A method that a guide names."""

    name: Markdown  # "`client.jobs.create`"
    page: str  # its section
    words: Markdown  # what is special about it, or ""


@dataclass(frozen=True, slots=True)
class GuideMethod:
    """A method with its service and resource."""

    service: Service
    resource: Resource
    method: Method

    def link(self, words: Markdown = _NO_WORDS) -> MethodLink:
        """Returns a link from a guide to the section of the method."""
        page = f"../{self.service.name}/{self.resource.name}/index.md#{self.method.name}"
        return MethodLink(Markdown(markdown_code(client_path(self.method.python))), page, words)


class GuideMethods:
    """The methods of one provider.

    Rule GE1: a guide shows the method that the provider file's showcase calls; of several or none,
    the one that isn't deprecated or in a group with a badge, has the fewest required arguments,
    comes first in the navigation, and has the shortest Python path.
    """

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.usual = ShownCalls(provider)
        self._types = named_types(provider)
        self._showcase = {
            name for _, code in provider.client.publication.showcase for name in _CALL.findall(code)
        }
        groups = provider.site.groups
        grouped = dict.fromkeys(name for group in groups for name in group.services)
        names = (*grouped, *(one.name for one in provider.services if one.name not in grouped))
        self._positions = {name: number for number, name in enumerate(names)}
        self._old = {name for group in groups if group.badge for name in group.services}
        self._places = [GuideMethod(*one) for one in walk_methods(provider.services)]
        self._by_rank = sorted(self._places, key=self._rank)

    def _rank(self, place: GuideMethod) -> tuple[bool, bool, int, int, int, str]:
        service, method = place.service, place.method
        path, body = ".".join(method.python), method.body
        required = sum(param.required for param in method.params)
        required += len(body.required_names) if body else 0
        return (
            method.deprecated or service.name in self._old,
            path not in self._showcase,
            required,
            self._positions[service.name],
            len(path),
            path,
        )

    @property
    def service(self) -> str:
        """The first service of the navigation."""
        return min(self._positions, key=self._positions.__getitem__)

    def first(self, fits: Callable[[Method], bool]) -> GuideMethod | None:
        """Returns the first method that fits, by rule GE1."""
        return next((place for place in self._by_rank if fits(place.method)), None)

    def ranked(self, fits: Callable[[Method], bool]) -> list[GuideMethod]:
        """Returns all methods that fit, by rule GE1."""
        return [place for place in self._by_rank if fits(place.method)]

    def in_navigation(self, fits: Callable[[Method], bool]) -> list[GuideMethod]:
        """Returns all methods that fit in the order of the navigation, deprecated ones last."""
        return sorted(
            (place for place in self._places if fits(place.method)),
            key=lambda one: (one.method.deprecated, self._positions[one.service.name]),
        )

    def files(self, method: Method) -> tuple[str, ...]:
        """Returns the arguments of the usual request that take files."""
        body = method.body
        if body is None or not body.content:
            return ()
        if body.content[0].kind is ContentKind.JSON and body.form is None:
            return ()
        names = file_arguments(self.usual.plain(method).request, body, self._types)
        shown = {one.property.name: one.python_name for one in body.properties}
        return tuple(shown.get(name, name) for name in sorted(names))

    def takes_file(self, method: Method) -> bool:
        """Does the usual request send a file?"""
        return bool(self.files(method))


def guide_reader(provider: Provider) -> Reader:
    """Returns what describes types in guides, and leads to their sections."""
    found = locate_types(provider).sections
    links = {name: where.target(FOLDER) for name, where in found.items()}
    return Reader(named_types(provider), links)


@remember_last
def guide_methods(provider: Provider) -> GuideMethods:
    """Returns the methods of a provider."""
    return GuideMethods(provider)
