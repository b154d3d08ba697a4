"""Adds StackQL providers to an edited provider file, for schemes that only new operations require.

YAML text in, YAML text out, like `draft`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from ruamel.yaml.comments import CommentedMap

from generator.infer.draft import append_splits
from generator.infer.model import DraftSplit
from generator.infer.stackql import draft_new_splits
from generator.openapi.model import SpecDoc
from generator.yaml_editing import format_yaml, yaml_like


def add_splits(
    text: str, spec: SpecDoc, provider: str, new: Collection[str]
) -> tuple[str, tuple[DraftSplit, ...]]:
    """Returns the provider file with a StackQL provider for each new scheme, and these providers.

    `new` are the operations that the file didn't have before.
    """
    yaml = yaml_like(text)
    root = cast(CommentedMap, yaml.load(text))
    given = (root.get("stackql") or {}).get("providers") or {}
    named = {entry["scheme"]: name for name, entry in given.items()}
    splits = draft_new_splits(spec, provider, _mapped(root) - {*new}, new, named)
    if not splits:
        return text, ()
    if not root.get("stackql"):
        root.insert(list(root).index("services"), "stackql", CommentedMap())
    if not given:
        root["stackql"]["providers"] = CommentedMap()
    append_splits(root["stackql"]["providers"], splits)
    return format_yaml(root, yaml), splits


def _mapped(root: CommentedMap) -> set[str]:
    return {
        method["operation"]
        for service in root["services"].values()
        for resource in service["resources"].values()
        for method in resource["methods"].values()
    }
