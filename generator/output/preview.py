"""Keeps the website of a preview up to date: of a new output, only the pages that changed are
rendered.

An `OutputTree` comes in. The HTML is built in a folder of its own, and a complete copy of it is
served: if a build fails, the last copy stays.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from generator.diagnostics import Problems
from generator.output.build_site import CONFIG, build_site
from generator.views.output_tree import OutputTree
from generator.vocabulary import Part

_PAGES = "docs/mkdocs/"
_OVERRIDES = f"{_PAGES}overrides/"


class PreviewFolder:
    """The Markdown, the HTML and the served copy of a website, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copies = 0
        self._is_complete = False  # does the HTML fit the Markdown?

    @property
    def served(self) -> Path:
        """The copy of the last site without errors."""
        return self._folder / f"served-{self._copies}"

    def update(self, tree: OutputTree, problems: Problems, step: Callable[[str], None]) -> int:
        """Renders what differs from the last tree, and returns the number of changed files.

        Raises Refused if MkDocs has complaints; the served copy then stays.
        """
        new = {file.path: file.content for file in tree.files if file.path.startswith(_PAGES)}
        found = (self._folder / _PAGES).rglob("*")
        last = {path.relative_to(self._folder).as_posix() for path in found if path.is_file()}
        changed = [path for path in new if path not in last or self._read(path) != new[path]]
        removed = last - {*new}
        if not changed and not removed and self._is_complete:
            return 0
        for path in removed:
            (self._folder / path).unlink()
        for path in changed:
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(new[path])
        touches_all = any(path == CONFIG or path.startswith(_OVERRIDES) for path in changed)
        only_changed = self._is_complete and {*new} == last and not touches_all
        pages = [path for path in (changed if only_changed else new) if path.endswith(".md")]
        step(f"rendering {len(pages)} pages")
        self._is_complete = False
        build_site(self._folder, problems, only_changed=only_changed)
        problems.stop_if_errors()
        self._is_complete = True
        self._serve_copy()
        return len(changed) + len(removed)

    def _read(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()

    def _serve_copy(self) -> None:
        before = self.served
        copy = self._folder / f"served-{self._copies + 1}"
        shutil.copytree(self._folder / Part.SITE, copy)
        self._copies += 1
        shutil.rmtree(before, ignore_errors=True)
