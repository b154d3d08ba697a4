"""The base class of generated models, and unions that accept variants which a server adds later.

Unknown members of an object are kept. A union of objects parses an object that matches none of its
variants as an `UnknownVariant`, so that a new kind of event or item is not an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import (
    Annotated,
    Any,
    ClassVar,
    Final,
    Literal,
    TypeAlias,
    TypedDict,
    TypeVar,
    Unpack,
    get_args,
)

import pydantic
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from .members import get_member
from .type_guards import is_object

KNOWN_ONLY: Final = "known variants only"
"""The validation context that rejects unknown variants."""

_UNKNOWN = "not a known variant"
_LARGEST = 2**53  # up to here, a float holds every integer
_Member = TypeVar("_Member")


class DumpOptions(TypedDict, total=False):
    """Options of `to_dict` and `to_json`."""

    use_api_names: bool
    """Use the names on the wire. Default: True."""
    exclude_unset: bool
    """Leave out members that were not received or set. Default: True."""
    exclude_defaults: bool
    """Leave out members that have their default. Default: False."""
    exclude_none: bool
    """Leave out members that are None. Default: False."""
    warnings: bool
    """Warn about values that don't have the type of their member. Default: False."""


def _with_defaults(options: DumpOptions) -> dict[str, Any]:
    """Returns the options as pydantic names them."""
    chosen: dict[str, Any] = {"exclude_unset": True, "warnings": False, **options}
    return {"by_alias": chosen.pop("use_api_names", True), **chosen}


class _Received:
    """What a model keeps that is no member of it. Not of pydantic's, so it is no field."""

    _request_id: str | None = None


class BaseModel(_Received, pydantic.BaseModel):
    """An object of the API. Members that its class does not declare are attributes too.

    `_request_id` is the id that the server gave the request, if the model is its whole answer.
    """

    model_config = pydantic.ConfigDict(
        extra="allow", populate_by_name=True, protected_namespaces=(), defer_build=True
    )
    __read_only__: ClassVar[frozenset[str]] = frozenset()
    """Members that only the server sets. A request leaves them out."""

    def to_dict(
        self, *, mode: Literal["json", "python"] = "json", **options: Unpack[DumpOptions]
    ) -> dict[str, Any]:
        """Returns the members that were received or set.

        The names are those on the wire, or else those of the attributes. The values are those of
        JSON, or else Python objects, such as dates.
        """
        dumped: dict[str, Any] = self.model_dump(mode=mode, **_with_defaults(options))
        return dumped

    def to_json(self, indent: int | None = 2, **options: Unpack[DumpOptions]) -> str:
        """Returns the same members as JSON text."""
        return self.model_dump_json(indent=indent, **_with_defaults(options))


class _RequiredInAnswers:
    """Metadata of a member that only strict parsing of an answer requires."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_require_in_answers, handler(source))


def _require_in_answers(value: object, info: core_schema.ValidationInfo[Any]) -> object:
    if value is None and info.context == KNOWN_ONLY:
        raise PydanticCustomError("missing", "Field required")
    return value


InAnswers: TypeAlias = Annotated[
    _Member | None, pydantic.Field(validate_default=True), _RequiredInAnswers()
]
"""A member that every answer has and no request needs (readOnly): None if a program left it out."""


class _ExactLiteral:
    """Metadata of a literal of integers or of booleans: Python takes `True` for 1."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        is_boolean = all(isinstance(value, bool) for value in get_args(source))
        kind = core_schema.bool_schema if is_boolean else core_schema.int_schema
        return core_schema.chain_schema([kind(strict=True), handler(source)])


Exact: TypeAlias = Annotated[_Member, _ExactLiteral()]
"""A literal that only a value of its own kind matches."""


class _ExactNumber:
    """Metadata of a number: integers that a float can't hold stay integers."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        above = core_schema.int_schema(strict=True, gt=_LARGEST)
        below = core_schema.int_schema(strict=True, lt=-_LARGEST)
        return core_schema.union_schema(
            [handler(source), above, below], custom_error_type="float_type"
        )


ExactFloat: TypeAlias = Annotated[float, _ExactNumber()]
"""A number as it stands in JSON."""


class UnknownVariant(BaseModel):
    """An object that matches no known variant of its union. Its members are attributes."""


class OneOf:
    """Metadata of a union: tells its variants apart.

    `tag` is the member that selects the variant. `values` lists, in the order of the variants, the
    tag values that select each one. If no value matches, an object is the variant at the index
    `default`; without a default, the variants without values are tried. Without a tag, pydantic
    selects the variant that fits best.
    """

    def __init__(self, tag: str = "", *values: tuple[str, ...], default: int | None = None) -> None:
        self.tag = tag
        self._default = default
        self._variant_of = {
            value: number for number, chosen_by in enumerate(values) for value in chosen_by
        }

    def choose_variant(self, value: object) -> int | None:
        """Returns the index of the variant that the tag of `value` selects, or None."""
        if not self._variant_of:
            return None
        found = value.get(self.tag) if is_object(value) else get_member(value, self.tag)
        chosen = self._variant_of.get(found) if isinstance(found, str) else None
        if chosen is None and _is_known_object(value):
            return self._default
        return chosen

    def __get_pydantic_core_schema__(
        self, source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema:
        """Selects a variant by its tag, if there is one, and tries the unknown variant last."""
        schemas = [handler.generate_schema(variant) for variant in get_args(source)]
        tagged = set(self._variant_of.values())
        if self._default is not None:
            tagged.add(self._default)
        untagged = [schema for number, schema in enumerate(schemas) if number not in tagged]
        # An UnknownVariant is accepted first: a model is iterable, so a list would accept it too.
        rest = [_make_unknown_schema(_accept_unknown_variant)]
        if untagged:
            rest.append(core_schema.union_schema(list(untagged)))
        rest.append(_make_unknown_schema(_make_unknown_variant))
        fall_back = core_schema.union_schema(list(rest), mode="left_to_right")
        if not tagged:
            return fall_back
        choices: dict[Any, CoreSchema] = {number: schemas[number] for number in sorted(tagged)}
        return core_schema.tagged_union_schema(
            {**choices, -1: fall_back},
            lambda value: -1 if (number := self.choose_variant(value)) is None else number,
        )


def _is_known_object(value: object) -> bool:
    """Is `value` an object that isn't marked as of no known variant?"""
    is_model = isinstance(value, pydantic.BaseModel)
    return is_object(value) or (is_model and not isinstance(value, UnknownVariant))


def _make_unknown_schema(
    validate: Callable[[object, core_schema.ValidationInfo[Any]], UnknownVariant],
) -> CoreSchema:
    return core_schema.with_info_plain_validator_function(
        validate,
        serialization=core_schema.plain_serializer_function_ser_schema(_dump, info_arg=True),
    )


def _accept_unknown_variant(value: object, _info: object) -> UnknownVariant:
    if isinstance(value, UnknownVariant):
        return value
    raise ValueError(_UNKNOWN)


def _make_unknown_variant(value: object, info: core_schema.ValidationInfo[Any]) -> UnknownVariant:
    if info.context == KNOWN_ONLY:
        raise ValueError(_UNKNOWN)
    if isinstance(value, Mapping):
        return UnknownVariant.model_validate(value)
    raise ValueError("not an object")


def _dump(value: Any, info: core_schema.SerializationInfo) -> Any:
    if isinstance(value, pydantic.BaseModel):
        return value.model_dump(
            mode=info.mode, by_alias=bool(info.by_alias), exclude_unset=info.exclude_unset
        )
    return value
