"""A client and a mock server of the document with one list for each way to page."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.diagnostics import Problems
from generator.infer.draft import format_provider_file
from generator.infer.rules import infer
from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.openapi.document import read_spec
from generator.openapi.model import Source, SpecDoc
from generator.openapi.source import fetch_unpinned
from generator.openapi.tree import parse
from tests.paging.styles import STYLES, Style, document
from tests.support.clients import made_client, provider_of


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the document and its drafted provider file, edited where a style says so."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "openapi.json").write_text(json.dumps(document()), encoding="utf-8")
    spec, source = read_document(folder)
    text = format_provider_file(infer(spec, "shelf"), source, "", "")
    yaml = YAML()
    root = yaml.load(text)
    for style in STYLES:
        if style.by_hand and style.keys is not None:
            root["paginations"][f"of_{style.name}"] = style.keys
            for service in root["services"].values():
                _edit(service, style)
    with (folder / "provider.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(root, file)
    return folder


def read_document(folder: Path) -> tuple[SpecDoc, Source]:
    problems = Problems()
    wanted = Source("", None, file="openapi.json")  # type: ignore[arg-type]
    text = fetch_unpinned(wanted, folder, problems)
    spec = read_spec(parse(text.file, text.raw, problems), text.sha256, problems)
    assert not problems.errors
    return spec, Source(text.sha256, None, file="openapi.json")  # type: ignore[arg-type]


def _edit(service: Any, style: Style) -> None:
    for resource in service["resources"].values():
        for method in resource["methods"].values():
            if method["operation"] == f"list_{style.name}":
                python = f"{style.name}.list"
                rows = f"$.{style.rows}"
                method.update(
                    verb="select", python=python, items=rows, pagination=f"of_{style.name}"
                )


@pytest.fixture(scope="session")
def shelf(folder: Path) -> Provider:
    return provider_of(folder / "provider.yaml")


@pytest.fixture(scope="session")
def package(shelf: Provider, tmp_path_factory: pytest.TempPathFactory) -> Any:
    made_client(shelf, tmp_path_factory)
    return importlib.import_module("shelf_client")


@pytest.fixture
def server(shelf: Provider) -> Iterator[MockServer]:
    with MockServer(shelf) as server:
        yield server


Walk = Callable[..., list[Any]]


@pytest.fixture(params=["sync", "async"])
def walk(request: pytest.FixtureRequest, package: Any, server: MockServer) -> Walk:
    """Reads all rows of a list with the sync or the async client."""

    def walk_sync(name: str, **options: Any) -> list[Any]:
        with package.Shelf(api_key="k", base_url=server.url) as client:
            return list(getattr(client, name).list(**options))

    async def walk_async(name: str, **options: Any) -> list[Any]:
        async with package.AsyncShelf(api_key="k", base_url=server.url) as client:
            return [row async for row in getattr(client, name).list(**options)]

    if request.param == "sync":
        return walk_sync
    return lambda name, **options: asyncio.run(walk_async(name, **options))
