"""Writes a request as a program that calls the generated Python client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.escape import python_literal
from generator.examples.requests import Request, RequestArgument
from generator.json_types import Json
from generator.model.client import ClientNames
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider
from generator.model.types import Array, Object
from generator.model.walk import NamedTypes, named_types, resolved
from generator.views.code.client_paths import client_path
from generator.views.code.python_literals import literal_lines
from generator.views.code.request_files import file_arguments
from generator.vocabulary import ParamPlace, SqlVerb, StreamFormat

_INDENT = "    "
_SAVE = '.write_to_file("result.bin")'


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of an example."""

    width: int  # of the longest line, if its parts allow it
    prints: bool  # is an answer that is one value printed?
    is_async: bool = False  # of the client that it calls


PAGE = Layout(80, prints=True)
"""Python on pages and in READMEs."""


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

    def lines(self, method: Method, request: Request) -> list[str]:
        """Returns the lines of the call, and of what prints, iterates or saves its answer."""
        return self._statement(method, request, PAGE).split("\n")

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
        keys = [key for name in method.auth for key in self._variables.get(name, ())]
        reads = f"  # reads {' and '.join(keys)}" if keys else ""
        return "\n".join(
            (
                *self._imports(method, request),
                _import(names.package, sorted((names.class_name, *more_names))),
                "",
                f"client = {names.class_name}(){reads}",
                "",
                *lines,
            )
        )

    def is_list(self, method: Method) -> bool:
        """Does the client return a page of rows?"""
        return _is_list(method, self._types)

    def statement(self, method: Method, request: Request, layout: Layout) -> str:
        """Returns the call in the statement that takes its answer, with the import that it needs.

        Rule DX2: the async client's call is awaited, and a list or a stream is iterated with
        `async for`.
        """
        imports = self._imports(method, request)
        return "\n".join((*imports, self._statement(method, request, layout)))

    def call(self, method: Method, request: Request) -> str:
        """Returns the expression that calls the client, on several lines if it is long."""
        return self._call(method, request, PAGE, "", "")

    def _imports(self, method: Method, request: Request) -> tuple[str, ...]:
        files = file_arguments(request, method.body, self._types)
        return ("from pathlib import Path", "") if files else ()

    def _statement(self, method: Method, request: Request, layout: Layout) -> str:
        def call(head: str, tail: str = "") -> str:
            return self._call(method, request, layout, head, tail)

        main = method.answer.main
        begin, wait = ("async ", "await ") if layout.is_async else ("", "")
        if main is None:
            return call(wait)
        if main.kind is ContentKind.STREAM:
            item = "event" if main.stream_format is StreamFormat.EVENTS else "item"
            loop = f"{_INDENT}{begin}for {item} in {item}s:\n{_INDENT * 2}print({item})"
            return f"{call(f'{begin}with {wait}', f' as {item}s:')}\n{loop}"
        if is_saved(method) and layout.is_async:
            return f"{call('response = await ')}\nawait response{_SAVE}"
        if is_saved(method):
            return call("", _SAVE)
        if _is_list(method, self._types):
            return f"{call(f'{begin}for row in ', ':')}\n{_INDENT}print(row)"
        if layout.prints:
            return f"{call(f'response = {wait}')}\nprint(response)"
        return call(wait)

    def _call(self, method: Method, request: Request, layout: Layout, head: str, tail: str) -> str:
        """Returns the call between `head` and `tail`."""
        files = file_arguments(request, method.body, self._types)
        path = f"{head}{client_path(method.python)}"
        given = [
            (name, part.value, part.name in files and part.place is None)
            for name, part in _named_arguments(method, request)
        ]
        flat = ", ".join(
            f"{name}={_path(value) if is_file else python_literal(value)}"
            for name, value, is_file in given
        )
        if not given or len(f"{path}({flat}){tail}") <= layout.width:
            return f"{path}({flat}){tail}"
        lines = [
            _argument(
                name,
                _path(value) if is_file else literal_lines(value, len(name) + 5, 4, layout.width),
            )
            for name, value, is_file in given
        ]
        return "\n".join((f"{path}(", *lines, f"){tail}"))


def _import(package: str, imported: Sequence[str]) -> str:
    flat = f"from {package} import {', '.join(imported)}"
    if len(flat) <= PAGE.width:
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


def _path(value: Json) -> str:
    """Returns a file, or several, as the client takes them."""
    if isinstance(value, list):
        return f"[{', '.join(map(_path, value))}]"
    return f"Path({python_literal(value)})"


def _argument(name: str, value: str) -> str:
    return f"{_INDENT}{name}={value},"
