"""The client of OpenAI's whole spec: typed as a package, and each of its methods over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, reduce
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, get_type_hints

import pytest

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.model.methods import ContentKind
from generator.model.provider import Provider
from generator.model.types import Type
from generator.views.client.calls import Argument, ClientCall
from generator.views.client.docstrings import method_doc
from generator.views.client.model import ClientModel, build_client_model
from generator.vocabulary import ParamPlace
from tests.support.clients import made_client, provider_of, strictly_typed
from tests.support.file_types import is_file
from tests.support.http_server import Received, Reply, Server, running

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
# What is deprecated is called here too.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def folder(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider, tmp_path_factory)


@pytest.fixture(scope="module")
def openai(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("openai_client")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def client(openai: ModuleType, server: Server) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "k")
        patch.setenv("OPENAI_ADMIN_KEY", "a")
        with openai.OpenAI(base_url=server.url) as client:
            yield client


def test_the_package_is_typed(folder: Path) -> None:
    assert strictly_typed(folder, "-p", "openai_client") == "Success"


def resources_of(owner: type) -> Iterator[type]:
    """The class of a client or a resource, and the classes of all resources below it."""
    yield owner
    members = {name: member for base in owner.__mro__ for name, member in vars(base).items()}
    for name, member in members.items():
        is_resource = type(member).__name__ == "cached_property" and name != "webhooks"
        if is_resource and not name.startswith("with_"):
            yield from resources_of(type(member.__get__(SimpleNamespace(_client=None))))


def test_annotations_resolve_at_run_time(openai: ModuleType, provider: Provider) -> None:
    count = 0
    own = {f"openai_client.{one.name}" for one in provider.client.additions.modules}
    for client_class in (openai.OpenAI, openai.AsyncOpenAI):
        for owner in {*resources_of(client_class)}:  # one of them has two paths
            generated = owner.__mro__[1] if owner.__module__ in own else owner
            for name, member in {**vars(generated), **vars(owner)}.items():
                if isfunction(member) and not name.startswith("_"):
                    assert "return" in get_type_hints(member)
                    count += name in vars(generated)
    calls = build_client_model(provider).calls
    waits = [call for call in calls if call.state]
    aliases = provider.client.additions.methods
    # `with_options` is `copy` too.
    assert count == 2 * (len(calls) + len(waits) + len(aliases) + 2)


def test_what_is_said_of_an_argument_stands_below_it(provider: Provider) -> None:
    model = build_client_model(provider)
    for call in model.calls:
        doc = method_doc(call, model.settings, "x")
        section = re.search(r"\n {8}Args:\n(.*?)\n\n {8}\w", doc, re.S)
        lines = section.group(1).splitlines() if section else []
        names = [line.strip().partition(":")[0] for line in lines if line[:16].strip()]
        wanted = [argument.name for argument in call.arguments]
        if call.choice:
            wanted += [*(body.name for _, body in call.choice.wholes), call.choice.name]
        assert names == wanted, call.method.operation
        assert all(line[:12] == " " * 12 for line in lines if line), call.method.operation


def test_each_method_sends_what_is_required(
    provider: Provider, openai: ModuleType, client: Any, server: Server
) -> None:
    model = build_client_model(provider)
    values = CallValues(with_types_of(model, provider), ExampleValues.make_minimal)
    wrong = [
        text
        for call in model.calls
        for text in called(call, values, lambda one: one.required, openai, client, server)
    ]
    assert wrong == []
    assert len(model.calls) == 271


def test_each_method_sends_all_that_it_takes(
    provider: Provider, openai: ModuleType, client: Any, server: Server
) -> None:
    model = build_client_model(provider)
    values = CallValues(with_types_of(model, provider), ExampleValues.make)
    wrong = [
        text
        for call in model.calls
        for text in called(
            call, values, lambda one: one.wire_name != "stream", openai, client, server
        )
    ]
    assert wrong == []


def with_types_of(model: ClientModel, provider: Provider) -> Provider:
    return replace(provider, types=tuple(model.types.flat.values()))


@dataclass(frozen=True)
class CallValues:
    """Values for the arguments and answers of calls; `value_of` decides how full they are."""

    provider: Provider  # with all types of the client
    value_of: Callable[[ExampleValues, Type], Json]

    def of_argument(self, argument: Argument) -> object:
        if argument.place is None and is_file(argument.type, self._validators.types):
            return ("name.bin", b"bytes")
        return self.value_of(ExampleValues(self._validators, Use.REQUEST), argument.type)

    def of_answer(self, kind: Type | None) -> Json:
        return self.value_of(ExampleValues(self._validators, Use.ANSWER), kind) if kind else None

    @cached_property
    def _validators(self) -> Validators:
        return Validators(self.provider)


def called(
    call: ClientCall,
    values: CallValues,
    is_given: Callable[[Argument], bool],
    openai: ModuleType,
    client: Any,
    server: Server,
) -> Iterator[str]:
    """Calls a method with arguments made from the model; yields what was wrong with it."""
    name = ".".join(call.method.python)
    arguments = [argument for argument in call.arguments if is_given(argument)]
    given = {one.name: values.of_argument(one) for one in arguments}
    answer = values.of_answer(call.result.type)
    server.reply = reply_of(call, answer)
    try:
        method = reduce(getattr, call.method.python, client)
        result = method(**given)
        if call.result.kind is ContentKind.BINARY:
            result = result.read()
        elif call.result.kind is ContentKind.JSON:
            kind = getattr(openai.types, call.result.type.name) if call.result.type else None
            strictly(kind, answer)
            result = plain(result)
    except Exception as error:
        yield f"{name}: {type(error).__name__}: {error}"
        return
    sent = server.last
    if sent.verb != call.method.http.value.upper():
        yield f"{name}: sent {sent.verb}"
    path = [
        re.sub(r"{(.*?)}", lambda found: str(by_wire(arguments, given, found[1])), part)
        for part in ("/v1" + call.method.path).split("/")[1:]
    ]
    if sent.segments != path:
        yield f"{name}: went to {sent.path}"
    yield from (f"{name}: {text}" for text in wrong_body(call, arguments, given, sent))
    wanted = b"bytes" if call.result.kind is ContentKind.BINARY else answer
    if call.result.kind is ContentKind.TEXT:
        wanted = "bytes"
    if result != wanted:
        yield f"{name}: returned {result!r}, not {wanted!r}"


def reply_of(call: ClientCall, answer: Json) -> Reply:
    if call.result.kind is None:
        return Reply(204, b"", {})
    if call.result.kind is ContentKind.JSON:
        return Reply.json(answer)
    return Reply.of(call.result.content_type, b"bytes")


def strictly(kind: Any, answer: Json) -> None:
    """Raises where the model refuses what the spec allows."""
    from pydantic import TypeAdapter

    TypeAdapter(kind).validate_json(json.dumps(answer))


def plain(result: Any) -> Any:
    """A result as JSON has it again."""
    if isinstance(result, list):
        return [plain(item) for item in result]
    if isinstance(result, dict):
        return {key: plain(item) for key, item in result.items()}
    dump = getattr(result, "model_dump", None)
    return dump(by_alias=True, exclude_unset=True, mode="json") if dump else result


def by_wire(arguments: list[Argument], given: Mapping[str, object], wire_name: str) -> object:
    [found] = [
        one.name for one in arguments if one.wire_name == wire_name and one.place is ParamPlace.PATH
    ]
    return given[found]


def wrong_body(
    call: ClientCall, arguments: list[Argument], given: Mapping[str, object], sent: Received
) -> Iterator[str]:
    """Differences between the body that came and the arguments."""
    body = {one.wire_name: given[one.name] for one in arguments if one.place is None}
    if call.body is None or not (body or call.body.kind is ContentKind.JSON):
        return
    if call.whole_body:
        if sent.json() != next(iter(body.values())):
            yield f"the body is {sent.body!r}"
    elif (
        any(isinstance(value, tuple) for value in body.values())
        or call.body.kind is ContentKind.MULTIPART
    ):
        found = {name.partition("[")[0] for name, *_ in sent.parts()}
        if found != set(body):
            yield f"the form has {sorted(found)}, not {sorted(body)}"
    elif sent.json() != body:
        yield f"the body is {sent.body!r}, not {body}"


def test_a_webhook_that_the_vendors_sdk_accepts_is_the_same_event(
    openai: ModuleType, client: Any
) -> None:
    import openai as vendor
    from standardwebhooks import Webhook

    shared = "whsec_c2VjcmV0"
    data = {"id": "batch_1"}
    event = {"id": "evt_1", "created_at": 1, "type": "batch.completed", "data": data}
    body = json.dumps({"object": "event", **event})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(shared).sign("msg_1", now, body),
    }
    theirs = vendor.OpenAI(api_key="any").webhooks.unwrap(body, headers, secret=shared)
    ours = client.webhooks.unwrap(body, headers, secret=shared)
    assert isinstance(ours, openai.types.webhooks.BatchCompletedWebhookEvent)
    assert ours.to_dict() == theirs.to_dict()
    for made, of in ((client, openai), (vendor.OpenAI(api_key="any"), vendor)):
        with pytest.raises(of.InvalidWebhookSignatureError):
            made.webhooks.verify_signature(body + " ", headers, secret=shared)
