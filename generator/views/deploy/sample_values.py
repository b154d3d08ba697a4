"""Makes sample values of parameters and properties for a manifest, as YAML on one line."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from generator.escape import flow_yaml, yaml_scalar
from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.model.methods import Param
from generator.model.provider import Provider
from generator.model.types import Property, Scalar, ScalarKind
from generator.vocabulary import Limits

_USUAL = 64  # characters: enough for the names of a stack and its environment
_OPENING = re.compile(r"\{(?=[{%#])")


class Samples:
    """Makes sample values for one provider."""

    def __init__(self, provider: Provider) -> None:
        self._schemas = Validators(provider)
        self._values = ExampleValues(self._schemas, Use.REQUEST)

    def is_free_name(self, source: Property | Param) -> bool:
        """Is it a name that can be any string of a usual length?"""
        kind = self._schemas.resolve(source.type)
        if not isinstance(kind, Scalar) or kind.kind is not ScalarKind.STRING or kind.format:
            return False
        longest = kind.limits.max_length
        is_free = replace(kind.limits, max_length=None, min_length=None) == Limits()
        return source.name.endswith("name") and is_free and (longest is None or longest >= _USUAL)

    def yaml(self, source: Property | Param) -> str:
        """Returns an example or default of the spec, or else a value of the type, as YAML."""
        return _flow(self._sample(source), inside=False)

    def _sample(self, source: Property | Param) -> Json:
        default: tuple[Json, ...] = (source.default.value,) if source.default else ()
        for value in (*source.examples, *default):
            if value is not None and self._schemas.fits(source.type, Use.REQUEST, value):
                return value
        return self._values.make_minimal(source.type)


def _flow(value: Json, *, inside: bool) -> str:
    """Returns YAML that versions 1.1 and 1.2 read alike, and that opens no Jinja template."""
    match value:
        case dict():
            pairs = (
                f"{_flow(key, inside=True)}: {_flow(item, inside=True)}"
                for key, item in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(_flow(item, inside=True) for item in value)}]"
        case str():
            parted = _OPENING.sub("{ ", value)
            return flow_yaml(parted) if inside else yaml_scalar(parted)
        case float():
            return f"{Decimal(repr(value)):f}"
        case None:
            return "null" if inside else "'null'"
        case _:
            return flow_yaml(value)
