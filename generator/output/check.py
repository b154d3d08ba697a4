"""Compares a tree with the last build, by the digests in the manifest.

This works in a fresh clone, where only the manifest is committed.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.output.digests import compute_digest
from generator.output.model import Digests
from generator.views.output_tree import OutputTree


@dataclass(frozen=True, slots=True)
class Drift:
    """The differences between a tree and the manifest; paths are sorted."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]  # in the tree, but not in the manifest
    extra: tuple[str, ...]  # in the manifest, but not in the tree
    same: int

    def __bool__(self) -> bool:
        """Is there any difference?"""
        return bool(self.changed or self.missing or self.extra)


def compare(tree: OutputTree, listed: Digests) -> Drift:
    """Compares a tree with the digests of a manifest."""
    made = {file.path: compute_digest(file.content) for file in tree.files}
    both = made.keys() & listed.keys()
    changed = sorted(path for path in both if made[path] != listed[path])
    return Drift(
        changed=tuple(changed),
        missing=tuple(sorted(made.keys() - listed.keys())),
        extra=tuple(sorted(listed.keys() - made.keys())),
        same=len(both) - len(changed),
    )
