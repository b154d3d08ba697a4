"""RFC 6901 JSON pointers: how every stage names a place inside a document.

Pointers are kept as text, with `~` and `/` escaped; nothing here knows of files or OpenAPI.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from generator.json_types import Json


class NoSuchPlace(LookupError):
    """Nothing stands at a pointer."""


def steps(pointer: str) -> tuple[str, ...]:
    """The unescaped parts of `pointer`: "/a~1b/0" → ("a/b", "0"); the root has none."""
    if not pointer:
        return ()
    return tuple(unescape(part) for part in pointer[1:].split("/"))


def pointer_to(parts: Iterable[object]) -> str:
    """The pointer with these steps: ("a/b", 0) → "/a~1b/0"."""
    return "".join(child("", str(part)) for part in parts)


def unescape(part: str) -> str:
    """One part of a pointer as the key that it stands for."""
    return part.replace("~1", "/").replace("~0", "~") if "~" in part else part


def child(pointer: str, key: str | int) -> str:
    """The pointer of what stands at `key` in the mapping or list at `pointer`."""
    text = str(key)
    if "~" in text or "/" in text:
        text = text.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{text}"


def parent(pointer: str) -> str:
    """The pointer of the container; the root is its own."""
    return pointer.rpartition("/")[0]


def last_step(pointer: str) -> str:
    """The unescaped last part; empty for the root."""
    return unescape(pointer.rpartition("/")[2])


def from_fragment(ref: str) -> str | None:
    """The pointer that a `$ref` inside the same document holds; None for any other reference.

    A fragment is percent-encoded (RFC 6901 §6).
    """
    if not ref.startswith("#") or (len(ref) > 1 and ref[1] != "/"):
        return None
    return unquote(ref[1:])


def resolve(root: Json, pointer: str) -> Json:
    """What stands at `pointer`; raises `NoSuchPlace`."""
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
    """Is `step` an array index as RFC 6901 writes it, and small enough to be one?"""
    return step.isascii() and step.isdigit() and (step == "0" or step[0] != "0") and len(step) < 10
