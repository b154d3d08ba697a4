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
    words of the operation's path and fewest others; of equal ones, the first.
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
    clients = {"client", *(name for node in nodes for name in _find_client_names(node))}
    for node in nodes:
        if isinstance(node, ast.Call):
            root, path = _read_dotted_name(node.func)
            parts = tuple(part for part in path if part not in _WRAPPERS)
            fits = 0 < len(parts) <= _MAX_PARTS
            if root in clients and fits and all(map(names.is_safe, parts)):
                yield parts


def _find_client_names(node: ast.AST) -> Iterator[str]:
    """Yields `co` for `co = cohere.ClientV2()`."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        root, path = _read_dotted_name(node.value.func)
        if (path[-1] if path else root)[:1].isupper():
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _read_dotted_name(node: ast.expr) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, tuple(reversed(parts))) if isinstance(node, ast.Name) else ("", ())
