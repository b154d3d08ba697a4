"""Makes a valid request for any operation from the model alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

import httpx2

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.lower.fields import merge_properties
from generator.mock.router import MockRoute
from generator.model.methods import ContentKind, Param
from generator.model.provider import Provider
from generator.model.types import Type
from generator.vocabulary import ParamPlace
from tests.support.file_types import is_file

_File: TypeAlias = tuple[str | None, bytes | str]


@dataclass(frozen=True)
class Requests:
    """Makes requests with all arguments, or with the required ones only."""

    provider: Provider
    validators: Validators
    with_all: bool

    def send(
        self, route: MockRoute, client: httpx2.Client, path: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """Calls the operation; `path` overrides values in the path."""
        method = route.method
        given = {one.name: self._made(one.type) for one in method.params if self._is_sent(one)}
        texts = {name: text_of(value) for name, value in given.items()} | dict(path or {})
        target = method.path
        for one in method.params:
            if one.place is ParamPlace.PATH:
                target = target.replace(f"{{{one.name}}}", quote(texts[one.name], safe=""))
        query = "&".join(
            f"{quote(name, safe='[]')}={quote(text, safe='')}"
            for one in method.params
            if one.place is ParamPlace.QUERY and one.name in given
            for name, text in self._query(one.name, given[one.name])
        )
        if query:
            target += ("&" if "?" in target else "?") + query
        headers = {
            one.name: texts[one.name]
            for one in method.params
            if one.place is ParamPlace.HEADER and one.name in given
        }
        headers |= {**dict(route.service.headers), **self._keys(route)}
        content: bytes | None = None
        form: dict[str, str] | None = None
        files: list[tuple[str, _File]] | None = None
        if method.body is not None and (method.body.required or self.with_all):
            wanted = method.body.content[0]
            made = self._made(wanted.type)
            if isinstance(made, dict):
                made.pop("stream", None)
            match wanted.kind, made:
                case ContentKind.JSON, _:
                    content = json.dumps(made).encode()
                    headers["Content-Type"] = wanted.content_type
                case ContentKind.MULTIPART, dict():
                    files = list(self._parts(wanted.type, made))
                case _, dict():
                    form = {name: text_of(value) for name, value in made.items()}
        return client.request(
            method.http.upper(), target, headers=headers, content=content, data=form, files=files
        )

    def _is_sent(self, one: Param) -> bool:
        return one.required or self.with_all

    def _made(self, kind: Type) -> Json:
        values = ExampleValues(self.validators, Use.REQUEST)
        return values.make(kind) if self.with_all else values.make_minimal(kind)

    def _keys(self, route: MockRoute) -> dict[str, str]:
        schemes = {one.name: one for one in self.provider.auth}
        return {schemes[name].parameter: "Bearer any" for name in route.method.auth}

    def _query(self, name: str, value: Json) -> Iterator[tuple[str, str]]:
        if isinstance(value, list):
            yield from ((name, text_of(one)) for one in value)
        elif isinstance(value, dict):
            yield from ((f"{name}[{key}]", text_of(one)) for key, one in value.items())
        else:
            yield name, text_of(value)

    def _parts(self, kind: Type, made: Mapping[str, Json]) -> Iterator[tuple[str, _File]]:
        members = {
            one.name: one for one in merge_properties(kind, self.validators.types.__getitem__)
        }
        for name, value in made.items():
            if is_file(members[name].type, self.validators.types):
                yield name, ("file.bin", b"some bytes")
            elif isinstance(value, list):
                yield from ((f"{name}[]", (None, text_of(one))) for one in value)
            else:
                yield name, (None, text_of(value))


def text_of(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)
