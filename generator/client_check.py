"""Checks what a provider adds to its client: each further name needs a target, and each module of
its own code must import.

The checks run after the model is built, because they need the client's names and files.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.diagnostics import Location, Problems
from generator.mapping.format_check import closest
from generator.mapping.model import ClientMapping, NameMapping
from generator.model.provider import Provider
from generator.views.client.model import build_client_model
from generator.views.client.package import export_homes
from generator.views.client.runtime_names import USED_BY_TYPES
from generator.views.client.type_index import named_homes
from generator.views.output_tree import OutputFile

_SECONDS = 60
# Imports each module and prints a line for it: "", or the error and the last line of that module.
# What a module prints itself goes to stderr.
_IMPORT = """
import importlib, json, sys, traceback
folder, package, *modules = sys.argv[1:]
sys.path.insert(0, folder)
told, sys.stdout = sys.stdout, sys.stderr
for module in modules:
    text, lines = "", []
    try:
        importlib.import_module(f"{package}.{module}")
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        name = f"{folder}/{package}/{module}.py"
        lines = [frame.lineno for frame in frames if frame.filename == name]
        text = traceback.format_exception_only(error)[-1].strip()
    print(json.dumps([text, lines[-1] if lines else 1]), file=told, flush=True)
"""


def check_names(provider: Provider, mapping: ClientMapping, problems: Problems) -> None:
    """Reports aliases and exports without a target, and those that hide an existing name."""
    if not (mapping.types or mapping.exports):
        return
    types = named_homes(build_client_model(provider))
    for entry in mapping.types:
        if "." not in entry.target:
            _check_target(entry, types, "type", problems)
        if entry.name in types or not USED_BY_TYPES.isdisjoint(entry.name.split(".")):
            _report_taken(entry, problems)
    exports = export_homes(provider.client.class_name)
    for entry in mapping.exports:
        if "." not in entry.target:
            _check_target(entry, exports, "name", problems)
        if entry.name in exports:
            _report_taken(entry, problems)


def check_own_code(provider: Provider, files: Iterable[OutputFile], problems: Problems) -> None:
    """Imports the provider's own modules, as parts of the package, in a process of its own."""
    modules = provider.client.additions.modules
    if not modules:
        return
    package = provider.client.package
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for file in files:
            if file.path.startswith(f"client/{package}/"):
                path = folder / file.path.removeprefix("client/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)
        results = _import_modules(folder, package, [module.name for module in modules])
    for module, (text, line) in zip(modules, results, strict=False):
        if text:
            problems.error(
                "import-fails",
                f"this module of the client can't be imported: {text}",
                Location(module.file, line, 1),
                "imports within the package are relative, like `from . import types`",
            )


def _import_modules(folder: Path, package: str, modules: list[str]) -> list[tuple[str, int]]:
    """Returns the error of each module, or "", and its line.

    The list ends with a module that ends the process or takes too long.
    """
    try:
        output = subprocess.run(  # noqa: S603 - this interpreter, and the author's modules
            [sys.executable, "-P", "-B", "-c", _IMPORT, str(folder), package, *modules],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_SECONDS,
        ).stdout
        stop = "it ends Python"
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
        stop = f"it takes more than {_SECONDS} seconds"
    found: list[tuple[str, int]] = [tuple(json.loads(line)) for line in output.splitlines()]
    return found if len(found) == len(modules) else [*found, (stop, 1)]


def _check_target(entry: NameMapping, known: Iterable[str], what: str, problems: Problems) -> None:
    if entry.target not in known:
        near = closest(entry.target, known)
        problems.error(
            f"unknown-{what}",
            f'the client has no {what} "{entry.target}"',
            entry.target_location,
            f'did you mean "{near}"?' if near else "copy it from the stubs of the package",
        )


def _report_taken(entry: NameMapping, problems: Problems) -> None:
    problems.error(
        "name-collision",
        f'the client has "{entry.name}" already',
        entry.location,
        "choose another name, or remove the entry",
    )
