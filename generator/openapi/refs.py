"""Resolves `$ref`s inside one document: a reference in, the pointer to its target out.

Nothing outside the document is read. A bad reference is reported once, at its own position; all
that lead out of the document are one problem, because one remedy corrects them.
"""

from __future__ import annotations

from difflib import get_close_matches

from generator.diagnostics import Defect, Problems
from generator.json_types import Json, JsonObject
from generator.openapi.json_parts import mapping
from generator.openapi.pointers import (
    NoSuchPlace,
    child,
    from_fragment,
    last_step,
    parent,
    resolve,
    steps,
)
from generator.openapi.tree import Tree

MAX_CHAIN = 100  # references that refer to one another
# A suggestion among 1,000 names takes 5 ms; a document may have 100,000 bad references.
_MAX_SUGGESTIONS = 50
_MAX_NAMES = 2_000
_BUNDLE = "bundle the files into one document first, or list them under `source.files`"


class References:
    """Resolves the references of one document."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self._tree = tree
        self._problems = problems
        self._anchors: dict[str, str] | None = None
        self._suggested = 0
        self._outside: dict[str, str] = {}  # references to other files, by their pointer

    @property
    def has_outside(self) -> bool:
        """Does a reference lead out of the document?"""
        return bool(self._outside)

    def report_outside(self) -> None:
        """Reports the references that lead out of the document, as one error at the first."""
        if not self._outside:
            return
        pointer, ref = next(iter(self._outside.items()))
        others = len(self._outside) - 1
        more = f"; {others} more lead out of it" if others > 1 else ""
        if others == 1:
            more = "; one more leads out of it"
        self._problems.error(
            "outside-reference",
            f'"{ref[:200]}" is outside this document, and is not read{more}',
            self._tree.locate(pointer),
            _BUNDLE if others else self._suggest_inside(ref),
        )

    def find_target(self, pointer: str, ref: str) -> str | None:
        """Returns the pointer that the reference `ref` at `pointer` means; None if it is bad.

        Rule R1: only references within the document are followed.
        Rule R2: the target of a reference must exist.
        """
        own = self._tree.root.get("$self")  # OpenAPI 3.2 §4.1.2: the document's own URI
        if isinstance(own, str) and own and ref.startswith(f"{own}#"):
            ref = ref.removeprefix(own)
        found = from_fragment(ref)
        if found is None and ref.startswith("#"):
            found = self._named_anchors().get(ref[1:])
        if found is None:
            self._refuse(pointer, ref)
            return None
        try:
            resolve(self._tree.root, found)
        except NoSuchPlace:
            self._problems.error(
                "dangling-reference",
                f'"{ref}" is not in this document',
                self._tree.locate(pointer),
                self._suggestion(found),
                Defect(pointer, detail=(found,)),
            )
            return None
        return found

    def follow(self, pointer: str, value: Json) -> tuple[str, JsonObject] | None:
        """Returns the pointer and mapping that `value` is or refers to; None if there is none.

        Rule R3: a chain of references must end in something else.
        """
        seen: list[str] = []
        while isinstance(value, dict) and isinstance(ref := value.get("$ref"), str):
            if pointer in seen:
                self.report_circle(pointer)
                return None
            if len(seen) >= MAX_CHAIN:
                self.report_chain(pointer)
                return None
            seen.append(pointer)
            target = self.find_target(child(pointer, "$ref"), ref)
            if target is None:
                return None
            pointer, value = target, resolve(self._tree.root, target)
        return (pointer, value) if isinstance(value, dict) else None

    def report_circle(self, pointer: str) -> None:
        """Reports that the references through `pointer` lead back to it."""
        self._problems.error(
            "reference-without-end",
            "this chain of references leads back to itself",
            self._tree.locate(child(pointer, "$ref")),
            "replace one of the references with the object itself",
        )

    def report_chain(self, pointer: str) -> None:
        """Reports a chain of too many references."""
        self._problems.error(
            "reference-without-end",
            f"more than {MAX_CHAIN} references follow one another here",
            self._tree.locate(child(pointer, "$ref")),
            "let the first one refer to the final target",
        )

    def _refuse(self, pointer: str, ref: str) -> None:
        if not ref.startswith("#"):
            self._outside.setdefault(pointer, ref)
            return
        self._problems.error(
            "outside-reference",
            f'no schema has the anchor "{ref[1:]}"',
            self._tree.locate(pointer),
            "refer to the schema by its JSON pointer",
        )

    def _suggest_inside(self, ref: str) -> str:
        name = ref.rpartition("/")[2]
        schemas = mapping(mapping(self._tree.root.get("components")).get("schemas"))
        return f'did you mean "#/components/schemas/{name}"?' if name in schemas else _BUNDLE

    def _suggestion(self, pointer: str) -> str:
        self._suggested += 1
        if self._suggested > _MAX_SUGGESTIONS:
            return "add it, or correct the reference"
        try:
            siblings = resolve(self._tree.root, parent(pointer))
        except NoSuchPlace:
            siblings = None
        names = list(siblings)[:_MAX_NAMES] if isinstance(siblings, dict) else []
        close = get_close_matches(last_step(pointer), names, 1)
        if close:
            return f'did you mean "#{child(parent(pointer), close[0])}"?'
        return "add it, or correct the reference"

    def _named_anchors(self) -> dict[str, str]:
        """Returns the pointers of schemas that have an anchor (JSON Schema §8.2.2)."""
        if self._anchors is None:
            self._anchors = {}
            waiting: list[tuple[str, Json]] = [("", self._tree.root)]
            while waiting:
                pointer, value = waiting.pop()
                if isinstance(value, dict):
                    for key in ("$anchor", "$dynamicAnchor"):
                        if isinstance(name := value.get(key), str):
                            self._anchors.setdefault(name, pointer)
                    waiting.extend((child(pointer, key), part) for key, part in value.items())
                elif isinstance(value, list):
                    waiting.extend(
                        (child(pointer, index), part) for index, part in enumerate(value)
                    )
        return self._anchors


def enclosing_root(pointer: str) -> str:
    """Returns the outermost schema that holds the one at `pointer`: the target of `$recursiveRef:
    '#'`.

    Vendors write it inside a component as if the component were a document of its own.
    """
    parts = steps(pointer)
    if parts[:2] == ("components", "schemas"):
        return "/".join(pointer.split("/")[:4])
    head, found, _ = pointer.partition("/schema/")
    return f"{head}/schema" if found else pointer
