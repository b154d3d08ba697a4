"""An attribute that is computed once: `functools.cached_property` without its public attributes.

Editors offer the members of a descriptor on the attribute itself; this one has none to offer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    cached_property = property
else:

    class cached_property:  # used like a function
        """Calls a method when its name is first read, and keeps the result in the instance."""

        def __init__(self, compute: Any) -> None:
            self._compute = compute
            self.__doc__ = compute.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            # Of two threads that compute it, both get the object that was kept first.
            return vars(instance).setdefault(self._name, self._compute(instance))
