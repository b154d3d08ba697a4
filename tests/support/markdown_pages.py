"""Pages of a provider as text, for tests that read them."""

from __future__ import annotations

from generator.model.provider import Provider
from generator.views.outputs import output_tree
from generator.vocabulary import Part


def pages_below(folder: str, provider: Provider) -> dict[str, str]:
    """Path and text of every Markdown page that the docs outputs make below `folder`."""
    tree = output_tree(provider, (Part.DOCS,))
    return {
        file.path: file.content.decode()
        for file in tree.files
        if file.path.startswith(f"{folder}/") and file.path.endswith(".md")
    }
