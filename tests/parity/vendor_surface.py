"""The public surface of the vendor's SDK, read from its installed package, beside ours.

The package is read when this runs; nothing of it is copied. `python -m tests.parity.vendor_surface
FOLDER` prints the table for the client in FOLDER; with `--lacks`, only what has no reason yet.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import reduce
from importlib import import_module, metadata
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

REASONS = Path(__file__).with_name("vendor_surface.yaml")
OURS = "openai_client"
_VIEWS = ("with_raw_response", "with_streaming_response")
_CLASSES = {
    "OpenAI": "OpenAI",
    "Stream": "Stream",
    "APIResponse": "RawResponse",
    "AsyncAPIResponse": "AsyncStreamedResponse",
    "HttpxBinaryResponseContent": "BinaryResponse",
    "BaseModel": "BaseModel",
    "APIStatusError": "APIStatusError",
    "pagination.SyncCursorPage": "types.FilesPage",
}
"""Classes of the vendor's runtime, and ours for the same purpose, whose members are compared."""


@dataclass(frozen=True, order=True)
class Name:
    """A name of the vendor's: "method client.files.create", "type types.chat.ChatCompletion"."""

    kind: str
    path: str

    def __str__(self) -> str:
        return f"{self.kind} {self.path}"


@dataclass(frozen=True)
class Judged:
    """The table: each name, and what there is in its place."""

    have: tuple[Name, ...]
    renamed: Mapping[Name, str]
    lacks: Mapping[Name, str]  # with the reason; "" if there is none
    unneeded: tuple[str, ...]  # entries of the reasons that no name needs

    def count(self) -> str:
        """Returns the counts by kind."""
        kinds = sorted({one.kind for one in chain(self.have, self.renamed, self.lacks)})
        groups: Sequence[tuple[str, Sequence[Name]]] = (
            ("have", self.have),
            ("other name", tuple(self.renamed)),
            ("lacks", tuple(self.lacks)),
        )
        rows = [
            (kind, [sum(one.kind == kind for one in names) for _, names in groups])
            for kind in kinds
        ]
        return "\n".join(
            f"{kind:8} "
            + ", ".join(
                f"{count} {label}" for count, (label, _) in zip(counts, groups, strict=True)
            )
            for kind, counts in rows
        )


def read_vendor_surface() -> tuple[Name, ...]:
    """Returns the names of the installed SDK."""
    import openai

    client = openai.OpenAI(api_key="k", admin_api_key="k")
    found = {
        *(Name("method", path) for path in _methods(client, "client")),
        *(Name("export", name) for name in _exports(openai)),
        *(Name("type", name) for name in _types(Path(openai.__file__).parent / "types")),
        *(Name("member", name) for name in _members(openai)),
        *_readme_names(str(metadata.metadata("openai").json["description"])),
    }
    return tuple(sorted(found))


def _methods(owner: object, path: str) -> Iterator[str]:
    """Yields the paths of the methods of a client's resources."""
    for name in dir(owner):
        if name.startswith("_") or name in _VIEWS:
            continue
        try:
            value = getattr(owner, name)
        except Exception:  # noqa: S112 - an extra of the SDK is not installed
            continue
        if type(value).__module__.startswith("openai.resources"):
            yield from _methods(value, f"{path}.{name}")
        elif callable(value) and path != "client":
            yield f"{path}.{name}"


def _exports(package: ModuleType) -> Iterator[str]:
    tree = ast.parse(Path(package.__file__ or "").read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    public = {alias.asname for node in imports for alias in node.names if alias.asname}
    names = {*package.__all__, *(name for name in public if name and not name.startswith("_"))}
    yield from (name for name in names if name != "types")


def _types(folder: Path) -> Iterator[str]:
    """Yields the names that the packages below `types` export."""
    for file in sorted(folder.rglob("__init__.py")):
        module = ".".join(("types", *file.parent.relative_to(folder).parts))
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.ImportFrom):
                names = (alias.asname or alias.name for alias in node.names)
                yield from (f"{module}.{name}" for name in names if name[0].isupper())


def _members(package: ModuleType) -> Iterator[str]:
    import pydantic

    for path in _CLASSES:
        module, _, name = path.rpartition(".")
        kind = getattr(import_module(f"{package.__name__}.{module}".rstrip(".")), name)
        inherited = {*dir(pydantic.BaseModel), *dir(Exception)}
        resources = set() if path != "OpenAI" else _resource_names(kind)
        for member in {*dir(kind), *getattr(kind, "__annotations__", {})}:
            if not member.startswith("_") and member not in inherited | resources:
                yield f"{name}.{member}"


def _resource_names(kind: type) -> set[str]:
    return {name for name, value in vars(kind).items() if type(value).__name__ == "cached_property"}


def _readme_names(text: str) -> Iterator[Name]:
    """Yields what the programs of the README import, and the methods that they call."""
    for block in re.findall(r"```(?:py|python)\n(.*?)```", text, re.S):
        for module, names in re.findall(r"^\s*from openai(\S*) import (.+)$", block, re.M):
            for name in names.split(","):
                yield Name("readme", f"{module.lstrip('.')}.{name.strip()}".lstrip("."))
        for path in re.findall(r"\b(client(?:\.[a-z]\w+)+)\(", block):
            yield Name("readme", re.sub(r"\.with_(raw|streaming)_response", "", path))


def judge(surface: Sequence[Name], reasons: Mapping[str, Any]) -> Judged:
    """Compares the surface with our client, which can be imported."""
    ours = import_module(OURS)
    client = ours.OpenAI(api_key="k", admin_api_key="k")
    known = tuple(one for one in surface if _is_there(one.kind, one.path, ours, client))
    missing = [one for one in surface if one not in set(known)]
    renamed: Mapping[str, str] = reasons["renamed"]
    groups = [(group["reason"], name) for group in reasons["lacks"] for name in group["names"]]
    used: set[str] = set()
    found: dict[Name, str] = {}
    lacks: dict[Name, str] = {}
    for one in missing:
        if str(one) in renamed:
            target = renamed[str(one)]
            used.add(str(one))
            found[one] = target
            assert _is_there(one.kind, target, ours, client), f"{one} is not {target} either"
            continue
        matching = [(reason, name) for reason, name in groups if fnmatchcase(str(one), name)]
        used.update(name for _, name in matching)
        lacks[one] = matching[0][0] if matching else ""
    entries = [*renamed, *(name for _, name in groups)]
    return Judged(known, found, lacks, tuple(entry for entry in entries if entry not in used))


def _is_there(kind: str, path: str, ours: ModuleType, client: object) -> bool:
    first, _, rest = path.partition(".")
    match kind:
        case "member":
            return _has_member(first, rest, ours)
        case "export":
            return path in dir(ours)
        case "readme" if not rest:
            return path in dir(ours)
        case "readme" if first != "client" and rest:
            module, _, name = path.rpartition(".")
            return _has_type(module, name)
        case "type":
            module, _, name = path.rpartition(".")
            return _has_type(module, name)
        case _:
            owner = client if first == "client" else ours
            steps = rest if first == "client" else path
            return _has(owner, steps.split("."))


def _has(owner: object, steps: Sequence[str]) -> bool:
    for step in steps:
        if not hasattr(owner, step):
            return False
        owner = getattr(owner, step)
    return True


def _has_type(module: str, name: str) -> bool:
    try:
        return hasattr(import_module(f"{OURS}.{module}"), name)
    except ImportError:
        return False


def _has_member(owner: str, member: str, ours: ModuleType) -> bool:
    names = {path.rpartition(".")[2]: name for path, name in _CLASSES.items()}
    kind: Any = reduce(getattr, names.get(owner, owner).split("."), ours)
    annotated = {name for one in kind.__mro__ for name in getattr(one, "__annotations__", {})}
    if hasattr(kind, member) or member in annotated:
        return True
    # Attributes that `__init__` assigns.
    fields = getattr(kind, "model_fields", {})
    is_error = owner == "APIStatusError"
    made = kind("m", status_code=400, headers={}, body=None) if is_error else None
    return member in fields or hasattr(made, member)


def read_reasons() -> Mapping[str, Any]:
    """Returns the judgements."""
    found = yaml.safe_load(REASONS.read_text())
    assert set(found) == {"renamed", "lacks"}
    return {"renamed": found["renamed"] or {}, "lacks": found["lacks"] or []}


def describe(table: Judged, *, only_open: bool) -> str:
    """Returns the table as text, or only what has no reason, and the counts."""
    lacks = [f"lacks {one}: {why}" for one, why in sorted(table.lacks.items()) if not why]
    if not only_open:
        lacks = [f"lacks {one}: {reason}" for one, reason in sorted(table.lacks.items())]
        lacks += [f"other name {one}: {name}" for one, name in sorted(table.renamed.items())]
    return "\n".join((*lacks, table.count(), ""))


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    found = judge(read_vendor_surface(), read_reasons())
    sys.stdout.write(describe(found, only_open="--lacks" in sys.argv))
