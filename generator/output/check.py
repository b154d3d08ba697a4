"""Compares a tree with what the last run put in place, by the manifest's digests alone.

So it works in a fresh clone, where nothing but the manifest is committed.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.output.digests import compute_digest
from generator.output.model import Digests
from generator.views.output_tree import OutputTree


@dataclass(frozen=True, slots=True)
class Drift:
    """How a tree differs from the manifest; paths are sorted."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]  # the run makes it, the manifest doesn't list it
    extra: tuple[str, ...]  # the manifest lists it, the run doesn't make it
    same: int

    def __bool__(self) -> bool:
        """Is there any difference?"""
        return bool(self.changed or self.missing or self.extra)


def compare(tree: OutputTree, listed: Digests) -> Drift:
    """What the tree changes, adds and leaves out."""
    made = {file.path: compute_digest(file.content) for file in tree.files}
    both = made.keys() & listed.keys()
    changed = sorted(path for path in both if made[path] != listed[path])
    return Drift(
        changed=tuple(changed),
        missing=tuple(sorted(made.keys() - listed.keys())),
        extra=tuple(sorted(listed.keys() - made.keys())),
        same=len(both) - len(changed),
    )
