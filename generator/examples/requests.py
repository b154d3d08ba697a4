"""Builds the requests that examples of a method show, with real values, as data.

Examples in every language use these requests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.examples.simple_values import TEXT, TEXTS
from generator.examples.validators import Use, Validators
from generator.examples.values import FILE_NAME, ExampleValues
from generator.examples.vendor_requests import SampleRequest, sample_requests
from generator.json_types import Json, JsonObject
from generator.model.methods import Body, ContentKind, Method, Param
from generator.model.provider import Provider
from generator.model.types import Array, Binary, Nullable, Scalar, ScalarKind, Type, Union
from generator.model.walk import walk_methods
from generator.vocabulary import ParamPlace, SqlVerb

_HANDFUL = 4
"""Optional body properties of a usual request."""

_WRITING = (SqlVerb.INSERT, SqlVerb.UPDATE, SqlVerb.REPLACE)
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}\Z")
_NO_SAMPLE = SampleRequest({}, {}, {}, {})
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

    def with_arguments(self, *more: RequestArgument) -> Request:
        """Returns the request with further arguments, which replace those of the same names."""
        names = {one.name for one in more}
        return Request(
            (*(one for one in self.params if one.name not in names), *filter(_is_param, more)),
            (
                *(one for one in self.body if one.name not in names),
                *(one for one in more if not _is_param(one)),
            ),
        )


class Requests:
    """Builds requests for the methods of one provider."""

    def __init__(self, provider: Provider) -> None:
        self._validators = Validators(provider)
        self._values = ExampleValues(self._validators, Use.REQUEST)
        self._known = _examples_by_name(provider)

    def usual(self, method: Method) -> Request:
        """Rule RQ1: a usual request has the required parameters and body properties, and those
        optional ones of the vendor's sample that aren't deprecated: no cursor, and at most four of
        the body. If nothing remains of a body that creates or changes, it has one property.
        """
        sample = self._sample(method)
        pages = method.pagination
        cursor = pages.send.name if pages and pages.send else ""
        params = (
            param
            for param in method.params
            if param.required
            or (param.name in sample.query and param.name != cursor and not param.deprecated)
        )
        return Request(self._params(params, sample), self._usual_body(method, sample))

    def all(self, method: Method) -> Request:
        """Rule RQ2: a full request has every parameter, and as many body properties as fit
        together.
        """
        sample = self._sample(method)
        return Request(self._params(method.params, sample), self._whole_body(method, sample))

    def _sample(self, method: Method) -> SampleRequest:
        """Rule RQ5: of the vendor's samples, the one whose body fits counts, else the first."""
        samples = tuple(sample_requests(method))
        body = method.body
        if body and body.content and body.content[0].kind is ContentKind.JSON:
            least = _record(self._values.make_minimal(body.content[0].type))
            fitting = (one for one in samples if one.body and self._fits(body, least | one.body))
            return next(fitting, next(iter(samples), _NO_SAMPLE))
        return next(iter(samples), _NO_SAMPLE)

    # ----------------------------------------------------------------------------- params

    def _params(
        self, params: Iterable[Param], sample: SampleRequest
    ) -> tuple[RequestArgument, ...]:
        ordered = sorted(params, key=lambda param: (param.name, param.place))
        return tuple(
            RequestArgument(
                param.name,
                param.place,
                _without_stream(param.name, self._param(param, sample)),
                param.required,
            )
            for param in ordered
        )

    def _param(self, param: Param, sample: SampleRequest) -> Json:
        """Rule RQ3: a parameter's value is its example, the value of the vendor's sample, its
        default, the example of a parameter with the same name (ids only), or a value of its type.
        """
        of = Nullable(param.type) if param.nullable else param.type
        values: list[Json] = [*param.examples]
        sent = sample.path if param.place is ParamPlace.PATH else sample.query
        values += _read_text(sent[param.name]) if param.name in sent else ()
        values += [param.default.value] if param.default else []
        values += self._known.get(param.name, ()) if _ID.match(param.name) else ()
        for value in values:
            if value is not None and self._validators.fits(of, Use.REQUEST, value):
                return value
        return self._make(param.name, of)

    def _make(self, name: str, of: Type) -> Json:
        """Rule RQ7: a text without format, limits or known values is made by its name."""
        value = self._values.make_minimal(of)
        named = _made_id(name) or TEXTS.get(name, "")
        if value == TEXT and named and self._validators.fits(of, Use.REQUEST, named):
            return named
        listed = _made_id(name.removesuffix("s"))
        if value == [TEXT] and listed and self._validators.fits(of, Use.REQUEST, [listed]):
            return [listed]
        return value

    def _name_texts(self, made: JsonObject, body: Body) -> JsonObject:
        """Replaces plain texts among made values by texts that suit their names."""
        kinds = {part.property.name: part.property.type for part in body.properties}
        return {
            name: self._make(name, kinds[name])
            if name in kinds and value in (TEXT, [TEXT])
            else value
            for name, value in made.items()
        }

    # ------------------------------------------------------------------------------ bodies

    def _usual_body(self, method: Method, sample: SampleRequest) -> tuple[RequestArgument, ...]:
        body = method.body
        if body is None or not body.properties:
            return self._other_body(body) if body and body.required else ()
        example = self._example(body, sample)
        least = {
            **{
                part.property.name: self._make(part.property.name, part.property.type)
                for part in body.properties
                if part.property.name in body.required_names
            },
            **self._name_texts(_record(self._values.make_minimal(body.content[0].type)), body),
        }
        names = dict.fromkeys((*body.required_names, *least))
        usual = [*names, *_usual_names(body, example, names)]
        if not usual and method.verb in _WRITING:
            example, usual = self._first_property(body)
        choices = _of_example((usual, [*names]), example, least)
        return _arguments(body, self._first_that_fits(body, choices), sample)

    def _first_property(self, body: Body) -> tuple[JsonObject, list[str]]:
        """Returns a value for the first property that isn't deprecated: an update changes one."""
        for part in body.properties:
            one = part.property
            value = self._make(one.name, one.type)
            if not one.deprecated and self._fits(body, {one.name: value}):
                return {one.name: value}, [one.name]
        return {}, []

    def _whole_body(self, method: Method, sample: SampleRequest) -> tuple[RequestArgument, ...]:
        body = method.body
        if body is None or not body.properties:
            return self._other_body(body) if body else ()
        example = self._example(body, sample)
        made = self._name_texts(_record(self._values.make_flat(body.content[0].type)), body)
        flat = {**made, **example}
        missing = {
            part.property.name: self._make(part.property.name, part.property.type)
            for part in body.properties
            if part.property.name not in flat
        }
        choices: tuple[Callable[[], JsonObject], ...] = (
            lambda: {**flat, **missing},
            lambda: self._grown(body, flat, missing),
            lambda: made,
            lambda: example,
        )
        fitting = self._first_that_fits(body, (choice() for choice in choices))
        return _arguments(body, fitting, sample)

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
        if content.kind is ContentKind.STREAM and value is not None and not isinstance(value, list):
            value = [value]  # an example of a stream may be one of its items
        if value is None or not self._validators.fits(content.whole, Use.REQUEST, value):
            made = self._values.make_minimal(content.type)
            value = [made] if content.kind is ContentKind.STREAM else made
        return (RequestArgument(body.python_name, None, value, body.required),)

    def _example(self, body: Body, sample: SampleRequest) -> JsonObject:
        """Returns the document's example of the body, or that of the vendor's sample, limited to
        values that fit the schema.
        """
        content = body.content[0]
        kinds = {part.property.name: part.property.type for part in body.properties}
        sent: JsonObject = {
            name: value if content.kind is ContentKind.JSON else _read_field(kinds[name], value)
            for name, value in sample.body.items()
            if name in kinds
        }
        for example in (*content.examples, *((sent,) if sent else ())):
            fitted = self._values.fit(content.type, example)
            if isinstance(fitted, dict):
                return {name: value for name, value in fitted.items() if name in kinds}
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


def _is_param(argument: RequestArgument) -> bool:
    return argument.place is not None


def _usual_names(body: Body, example: JsonObject, required: Mapping[str, None]) -> tuple[str, ...]:
    """Returns the first optional properties of the example that aren't deprecated."""
    names = (
        part.property.name
        for part in body.properties
        if part.property.name in example
        and part.property.name not in required
        and part.property.name != "stream"
        and not part.property.deprecated
    )
    return tuple(names)[:_HANDFUL]


def _of_example(
    choices: Iterable[list[str]], example: JsonObject, least: JsonObject
) -> Iterator[JsonObject]:
    """Yields the properties of each choice, with the example's values first, then `least`."""
    both = {**least, **example}
    for names in choices:
        yield {name: both[name] for name in names if name in both}
    yield least


def _arguments(body: Body, value: JsonObject, sample: SampleRequest) -> tuple[RequestArgument, ...]:
    required = body.required_names
    return tuple(
        RequestArgument(
            name,
            None,
            _named_file(part.property.type, _without_stream(name, value[name]), name, sample),
            name in required,
        )
        for part in body.properties
        if (name := part.property.name) in value
    )


def _named_file(of: Type, value: Json, name: str, sample: SampleRequest) -> Json:
    """Rule RQ6: a file has the name that the vendor's sample gives it."""
    known = sample.files.get(name, "")
    if isinstance(of, Binary) and _FILE_NAME.match(known):
        return known
    if isinstance(of, Array) and isinstance(of.items, Binary) and isinstance(value, list):
        return [_named_file(of.items, one, name, sample) for one in value[:1]]
    if isinstance(of, Union) and value in (FILE_NAME, [FILE_NAME]) and _FILE_NAME.match(known):
        return known if value == FILE_NAME else [known]
    return value


def _read_text(text: str) -> tuple[Json, ...]:
    """Returns what the text of a query can be: itself, and the JSON number or boolean in it."""
    return (text, *_literals(text))


def _read_field(of: Type, value: Json) -> Json:
    """Returns a field of a form as its type has it."""
    is_text = isinstance(of, Scalar) and of.kind is ScalarKind.STRING
    if not isinstance(value, str) or is_text:
        return value
    literals = _literals(value)
    if isinstance(of, Array):
        return [literals[0] if literals else value]
    return literals[0] if literals and isinstance(of, Scalar) else value


def _literals(text: str) -> tuple[Json, ...]:
    if text in ("true", "false"):
        return (text == "true",)
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return (int(text),)
    return (float(text),) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", text) else ()


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
