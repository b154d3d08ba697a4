"""Writes the files of the registry from which StackQL loads a provider.

The option `--registry` points to the folder `src`. A web server publishes the folder `dist` for
`registry pull`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.json_types import Json
from generator.model.provider import Provider
from generator.model.stackql import StackqlProvider
from generator.model.walk import named_types
from generator.views.output_tree import OutputFile
from generator.views.stackql.archives import archive
from generator.views.stackql.documents import provider_document, service_document, services_of
from generator.views.stackql.yaml_text import yaml_text

FOLDER = "stackql"


def registry_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the documents of each StackQL provider, their archives, and the list of providers."""
    version = provider.stackql.version
    for of in provider.stackql.providers:
        files = tuple(document_files(provider, of))
        for path, content in files:
            yield OutputFile(f"{FOLDER}/src/{of.name}/{path}", content)
        yield OutputFile(f"{FOLDER}/dist/{of.name}/{version}.tgz", archive(files))
    yield OutputFile(f"{FOLDER}/dist/providers.yaml", _published(provider))


def document_files(provider: Provider, of: StackqlProvider) -> Iterator[tuple[str, bytes]]:
    """Yields the path and content of each document, relative to the StackQL provider's folder."""
    types = named_types(provider)
    version = provider.stackql.version
    yield f"{version}/provider.yaml", yaml_text(provider_document(provider, of)).encode()
    for service in services_of(provider, of):
        document = service_document(provider, of, service, types)
        yield f"{version}/services/{service.name}.yaml", yaml_text(document).encode()


def _published(provider: Provider) -> bytes:
    versions: list[Json] = [provider.stackql.version]
    listed: Json = {
        "providers": {of.name: {"versions": versions} for of in provider.stackql.providers}
    }
    return yaml_text(listed).encode()
