"""JSON in, models out. Valid data is parsed strictly; invalid data never raises by default.

A value that its type does not describe, such as a missing member or an unknown constant, is kept
unchanged. The values around it are still parsed.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import (
    Annotated,
    Any,
    Final,
    ForwardRef,
    Literal,
    TypeGuard,
    Union,
    get_args,
    get_origin,
)

import pydantic
from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from typing_extensions import TypeAliasType

from .base_model import KNOWN_ONLY, OneOf, UnknownVariant
from .errors import InvalidResponseError
from .json_decoding import parse_json
from .type_guards import is_list, is_object

_SHOWN = 3  # mismatches in a message
_SCALARS: Final = (str, int, float, bool, type(None), Any, object)


class ResponseParser:
    """Parses JSON into one type. Clients make one parser for each type and keep it."""

    def __init__(self, kind: Any, subject: str = "the response") -> None:
        """`subject` is what errors call the JSON."""
        self._kind = kind
        self._subject = subject
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def parse(self, raw: str | bytes) -> Any:
        """Parses `raw` as far as it fits the type.

        Raises InvalidResponseError if it isn't JSON, or if it is null and the type has no null.
        """
        try:
            return self._adapter.validate_json(raw, strict=True)  # strict: "5" stays a string
        except ValidationError:
            return self.parse_value(parse_json(raw, self._subject))

    def parse_value(self, value: object) -> Any:
        """Parses a decoded JSON value as far as it fits. Raises as `parse` does."""
        try:
            found = construct(self._kind, value)
        except RecursionError:
            raise InvalidResponseError(f"{self._subject} is nested too deeply") from None
        if value is None and not self._accepts_null():
            raise InvalidResponseError(f"{self._subject} is null, not {_get_type_name(self._kind)}")
        return found

    def parse_strict(self, raw: str | bytes) -> Any:
        """Parses `raw`. Raises InvalidResponseError, with the places that don't fit the type."""
        try:
            return self._adapter.validate_json(raw, strict=True, context=KNOWN_ONLY)
        except ValidationError as error:
            raise self._make_mismatch_error(error, parse_json(raw, self._subject)) from None

    def parse_strict_value(self, value: object) -> Any:
        """Parses a decoded JSON value. Raises as `parse_strict` does."""
        try:
            return self._adapter.validate_python(value, strict=True, context=KNOWN_ONLY)
        except ValidationError as error:
            raise self._make_mismatch_error(error, value) from None

    def _make_mismatch_error(self, error: ValidationError, value: object) -> InvalidResponseError:
        """Describes the first places that don't fit. Each variant of a union counts separately."""
        told = (f"{_build_json_path(one, value)}: {_describe_error(one)}" for one in error.errors())
        found = list(dict.fromkeys(told))
        name = _get_type_name(self._kind)
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        return InvalidResponseError(
            f"{self._subject} does not match {name}: {'; '.join(found[:_SHOWN])}{more}"
        )

    def _accepts_null(self) -> bool:
        try:
            self._adapter.validate_python(None, strict=True, context=KNOWN_ONLY)
        except ValidationError:
            return False
        return True


def _build_json_path(error: ErrorDetails, value: object) -> str:
    """Returns a path like `$.data[0].id` (RFC 9535), without steps that name union variants."""
    steps = ["$"]
    for step in error["loc"]:
        if is_object(value) and isinstance(step, str) and step in value:
            value = value[step]
            steps.append(f".{step}")
        elif is_list(value) and isinstance(step, int):
            value = value[step]
            steps.append(f"[{step}]")
    if error["type"] == "missing":
        steps.append(f".{error['loc'][-1]}")
    return "".join(steps)


def _describe_error(error: ErrorDetails) -> str:
    """Returns pydantic's message in lower case, to follow a colon."""
    text = error["msg"].removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _get_type_name(kind: object) -> str:
    return getattr(kind, "__name__", None) or str(kind)


def construct(kind: Any, value: Any, module: str = "") -> Any:
    """Parses `value` as far as it fits `kind`, and keeps the parts that don't fit unchanged.

    `module` is the module whose names `kind` refers to.
    """
    if isinstance(kind, ForwardRef):
        kind = getattr(sys.modules.get(module), kind.__forward_arg__, None)
    if _is_plain(kind):
        return value
    try:
        return _make_adapter(kind).validate_python(value, strict=True)
    except (ValidationError, PydanticUserError):
        pass
    if isinstance(kind, TypeAliasType):
        return construct(kind.__value__, value, kind.__module__ or "")
    if _is_root_model(kind):  # the page of an array
        root = kind.model_fields["root"].annotation
        rows = construct(root, value, kind.__module__)
        return kind.model_construct(rows) if is_list(value) else value
    if _is_model(kind):
        return _construct_model(kind, value) if is_object(value) else value
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        one_of = next((found for found in arguments[1:] if isinstance(found, OneOf)), OneOf())
        return _construct_variant(one_of, get_args(arguments[0]), value, module)
    if origin in (Union, UnionType):
        return _construct_variant(OneOf(), arguments, value, module)
    if origin is list and is_list(value):
        return [construct(arguments[0], item, module) for item in value]
    if origin is tuple and is_list(value) and len(value) == len(arguments):
        return tuple(construct(of, item, module) for of, item in zip(arguments, value, strict=True))
    if origin is dict and is_object(value):
        return {key: construct(arguments[1], item, module) for key, item in value.items()}
    return value


@cache
def _is_plain(kind: Any) -> bool:
    """Are values of this type the same as in JSON, so that there is nothing to parse?"""
    if isinstance(kind, TypeAliasType):
        return _is_plain(kind.__value__)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        is_choice = any(isinstance(found, OneOf) for found in arguments[1:])
        return not is_choice and _is_plain(arguments[0])
    if origin in (Union, UnionType, list, dict):
        return all(_is_plain(inner) for inner in arguments)
    return origin is Literal or kind in _SCALARS


@cache
def _make_adapter(kind: Any) -> TypeAdapter[Any]:
    """Returns the adapter of a type. It is cached, because a list has many values of one type."""
    return TypeAdapter(kind)


def _construct_model(
    kind: type[pydantic.BaseModel], value: Mapping[str, Any]
) -> pydantic.BaseModel:
    """Builds a model from members that may be invalid. Missing members are None."""
    kind.model_rebuild()  # the build is deferred, and annotations are strings until it
    members: dict[str, Any] = {}
    extra = dict(value)
    for name, field in kind.model_fields.items():
        wire_name = field.alias or name
        if wire_name in extra:
            members[name] = construct(field.annotation, extra.pop(wire_name), kind.__module__)
    model = kind.model_construct(_fields_set=set(members))
    vars(model).update({name: members.get(name) for name in kind.model_fields})
    if model.__pydantic_extra__ is not None:
        kind_of_extra = _find_kind_of_extra(kind)
        model.__pydantic_extra__.update(
            {name: construct(kind_of_extra, item, kind.__module__) for name, item in extra.items()}
        )
    return model


@cache
def _find_kind_of_extra(kind: type[pydantic.BaseModel]) -> Any:
    """Returns the type of the members that a class does not declare; object if it gives none."""
    for owner in kind.__mro__:
        if owner.__module__.startswith("pydantic."):
            break
        if "__pydantic_extra__" in vars(owner).get("__annotations__", {}):
            annotations = inspect.get_annotations(owner, eval_str=True)
            return get_args(annotations["__pydantic_extra__"])[1]
    return object


def _construct_variant(one_of: OneOf, variants: tuple[Any, ...], value: Any, module: str) -> Any:
    """Parses `value` as the variant that its tag selects, or as the only one of its shape."""
    chosen = one_of.choose_variant(value)
    if chosen is not None:
        return construct(variants[chosen], value, module)
    shaped = [variant for variant in variants if _has_shape(variant, value)]
    if len(shaped) == 1:
        return construct(shaped[0], value, module)
    return UnknownVariant.model_validate(value) if shaped and isinstance(value, Mapping) else value


def _has_shape(variant: Any, value: object) -> bool:
    """Is `value` an object or an array, as the variant requires?"""
    if isinstance(variant, TypeAliasType):
        return _has_shape(variant.__value__, value)
    if get_origin(variant) in (Annotated, Union, UnionType):
        return any(_has_shape(inner, value) for inner in get_args(variant))
    if isinstance(value, Mapping):
        return _is_model(variant) or get_origin(variant) is dict
    return isinstance(value, list) and get_origin(variant) in (list, tuple)


def _is_root_model(kind: object) -> TypeGuard[type[pydantic.RootModel[Any]]]:
    return isinstance(kind, type) and issubclass(kind, pydantic.RootModel)


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, pydantic.BaseModel)
