"""The provider in, the files of its Python client out: one package that can be installed.

Templates lay out the modules from what is decided here, `models` writes the models, and the runtime
is copied unchanged. The name of every other module is made of the provider's own safe names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from generator.model.provider import Provider
from generator.names import Taken, python_identifier
from generator.views.client.api_index import build_api_index
from generator.views.client.client_settings import ClientSettings
from generator.views.client.method_text import ASYNC, SYNC
from generator.views.client.model import ClientModel, build_client_model
from generator.views.client.models.dict_modules import DictModule, build_dict_modules
from generator.views.client.models.type_modules import PageText, TypesModule, build_types_modules
from generator.views.client.package_modules import (
    ClientModule,
    RawModule,
    ResourceModule,
    SettingsModule,
    build_client_module,
    build_raw_module,
    build_resource_module,
    build_settings_module,
    key_texts,
    names_of_client,
)
from generator.views.client.readme import Examples, choose_examples, make_async_program
from generator.views.client.ruff import tidy
from generator.views.client.runtime_names import PUBLIC_NAMES
from generator.views.client.type_index import TypeIndex, build_type_indexes
from generator.views.code.key_arguments import KeyArgument
from generator.views.output_tree import OutputFile
from generator.views.templates import render
from generator.views.text.python_layout import docstring
from generator.vocabulary import Publication

_RUNTIME = Path(__file__).parents[2] / "runtime"
_OPTIONS = {
    "base_url": "str | _httpx2.URL",
    "timeout": "float | _httpx2.Timeout",
    "max_retries": "int",
    "default_headers": "_Mapping[str, str | None]",
    "default_query": "_Mapping[str, object]",
    "strict": "bool",
    "max_response_size": "int",
    "max_empty_lines": "int",
    "http_client": "_httpx2.Client",
}
_IN_PACKAGE = ("annotations", "getattr", "globals", "import_module", "list", "sorted", "str")
"""Names that the package's `__init__.py` uses, and that no resource may replace there."""

_RESOURCES = b'"""The resources of the client, a module each, loaded when first used."""\n'


@dataclass(frozen=True, slots=True)
class PackageMetadata:
    """What the package's own files show: its `__init__.py`, `pyproject.toml` and README."""

    doc: str
    package: str
    distribution: str
    class_name: str
    title: str
    version: str
    description: str
    api_key_env: str
    first_key: str  # the argument of that key
    base_url_env: str
    docs: str  # where the website is published, or ""
    examples: Examples
    exports: tuple[ExportText, ...]
    all_names: tuple[str, ...]  # of `__all__`, in ruff's order
    has_times: bool  # are dates and times objects?
    has_grants: bool  # can the client request access tokens?
    publication: Publication
    urls: tuple[tuple[str, str], ...]  # label → URL; those of the provider file, and `docs`
    webhooks: str  # the attribute of the client that unwraps webhooks, or ""
    webhook_event: str  # the class of its events
    webhook_check: str  # the function of the provider's own code that checks signatures, or ""
    webhook_secret: KeyArgument | None
    has_key_functions: bool  # may a function give a key?
    options: tuple[PackageOption, ...]  # of the client that the package itself has
    of_client: tuple[str, ...]  # its resources and methods
    documents: tuple[str, ...]  # files of the provider that go with the package
    async_program: tuple[str, ...]  # lines of a program that awaits what `client` is asked for


@dataclass(frozen=True, slots=True)
class PackageOption:
    """An option of the client that is an attribute of the package."""

    name: str
    annotation: str


@dataclass(frozen=True, slots=True)
class ExampleProgram:
    """A program of `examples`."""

    doc: str
    package: str
    class_name: str
    code: str


@dataclass(frozen=True, slots=True)
class ExportText:
    """A name that the package exports."""

    name: str
    target: str  # its name in the module
    module: str


@dataclass(frozen=True, slots=True)
class TypesModulePage:
    """A module of types as its template gets it."""

    doc: str
    code: str
    pages: tuple[PageText, ...]


_Module: TypeAlias = (
    ResourceModule
    | RawModule
    | ClientModule
    | SettingsModule
    | PackageMetadata
    | TypesModulePage
    | DictModule
    | TypeIndex
    | ExampleProgram
)


def client_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields all files of the client, below `client/`. Those of the runtime are copies."""
    for file in sorted(_RUNTIME.glob("*.py")):
        path = f"client/{provider.client.package}/_runtime/{file.name}"
        yield OutputFile(path, file.read_bytes())
    for module in provider.client.additions.modules:
        yield OutputFile(f"client/{provider.client.package}/{module.name}.py", module.content)
    rendered = tuple(_render_files(build_client_model(provider), provider))
    python = (".py", ".pyi")
    yield from tidy([file for file in rendered if file.path.endswith(python)])
    yield from (file for file in rendered if not file.path.endswith(python))


def _render_files(model: ClientModel, provider: Provider) -> Iterator[OutputFile]:
    """Yields the files that are written for this provider."""
    yield from _render_resources(model)
    yield from _render_clients(model)
    yield from _render_types(model)
    yield from _render_package(model, provider)


def _render_resources(model: ClientModel) -> Iterator[OutputFile]:
    package = model.settings.package
    for node in model.tree[1:]:
        module = build_resource_module(node, model)
        yield _render_module(f"{package}/resources/{node.module}", "client/resource.py.j2", module)
        raw = build_raw_module(node, module.methods, module.aliases)
        yield _render_module(f"{package}/_raw/{node.module}", "client/raw.py.j2", raw)
    yield OutputFile(f"client/{package}/resources/__init__.py", _RESOURCES)


def _render_clients(model: ClientModel) -> Iterator[OutputFile]:
    """Yields both clients, the types of their raw access, and their settings."""
    package = model.settings.package
    sync, of_async = (build_client_module(model, kind) for kind in (SYNC, ASYNC))
    for module in (sync, of_async):
        path = f"{package}/_{module.kind.module}"
        yield _render_module(path, "client/client.py.j2", module)
    root = sync.resource
    raw = build_raw_module(model.tree[0], root.methods, root.aliases, sync.verbs)
    yield _render_module(f"{package}/_raw/__init__", "client/raw.py.j2", raw)
    settings = build_settings_module(model)
    yield _render_module(f"{package}/_settings", "client/settings.py.j2", settings)


def _render_types(model: ClientModel) -> Iterator[OutputFile]:
    package = model.settings.package
    modules = build_types_modules(model)
    for module in modules:
        path = f"{package}/types/{module.name}"
        yield _render_module(path, "client/types_module.py.j2", _types_module_page(module))
    dict_modules = build_dict_modules(model)
    for dicts in dict_modules:
        yield _render_module(f"{package}/types/{dicts.name}", "client/dicts_module.py.j2", dicts)
    all_types = (
        *((module.name, module.types) for module in modules),
        *((dicts.name, dicts.types) for dicts in dict_modules),
    )
    for index in build_type_indexes(model, all_types):
        yield _render_module(f"{package}/{index.path}/__init__", "client/types.py.j2", index)
        stub = render("client/types.pyi.j2", index).encode()
        yield OutputFile(f"client/{package}/{index.path}/__init__.pyi", stub)


def _types_module_page(module: TypesModule) -> TypesModulePage:
    doc = docstring(f"Types of {', '.join(module.services)}.", 0)
    return TypesModulePage(doc, module.code.strip(), module.pages)


def _render_package(model: ClientModel, provider: Provider) -> Iterator[OutputFile]:
    """Yields what makes the modules a package that can be installed."""
    package = model.settings.package
    metadata = build_package_metadata(model, provider)
    yield _render_module(f"{package}/__init__", "client/package.py.j2", metadata)
    # mypy checks it after the client, which it imports; the package's own import is for types only.
    yield _render_module(f"{package}/_default_client", "client/default_client.py.j2", metadata)
    yield OutputFile("client/pyproject.toml", render("client/pyproject.toml.j2", metadata).encode())
    index = render("client/api.md.j2", build_api_index(model)).encode()
    yield OutputFile("client/api.md", index)
    taken = Taken()
    for title, code in metadata.publication.showcase:
        program = ExampleProgram(docstring(f"{title}.", 0), package, metadata.class_name, code)
        path = f"examples/{taken.take(python_identifier(title))}"
        yield _render_module(path, "client/example.py.j2", program)
    yield OutputFile("client/README.md", render("client/README.md.j2", metadata).encode())
    yield OutputFile(f"client/{package}/py.typed", b"")
    for document in model.settings.additions.documents:
        yield OutputFile(f"client/{document.name}", document.content)


def build_package_metadata(model: ClientModel, provider: Provider) -> PackageMetadata:
    """Returns what the package's own files show."""
    settings = model.settings
    exports = _exports(settings)
    taken = {"types", "resources", *_IN_PACKAGE, *(one.name for one in exports)}
    taken |= {one.name for one in settings.additions.modules}
    options = tuple(one for one in _package_options(settings) if one.name not in taken)
    taken |= {one.name for one in options}
    return PackageMetadata(
        doc=docstring(f"A typed client of {settings.title}, version {settings.api_version}.", 0),
        package=settings.package,
        distribution=settings.package.replace("_", "-"),
        class_name=settings.class_name,
        title=settings.title,
        version=settings.version,
        description=f"Typed Python client of {settings.title}",
        api_key_env=settings.keys[0].env,
        first_key=settings.keys[0].argument,
        base_url_env=settings.base_url_env,
        docs=settings.our_docs,
        examples=choose_examples(model, provider),
        exports=exports,
        all_names=_sort_names(("__version__", "types", *(one.name for one in exports))),
        publication=settings.publication,
        urls=tuple({**_own_urls(settings.our_docs), **dict(settings.publication.urls)}.items()),
        webhooks=model.webhooks.attribute if model.webhooks else "",
        webhook_event=model.webhooks.event.name if model.webhooks else "",
        webhook_check=_webhook_check(model),
        webhook_secret=next(
            (one for one in settings.keys if one.argument == settings.webhook_secret), None
        ),
        has_key_functions=any("KeyInput" in one.annotation for one in options),
        options=options,
        of_client=tuple(sorted(_names_of_client(model) - taken)),
        documents=tuple(one.name for one in settings.additions.documents),
        async_program=make_async_program(settings.publication.showcase),
        has_times=settings.datetimes,
        has_grants=any(scheme.grant for scheme in settings.schemes),
    )


def _names_of_client(model: ClientModel) -> frozenset[str]:
    found = names_of_client(build_client_module(model, SYNC).resource)
    return found | {model.webhooks.attribute} if model.webhooks else found


def _own_urls(docs: str) -> dict[str, str]:
    return {"Documentation": docs} if docs else {}


def _webhook_check(model: ClientModel) -> str:
    function = model.webhooks.function if model.webhooks else None
    return f"`{model.settings.package}.{function.module}.{function.target}`" if function else ""


def _package_options(settings: ClientSettings) -> Iterator[PackageOption]:
    """Yields the options of the client that a package itself has.

    Rule CL2: `package.orders.list()` uses a client whose options are attributes of the package. A
    name that the package exports is no such attribute.
    """
    for key in key_texts(settings, SYNC):
        yield PackageOption(key.argument, key.annotation.replace("KeyInput", "_KeyInput"))
    for name in (
        *(one.argument for one in settings.headers),
        *(one.argument for one in settings.url_arguments),
    ):
        yield PackageOption(name, "str")
    yield from (PackageOption(name, annotation) for name, annotation in _OPTIONS.items())


def _render_module(path: str, template: str, module: _Module) -> OutputFile:
    return OutputFile(f"client/{path}.py", render(template, module).encode())


def _exports(settings: ClientSettings) -> tuple[ExportText, ...]:
    """Returns the names that the package exports.

    A client's name hides a name of the runtime that is equal.

    Rule C24: a name is loaded when it is first used, so that a program waits for no more than it
    needs.
    """
    homes = export_homes(settings.class_name)
    exports = {name: ExportText(name, name, module) for name, module in homes.items()}
    for one in settings.additions.classes:
        if not one.path:  # it extends the client
            for prefix in ("", "Async"):
                name = f"{prefix}{settings.class_name}"
                exports[name] = ExportText(name, f"{prefix}{one.class_name}", f".{one.module}")
    for own in settings.additions.exports:
        module = f".{own.module}" if own.module else homes[own.target]
        exports[own.name] = ExportText(own.name, own.target, module)
    return tuple(exports[name] for name in _sort_names(exports))


def export_homes(class_name: str) -> dict[str, str]:
    """Returns the module of each name that every package exports; `class_name` is the client's."""
    of_runtime = {
        name: f"._runtime.{module}" for module, names in PUBLIC_NAMES.items() for name in names
    }
    clients = {class_name: "._client", f"Async{class_name}": "._async_client"}
    return {**of_runtime, "Timeout": "httpx2", **clients}


def _sort_names(names: Iterable[str]) -> tuple[str, ...]:
    """Sorts as linters do: constants first, then classes, then all other names."""
    return tuple(sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)))
