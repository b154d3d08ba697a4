"""The methods of `notes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from .._runtime import operation as op
from .._runtime.client import Resource
from .._runtime.given import NOT_GIVEN, NotGiven

if TYPE_CHECKING:
    from .. import types

_CREATE: Final[op.Operation[types.CreateNoteResponse]] = op.Operation(
    "POST",
    "/notes/a'b`c",
    op.Json("CreateNoteResponse"),
    body=op.JsonBody(),
)


class NotesResource(Resource):
    """`notes`"""

    def create(
        self,
        *,
        x_drop_table_notes: str,
        a_b_c_d: str,
        class_: Literal["it's", '"""', "</code>", "yes"],
        from_: str | NotGiven = NOT_GIVEN,
        n: Literal["{{ x }}"] | NotGiven = NOT_GIVEN,
        on_off: str | NotGiven = NOT_GIVEN,
        b: str | NotGiven = NOT_GIVEN,
    ) -> types.CreateNoteResponse:
        """POST /notes/a'b`c"""
        return self._client.send(
            _CREATE,
            {},
            query={"X'); DROP TABLE notes; --": x_drop_table_notes, "from": from_},
            body={
                'a"b | `c` {d}': a_b_c_d,
                "__class__": class_,
                "n": n,
                "on: [off]": on_off,
                "<b>\r\n": b,
            },
        )
