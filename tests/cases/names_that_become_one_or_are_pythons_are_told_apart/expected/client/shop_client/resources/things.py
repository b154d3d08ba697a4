"""The methods of `things`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._runtime import operation as op
from .._runtime.client import Resource
from .._runtime.given import NOT_GIVEN, NotGiven

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import types

_MAKE: Final[op.Operation[types.ThingBody]] = op.Operation(
    "POST",
    "/things/{id}/../{class}",
    op.Json("ThingBody"),
    body=op.JsonBody(),
)


class Things(Resource):
    """`things`"""

    def make(
        self,
        class_: str,
        *,
        id: str,
        id_2: str | NotGiven = NOT_GIVEN,
        page_size: str | NotGiven = NOT_GIVEN,
        page_size_2: str | NotGiven = NOT_GIVEN,
        page_size_3: str | NotGiven = NOT_GIVEN,
        self_: str | NotGiven = NOT_GIVEN,
        foo_bar: str | NotGiven = NOT_GIVEN,
        foo_bar_2: str | NotGiven = NOT_GIVEN,
        value: types.Schema | Mapping[str, object] | NotGiven = NOT_GIVEN,
        import_: str | NotGiven = NOT_GIVEN,
        id_3: str | NotGiven = NOT_GIVEN,
    ) -> types.ThingBody:
        """POST /things/{id}/../{class}"""
        return self._client.send(
            _MAKE,
            {},
            path={"id": id, "class": class_},
            query={"id": id_2, "page-size": page_size, "page_size": page_size_2, "self": self_},
            headers={"pageSize": page_size_3},
            body={
                "fooBar": foo_bar,
                "foo_bar": foo_bar_2,
                "..": value,
                "import": import_,
                "id": id_3,
            },
        )
