"""The modules of `generator/` as syntax trees: a folder in, modules and their imports out.

The folder is a parameter, so that the checks can also measure another checkout.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

PACKAGE = "generator"
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file."""

    name: str  # dotted, "generator.lower.build"; a package is its `__init__`
    is_package: bool
    tree: ast.Module

    @property
    def stem(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]

    @property
    def short(self) -> str:
        """The path below `generator/`, without the suffix."""
        return self.name.removeprefix(f"{PACKAGE}.").replace(".", "/")

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The public classes of the module, type aliases excluded."""
        return tuple(
            node.name
            for node in self.tree.body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        )

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """All functions and methods, nested ones included."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, kinds))


def modules_of(root: Path) -> tuple[Module, ...]:
    """Every module below `root/generator`, in order of their names."""
    return tuple(_modules(root))


def _modules(root: Path) -> Iterator[Module]:
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        yield Module(name, is_package, ast.parse(path.read_text(encoding="utf-8")))


def imports_of(module: Module, known: frozenset[str]) -> frozenset[str]:
    """The modules that `module` imports anywhere, also in functions and under TYPE_CHECKING.

    A literal argument of `import_module` and of `importlib.import_module` counts as well. The
    packages that an import passes through on its way don't count.
    """
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(_from(module, node, known))
        elif isinstance(node, ast.Call):
            found.update(_dynamic(module, node))
    return frozenset(name for name in found if name in known and name != module.name)


def _from(module: Module, node: ast.ImportFrom, known: frozenset[str]) -> Iterator[str]:
    base = _absolute(module, node.module or "", node.level)
    for alias in node.names:
        inner = f"{base}.{alias.name}"
        yield inner if inner in known else base


def _dynamic(module: Module, node: ast.Call) -> Iterator[str]:
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    name = node.args[0] if node.args else None
    if called != "import_module" or not isinstance(name, ast.Constant):
        return
    if isinstance(name.value, str):
        level = len(name.value) - len(name.value.lstrip("."))
        yield _absolute(module, name.value.lstrip("."), level)


def _absolute(module: Module, name: str, level: int) -> str:
    if level == 0:
        return name
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for _ in range(level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{name}" if name else package
