"""The functions of the public API: a provider file in, a model, files or a comparison out.

Users import them from `generator`, which loads this module on first use. Everything here works in
memory, except that `load_provider` and `check_files` read files. Writing output is the command's.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.bounded_files import read_regular_file
from generator.console import format_diagnostic
from generator.diagnostics import Diagnostic, Problems, Refused, Severity
from generator.inputs import read_inputs
from generator.model.provider import Provider
from generator.output.check import Drift, compare
from generator.output.digests import parse_manifest
from generator.pipeline import compile_provider
from generator.views.output_tree import OutputTree
from generator.views.outputs import output_tree
from generator.vocabulary import Part

_IN_MEMORY = (Part.DATA, Part.DOCS, Part.CLIENT, Part.STACKQL, Part.DEPLOY)


class InvalidProvider(Refused):
    """The provider file, the specification or the overlay has errors.

    The text of the exception is what the `generate` command prints for them.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        errors = (one for one in diagnostics if one.severity is Severity.ERROR)
        super().__init__("\n".join(line for one in errors for line in format_diagnostic(one)))
        self.diagnostics = diagnostics  # errors, warnings and notes, sorted by position


def load_provider(provider_file: str | Path) -> Provider:
    """Compiles a provider file, and the specification and overlay that it names, to the model.

    Raises `InvalidProvider` if the input has errors; its `diagnostics` have their positions. A
    large specification is validated in a child process while this one compiles the model.

    >>> provider = load_provider("specs/acme/provider.yaml")  # doctest: +SKIP
    >>> [service.name for service in provider.services]  # doctest: +SKIP
    ['files', 'jobs']
    """
    problems = Problems()
    try:
        return compile_provider(read_inputs(Path(provider_file), problems), problems)
    except Refused as refusal:
        raise InvalidProvider(tuple(problems)) from refusal


def generate_files(provider: Provider, parts: Collection[Part] = _IN_MEMORY) -> OutputTree:
    """Generates every file of `parts` in memory; paths are relative to the output folder.

    Raises ValueError for `Part.SITE`: MkDocs builds the website's HTML on disk, from the files of
    `Part.DOCS`.

    >>> tree = generate_files(provider, [Part.DOCS])  # doctest: +SKIP
    >>> tree.files[0].path, tree.files[0].content[:9]  # doctest: +SKIP
    ('docs/docusaurus/files/files/index.md', b'---\\ntitle')
    """
    if Part.SITE in parts:
        raise ValueError("the site is built on disk; generate Part.DOCS and run MkDocs on it")
    return output_tree(provider, parts)


def check_files(tree: OutputTree, manifest_file: str | Path) -> Drift:
    """Compares a tree of all parts with the manifest of the last build, as `generate check` does.

    The result is false if there is no difference. Raises OSError if the manifest can't be read,
    and `ManifestError` if it isn't a manifest.

    >>> drift = check_files(tree, "generated/acme/manifest.json")  # doctest: +SKIP
    >>> bool(drift), drift.changed  # doctest: +SKIP
    (True, ('client/acme_client/__init__.py',))
    """
    return compare(tree, parse_manifest(read_regular_file(Path(manifest_file)).decode()))
