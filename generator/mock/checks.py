"""Checks a request against its operation and returns every problem found.

A body may have properties that the schema doesn't name, unless the schema forbids them. A query
parameter that the operation doesn't declare is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.examples.validators import Use, Validators
from generator.json_types import Json, JsonObject
from generator.mock.key_checks import CredentialChecker
from generator.mock.model import DecodedRequest, IncomingRequest, Problem
from generator.mock.reasons import explain_error
from generator.mock.request_reader import operation_title, params_in
from generator.mock.router import RouteMatch
from generator.model.methods import ContentKind
from generator.model.provider import Provider
from generator.model.types import Type
from generator.vocabulary import ParamPlace

_MOST_REASONS = 10
_FORMS = (ContentKind.MULTIPART, ContentKind.FORM)


class RequestChecker:
    """Checks requests for the operations of one provider."""

    def __init__(self, provider: Provider, validators: Validators) -> None:
        self._validators = validators
        self._credentials = CredentialChecker(provider)

    def find_problems(
        self, match: RouteMatch, incoming: IncomingRequest, decoded: DecodedRequest
    ) -> tuple[Problem, ...]:
        """Returns what is wrong with a request whose values the reader has decoded."""
        return (
            *self._credentials.find_problems(match, incoming),
            *self._param_problems(match, ParamPlace.PATH, decoded.path),
            *_unknown_query_problems(match, decoded),
            *self._param_problems(match, ParamPlace.QUERY, decoded.query),
            *_service_header_problems(match, incoming),
            *self._param_problems(match, ParamPlace.HEADER, decoded.headers),
            *self._param_problems(match, ParamPlace.COOKIE, decoded.cookies),
            *self._body_problems(decoded),
        )

    def _param_problems(
        self, match: RouteMatch, place: ParamPlace, values: JsonObject
    ) -> Iterator[Problem]:
        for param in params_in(match, place):
            if param.name in values:
                value = values[param.name]
                if not (value is None and param.nullable):
                    yield from self._value_problems(param.type, Use.REQUEST, value, (param.name,))
            elif param.required:
                yield Problem(400, f'"{param.name}" is missing', param.name)

    def _body_problems(self, decoded: DecodedRequest) -> Iterator[Problem]:
        content = decoded.content
        if content is None:
            return
        if content.kind is ContentKind.JSON and decoded.body is None and content.nullable:
            return
        use = Use.FORM if content.kind in _FORMS else Use.REQUEST
        yield from self._value_problems(content.whole, use, decoded.body)

    def _value_problems(
        self, kind: Type, use: Use, value: Json, within: tuple[str, ...] = ()
    ) -> Iterator[Problem]:
        for number, error in enumerate(self._validators.errors(kind, use, value)):
            if number == _MOST_REASONS:
                return
            why = explain_error(error, within)
            yield Problem(400, why.to_message("the body"), why.param)


def _unknown_query_problems(match: RouteMatch, decoded: DecodedRequest) -> Iterator[Problem]:
    for name in decoded.unknown_query:
        yield Problem(400, f'"{name}" is not a query parameter of {operation_title(match)}', name)


def _service_header_problems(match: RouteMatch, incoming: IncomingRequest) -> Iterator[Problem]:
    """Checks the headers that every request to the operation's service must carry."""
    for name, text in match.route.service.headers:
        sent = [one.strip() for one in incoming.header(name).split(",")]
        if text not in sent and text != incoming.header(name):
            yield Problem(400, f'header "{name}" must be "{text}"', name)
