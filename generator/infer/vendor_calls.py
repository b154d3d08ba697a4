"""Reads the vendor's own Python names from the examples in a specification.

Operations in, a dotted path out for each operation that an example calls: `client.jobs.list(` →
(jobs, list). The examples are parsed, never run.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from functools import partial

from generator import names
from generator.infer import wording
from generator.infer.routes import fixed_words, read_path
from generator.openapi.model import Operation
from generator.vocabulary import HttpVerb

_MAX_TEXT = 100_000
_MAX_PARTS = 8  # the format allows ten, and a prefix may have two
_WRAPPERS = frozenset({"with_raw_response", "with_streaming_response", "with_options"})
_EXPECTED = {
    HttpVerb.GET: frozenset({"list", "retrieve", "get", "content", "download"}),
    HttpVerb.POST: frozenset({"create", "update", "modify", "add"}),
    HttpVerb.PUT: frozenset({"update", "replace"}),
    HttpVerb.PATCH: frozenset({"update", "modify"}),
    HttpVerb.DELETE: frozenset({"delete", "del", "remove"}),
}


def read_vendor_calls(operations: Iterable[Operation]) -> dict[str, tuple[str, ...]]:
    """Returns the Python path of each operation whose examples show one, by operationId.

    Rule I4: of the client calls in an operation's Python examples, its name is the one with most
    words of the operation's path and fewest others; of equal ones, the first. A class made from
    the client is a part of the name: `api = JobsApi(api_client)` calls `jobs.list`.
    """
    best: dict[str, tuple[str, ...]] = {}
    for operation in operations:
        calls = tuple(_calls(operation))
        if calls:
            best[operation.id] = max(calls, key=partial(_fit, operation))
    return best


def _fit(operation: Operation, call: tuple[str, ...]) -> int:
    path = read_path(operation.path)
    wanted = {
        stem for word in (*fixed_words(path), *path.variant) for stem in wording.singulars(word)
    }
    resource = {stem for word in call[:-1] for stem in wording.singulars(word)}
    said = resource | wording.singulars(call[-1])
    fits_verb = call[-1].split("_")[0] in _EXPECTED.get(operation.verb, ())
    return 4 * len(wanted & said) - 2 * len(wanted - said) - len(resource - wanted) + 3 * fits_verb


def _calls(operation: Operation) -> Iterator[tuple[str, ...]]:
    for sample in operation.samples:
        if sample.language == "python" and len(sample.text) <= _MAX_TEXT:
            yield from _parse_calls(sample.text)


def _parse_calls(text: str) -> Iterator[tuple[str, ...]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    nodes = tuple(ast.walk(module))
    fronts = _find_fronts(nodes)
    for node in nodes:
        if isinstance(node, ast.Call):
            root, path = _read_dotted_name(node.func)
            called = tuple(part for part in path if part not in _WRAPPERS)
            parts = (*fronts.get(root, ()), *called)
            fits = called and len(parts) <= _MAX_PARTS
            if root in fronts and fits and all(map(names.is_safe, parts)):
                yield parts


def _find_fronts(nodes: Iterable[ast.AST]) -> dict[str, tuple[str, ...]]:
    """Returns what comes before a method's name, by variable: nothing for a client.

    After `api = JobsApi(api_client)`, it is `jobs` for `api`, if the class of `api_client` ends in
    "Client".
    """
    made = [(name, call) for node in nodes for name, call in _find_made(node)]
    clients = {name for name, call in made if _class_name(call).endswith("Client")}
    found: dict[str, tuple[str, ...]] = {"client": ()}
    for name, call in made:
        given = (*call.args, *(keyword.value for keyword in call.keywords))
        has_client = any(isinstance(one, ast.Name) and one.id in clients for one in given)
        resource = names.snake_case(_class_name(call).removesuffix("Api"))
        is_part = has_client and _class_name(call).endswith("Api") and resource
        found[name] = (resource,) if is_part else ()
    return found


def _find_made(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yields `co` and the call for `co = cohere.ClientV2()`, and for its `with`."""
    pairs: list[tuple[ast.expr | None, ast.expr]] = []
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.With | ast.AsyncWith):
        pairs = [(item.optional_vars, item.context_expr) for item in node.items]
    for target, value in pairs:
        if not isinstance(target, ast.Name) or not isinstance(value, ast.Call):
            continue
        if _class_name(value)[:1].isupper():
            yield target.id, value


def _class_name(call: ast.Call) -> str:
    root, path = _read_dotted_name(call.func)
    return path[-1] if path else root


def _read_dotted_name(node: ast.expr) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, tuple(reversed(parts))) if isinstance(node, ast.Name) else ("", ())
