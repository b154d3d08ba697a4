"""Lowers operations to methods: parameters, body, answer, rows, pages and samples.

An operation and its mapping come in; a `Method` goes out. A mapping that doesn't fit its operation
is reported at the method in the provider file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.auth import SecurityResolver
from generator.lower.bodies import BodyLowerer
from generator.lower.fields import merge_properties, page_fields, variants_of
from generator.lower.generated_texts import lower_generated_texts
from generator.lower.merge import SchemaResolver
from generator.lower.pagination import PagedOperation, lower_pagination, page_arguments
from generator.lower.param_styles import ParamSettler
from generator.lower.paths import find_arrays, find_rows, may_have_rows, parse_path, type_at
from generator.lower.stream_switch import find_stream_switch
from generator.lower.styles import apply_brackets_to_body, apply_brackets_to_param
from generator.lower.types import TypeLowerer
from generator.mapping.model import Mapping, MethodMapping
from generator.model.methods import (
    Body,
    Content,
    Field,
    Method,
    PageArgument,
    Pagination,
    Param,
    PathInResponse,
)
from generator.model.stackql import BodyColumns
from generator.model.types import Anything, Object, Origin, Type
from generator.model.walk import FindType
from generator.openapi.model import Operation, Parameter, RequestBody
from generator.page_words import find_marks
from generator.vocabulary import HttpVerb, SqlVerb


class MethodLowerer:
    """Lowers the operations of one document."""

    def __init__(
        self,
        resolver: SchemaResolver,
        types: TypeLowerer,
        security: SecurityResolver,
        mapping: Mapping,
        problems: Problems,
    ) -> None:
        self._types = types
        self.find = types.find
        self.bodies = BodyLowerer(resolver, types, problems)
        self._settler = ParamSettler(types.find, resolver.locate, problems)
        self._security = security
        self._rules = {rule.name: rule for rule in mapping.paginations}
        self._brackets = mapping.client.brackets
        self.body_columns = BodyColumns(mapping.stackql.body_columns or BodyColumns.BARE)
        self._problems = problems

    def lower_method(self, mapping: MethodMapping, operation: Operation) -> Method:
        """Lowers `operation` to the method that the mapping describes."""
        method = self._lower_call(mapping, operation)
        texts = lower_generated_texts(mapping.generates, method, self._types.find, self._problems)
        return replace(method, generates=texts)

    def _lower_call(self, mapping: MethodMapping, operation: Operation) -> Method:
        params = self._lower_params(operation.parameters)
        body = self._lower_body(operation.body, params)
        answer, other_answers, failures = self.bodies.lower_answers(operation.responses)
        content, arguments = answer.rows, page_arguments(params, body)
        rows = self._find_items(mapping, operation, content)
        is_list = self._is_list(content, rows)
        unpaged = rows if is_list and not mapping.pagination else None
        auth, *other_auth = self._security.select_schemes(operation)
        self._check_verb(mapping, operation)
        return Method(
            name=mapping.name,
            verb=mapping.verb,
            operation=operation.id,
            http=operation.verb,
            path=operation.path,
            python=mapping.python,
            summary=operation.summary,
            description=operation.description,
            deprecated=operation.deprecated,
            deprecation_reason=operation.deprecation_reason,
            params=params,
            body=body,
            answer=answer,
            failures=failures,
            items=rows if is_list else None,
            item=None if is_list else rows,
            fields=self._find_fields(content, rows) if mapping.verb is SqlVerb.SELECT else (),
            pagination=self._lower_pagination(mapping, arguments, content),
            unpaged_by=_find_marks(arguments, content, unpaged, self._types.find),
            auth=auth,
            samples=operation.samples,
            sample_responses=operation.sample_responses,
            origin=Origin(operation.pointer),
            stream_by=find_stream_switch(answer, arguments, self._types.find),
            other_auth=tuple(other_auth),
            servers=operation.servers,
            other_answers=other_answers,
        )

    def _lower_body(self, request: RequestBody | None, params: Sequence[Param]) -> Body | None:
        if request is None:
            return None
        body = self.bodies.lower_body(request, tuple(param.python_name for param in params))
        return apply_brackets_to_body(body, self._types.find) if self._brackets else body

    def _lower_params(self, parameters: Sequence[Parameter]) -> tuple[Param, ...]:
        taken = names.Taken()
        lowered = (
            self._lower_param(parameter, taken.take(names.argument(parameter.name)))
            for parameter in parameters
        )
        find = self._types.find
        params = (
            apply_brackets_to_param(param, find) if self._brackets else param for param in lowered
        )
        settled = (self._settler.settle(param) for param in params)
        return tuple(param for param in settled if param is not None)

    def _lower_param(self, parameter: Parameter, python_name: str) -> Param:
        of = self._types.property_of(parameter.name, parameter.schema, required=parameter.required)
        return Param(
            name=parameter.name,
            python_name=python_name,
            place=parameter.place,
            type=of.type,
            nullable=of.nullable,
            required=of.required,
            description=parameter.description or of.description,
            default=of.default,
            style=parameter.style,
            explode=parameter.explode,
            content_type=parameter.content_type,
            deprecated=parameter.deprecated or of.deprecated,
            origin=Origin(parameter.pointer, parameter.schema.overlaid_by),
            examples=parameter.examples or of.examples,
            deprecation_reason=parameter.deprecation_reason or of.deprecation_reason,
            allow_reserved=parameter.allow_reserved,
        )

    def _check_verb(self, mapping: MethodMapping, operation: Operation) -> None:
        """Rule RP6: GET and HEAD change nothing, so their verb is SELECT or EXEC."""
        reads = operation.verb in (HttpVerb.GET, HttpVerb.HEAD)
        if reads and mapping.verb not in (SqlVerb.SELECT, SqlVerb.EXEC):
            self._problems.error(
                "verb-of-a-read",
                f"{operation.verb.sent} {operation.path} only reads, so its verb can't be "
                f"{mapping.verb}",
                mapping.location,
                "use select or exec",
            )

    def _find_items(
        self, mapping: MethodMapping, operation: Operation, content: Content | None
    ) -> PathInResponse | None:
        """Returns the path of the rows: the mapping's, else the list envelope's (rule F5).

        Rule F6: the path of a mapping may lead to an object. That object is the only row.
        """
        find = self._types.find
        if not mapping.items:
            is_list = mapping.verb is SqlVerb.SELECT and content is not None
            return find_rows(content.type, find) if is_list and content else None
        path = parse_path(mapping.items)
        there = type_at(content.type, path, find) if content is not None else None
        if there is not None:
            if not may_have_rows(there, find):
                self._problems.error(
                    "items-not-a-list",
                    f'"{mapping.items}" (items) is no list or object in the response of '
                    f'operation "{operation.id}"',
                    mapping.location,
                    "name the list of rows or the only row, or remove `items` from this method",
                )
            return path
        arrays = find_arrays(content.type, find) if content else ()
        self._problems.error(
            "items-not-in-response",
            f'"{mapping.items}" (items) is not in the response of operation "{operation.id}"',
            mapping.location,
            f"its arrays are: {', '.join(arrays)}" if arrays else "remove `items` from this method",
        )
        return None

    def _is_list(self, content: Content | None, rows: PathInResponse | None) -> bool:
        """Does the path lead to an array, and not to the only row?"""
        of = type_at(content.type, rows, self._types.find) if content and rows else None
        if of is None:
            return False
        parts = variants_of(of, self._types.find)
        return not parts or any(not isinstance(part, Object) for part in parts)

    def _find_fields(
        self, content: Content | None, items: PathInResponse | None
    ) -> tuple[Field, ...]:
        if content is None:
            return ()
        rows: Type = content.type
        place = ""
        if items is not None:
            rows = type_at(content.type, items, self._types.find) or rows
            place = str(items.steps[-1]) if items.steps else ""
        return page_fields(rows, self._types.find, place, content.origin)

    def _lower_pagination(
        self, mapping: MethodMapping, arguments: Sequence[PageArgument], content: Content | None
    ) -> Pagination | None:
        if not mapping.pagination:
            return None
        rule = self._rules[mapping.pagination]
        answer = content.type if content else Anything()
        operation = PagedOperation(rule, mapping, arguments, answer)
        return lower_pagination(operation, self._types.find, self._problems)


def _find_marks(
    arguments: Sequence[PageArgument],
    content: Content | None,
    items: PathInResponse | None,
    find: FindType,
) -> tuple[str, ...]:
    """Rule PG4: a list without pagination has further pages if its names show marks of paging.

    `items` is None for a method that isn't such a list.
    """
    if items is None:
        return ()
    members = merge_properties(content.type, find) if content and items.steps else ()
    return find_marks((one.name for one in arguments), (one.name for one in members))
