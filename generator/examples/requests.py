"""Builds the requests that examples of a method show, with real values, as data.

Examples in every language use these requests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json, JsonObject
from generator.model.methods import Body, Method, Param
from generator.model.provider import Provider
from generator.model.types import Nullable
from generator.model.walk import walk_methods
from generator.vocabulary import ParamPlace

_ID = re.compile(r"(?:(?P<thing>.*)_)?id\Z")


@dataclass(frozen=True, slots=True)
class RequestArgument:
    """A value of a request: a parameter, a property of the body, or a whole body."""

    name: str  # as on the wire
    place: ParamPlace | None  # None: of the body
    value: Json
    required: bool


@dataclass(frozen=True, slots=True)
class Request:
    """The values of one call of a method."""

    params: tuple[RequestArgument, ...]  # by name
    body: tuple[RequestArgument, ...]  # in spec order


class Requests:
    """Builds requests for the methods of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._validators = Validators(provider)
        self._values = ExampleValues(self._validators, Use.REQUEST)
        self._known = _examples_by_name(provider)

    def usual(self, method: Method) -> Request:
        """Rule RQ1: a usual request has the required parameters and body properties."""
        params = (param for param in method.params if param.required)
        return Request(self._params(params), self._usual_body(method))

    def all(self, method: Method) -> Request:
        """Rule RQ2: a full request has every parameter, and as many body properties as fit
        together.
        """
        return Request(self._params(method.params), self._whole_body(method))

    # ----------------------------------------------------------------------------- params

    def _params(self, params: Iterable[Param]) -> tuple[RequestArgument, ...]:
        ordered = sorted(params, key=lambda param: (param.name, param.place))
        return tuple(
            RequestArgument(
                param.name,
                param.place,
                _without_stream(param.name, self._param(param)),
                param.required,
            )
            for param in ordered
        )

    def _param(self, param: Param) -> Json:
        """Rule RQ3: a parameter's value is its example, its default, the example of a parameter
        with the same name (ids only), or a value of its type.
        """
        of = Nullable(param.type) if param.nullable else param.type
        values: list[Json] = [*param.examples]
        values += [param.default.value] if param.default else []
        values += self._known.get(param.name, ()) if _ID.match(param.name) else ()
        for value in values:
            if value is not None and self._validators.fits(of, Use.REQUEST, value):
                return value
        made = _made_id(param.name)
        if made and self._validators.fits(of, Use.REQUEST, made):
            return made
        return self._values.make_minimal(param.type)

    # ------------------------------------------------------------------------------ bodies

    def _usual_body(self, method: Method) -> tuple[RequestArgument, ...]:
        body = method.body
        if body is None or not body.required_names:
            return self._other_body(body) if body and body.required else ()
        example = self._example(body)
        least = {
            **{
                part.property.name: self._values.make_minimal(part.property.type)
                for part in body.properties
                if part.property.name in body.required_names
            },
            **_record(self._values.make_minimal(body.content[0].type)),
        }
        names = [*body.required_names, *(name for name in least if name not in body.required_names)]
        return _arguments(body, self._first_that_fits(body, _of_example(names, example, least)))

    def _whole_body(self, method: Method) -> tuple[RequestArgument, ...]:
        body = method.body
        if body is None or not body.properties:
            return self._other_body(body) if body else ()
        example = self._example(body)
        flat = {**_record(self._values.make_flat(body.content[0].type)), **example}
        missing = {
            part.property.name: self._values.make_minimal(part.property.type)
            for part in body.properties
            if part.property.name not in flat
        }
        choices: tuple[Callable[[], JsonObject], ...] = (
            lambda: {**flat, **missing},
            lambda: self._grown(body, flat, missing),
            lambda: _record(self._values.make_flat(body.content[0].type)),
            lambda: example,
        )
        return _arguments(body, self._first_that_fits(body, (choice() for choice in choices)))

    def _grown(self, body: Body, some: JsonObject, more: JsonObject) -> JsonObject:
        """Adds each property of `more` that the schema accepts beside those of `some`."""
        for name, value in more.items():
            grown = {**some, name: value}
            if self._fits(body, grown):
                some = grown
        return some

    def _other_body(self, body: Body) -> tuple[RequestArgument, ...]:
        """Returns a body without known properties as one value, as the client does."""
        if body.properties or not body.content:
            return ()
        content = body.content[0]
        value = next(iter(content.examples), None)
        if value is None or not self._validators.fits(content.type, Use.REQUEST, value):
            value = self._values.make_minimal(content.type)
        return (RequestArgument(body.python_name, None, value, body.required),)

    def _example(self, body: Body) -> JsonObject:
        """Returns the document's example of the body, limited to values that fit the schema."""
        content = body.content[0]
        names = {part.property.name for part in body.properties}
        for example in content.examples:
            fitted = self._values.fit(content.type, example)
            if isinstance(fitted, dict):
                return {name: value for name, value in fitted.items() if name in names}
        return {}

    def _first_that_fits(self, body: Body, choices: Iterable[JsonObject]) -> JsonObject:
        last: JsonObject = {}
        for choice in choices:
            last = choice
            if self._fits(body, choice):
                break
        return last

    def _fits(self, body: Body, value: JsonObject) -> bool:
        return self._validators.fits(body.content[0].type, Use.REQUEST, value)


def _of_example(
    names: Iterable[str], example: JsonObject, least: JsonObject
) -> Iterator[JsonObject]:
    """Yields the required properties, with values from the example first, then from the types."""
    both = {**least, **example}
    yield {name: both[name] for name in names if name in both}
    yield least


def _arguments(body: Body, value: JsonObject) -> tuple[RequestArgument, ...]:
    required = body.required_names
    return tuple(
        RequestArgument(name, None, _without_stream(name, value[name]), name in required)
        for part in body.properties
        if (name := part.property.name) in value
    )


def _without_stream(name: str, value: Json) -> Json:
    """Rule RQ4: `stream` is false, because true asks for another kind of response."""
    return False if name == "stream" and value is True else value


def _record(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _made_id(name: str) -> str:
    """Returns an id such as `file_abc123` for a parameter whose format is unknown."""
    match = _ID.match(name)
    return f"{match['thing'] or 'id'}_abc123" if match else ""


def _examples_by_name(provider: Provider) -> dict[str, tuple[Json, ...]]:
    found: dict[str, list[Json]] = {}
    for _, _, method in walk_methods(provider.services):
        for param in method.params:
            found.setdefault(param.name, []).extend(param.examples)
    return {name: tuple(values) for name, values in found.items() if values}
