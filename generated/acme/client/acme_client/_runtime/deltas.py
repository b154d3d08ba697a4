"""Adds up the parts that a stream sends: the general rule, on plain JSON.

`merge_delta` changes the whole in place, so that a long text costs no copies of what came before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, cast

from .type_guards import is_list, is_object

REPLACED: Final = frozenset({"id", "index", "object", "role", "type"})
"""Members whose text is never continued: a later value replaces the earlier one."""

_INDEX = "index"


def merge_delta(
    whole: dict[str, Any], delta: Mapping[str, Any], replaced: Collection[str] = REPLACED
) -> None:
    """Adds the members of `delta` to `whole`.

    - A text continues the text that is there, except in the members that `replaced` names.
    - An object is merged member by member.
    - An element with an `index` is merged into the element of that index. Other elements are
      appended.
    - Any other value replaces the one that is there. Null replaces nothing.

    >>> whole = {"text": "Good ", "size": 1}
    >>> merge_delta(whole, {"text": "day", "size": 2})
    >>> whole
    {'text': 'Good day', 'size': 2}
    """
    for name, part in delta.items():
        known = whole.get(name)
        if is_object(part):
            inner = cast("dict[str, Any]", known) if isinstance(known, dict) else {}
            merge_delta(inner, part, replaced)
            whole[name] = inner
        elif is_list(part):
            elements = known if is_list(known) else []
            _merge_elements(elements, part, replaced)
            whole[name] = elements
        elif isinstance(part, str) and isinstance(known, str) and name not in replaced:
            whole[name] = known + part
        elif part is not None or name not in whole:
            whole[name] = part


def find_by_index(elements: object, index: object) -> dict[str, Any] | None:
    """Returns the element with this `index`, or None."""
    return next((one for one in _objects(elements) if one.get(_INDEX) == index), None)


def _merge_elements(elements: list[Any], parts: list[object], replaced: Collection[str]) -> None:
    for part in parts:
        if not is_object(part):
            elements.append(part)
            continue
        known = find_by_index(elements, part[_INDEX]) if _INDEX in part else None
        if known is None:
            known = {}
            elements.insert(_find_place(elements, part.get(_INDEX)), known)
        merge_delta(known, part, replaced)


def _find_place(elements: list[Any], index: object) -> int:
    """Returns the place of a new element: those with an index are in its order."""
    if not isinstance(index, int):
        return len(elements)
    later = (place for place, one in enumerate(elements) if _get_index(one) > index)
    return next(later, len(elements))


def _get_index(element: object) -> int:
    """Returns the index of an element, or -1."""
    index = element.get(_INDEX) if is_object(element) else None
    return index if isinstance(index, int) else -1


def _objects(elements: object) -> Iterator[dict[str, Any]]:
    if is_list(elements):
        yield from (one for one in elements if isinstance(one, dict))
