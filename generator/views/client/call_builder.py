"""The methods of a provider in, the calls of its client out: arguments, results and streams.

Types that only methods have are added to the builder of flat types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from generator import names
from generator.model.methods import Body, Content, ContentKind, Method, Param
from generator.model.provider import Provider, Resource, Service
from generator.model.types import Property
from generator.model.walk import walk_methods
from generator.views.client.body_members import holds_bytes, merge_members
from generator.views.client.calls import Argument, CallResult, ClientCall, MediaChoice
from generator.views.client.flat_types import FlatTypeBuilder, TypePlace
from generator.views.client.json_kinds import is_base64, json_kinds_of
from generator.views.client.results import ResultBuilder
from generator.views.code.client_paths import safe_attribute
from generator.views.code.style_texts import param_style


def build_calls(provider: Provider, builder: FlatTypeBuilder) -> tuple[ClientCall, ...]:
    """Returns a call for every method, in page order, and adds their types to `builder`."""
    calls = _CallBuilder(builder, ResultBuilder(builder))
    built = [calls.build(*found) for found in walk_methods(provider.services)]
    results = {call.method.python: call.result for call in built}
    return tuple(
        replace(call, state=results[call.method.wait.poll]) if call.method.wait else call
        for call in built
    )


@dataclass(frozen=True, slots=True)
class _CallBuilder:
    """Builds one call after the other; the builders that it uses collect their types."""

    builder: FlatTypeBuilder
    results: ResultBuilder

    def build(self, service: Service, resource: Resource, method: Method) -> ClientCall:
        owner = names.class_case(method.name)
        arguments = tuple(self._arguments(method, owner))
        result, stream = self.results.build(method, owner)
        body = method.body
        return ClientCall(
            method=method,
            service=service.name,
            resource=resource.name,
            name=safe_attribute(method.python),
            headers=service.headers,
            arguments=tuple(sorted(arguments, key=lambda argument: not argument.required)),
            body=body.content[0] if body and body.content else None,
            files=tuple(
                argument.wire_name
                for argument in arguments
                if argument.place is None and holds_bytes(argument.type, self.builder.types)
            ),
            form=body.form if body else None,
            whole_body=body.python_name if body and not body.properties else "",
            result=result,
            stream=stream,
            switch=_find_switch(method, arguments, stream),
            errors=tuple(self.results.build_errors(method, owner)),
            choice=self._choice(body, owner) if body and body.media_argument else None,
        )

    def _arguments(self, method: Method, owner: str) -> Iterator[Argument]:
        """Yields the arguments: first the parameters, then those of the body."""
        arguments = [self._param_argument(param, owner) for param in method.params]
        body = method.body
        if body and body.properties:
            make = partial(self._property_argument, owner)
            arguments += self._property_arguments(body, make)
            arguments = merge_members(arguments, body, self.builder.types, make)
        elif body and body.content:
            arguments.append(self._only_body(body, owner))
        for argument in arguments:
            yield replace(argument, json_kinds=json_kinds_of(argument, self.builder.types))

    def _param_argument(self, param: Param, owner: str) -> Argument:
        name = owner + names.class_case(param.python_name)
        return Argument(
            name=param.python_name,
            wire_name=param.name,
            place=param.place,
            type=self.builder.flatten(param.type, name, TypePlace(param.origin.pointer)),
            nullable=param.nullable,
            required=param.required,
            description=param.description,
            deprecated=param.deprecated,
            deprecation_reason=param.deprecation_reason,
            style=param_style(param),
        )

    def _property_arguments(
        self, body: Body, make: Callable[[Property, str], Argument]
    ) -> Iterator[Argument]:
        """Yields an argument for each property of the body.

        Rule C5: the properties of a body that is an object are arguments; else the body is one.
        """
        for member in body.properties:
            argument = make(member.property, member.python_name)
            yield replace(argument, required=member.property.required and body.required)

    def _property_argument(self, owner: str, of: Property, name: str) -> Argument:
        """Returns an optional argument for a property of the body."""
        type_name = owner + names.class_case(of.name)
        return Argument(
            name=name,
            wire_name=of.name,
            place=None,
            type=self.builder.flatten(of.type, type_name, TypePlace(of.origin.pointer)),
            nullable=of.nullable,
            required=False,
            description=of.description,
            deprecated=of.deprecated,
            deprecation_reason=of.deprecation_reason,
            is_base64=is_base64(of.type, self.builder.types),
        )

    def _choice(self, body: Body, owner: str) -> MediaChoice:
        """Returns how a call chooses among the media types of its body."""
        wholes = ((one, self._whole_body(body, one, owner)) for one in body.wholes)
        return MediaChoice(body.media_argument, body.choices, tuple(wholes))

    def _only_body(self, body: Body, owner: str) -> Argument:
        """Returns the one argument for a body that is no object, in any of its media types."""
        main, *others = dict.fromkeys((body.content[0], *body.choices))
        argument = self._whole_body(body, main, owner)
        further = (self._whole_body(body, one, owner) for one in others)
        return replace(argument, alternatives=tuple(further))

    def _whole_body(self, body: Body, content: Content, owner: str) -> Argument:
        """Returns the one argument for a body that is no object."""
        place = TypePlace(content.origin.pointer)
        return Argument(
            name=body.python_name,
            wire_name=body.python_name,
            place=None,
            type=self.builder.flatten(content.whole, f"{owner}Body", place),
            nullable=content.nullable and content.kind is not ContentKind.STREAM,
            required=body.required,
            description=body.description,
            deprecated=False,
            is_stream=content.kind is ContentKind.STREAM,
        )


def _find_switch(
    method: Method, arguments: Sequence[Argument], stream: CallResult | None
) -> Argument | None:
    """Returns the argument that asks for a stream in place of JSON, if there is one."""
    by = method.stream_by if stream else None
    if by is None:
        return None
    return next(
        (one for one in arguments if (one.wire_name, one.place) == (by.name, by.place)), None
    )
