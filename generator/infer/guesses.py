"""Lists the guesses of a draft that a person should look at, worst first.

A provider file, its overlay and its document in; places with what to do out. A guess is one as long
as the comment with its rule stands beside it: who deletes the comment has accepted the guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from generator.diagnostics import Location
from generator.infer.naming import make_safe
from generator.infer.pagination import find_page_marks
from generator.mapping.model import Mapping, MethodMapping, ResourceMapping, ServiceMapping
from generator.names import snake_case
from generator.openapi.model import Operation, SpecDoc
from generator.openapi.overlay import Overlay
from generator.openapi.pointers import child, pointer_to
from generator.openapi.tree import Tree
from generator.vocabulary import HttpVerb, SqlVerb

_RULE = re.compile(r"\s#\s?([a-z0-9-]+)\Z")
_NUMBERED = re.compile(r"_\d+\Z")
_LAST_RESORTS = ("default", "root")  # of a service and a resource whose path has no word
_USUAL_VERBS = {
    HttpVerb.GET: SqlVerb.SELECT,
    HttpVerb.POST: SqlVerb.INSERT,
    HttpVerb.PUT: SqlVerb.REPLACE,
    HttpVerb.PATCH: SqlVerb.UPDATE,
    HttpVerb.DELETE: SqlVerb.DELETE,
}
_ACCEPT = "or delete the comment beside it to accept it"


class ReviewKind(StrEnum):
    """The kinds of guesses, worst first."""

    FIRST_PAGE_ONLY = "first-page-only"
    NUMBERED_NAME = "numbered-name"
    LAST_RESORT_NAME = "last-resort-name"
    UNUSUAL_VERB = "unusual-verb"
    REPAIR = "repair"
    UNPAGED_LIST = "unpaged-list"

    @property
    def about(self) -> str:
        """The heading of the items of this kind."""
        return _ABOUT[self]


_ABOUT = {
    ReviewKind.FIRST_PAGE_ONLY: "lists with further pages that no call asks for",
    ReviewKind.NUMBERED_NAME: "names with a number, because another has the name",
    ReviewKind.LAST_RESORT_NAME: "names of last resort",
    ReviewKind.UNUSUAL_VERB: "SQL verbs that differ from those of HTTP",
    ReviewKind.REPAIR: "repairs of the document",
    ReviewKind.UNPAGED_LIST: "lists without a sign of pages",
}


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A guess that deserves a look."""

    kind: ReviewKind
    location: Location
    what: str
    action: str  # what the person should do


def list_guesses(
    tree: Tree, mapping: Mapping, spec: SpecDoc, overlay: Overlay | None
) -> tuple[ReviewItem, ...]:
    """Returns the guesses in `tree`, a provider file, that deserve a look: worst first.

    `mapping` is the same file as data; `overlay` is the one that it names.
    """
    reviewer = _Reviewer(tree, spec)
    found = [*reviewer.walk(mapping), *(_list_repairs(overlay) if overlay else ())]
    ranks = tuple(ReviewKind)
    return tuple(sorted(found, key=lambda item: (ranks.index(item.kind), item.location.line)))


class _Reviewer:
    def __init__(self, tree: Tree, spec: SpecDoc) -> None:
        self._tree = tree
        self._spec = spec
        self._operations = {operation.id: operation for operation in spec.operations}

    def walk(self, mapping: Mapping) -> Iterator[ReviewItem]:
        """Yields the guesses of the services, resources and methods, in file order."""
        for service in mapping.services:
            yield from self._review_service(service)

    def _review_service(self, service: ServiceMapping) -> Iterator[ReviewItem]:
        pointer = pointer_to(("services", service.name))
        yield from self._review_name("service", service.name, pointer)
        for resource in service.resources:
            yield from self._review_resource(resource, child(pointer, "resources"))

    def _review_resource(self, resource: ResourceMapping, owner: str) -> Iterator[ReviewItem]:
        pointer = child(owner, resource.name)
        yield from self._review_name("resource", resource.name, pointer)
        for method in resource.methods:
            operation = self._operations.get(method.operation)
            if operation:
                here = f"{pointer}{pointer_to(('methods', method.name))}"
                yield from self._review_method(method, operation, here)

    def _review_name(self, what: str, name: str, pointer: str) -> Iterator[ReviewItem]:
        place = self._tree.locate_key(pointer)
        rule = _read_rule(place)
        if rule.endswith("-and-number"):
            yield ReviewItem(
                ReviewKind.NUMBERED_NAME,
                place,
                f'"{name}" has a number, because another {what} is "{_NUMBERED.sub("", name)}"',
                f"name what this {what} holds, or move its methods to the other one",
            )
        elif rule == "path" and name in _LAST_RESORTS:
            yield ReviewItem(
                ReviewKind.LAST_RESORT_NAME,
                place,
                f'nothing in the document names the {what} "{name}"',
                f"choose a name, {_ACCEPT}",
            )

    def _review_method(
        self, method: MethodMapping, operation: Operation, pointer: str
    ) -> Iterator[ReviewItem]:
        call = f"{operation.verb.sent} {operation.path}"
        if method.items and not method.pagination:
            yield from self._review_list(operation, call, pointer)
        if _NUMBERED.search(method.name):
            plain = _NUMBERED.sub("", method.name)
            if plain == make_safe(snake_case(operation.id)):
                yield ReviewItem(
                    ReviewKind.NUMBERED_NAME,
                    self._tree.locate_key(pointer),
                    f'"{method.name}" has a number, because another method is "{plain}"',
                    f"choose a name that tells {call} from it",
                )
        python = self._tree.locate(child(pointer, "python"))
        rule = _read_rule(python)
        if rule == "service-resource-method":
            yield ReviewItem(
                ReviewKind.LAST_RESORT_NAME,
                python,
                f'"{".".join(method.python)}" is long, as the name by the path of {call} is taken',
                f"choose a shorter name, {_ACCEPT}",
            )
        yield from self._review_verb(method, operation, call, pointer)

    def _review_list(self, operation: Operation, call: str, pointer: str) -> Iterator[ReviewItem]:
        place = self._tree.locate(child(pointer, "items"))
        if not _read_rule(place):
            return
        marks = find_page_marks(operation, self._spec.schemas)
        if marks:
            yield ReviewItem(
                ReviewKind.FIRST_PAGE_ONLY,
                place,
                f"{call} shows {', '.join(marks)}, and has no pagination",
                f"add `pagination`, {_ACCEPT}",
            )
            return
        yield ReviewItem(
            ReviewKind.UNPAGED_LIST,
            place,
            f"{call} returns all rows in one response, as far as the document shows",
            f"add `pagination` if the vendor has pages, {_ACCEPT}",
        )

    def _review_verb(
        self, method: MethodMapping, operation: Operation, call: str, pointer: str
    ) -> Iterator[ReviewItem]:
        place = self._tree.locate(child(pointer, "verb"))
        rule = _read_rule(place)
        usual = _USUAL_VERBS.get(operation.verb)
        if rule and method.verb is not usual:
            expected = f", where {usual.upper()} is usual" if usual else ""
            yield ReviewItem(
                ReviewKind.UNUSUAL_VERB,
                place,
                f"{call} is {method.verb.upper()}{expected}, by the rule {rule}",
                f"change the verb, {_ACCEPT}",
            )


def _list_repairs(overlay: Overlay) -> Iterator[ReviewItem]:
    for action in overlay.actions:
        if action.repairs:
            yield ReviewItem(
                ReviewKind.REPAIR,
                overlay.tree.locate(child(action.pointer, "target")),
                f"{action.target}: {action.reason.removesuffix('.')}",
                "check it, and delete the `x-repairs` of the action to make it yours",
            )


def _read_rule(place: Location) -> str:
    """Returns the rule in the comment at the end of the line; "" if there is none."""
    rest = place.excerpt[place.column - 1 + place.length :]
    match = _RULE.search(rest)
    return match[1] if match else ""
