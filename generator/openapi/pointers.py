"""RFC 6901 JSON pointers, which every stage uses to name a node of a document.

A pointer is a string with `~` and `/` escaped. This module knows nothing of files or OpenAPI.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from generator.json_types import Json


class NoSuchPlace(LookupError):
    """Nothing is at a pointer."""


def steps(pointer: str) -> tuple[str, ...]:
    """Returns the unescaped parts of `pointer`: "/a~1b/0" → ("a/b", "0"); none for the root."""
    if not pointer:
        return ()
    return tuple(unescape(part) for part in pointer[1:].split("/"))


def pointer_to(parts: Iterable[object]) -> str:
    """Returns the pointer with these steps: ("a/b", 0) → "/a~1b/0"."""
    return "".join(child("", str(part)) for part in parts)


def unescape(part: str) -> str:
    """Returns the key that a part of a pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~") if "~" in part else part


def child(pointer: str, key: str | int) -> str:
    """Returns the pointer to `key` in the mapping or list at `pointer`."""
    text = str(key)
    if "~" in text or "/" in text:
        text = text.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{text}"


def parent(pointer: str) -> str:
    """Returns the pointer to the container; the root is its own."""
    return pointer.rpartition("/")[0]


def last_step(pointer: str) -> str:
    """Returns the unescaped last part; empty for the root."""
    return unescape(pointer.rpartition("/")[2])


def from_fragment(ref: str) -> str | None:
    """Returns the pointer of a `$ref` inside the same document; None for any other reference.

    A fragment is percent-encoded (RFC 6901 §6).
    """
    if not ref.startswith("#") or (len(ref) > 1 and ref[1] != "/"):
        return None
    return unquote(ref[1:])


def resolve(root: Json, pointer: str) -> Json:
    """Returns the value at `pointer`. Raises `NoSuchPlace`."""
    here = root
    for step in steps(pointer):
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and is_index(step) and int(step) < len(here):
            here = here[int(step)]
        else:
            raise NoSuchPlace(pointer)
    return here


def is_index(step: str) -> bool:
    """Is `step` an array index as RFC 6901 writes it, and of a realistic size?"""
    return step.isascii() and step.isdigit() and (step == "0" or step[0] != "0") and len(step) < 10
