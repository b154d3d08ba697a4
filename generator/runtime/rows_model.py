"""The base of pages whose response is the array of the rows."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

import pydantic

Rows = TypeVar("Rows")


class RowsModel(pydantic.RootModel[Rows], Generic[Rows]):
    """The base of a page that is an array: its rows are `root`, with an index and a length."""

    model_config = pydantic.ConfigDict(defer_build=True)

    def __len__(self) -> int:
        return len(cast("list[Any]", self.root))

    def __getitem__(self, index: Any) -> Any:
        return cast("list[Any]", self.root)[index]

    def to_dict(self) -> list[Any]:
        """Returns the rows of this page as JSON values by wire name."""
        dumped: list[Any] = self.model_dump(
            mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
        return dumped
