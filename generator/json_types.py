"""Types of JSON values: what a parser returns and an encoder takes.

Values are shared, never copied, so treat them as frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, Union

JsonScalar: TypeAlias = bool | int | float | str | None
Json: TypeAlias = Union[JsonScalar, "list[Json]", "dict[str, Json]"]
JsonObject: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value that may be null, where plain `None` means that there is no value."""

    value: Json
