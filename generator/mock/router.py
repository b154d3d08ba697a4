"""Finds the operation of a request, with the provider's paths as werkzeug routing rules.

A query in the spec's path (`/agents?beta=true`) tells apart operations that share a path. Paths are
matched percent-encoded, so `a%2Fb` stays one segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter, Map, Rule

from generator.mock.model import IncomingRequest, Problem
from generator.model.methods import Method
from generator.model.provider import Provider, Resource, Service
from generator.model.walk import walk_methods

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_DELIMITER = re.compile(r"([!$&'()*+,;=:@])")
_IN_A_PATH = "!$&'()*+,;=:@~-._"  # allowed in a segment without encoding (RFC 3986 §3.3)


@dataclass(frozen=True, slots=True)
class MockRoute:
    """An operation with its service, resource and path."""

    service: Service
    resource: Resource
    method: Method
    segments: tuple[str, ...]  # of the spec's path without its query: ("files", "{file_id}")
    query: tuple[tuple[str, str], ...]  # the query in the spec's path

    @property
    def operation(self) -> str:
        """The operationId."""
        return self.method.operation

    @property
    def item(self) -> str:
        """The parameter that ends the path, without braces; "" if there is none."""
        found = _PLACEHOLDER.fullmatch(self.segments[-1]) if self.segments else None
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """The operation that a path matches, and the values in the path."""

    route: MockRoute
    texts: dict[str, str]  # by parameter, percent-encoded
    segments: tuple[str, ...]  # percent-decoded


class Router:
    """Matches requests to the operations of a provider."""

    def __init__(self, provider: Provider) -> None:
        self.routes = tuple(_routes(provider))
        self._by_rule: dict[str, list[MockRoute]] = {}  # "GET /files/<p0>"
        rules = []
        for route in self.routes:
            path, verb = rule_text(route.segments), route.method.http.sent
            rule = f"{verb} {path}"
            if rule not in self._by_rule:
                rules.append(Rule(path, methods=[verb], endpoint=rule))
            self._by_rule.setdefault(rule, []).append(route)
        for routes in self._by_rule.values():
            routes.sort(key=_query_rank)
        paths = Map(
            rules, strict_slashes=True, merge_slashes=False, converters={"after": AfterText}
        )
        self._paths = paths.bind("")

    def match(self, incoming: IncomingRequest) -> RouteMatch | Problem:
        """Returns the operation of a request, or a Problem (404, 405)."""
        sent = incoming.path.split("/")[1:]
        segments = tuple(unquote(one) for one in sent)
        try:
            rule, texts = self._find_rule(sent, segments, incoming.verb)
        except NotFound:
            return Problem(404, f"no operation has the path {incoming.path}", code="unknown_path")
        except MethodNotAllowed as error:
            allowed = ", ".join(sorted(set(error.valid_methods or ()) - {"HEAD"}))
            text = f"{incoming.path} takes {allowed}, not {incoming.verb}"
            return Problem(405, text, code="method_not_allowed")
        routes = self._by_rule[rule]
        pairs = set(parse_qsl(incoming.query_text, keep_blank_values=True))
        for route in routes:
            if pairs.issuperset(route.query):
                names = _placeholders(route.segments)
                given = {name: texts[f"p{number}"] for number, name in enumerate(names)}
                return RouteMatch(route, given, segments)
        wanted = "&".join(f"{name}={text}" for name, text in routes[0].query)
        return Problem(404, f"{incoming.path} needs the query ?{wanted}", code="unknown_path")

    def _find_rule(
        self, sent: Sequence[str], segments: Sequence[str], verb: str
    ) -> tuple[str, Mapping[str, str]]:
        """Returns the rule of a path, and the texts of its parameters as they were sent.

        A delimiter that is percent-encoded differs from a plain one (RFC 3986 §2.2), so the path is
        matched as it was sent. If no rule has it, its decoded form is matched.
        """
        kept = "/" + "/".join(_normalize(one) for one in sent)
        try:
            return self._paths.match(kept, method=verb)
        except NotFound:
            decoded = "/" + "/".join(quote(one, safe=_IN_A_PATH) for one in segments)
            return self._paths.match(decoded, method=verb)


class AfterText(BaseConverter):
    """Takes the text of a parameter that follows others in its segment.

    The first parameter takes as much as it can, so this one never holds the text before it and
    something more. That keeps the search linear: werkzeug's own pattern tries every division of
    the segment.
    """

    def __init__(self, paths: Map, before: str) -> None:
        super().__init__(paths)
        text = bytes.fromhex(before).decode()
        size = len(text)
        free = f"(?:(?!{re.escape(text)})[^/])+"
        self.regex = f"{free}[^/]{{0,{size}}}|[^/]{{1,{size}}}" if text else "[^/]"


def _normalize(segment: str) -> str:
    """Encodes all of a segment that isn't unreserved, except for plain delimiters."""
    pieces = enumerate(_DELIMITER.split(segment))
    return "".join(text if at % 2 else quote(unquote(text), safe="") for at, text in pieces)


def is_placeholder(segment: str) -> bool:
    """Is the whole segment one parameter?"""
    return _PLACEHOLDER.fullmatch(segment) is not None


def _routes(provider: Provider) -> Iterator[MockRoute]:
    for service, resource, method in walk_methods(provider.services):
        path, query = _template(method.path)
        pairs = tuple(parse_qsl(query, keep_blank_values=True))
        yield MockRoute(service, resource, method, path, pairs)


def _template(path: str) -> tuple[tuple[str, ...], str]:
    """Splits a path into segments and query. A parameter's name may contain `/` and `?`."""
    names = iter(_PLACEHOLDER.findall(path))
    bare, _, query = _PLACEHOLDER.sub("{}", path).partition("?")
    segments = bare.split("/")[1:]
    return tuple(re.sub(r"\{\}", lambda _: f"{{{next(names)}}}", one) for one in segments), query


def _query_rank(route: MockRoute) -> int:
    """Sorts routes with the longest query first."""
    return -len(route.query)


def _placeholders(segments: Sequence[str]) -> list[str]:
    return [name for segment in segments for name in _PLACEHOLDER.findall(segment)]


def rule_text(segments: Sequence[str]) -> str:
    """Writes a path as a rule. Parameters get numbers, because their names may be any text."""
    number = iter(range(len("".join(segments))))
    return "/" + "/".join(_rule_segment(segment, number) for segment in segments)


def _rule_segment(segment: str, number: Iterator[int]) -> str:
    rule, before = "", None  # the text since the last parameter, or None before the first one
    for is_parameter, text in _pieces(segment):
        if is_parameter:
            converter = "" if before is None else f'after("{before.encode().hex()}"):'
            rule += f"<{converter}p{next(number)}>"
            before = ""
        else:
            encoded = quote(text, safe=_IN_A_PATH)
            rule += encoded
            before = None if before is None else encoded
    return rule


def _pieces(segment: str) -> Iterator[tuple[bool, str]]:
    """Yields the text and the parameters of a segment in turn; parameters are marked True."""
    for place, text in enumerate(_PLACEHOLDER.split(segment)):
        if text or place % 2:
            yield bool(place % 2), text
