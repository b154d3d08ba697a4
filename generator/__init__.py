"""Turns an OpenAPI document and a provider file into documentation, a Python client and a website.

The public API works in memory:

    import generator

    provider = generator.load_provider("specs/acme/provider.yaml")
    tree = generator.generate_files(provider)
    for file in tree.files:
        print(file.path, len(file.content))
    if generator.check_files(tree, "generated/acme/manifest.json"):
        print("run `generate build` and commit the manifest")
    with generator.MockServer(provider) as server:
        print(server.url)  # a base URL for any client of the API

Names in `__all__` keep their meaning between minor versions; everything else may change. Each name
is loaded on first use, so `import generator` is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.api import InvalidProvider, check_files, generate_files, load_provider
    from generator.diagnostics import Diagnostic, Location, Severity
    from generator.mock.server import MockServer
    from generator.model.provider import Provider
    from generator.output.check import Drift
    from generator.output.own_json import ManifestError
    from generator.views.output_tree import OutputFile, OutputTree
    from generator.vocabulary import Part

__version__ = "0.1.0"

__all__ = [
    "Diagnostic",
    "Drift",
    "InvalidProvider",
    "Location",
    "ManifestError",
    "MockServer",
    "OutputFile",
    "OutputTree",
    "Part",
    "Provider",
    "Severity",
    "__version__",
    "check_files",
    "generate_files",
    "load_provider",
]

_MODULES = {
    "Diagnostic": "generator.diagnostics",
    "Drift": "generator.output.check",
    "InvalidProvider": "generator.api",
    "Location": "generator.diagnostics",
    "ManifestError": "generator.output.own_json",
    "MockServer": "generator.mock.server",
    "OutputFile": "generator.views.output_tree",
    "OutputTree": "generator.views.output_tree",
    "Part": "generator.vocabulary",
    "Provider": "generator.model.provider",
    "Severity": "generator.diagnostics",
    "check_files": "generator.api",
    "generate_files": "generator.api",
    "load_provider": "generator.api",
}


if not TYPE_CHECKING:  # a type checker reads the imports above, and reports any other name

    def __getattr__(name: str) -> object:
        """Loads a name of the public API (PEP 562)."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
