"""Writes a request as a program that calls the generated Python client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.escape import python_literal
from generator.examples.requests import Request, RequestArgument
from generator.json_types import Json
from generator.model.client import ClientNames
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider
from generator.model.types import Array, Object
from generator.model.walk import NamedTypes, named_types, resolved
from generator.views.code.client_paths import client_path
from generator.views.code.request_files import file_arguments
from generator.vocabulary import ParamPlace, SqlVerb, StreamFormat

_WIDTH = 80
_INDENT = "    "


class PythonCalls:
    """Writes the calls of one provider's client."""

    def __init__(self, provider: Provider) -> None:
        self._names: ClientNames = provider.client
        self._variables = {scheme.name: scheme.variables for scheme in provider.auth}
        self._types = named_types(provider)

    def program(self, method: Method, request: Request) -> str:
        """Rule CE1: a Python example is a whole program: imports, client, call, and the answer
        printed, iterated or saved.
        """
        return self.script(method, request, self.lines(method, request))

    def lines(self, method: Method, request: Request) -> Iterator[str]:
        """Yields the call, and what prints, iterates or saves its answer."""
        return _statement(method, self.call(method, request), self._types)

    def script(
        self,
        method: Method,
        request: Request,
        lines: Iterable[str],
        *,
        more_names: Sequence[str] = (),
    ) -> str:
        """Returns a program that makes a client and runs `lines`, which call the method.

        `more_names` are further names that it imports from the package.
        """
        names = self._names
        files = file_arguments(request, method.body, self._types)
        keys = [key for name in method.auth for key in self._variables.get(name, ())]
        imports = [_import(names.package, sorted((names.class_name, *more_names)))]
        if files:
            imports = ["from pathlib import Path", "", *imports]
        reads = f"  # reads {' and '.join(keys)}" if keys else ""
        client = f"client = {names.class_name}(){reads}"
        return "\n".join((*imports, "", client, "", *lines))

    def is_list(self, method: Method) -> bool:
        """Does the client return a page of rows?"""
        return _is_list(method, self._types)

    def call(self, method: Method, request: Request) -> str:
        """Returns the expression that calls the client, on several lines if it is long."""
        files = file_arguments(request, method.body, self._types)
        path = client_path(method.python)
        given = [
            (name, _value(part, part.name in files and part.place is None))
            for name, part in _named_arguments(method, request)
        ]
        flat = f"{path}({', '.join(f'{name}={value}' for name, value in given)})"
        if len(flat) <= _WIDTH - len(_INDENT) and "\n" not in flat:
            return flat
        lines = [f"{_INDENT}{name}={_indented(value)}," for name, value in given]
        return "\n".join((f"{path}(", *lines, ")"))


def _import(package: str, imported: Sequence[str]) -> str:
    flat = f"from {package} import {', '.join(imported)}"
    if len(flat) <= _WIDTH:
        return flat
    return "\n".join((f"from {package} import (", *(f"{_INDENT}{name}," for name in imported), ")"))


def _named_arguments(method: Method, request: Request) -> Iterator[tuple[str, RequestArgument]]:
    """Yields the arguments of a call with their names: those of the path, the body, the others."""
    params: Mapping[tuple[str, ParamPlace | None], str] = {
        (one.name, one.place): one.python_name for one in method.params
    }
    body = method.body
    properties: Mapping[str, str] = (
        {one.property.name: one.python_name for one in body.properties} if body else {}
    )
    required = [part for part in request.params if part.required]
    for part in required:
        yield params[part.name, part.place], part
    for part in request.body:
        yield properties.get(part.name, part.name), part
    for part in request.params:
        if not part.required:
            yield params[part.name, part.place], part


def _statement(method: Method, call: str, types: NamedTypes) -> Iterator[str]:
    main = method.answer.main
    if main is None:
        yield call
    elif main.kind is ContentKind.STREAM:
        item = "event" if main.stream_format is StreamFormat.EVENTS else "item"
        yield f"with {call} as {item}s:"
        yield f"{_INDENT}for {item} in {item}s:"
        yield f"{_INDENT * 2}print({item})"
    elif is_saved(method):
        yield f'{call}.write_to_file("result.bin")'
    elif _is_list(method, types):
        yield f"for row in {call}:"
        yield f"{_INDENT}print(row)"
    else:
        yield f"response = {call}"
        yield "print(response)"


def is_saved(method: Method) -> bool:
    """Is the answer a file, which an example saves?"""
    main = method.answer.main
    if main is None or main.kind in (ContentKind.JSON, ContentKind.STREAM):
        return False
    return main.kind is not ContentKind.TEXT or not main.content_type.startswith("text/")


def _is_list(method: Method, types: NamedTypes) -> bool:
    """Does the client return a page of rows? See rule C26."""
    main = method.answer.main
    if main is None or main.nullable or main.kind is not ContentKind.JSON or not method.items:
        return False
    if method.pagination is None and method.verb not in (SqlVerb.SELECT, SqlVerb.EXEC):
        return False
    of = resolved(main.type, types)
    if not isinstance(of, Object):
        return False
    for step in method.items.steps:
        found = of.properties if isinstance(of, Object) else ()
        inner = next((part.type for part in found if part.name == step), None)
        if inner is None:
            return False
        of = resolved(inner, types)
    return isinstance(of, Array)


def _value(part: RequestArgument, is_file: bool) -> str:
    if is_file:
        if isinstance(part.value, list):
            return f"[{', '.join(f'Path({python_literal(one)})' for one in part.value)}]"
        return f"Path({python_literal(part.value)})"
    return _literal(part.value, _WIDTH - len(part.name) - 2 * len(_INDENT))


def _literal(value: Json, room: int) -> str:
    """Returns a literal, on several lines where it is longer than `room`."""
    flat = python_literal(value)
    if len(flat) <= room or not isinstance(value, dict | list) or not value:
        return flat
    inner = room - len(_INDENT)
    if isinstance(value, dict):
        lines = [
            f"{_INDENT}{python_literal(name)}: {_indented(_literal(part, inner - len(name)))},"
            for name, part in value.items()
        ]
        return "\n".join(("{", *lines, "}"))
    lines = [f"{_INDENT}{_indented(_literal(part, inner))}," for part in value]
    return "\n".join(("[", *lines, "]"))


def _indented(text: str) -> str:
    return text.replace("\n", f"\n{_INDENT}")
