"""Finds every place where a document isn't valid OpenAPI, by openapi-spec-validator.

The library checks each schema against its meta-schema, each default against its schema, and the
document against OpenAPI's own schema. This module keeps its verdicts and replaces three parts: a
compiled validator checks the document and the meta-schemas (all errors, the innermost ones, with
positions), sets remember the visited schemas, and nothing outside the document is read. A document
of 3 MB takes less than a second.

A pattern that only another engine of regular expressions accepts is no defect, but a remark.

The classes below override private methods (`_validate_schema_meta`, `_collect_properties`) and use
private modules. They were written against openapi-spec-validator 0.9, which pyproject.toml pins to
that minor version. Read the library's `validation/keywords.py` again before you raise the pin.

Import this module late: the import takes 0.4 s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
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
from openapi_spec_validator.schemas import schema_v30, schema_v31, schema_v32
from openapi_spec_validator.validation import keywords
from openapi_spec_validator.validation.exceptions import (
    DuplicateOperationIDError,
    ExtraParametersError,
    OpenAPIValidationError,
    ParameterDuplicateError,
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

from generator.diagnostics import Defect
from generator.json_types import Json, JsonObject
from generator.openapi import json_parts
from generator.openapi.pointers import NoSuchPlace, pointer_to, resolve
from generator.openapi.reference_walk import Parts, ReferenceResolver
from generator.openapi.schema_errors import SchemaError, find_causes
from generator.openapi.version import Dialect
from generator.patterns import is_usable_pattern
from generator.workers import run_worker

# The library raises these for references without a target and for unbalanced braces in a path;
# `read_spec` reports both.
_REPORTED_AS_RAISED = (Unresolvable, NoSuchResource, KeyError, RecursionError, ValueError)
_REPORTED_BY_READ = (
    DuplicateOperationIDError,
    ParameterDuplicateError,
    UnresolvableParameterError,
)
_STYLES = {  # OpenAPI 3.1 §4.8.12.3
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_META_FORMATS = ("uri", "uri-reference", "iri", "iri-reference", "email")
_MAX_MESSAGE = 300
_MAX_RECURSION = 40  # nested schemas; deeper ones are checked afterwards
_MAX_COLLECTED = 1_000_000  # parts of compositions in the whole document
_MAX_FOLLOWED = 20_000  # references in the check of one default
UNDEFINED = "undefined-required"
"""The keyword of a defect: `required` names properties that the schema doesn't have."""
_COMPOSITIONS = ("allOf", "anyOf", "oneOf", "items", "not")


class _TooManySteps(Exception):
    """A check would take too long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of the document, or a remark about a part that is valid."""

    message: str
    defect: Defect
    is_remark: bool = False


class _LocatedError(OpenAPIValidationError):
    """Errors with paths from the document's root. A meta-schema may find several at once."""

    def __init__(self, found: Iterable[SchemaError]) -> None:
        self.found = tuple(found)
        super().__init__(self.found[0].message)


def find_defects(root: JsonObject, dialect: Dialect) -> Iterator[Finding]:
    """Yields every defect of the document, each once, in the order in which the checks find them.

    OpenAPI's schema of 3.0 contains the meta-schema, so it finds the defects of schemas too.
    """
    known: set[tuple[Parts, str]] = set()
    for cause in _find_all(root, dialect):
        if (cause.parts, cause.keyword) not in known:
            known.add((cause.parts, cause.keyword))
            pattern = cause.keyword == "format" and cause.detail == ("regex",)
            defect = Defect(pointer_to(cause.parts), cause.keyword, cause.detail)
            message = _describe_style(root, cause.parts) or cause.message
            yield Finding(message, defect, is_remark=pattern)


def _find_all(root: JsonObject, dialect: Dialect) -> Iterator[SchemaError]:
    is_openapi = True
    for cause in find_causes(_DOCUMENTS[dialect].iter_errors(root)):
        is_openapi = False
        if not _is_list_of_names(cause) and not _is_reference_to_operation(cause, root):
            yield cause
    validator = _VALIDATORS[dialect](root)
    try:
        for error in validator.root_validator(validator.schema_path):
            yield from _read_error(error)
    except Exception as failure:  # the library doesn't say what it raises for broken documents
        if is_openapi:
            reason = _first_line(f"{type(failure).__name__}: {failure}")
            message = f"openapi-spec-validator can't read this document: {reason}"
            yield SchemaError((), "", message)


def _is_list_of_names(cause: SchemaError) -> bool:
    """Is this a list whose repeated names `read_spec` reports: of parameters or of tags?"""
    is_list = cause.parts[-1:] == ("parameters",) or cause.parts == ("tags",)
    return cause.keyword == "uniqueItems" and is_list


def _is_reference_to_operation(cause: SchemaError, root: JsonObject) -> bool:
    """Is this a reference in place of an operation, which `read_spec` follows or reports?"""
    operation: Json = root
    for key in cause.parts[:3]:
        operation = operation.get(str(key)) if isinstance(operation, dict) else None
    is_there = cause.parts[:1] == ("paths",) and isinstance(operation, dict)
    return is_there and len(cause.parts) <= 4 and "$ref" in json_parts.mapping(operation)


def _describe_style(root: Json, path: Parts) -> str:
    """Returns what is wrong with the style of the parameter at `path`; "" for another defect."""
    try:
        part = resolve(root, pointer_to(path[:-1] if path[-1:] == ("style",) else path))
    except NoSuchPlace:  # below an empty key, which the path lacks
        return ""
    if not isinstance(part, dict):
        return ""
    place, style = part.get("in"), part.get("style")
    known = _STYLES.get(place) if isinstance(place, str) else None
    if known is None or style is None or style in known:
        return ""
    shown = json.dumps(style, ensure_ascii=False)
    return _first_line(f"{shown} is no style of a {place} parameter; use {' or '.join(known)}")


def _read_error(error: ValidationError) -> Iterator[SchemaError]:
    if isinstance(error, _LocatedError):
        yield from error.found
    elif not isinstance(error, _REPORTED_BY_READ):
        yield SchemaError((), "", _first_line(error.message))


def _compile_meta_schema(validator_class: type[Validator]) -> jsonschema_rs.Validator:
    """Compiles the meta-schema of a dialect, with the formats that the library asserts."""
    return _compile(validator_class.META_SCHEMA)


def _compile(schema: JsonObject) -> jsonschema_rs.Validator:
    formats: dict[str, Callable[..., bool]] = {
        name: partial(_conforms, name) for name in _META_FORMATS
    }
    formats["regex"] = is_usable_pattern
    resources = [(uri, REGISTRY.contents(uri)) for uri in REGISTRY]
    return jsonschema_rs.validator_for(
        schema,
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
    if message == "None for not nullable":
        return "null is not allowed: the schema is not nullable"
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
                message = _format_message(error)
                detail = (pointer_to(at),)
                yield _LocatedError((SchemaError(found, "default", message, detail),))
        except (RecursionError, _TooManySteps):
            message = "this default can't be checked: its schema has too many references"
            yield _LocatedError((SchemaError(at, "default", message, (pointer_to(at),)),))
        except UnknownType:
            return  # the meta-schema reports the type

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
        self._meta_checked = _Visited()
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
        """Checks the meta-schema, and the rest even if it refuses the schema.

        The library can't read every broken schema; what it raises then adds nothing.
        """
        causes = () if meta_checked else tuple(self._find_meta_errors(schema))
        if causes:
            yield _LocatedError(causes)
        try:
            for error in super().__call__(schema, require_properties, meta_checked=True):
                if isinstance(error, _LocatedError):
                    yield error
                elif isinstance(error, ExtraParametersError):
                    yield _LocatedError((self._describe_undefined(schema),))
                else:
                    message = _first_line(error.message)
                    yield _LocatedError((SchemaError(schema.parts, "", message),))
        except _TooManySteps:
            raise
        except Exception:
            if not causes:
                raise

    def _describe_undefined(self, schema: SchemaPath) -> SchemaError:
        """Returns the error for required properties that no part of the schema defines."""
        value = cast("JsonObject", schema.read_value())
        defined = self._collect_properties(schema)
        names = [name for name in json_parts.texts(value.get("required")) if name not in defined]
        quoted = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
        message = f"required, but not among the properties: {quoted}"
        return SchemaError((*schema.parts, "required"), UNDEFINED, message, tuple(names))

    def _find_meta_errors(self, schema: SchemaPath) -> Iterator[SchemaError]:
        """Yields all errors of the meta-schema; the library finds one of them."""
        value = schema.read_value()
        if not isinstance(value, Mapping | bool) or id(value) in self._meta_checked:
            return
        self._meta_checked.append(id(value))
        at = schema.parts
        if not _names_a_dialect(schema, value):
            for cause in find_causes(self._meta.iter_errors(value)):
                yield replace(cause, parts=(*at, *cause.parts))
        elif error := self._validate_schema_meta(schema, value):
            yield SchemaError((*at, *error.absolute_path), "", _first_line(error.message))

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


class _Tags(keywords.TagsValidator):
    """Leaves repeated tags to `read_spec`."""

    def __call__(self, tags: SchemaPath) -> Iterator[ValidationError]:  # noqa: ARG002
        yield from ()


class _Tags32(keywords.OpenAPIV32TagsValidator):
    """Reports unknown parents, and leaves repeated tags to `read_spec`."""

    def __call__(self, tags: SchemaPath) -> Iterator[ValidationError]:
        repeated = {error.message for error in keywords.TagsValidator.__call__(self, tags)}
        yield from (error for error in super().__call__(tags) if error.message not in repeated)


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
        "tags": _Tags,
    }


class _V31(OpenAPIV31SpecValidator):
    resolver_handlers = {}  # noqa: RUF012 (an instance variable to the library's types)
    keyword_validators = {  # noqa: RUF012
        **OpenAPIV31SpecValidator.keyword_validators,
        "default": _Defaults31,
        "path": _Paths,
        "schema": _Schemas31,
        "tags": _Tags,
    }


class _V32(OpenAPIV32SpecValidator):
    resolver_handlers = {}  # noqa: RUF012 (an instance variable to the library's types)
    keyword_validators = {  # noqa: RUF012
        **OpenAPIV32SpecValidator.keyword_validators,
        "default": _Defaults32,
        "path": _Paths32,
        "schema": _Schemas32,
        "tags": _Tags32,
    }


_VALIDATORS: Mapping[Dialect, type[SpecValidator]] = {
    Dialect.V3_0: _V30,
    Dialect.V3_1: _V31,
    Dialect.V3_2: _V32,
}
_DOCUMENTS = {
    Dialect.V3_0: _compile(dict(schema_v30)),
    Dialect.V3_1: _compile(dict(schema_v31)),
    Dialect.V3_2: _compile(dict(schema_v32)),
}


def _validate_document(work: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the findings in a document, in a worker process."""
    return [asdict(found) for found in find_defects(work["root"], Dialect(work["dialect"]))]


if __name__ == "__main__":
    run_worker(_validate_document)
