"""Pages of a provider as text, for tests that read them."""

from __future__ import annotations

from generator.model.provider import Provider
from generator.views.output_tree import OutputTree
from generator.views.outputs import output_tree
from generator.vocabulary import Part

_last: list[tuple[Provider, OutputTree]] = []


def pages_below(folder: str, provider: Provider) -> dict[str, str]:
    """Path and text of every Markdown page that the docs outputs make below `folder`."""
    return {
        file.path: file.content.decode()
        for file in _docs(provider).files
        if file.path.startswith(f"{folder}/") and file.path.endswith(".md")
    }


def _docs(provider: Provider) -> OutputTree:
    """The docs of the provider. Those of the last one are kept, for the next folder."""
    if not _last or _last[0][0] is not provider:
        _last[:] = [(provider, output_tree(provider, (Part.DOCS,)))]
    return _last[0][1]
