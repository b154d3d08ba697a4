"""The same call through the vendor's SDK and through ours: one request, but for what is judged.

Compared is every operation whose name is a method of the vendor's client that takes our required
arguments by their names: with those alone, with all arguments that both take, with null for each
that may be null, and with a stream asked for. What doesn't count: the order of parameters, parts
and members of different names, the boundary of a form, and headers that tell of the client itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.model.methods import BodyProperty, Method
from generator.model.provider import Provider
from generator.model.types import Array, Binary, Type, Union
from generator.model.walk import walk_methods
from tests.acceptance.wire import Recorder, Sent, takes
from tests.support.clients import made_client, provider_of

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"
FILE = ("file.bin", b"content", "application/octet-stream")

# The vendor's client has no such method: the examples in its spec don't name one either.
NOT_THERE = {"realtime.sessions.create", "realtime.transcription_sessions.create"}

# These take JSON or a form. The vendor's methods take what a form has, so that is given.
AS_FORMS: Mapping[str, Mapping[str, object]] = {
    "images.edit": {"image": [FILE, FILE], "prompt": "text"},
    "videos.create": {"input_reference": FILE, "prompt": "text"},
    "videos.edit": {"video": FILE, "prompt": "text"},
    "videos.extend": {"video": FILE, "prompt": "text", "seconds": "4"},
}


@dataclass(frozen=True)
class Judged:
    """A difference that is known: a part of the request, and how each side has it."""

    part: str
    ours: object
    theirs: object
    words: str  # who is right, and by what
    calls: tuple[str, ...] = ()  # all that have it; none: many, wherever it may occur


ASKED_AS_DATA = "The spec has this type for the answer. Theirs asks for all bytes alike."
EVENTS_ASKED = "The spec has this type for the answer to `stream: true`. Theirs asks for JSON."
JUDGED = (
    Judged(
        "content type",
        "",
        "application/json",
        "Nothing is sent, so it has no type (RFC 9110 §8.3). Theirs names one with each POST and "
        "DELETE, and servers let it pass.",
    ),
    Judged(
        "header idempotency-key",
        "made up",
        None,
        "Ours is for retries of a POST that a server may have seen. Theirs retries without one.",
    ),
    Judged(
        "header accept",
        "application/octet-stream",
        "application/binary",
        ASKED_AS_DATA,
        ("containers.files.content.retrieve", "files.content"),
    ),
    Judged(
        "header accept",
        "application/zip",
        "application/binary",
        ASKED_AS_DATA,
        ("skills.content.retrieve", "skills.versions.content.retrieve"),
    ),
    Judged(
        "header accept",
        "video/mp4",
        "application/binary",
        ASKED_AS_DATA,
        ("videos.download_content",),
    ),
    Judged(
        "header accept",
        "text/event-stream",
        "application/json",
        EVENTS_ASKED,
    ),
    Judged(
        "body encoding_format",
        None,
        "base64",
        "Ours sends what is given: the server's default is `float`. Theirs asks for base64 and "
        "makes numbers of it, which saves bytes; who wants that can say so.",
        ("embeddings.create",),
    ),
    Judged(
        "path",
        "/v1/evals/text/runs/text",
        "/v1/evals/text/runs/text/cancel",
        "Ours is the spec's path. The spec's own curl example has theirs, so the spec is wrong: "
        "a case for its overlay.",
        ("evals.runs.cancel",),
    ),
    *(
        Judged(
            part,
            ours,
            theirs,
            "The spec takes a form or the text alone. Without a session theirs sends the text.",
            ("realtime.calls.create",),
        )
        for part, ours, theirs in (
            ("content type", "multipart/form-data", "application/sdp"),
            ("body", None, b"text"),
            ("body sdp", [(None, "application/sdp", b"text")], None),
        )
    ),
    *(
        Judged(
            part,
            ours,
            theirs,
            "The spec takes JSON or a form. Without a file ours sends JSON.",
            ("videos.create",),
        )
        for part, ours, theirs in (
            ("content type", "application/json", "multipart/form-data"),
            ("body prompt", "text", [(None, "", b"text")]),
        )
    ),
)


@dataclass(frozen=True)
class Difference:
    call: str
    part: str
    ours: object
    theirs: object


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def package(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made_client(provider, tmp_path_factory)
    return import_module("openai_client")


def test_calls_send_the_same(provider: Provider, package: Any) -> None:
    pair = Pair(package)
    arguments = Arguments(provider)
    found: list[Difference] = []
    compared: set[str] = set()
    for method in methods_of(provider):
        name = ".".join(method.python)
        if name not in NOT_THERE:
            for given in arguments.all_of(method, pair.accepted(name)):
                found.extend(pair.differences(name, given))
                compared.add(name)
    unjudged = [one for one in found if not any(is_about(known, one) for known in JUDGED)]
    assert "\n".join(map(str, unjudged)) == ""
    without_need = [known for known in JUDGED if not_met(known, found)]
    assert "\n".join(map(str, without_need)) == ""
    assert len(compared) == 269


def is_about(known: Judged, found: Difference) -> bool:
    return (
        (not known.calls or found.call in known.calls)
        and known.part == found.part
        and known.ours == found.ours
        and known.theirs == found.theirs
    )


def not_met(known: Judged, found: list[Difference]) -> bool:
    """Is a difference judged that isn't there, or not in all the calls that are said to have it?"""
    met = {one.call for one in found if is_about(known, one)}
    return not met or bool({*known.calls} - met)


def methods_of(provider: Provider) -> Iterator[Method]:
    return (method for _, _, method in walk_methods(provider.services))


class Pair:
    """Both clients, over one recorder."""

    def __init__(self, package: Any) -> None:
        vendor = import_module("openai")
        self._recorder = Recorder()
        keys = {"api_key": "k", "admin_api_key": "a", "base_url": "http://api.example/v1"}
        clients = (
            one(**keys, http_client=httpx2.Client(transport=self._recorder.transport))
            for one in (package.OpenAI, vendor.OpenAI)
        )
        self._ours, self._theirs = clients

    def accepted(self, name: str) -> set[str]:
        """The arguments that the vendor's method takes."""
        return takes(reduce(getattr, name.split("."), self._theirs))

    def differences(self, name: str, given: Mapping[str, object]) -> Iterator[Difference]:
        """What differs for one call. Raises where one of both refuses it."""
        ours, theirs = (
            self._recorder.sent(reduce(getattr, name.split("."), client), given)
            for client in (self._ours, self._theirs)
        )
        for part, (our_value, their_value) in ours.differences(theirs).items():
            yield Difference(name, part, our_value, their_value)


class Arguments:
    """Arguments for the methods of a provider, made from the spec."""

    def __init__(self, provider: Provider) -> None:
        self._validators = Validators(provider)
        self._values = ExampleValues(self._validators, Use.REQUEST)

    def all_of(self, method: Method, accepted: set[str]) -> Iterator[dict[str, object]]:
        """Required ones; all that are accepted; null where it may be; and a stream."""
        as_form = AS_FORMS.get(".".join(method.python))
        if as_form is not None:
            yield dict(as_form)
            if method.python != ("videos", "create"):
                return
        required = dict(self._required(method))
        assert set(required) <= accepted, f"{method.python}: {set(required) - accepted}"
        yield required
        everything = dict(self._everything(method))
        if as_form is None:
            yield {name: value for name, value in everything.items() if name in accepted}
        properties = method.body.properties if method.body else ()
        nulls = [
            *(one.python_name for one in properties if _may_be_null(one)),
            *(one.python_name for one in method.params if one.nullable and not one.required),
        ]
        if nulls:
            yield required | dict.fromkeys(nulls)
        names = {one.property.name for one in properties} | {one.name for one in method.params}
        if "stream" in names:
            yield required | {"stream": True}

    def _required(self, method: Method) -> Iterator[tuple[str, object]]:
        for param in method.params:
            if param.required:
                yield param.python_name, self._values.make_minimal(param.type)
        if method.body and method.body.required:
            if not method.body.properties:
                content = method.body.content[0]
                yield method.body.python_name, self._values.make_minimal(content.type)
            for one in method.body.properties:
                if one.property.required:
                    is_file = self._holds_bytes(one.property.type)
                    least = self._values.make_minimal(one.property.type)
                    yield one.python_name, FILE if is_file else least

    def _everything(self, method: Method) -> Iterator[tuple[str, object]]:
        for param in method.params:
            if param.name != "stream":
                yield param.python_name, self._values.make(param.type)
        if method.body and not method.body.properties:
            yield method.body.python_name, self._values.make(method.body.content[0].type)
        elif method.body:
            made = self._values.make(method.body.content[0].type)
            assert isinstance(made, dict)
            for one in method.body.properties:
                name = one.property.name
                if name in made and name != "stream":
                    is_file = self._holds_bytes(one.property.type)
                    yield one.python_name, FILE if is_file else made[name]

    def _holds_bytes(self, kind: Type) -> bool:
        of = self._validators.resolve(kind)
        if isinstance(of, Array):
            return self._holds_bytes(of.items)
        if isinstance(of, Union):
            return any(self._holds_bytes(variant.type) for variant in of.variants)
        return isinstance(of, Binary)


def _may_be_null(one: BodyProperty) -> bool:
    return one.property.nullable and not one.property.required


# ------------------------------------------------------------------------- the comparison itself


def sent(**changes: Any) -> Sent:
    same: dict[str, Any] = {
        "verb": "POST",
        "path": "/v1/x",
        "query": (("a", "1"), ("a", "2"), ("b", "3")),
        "content_type": "application/json",
        "body": {"x": 1},
        "headers": {"accept": "application/json"},
    }
    return Sent(**(same | changes))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"verb": "PUT"}, "verb"),
        ({"path": "/v1/x/"}, "path"),
        ({"query": (("a", "2"), ("a", "1"), ("b", "3"))}, "query a"),
        ({"query": (("a", "1"), ("a", "2"), ("b", ""))}, "query b"),
        ({"content_type": ""}, "content type"),
        ({"body": {"x": 1.5}}, "body x"),
        ({"body": {"x": 1, "y": 2}}, "body y"),
        ({"headers": {"accept": "*/*"}}, "header accept"),
    ],
)
def test_a_difference_is_found(changes: dict[str, Any], part: str) -> None:
    assert sent().differences(sent()) == {}
    assert list(sent().differences(sent(**changes))) == [part]
