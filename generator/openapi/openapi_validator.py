"""Finds every place where a document isn't valid OpenAPI, by openapi-spec-validator.

The library checks each schema against its meta-schema, each default against its schema, and the
document against OpenAPI's own schema. This module keeps its verdicts and replaces three parts: a
compiled validator checks the meta-schemas (all errors, with positions), sets remember the visited
schemas, and nothing outside the document is read. A document of 3 MB takes less than a second.

The classes below override private methods (`_validate_schema_meta`, `_collect_properties`) and use
private modules. They were written against openapi-spec-validator 0.9, which pyproject.toml pins to
that minor version. Read the library's `validation/keywords.py` again before you raise the pin.

Import this module late: the import takes 0.4 s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, cast

import jsonschema_rs
from jsonschema.exceptions import UnknownType, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from jsonschema_path.paths import SchemaPath
from openapi_schema_validator import (
    OAS30Validator,
    OAS31Validator,
    OAS32Validator,
    oas31_format_checker,
)
from openapi_schema_validator._specifications import REGISTRY
from openapi_spec_validator.validation import keywords
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    OpenAPIValidationError,
    UnresolvableParameterError,
)
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry
from openapi_spec_validator.validation.validators import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
    SpecValidator,
)
from referencing.exceptions import NoSuchResource, Unresolvable

from generator.json_types import Json, JsonObject
from generator.openapi.pointers import pointer_to
from generator.openapi.reference_walk import Parts, ReferenceResolver
from generator.openapi.version import Dialect
from generator.workers import run_worker

# The library raises these for references without a target and for unbalanced braces in a path;
# `read_spec` reports both.
_REPORTED_AS_RAISED = (Unresolvable, NoSuchResource, KeyError, RecursionError, ValueError)
_REPORTED_BY_READ = (DuplicateOperationIDError, UnresolvableParameterError)
_META_FORMATS = ("regex", "uri", "uri-reference", "iri", "iri-reference", "email")
_MAX_MESSAGE = 300
_MAX_RECURSION = 40  # nested schemas; deeper ones are checked afterwards
_MAX_COLLECTED = 1_000_000  # parts of compositions in the whole document
_MAX_FOLLOWED = 20_000  # references in the check of one default
_COMPOSITIONS = ("allOf", "anyOf", "oneOf", "items", "not")


class _TooManySteps(Exception):
    """A check would take too long."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A place that isn't valid, and the reason."""

    pointer: str
    message: str


class _LocatedError(OpenAPIValidationError):
    """An error with paths from the document's root. A meta-schema may find several at once."""

    def __init__(self, message: str, found: tuple[tuple[Parts, str], ...]) -> None:
        super().__init__(message)
        self.found = found


def find_defects(root: JsonObject, dialect: Dialect) -> Iterator[Defect]:
    """Yields every defect of the document, in the order in which the library finds them."""
    validator = _VALIDATORS[dialect](root)
    is_openapi = True
    for error in validator.schema_validator.iter_errors(root):
        is_openapi = False
        yield Defect(pointer_to(error.absolute_path), _first_line(error.message))
    try:
        for error in validator.root_validator(validator.schema_path):
            yield from _read_defects(error)
    except Exception as failure:  # the library doesn't say what it raises for broken documents
        if is_openapi:
            reason = _first_line(f"{type(failure).__name__}: {failure}")
            yield Defect("", f"openapi-spec-validator can't read this document: {reason}")


def _read_defects(error: ValidationError) -> Iterator[Defect]:
    if isinstance(error, _LocatedError):
        for parts, message in error.found:
            yield Defect(pointer_to(parts), message)
    elif not isinstance(error, _REPORTED_BY_READ):
        yield Defect("", _first_line(error.message))


def _compile_meta_schema(validator_class: type[Validator]) -> jsonschema_rs.Validator:
    """Compiles the meta-schema of a dialect, with the formats that the library asserts."""
    formats: dict[str, Callable[..., bool]] = {
        name: partial(_conforms, name) for name in _META_FORMATS
    }
    resources = [(uri, REGISTRY.contents(uri)) for uri in REGISTRY]
    return jsonschema_rs.validator_for(
        validator_class.META_SCHEMA,
        registry=jsonschema_rs.Registry(resources),
        formats=formats,
        validate_formats=True,
        offline=True,
    )


def _conforms(name: str, text: str) -> bool:
    return oas31_format_checker.conforms(text, name)


def _check_pattern(
    validator: Validator, pattern: str, instance: Json, _schema: object
) -> Iterator[ValidationError]:
    """Checks `pattern` with an engine that limits its work. Python's engine can take years."""
    if not validator.is_type(instance, "string"):
        return
    try:
        fits = jsonschema_rs.is_valid({"pattern": pattern}, instance)
    except (jsonschema_rs.ValidationError, ValueError):
        return  # the meta-schema reports the broken pattern
    if not fits:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _names_a_dialect(schema: SchemaPath, value: object) -> bool:
    """Does this schema, or the whole document, name another meta-schema?"""
    is_default = "jsonSchemaDialect" not in schema.accessor.node
    return not is_default or (isinstance(value, dict) and "$schema" in value)


def _format_message(error: ValidationError) -> str:
    """Returns the message with its leading value in JSON: null instead of None."""
    message, opening = error.message, repr(error.instance)
    if message.startswith(opening):
        message = json.dumps(error.instance, ensure_ascii=False) + message[len(opening) :]
    return _first_line(message)


def _first_line(message: str) -> str:
    """Returns the first line of a message, shortened; some messages quote whole schemas."""
    line = message.partition("\n")[0]
    return line if len(line) <= _MAX_MESSAGE else f"{line[:_MAX_MESSAGE]} …"


class _Visited(set[int]):
    """A set with the one list method that the library calls; the library searches a list."""

    def append(self, identity: int) -> None:
        """Adds an identity."""
        self.add(identity)


class _LocatedDefaults(keywords.ValueValidator):
    """Checks a default, and reports the position of the defect inside it."""

    def __init__(self, registry: KeywordValidatorRegistry) -> None:
        super().__init__(registry)
        self._followed = 0
        self._follow = cast("type[Validator]", self.value_validator_cls).VALIDATORS["$ref"]
        self.value_validator_cls = extend(  # type: ignore[no-untyped-call] # its stub has no types
            self.value_validator_cls, {"pattern": _check_pattern, "$ref": self._check_reference}
        )

    def __call__(self, schema: SchemaPath, value: object) -> Iterator[ValidationError]:
        at = (*schema.parts, "default")
        self._followed = 0
        try:
            for error in super().__call__(schema, value):
                found = (*at, *error.absolute_path)
                yield _LocatedError(error.message, ((found, _format_message(error)),))
        except (RecursionError, _TooManySteps):
            message = "this default can't be checked: its schema has too many references"
            yield _LocatedError(message, ((at, message),))
        except UnknownType as error:
            message = f"this default can't be checked: there is no type {error.type!r}"
            yield _LocatedError(message, ((at, message),))

    def _check_reference(
        self, validator: Validator, ref: str, instance: Json, schema: JsonObject
    ) -> Iterator[ValidationError]:
        """Follows a reference, up to a limit: nested unions have too many combinations to try."""
        self._followed += 1
        if self._followed > _MAX_FOLLOWED:
            raise _TooManySteps
        yield from self._follow(validator, ref, instance, schema) or ()


class _LocatedSchemas(keywords.SchemaValidator):
    """Checks a schema and its subschemas, and reports the position of each defect."""

    _meta: ClassVar[jsonschema_rs.Validator]

    def __init__(self, registry: KeywordValidatorRegistry) -> None:
        super().__init__(registry)
        self.visited_schema_ids = cast("list[int]", _Visited())
        self.meta_checked_schema_ids = cast("list[int]", _Visited())
        self._resolver: ReferenceResolver | None = None  # of the document, set by the first call
        self._depth = 0
        self._later: list[tuple[SchemaPath, bool, bool]] = []
        self._asks_for_properties: list[bool] = []  # for each schema on the current path
        self._collected = 0

    def __call__(
        self, schema: SchemaPath, require_properties: bool = True, meta_checked: bool = False
    ) -> Iterator[ValidationError]:
        """Checks a schema like the library, but checks deeper schemas afterwards."""
        if self._depth >= _MAX_RECURSION:
            self._later.append((schema, require_properties, meta_checked))
            return
        if self._resolver is None:
            self._resolver = ReferenceResolver(cast("JsonObject", schema.accessor.node))
        place = self._resolver.resolve(schema.parts)
        if place is None:
            return
        value, parts = place
        self._depth += 1
        self._asks_for_properties.append(isinstance(value, dict) and bool(value.get("required")))
        try:
            at_its_place = schema._clone_with_parts(parts)  # noqa: SLF001 (the library does the same)
            yield from self._check(at_its_place, require_properties, meta_checked)
        finally:
            self._depth -= 1
            self._asks_for_properties.pop()
        while self._depth == 0 and self._later:
            yield from self(*self._later.pop())

    def _check(
        self, schema: SchemaPath, require_properties: bool, meta_checked: bool
    ) -> Iterator[ValidationError]:
        for error in super().__call__(schema, require_properties, meta_checked):
            if isinstance(error, _LocatedError):
                yield error
            else:
                key = "required" if isinstance(error, ExtraParametersError) else ""
                at = (*schema.parts, key) if key else schema.parts
                yield _LocatedError(error.message, ((at, _first_line(error.message)),))

    def _validate_schema_meta(
        self, schema: SchemaPath, schema_value: object
    ) -> OpenAPIValidationError | None:
        """Returns all errors of the meta-schema for a schema; the library returns one of them."""
        at = schema.parts
        if _names_a_dialect(schema, schema_value):
            error = super()._validate_schema_meta(schema, schema_value)
            if error is None:
                return None
            found = ((*at, *error.absolute_path), _first_line(error.message))
            return _LocatedError(error.message, (found,))
        errors = tuple(
            ((*at, *error.instance_path), _first_line(error.message))
            for error in self._meta.iter_errors(schema_value)
        )
        return _LocatedError(errors[0][1], errors) if errors else None

    def _collect_properties(self, schema: SchemaPath) -> set[str]:
        """Collects each schema's properties once; the library doesn't return from recursive
        schemas.

        Collects only where something is required, as the library uses the result for nothing else.
        """
        start = self._resolver.resolve(schema.parts) if self._resolver else None
        if self._resolver is None or start is None or not self._asks_for_properties[-1]:
            return set()
        found: set[str] = set()
        seen: set[int] = set()
        waiting = [start]
        while waiting:
            place = waiting.pop()
            value = place[0]
            if not isinstance(value, dict) or id(value) in seen:
                continue
            seen.add(id(value))
            properties = value.get("properties")
            found.update(properties if isinstance(properties, dict) else ())
            for key in _COMPOSITIONS:
                waiting.extend(self._resolver.parts_of(place, key))
        self._collected += len(seen)
        if self._collected > _MAX_COLLECTED:
            raise _TooManySteps("schemas are composed of more parts than can be checked")
        return found


class _Schemas30(_LocatedSchemas, keywords.OpenAPIV30SchemaValidator):
    _meta = _compile_meta_schema(OAS30Validator)


class _Schemas31(_LocatedSchemas, keywords.OpenAPIV31SchemaValidator):
    _meta = _compile_meta_schema(OAS31Validator)


class _Schemas32(_LocatedSchemas, keywords.OpenAPIV32SchemaValidator):
    _meta = _compile_meta_schema(OAS32Validator)


class _Defaults30(_LocatedDefaults, keywords.OpenAPIV30ValueValidator):
    pass


class _Defaults31(_LocatedDefaults, keywords.OpenAPIV31ValueValidator):
    pass


class _Defaults32(_LocatedDefaults, keywords.OpenAPIV32ValueValidator):
    pass


class _Paths(keywords.PathValidator):
    """Continues with the next path if one can't be read."""

    def __call__(self, url: str, path_item: SchemaPath) -> Iterator[ValidationError]:
        try:
            yield from super().__call__(url, path_item)
        except _REPORTED_AS_RAISED:
            return


class _Paths32(_Paths, keywords.OpenAPIV32PathValidator):
    pass


class _V30(OpenAPIV30SpecValidator):
    resolver_handlers = {}  # noqa: RUF012 (an instance variable to the library's types)
    keyword_validators = {  # noqa: RUF012
        **OpenAPIV30SpecValidator.keyword_validators,
        "default": _Defaults30,
        "path": _Paths,
        "schema": _Schemas30,
    }


class _V31(OpenAPIV31SpecValidator):
    resolver_handlers = {}  # noqa: RUF012 (an instance variable to the library's types)
    keyword_validators = {  # noqa: RUF012
        **OpenAPIV31SpecValidator.keyword_validators,
        "default": _Defaults31,
        "path": _Paths,
        "schema": _Schemas31,
    }


class _V32(OpenAPIV32SpecValidator):
    resolver_handlers = {}  # noqa: RUF012 (an instance variable to the library's types)
    keyword_validators = {  # noqa: RUF012
        **OpenAPIV32SpecValidator.keyword_validators,
        "default": _Defaults32,
        "path": _Paths32,
        "schema": _Schemas32,
    }


_VALIDATORS: Mapping[Dialect, type[SpecValidator]] = {
    Dialect.V3_0: _V30,
    Dialect.V3_1: _V31,
    Dialect.V3_2: _V32,
}


def _validate_document(work: dict[str, Any]) -> list[tuple[str, str]]:
    """Returns the defects of a document, in a worker process."""
    found = find_defects(work["root"], Dialect(work["dialect"]))
    return [(defect.pointer, defect.message) for defect in found]


if __name__ == "__main__":
    run_worker(_validate_document)
