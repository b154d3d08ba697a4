"""The examples in the docstrings of a generated client, as an editor or `help` reads them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from textwrap import dedent

# The section after a description, which may have a section of that name too.
_SECTION = re.compile(
    r"(?:^|\n\n)Example:\n    (?P<fence>`{3,})python\n(?P<code>.*?)\n    (?P=fence)(?=\n\n|\Z)",
    re.S,
)


def example_in(docstring: str) -> str:
    """The code of the example in a docstring, or ""."""
    found = list(_SECTION.finditer(docstring))
    return dedent(found[-1]["code"]) if found else ""


def docstrings_of(client: object) -> Iterator[tuple[str, str]]:
    """Yields the name of each method of the generated resources, with its docstring.

    A method that several resources have is yielded once.
    """
    package = f"{type(client).__module__.partition('.')[0]}.resources"
    seen: set[object] = set()
    for resource in _resources(client, package):
        for _, method in inspect.getmembers(type(resource), inspect.isfunction):
            is_public = not method.__name__.startswith("_")
            if is_public and method.__module__.startswith(package) and method not in seen:
                seen.add(method)
                yield method.__name__, inspect.getdoc(method) or ""


def _resources(owner: object, package: str) -> Iterator[object]:
    for name in dir(type(owner)):
        if name.startswith(("_", "with_")):
            continue
        found = getattr(owner, name)
        if any(kind.__module__.startswith(package) for kind in type(found).__mro__):
            yield found
            yield from _resources(found, package)
