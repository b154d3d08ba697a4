"""What a provider adds to its client: entries of the provider file and modules in, `Additions` out.

Names of types and of the package's own exports are known only to the client's view, which checks
them.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import names
from generator.diagnostics import Location, Problems
from generator.mapping.model import ClientMapping, CodeFile, NameMapping, OwnFiles
from generator.model.client import (
    Additions,
    Export,
    MethodAlias,
    OwnClass,
    OwnDocument,
    OwnModule,
    TypeAlias,
    WebhookCheck,
    variable_stem,
)
from generator.model.types import Type

_CLIENT = "$"
_PREFIX = "webhook-"
_GENERATED_MODULES = ("resources", "types")


@dataclass(frozen=True, slots=True)
class _Code:
    """The modules of a provider, and the names that each one defines."""

    folder: str
    names: Mapping[str, Collection[str] | None]  # None: the module has an error


def lower_additions(
    client: ClientMapping,
    own: OwnFiles,
    methods: Collection[tuple[str, ...]],
    problems: Problems,
) -> Additions:
    """Returns the additions of a client. `methods` are the paths of its methods.

    Rule AD1: a module of the provider's code is a module of the package, under the same name.
    """
    code = _read_code(client, own.code, problems)
    return Additions(
        modules=tuple(OwnModule(file.name, file.file, file.content) for file in own.code),
        documents=tuple(OwnDocument(file.name, file.content) for file in own.documents),
        classes=tuple(_classes(client.extends, code, methods, problems)),
        exports=tuple(_exports(client.exports, code, problems)),
        types=tuple(_type_aliases(client.types, code, problems)),
        methods=tuple(_method_aliases(client.methods, methods, problems)),
    )


def lower_webhook_check(
    client: ClientMapping, files: Sequence[CodeFile], event: Type | None, problems: Problems
) -> WebhookCheck | None:
    """Returns how a client checks webhooks whose JSON is an `event`; None if there are none.

    Rule WH4: the signature is that of Standard Webhooks, unless the provider file names a function
    of the provider's code. The variable of the secret is named like that of the API key.
    """
    given = client.webhooks
    if event is None:
        if given.location is not None:
            problems.error(
                "no-webhooks",
                "the spec has no webhook and no callback with JSON",
                given.location,
                "remove the key",
            )
        return None
    entries = [given.verify] if given.verify else []
    functions = _exports(entries, _read_code(client, files, Problems()), problems)
    return WebhookCheck(
        secret_env=given.secret_env or f"{variable_stem(client.api_key_env)}_WEBHOOK_SECRET",
        prefix=given.prefix or _PREFIX,
        function=next(functions, None),
    )


def _read_code(client: ClientMapping, files: Sequence[CodeFile], problems: Problems) -> _Code:
    return _Code(client.code, {file.name: _defined_names(file, problems) for file in files})


def _defined_names(file: CodeFile, problems: Problems) -> Collection[str] | None:
    """Returns the names that a module defines. Reports a module with an error; returns None."""
    start = Location(file.file, 1, 1)
    if not names.is_safe(file.name) or file.name in _GENERATED_MODULES:
        hint = "use lower-case letters, digits and _, and avoid the names of generated modules"
        problems.error("unsafe-name", f'no module can be called "{file.name}"', start, hint)
        return None
    try:
        module = ast.parse(file.content)
    except (SyntaxError, ValueError) as error:
        at = Location(file.file, getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1)
        reason = getattr(error, "msg", None) or str(error)
        problems.error("bad-python", f"Python can't read this module: {reason}", at)
        return None
    return frozenset(_names_of(module))


def _names_of(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.Import() | ast.ImportFrom():
                yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
            case ast.Assign():
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _classes(
    entries: Sequence[NameMapping],
    code: _Code,
    methods: Collection[tuple[str, ...]],
    problems: Problems,
) -> Iterator[OwnClass]:
    """Rule AD2: two classes of one module, `Name` and `AsyncName`, extend those of a resource.

    The client uses them in place of the generated ones.
    """
    resources = {(), *(method[:length] for method in methods for length in range(len(method)))}
    for entry in entries:
        path = () if entry.name == _CLIENT else tuple(entry.name.split("."))
        module, _, name = entry.target.partition(".")
        if path not in resources:
            _report_unknown("resource", entry.name, entry.location, problems)
        elif all(_is_defined(code, module, one, entry, problems) for one in (name, f"Async{name}")):
            yield OwnClass(path, module, name)


def _exports(entries: Sequence[NameMapping], code: _Code, problems: Problems) -> Iterator[Export]:
    for entry in entries:
        module, _, name = entry.target.rpartition(".")
        if not module or _is_defined(code, module, name, entry, problems):
            yield Export(entry.name, name, module)


def _is_defined(
    code: _Code, module: str, name: str, entry: NameMapping, problems: Problems
) -> bool:
    if module not in code.names:
        known = ", ".join(sorted(code.names)) or "none"
        problems.error(
            "unknown-name",
            f'there is no module "{module}" in the folder of `code`',
            entry.target_location,
            f"the folder has {known}" if code.folder else "name the folder under `client.code`",
        )
        return False
    defined = code.names[module]
    if defined is not None and name not in defined:
        problems.error(
            "unknown-name",
            f'the module "{module}" doesn\'t define "{name}"',
            entry.target_location,
            "define it there, or correct the name",
        )
        return False
    return True


def _type_aliases(
    entries: Sequence[NameMapping], code: _Code, problems: Problems
) -> Iterator[TypeAlias]:
    for entry in entries:
        *module, name = entry.name.split(".")
        own, _, target = entry.target.rpartition(".")
        if not own or _is_defined(code, own, target, entry, problems):
            yield TypeAlias(tuple(module), name, target, own)


def _method_aliases(
    entries: Sequence[NameMapping], methods: Collection[tuple[str, ...]], problems: Problems
) -> Iterator[MethodAlias]:
    """Rule AD3: another name of a method belongs to the same resource, where it is free."""
    for entry in entries:
        *resource, name = entry.name.split(".")
        path = tuple(resource)
        if (*path, entry.target) not in methods:
            target = ".".join((*path, entry.target))
            _report_unknown("method", target, entry.target_location, problems)
        elif any(method[: len(path) + 1] == (*path, name) for method in methods):
            problems.error(
                "name-collision",
                f'the client has a method or a resource "{entry.name}"',
                entry.location,
                "choose another name",
            )
        else:
            yield MethodAlias(path, name, entry.target)


def _report_unknown(what: str, name: str, place: Location, problems: Problems) -> None:
    problems.error(
        f"unknown-{what}",
        f'the client has no {what} "{name}"',
        place,
        "the path is the one under `python` of the methods",
    )
