"""The methods of `pets`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._runtime import operation as op
from .._runtime.client import Resource

if TYPE_CHECKING:
    from .. import types

_RETRIEVE: Final[op.Operation[types.Pet]] = op.Operation(
    "GET",
    "/pets/{pet_id}",
    op.Json("Pet"),
)


class PetsResource(Resource):
    """`pets`"""

    def retrieve(
        self,
        pet_id: str,
    ) -> types.Pet:
        """Returns a pet.

        Args:
            pet_id: Its id.
        """
        return self._client.send(
            _RETRIEVE,
            {},
            path={"pet_id": pet_id},
        )
