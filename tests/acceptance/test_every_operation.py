"""Every operation of OpenAI's spec, sync and async, against the mock server that checks requests.

Each is called with all its params, its answer is parsed and written again without loss.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterator, Mapping
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.mock.server import MockServer
from generator.model.methods import Content, ContentKind, Method
from generator.model.provider import Provider
from generator.model.types import Array, Binary, Type, Union
from generator.model.walk import walk_methods
from tests.support.clients import made_client, provider_of

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
_STREAM = "stream"  # asks for events in place of the answer
FILE = ("file.bin", b"content", "application/octet-stream")


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def server(provider: Provider) -> Iterator[MockServer]:
    with MockServer(provider) as server:
        yield server


@pytest.fixture(scope="module")
def keys(server: MockServer) -> Mapping[str, str]:
    return {"api_key": "k", "admin_api_key": "a", "base_url": server.url}


@pytest.fixture(scope="module")
def package(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made_client(provider, tmp_path_factory)
    return import_module("openai_client")


def test_each_operation_is_accepted_and_its_answer_kept(
    provider: Provider, server: MockServer, package: Any, keys: Mapping[str, str]
) -> None:
    arguments = Arguments(provider)
    wrong: list[str] = []
    with package.OpenAI(**keys, max_retries=0) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for method in methods_of(provider):
            server.reset()
            call = reduce(getattr, method.python, client.with_raw_response)
            try:
                response = call(**arguments.of(method))
                wrong.extend(lost(method, response.parse(), response.text))
            except Exception as error:
                wrong.append(f"{name_of(method)}: {type(error).__name__}: {error}")
            wrong.extend(unasked(method, server))
    assert wrong == []
    assert len(methods_of(provider)) == 271


def test_each_operation_is_accepted_from_an_async_client_too(
    provider: Provider, server: MockServer, package: Any, keys: Mapping[str, str]
) -> None:
    async def all_called() -> list[str]:
        arguments = Arguments(provider)
        wrong: list[str] = []
        async with package.AsyncOpenAI(**keys, max_retries=0) as client:
            for method in methods_of(provider):
                server.reset()
                call = reduce(getattr, method.python, client.with_raw_response)
                try:
                    response = await call(**arguments.of(method))
                    answer = response.parse()
                    await response.read()
                    wrong.extend(lost(method, answer, response.text))
                except Exception as error:
                    wrong.append(f"{name_of(method)}: {type(error).__name__}: {error}")
                wrong.extend(unasked(method, server))
        return wrong

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert asyncio.run(all_called()) == []


def test_each_stream_gives_events_of_its_type(
    provider: Provider, server: MockServer, package: Any, keys: Mapping[str, str]
) -> None:
    arguments = Arguments(provider)
    streaming = [method for method in methods_of(provider) if streams(method)]
    unknown: list[str] = []
    with package.OpenAI(**keys, max_retries=0) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for method in streaming:
            server.reset()
            call = reduce(getattr, method.python, client)
            with call(**{**arguments.of(method), _STREAM: True}) as events:
                kinds = [type(event) for event in events]
            unknown.extend(unasked(method, server))
            if not kinds or {dict, package.UnknownVariant} & {*kinds}:
                unknown.append(f"{name_of(method)}: {kinds}")
    assert unknown == []
    assert len(streaming) == 10


def test_each_job_is_waited_for(
    provider: Provider, server: MockServer, package: Any, keys: Mapping[str, str]
) -> None:
    arguments = Arguments(provider)
    jobs = [(method, method.wait) for method in methods_of(provider) if method.wait]
    with package.OpenAI(**keys) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for method, wait in jobs:
            server.reset()
            resource = reduce(getattr, method.python[:-1], client)
            call = getattr(resource, f"{method.python[-1]}_and_wait")
            job = call(**arguments.of(method), poll_interval=0.001, wait_timeout=10)
            assert reduce(getattr, map(str, wait.status.steps), job) in wait.until
    assert len(jobs) == 20


def streams(method: Method) -> bool:
    """Does an argument ask for events in place of JSON?"""
    kinds = {content.kind for content in method.answer.content}
    named = {param.name for param in method.params}
    if method.body:
        named |= {one.property.name for one in method.body.properties}
    return {ContentKind.JSON, ContentKind.STREAM} <= kinds and _STREAM in named


class Arguments:
    """All arguments of a method that can stand together, made from the spec."""

    def __init__(self, provider: Provider) -> None:
        self._validators = Validators(provider)
        self._values = ExampleValues(self._validators, Use.REQUEST)

    def of(self, method: Method) -> dict[str, object]:
        given: dict[str, object] = {
            param.python_name: self._values.make(param.type)
            for param in method.params
            if param.name != _STREAM
        }
        if method.body and method.body.content:
            given.update(self._body(method, method.body.content[0]))
        return given

    def _body(self, method: Method, content: Content) -> Iterator[tuple[str, object]]:
        assert method.body
        made = self._values.make(content.type)
        if not method.body.properties:
            yield method.body.python_name, made
            return
        assert isinstance(made, dict)
        for member in method.body.properties:
            name = member.property.name
            if name in made and name != _STREAM:
                is_file = self._holds_bytes(member.property.type)
                yield member.python_name, FILE if is_file else made[name]

    def _holds_bytes(self, kind: Type) -> bool:
        of = self._validators.resolve(kind)
        if isinstance(of, Array):
            return self._holds_bytes(of.items)
        if isinstance(of, Union):
            return any(self._holds_bytes(variant.type) for variant in of.variants)
        return isinstance(of, Binary)


def methods_of(provider: Provider) -> list[Method]:
    return [method for _, _, method in walk_methods(provider.services)]


def name_of(method: Method) -> str:
    return ".".join(method.python)


def lost(method: Method, answer: Any, text: str) -> Iterator[str]:
    """What an answer lacks, or has besides, of the JSON that came."""
    if all(content.kind is not ContentKind.JSON for content in method.answer.content):
        return
    if plain(answer) != json.loads(text):
        yield f"{name_of(method)}: {plain(answer)} came as {text}"


def plain(answer: Any) -> Json:
    if isinstance(answer, list):
        return [plain(one) for one in answer]
    if hasattr(answer, "model_dump"):
        dumped: Json = answer.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return dumped
    value: Json = answer
    return value


def unasked(method: Method, server: MockServer) -> Iterator[str]:
    """Whether anything but this operation was requested, or anything but an answer given."""
    seen = [(one.operation, one.status, one.problems) for one in server.requests]
    if [(name, status < 300) for name, status, _ in seen] != [(method.operation, True)]:
        yield f"{name_of(method)}: the server saw {seen}"
