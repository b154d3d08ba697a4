"""Gives each row of a page an id of its own."""

from __future__ import annotations

from generator import names
from generator.escape.element_ids import anchor_text

METHODS = "all-methods"
FIELDS = "all-fields"
TYPES = "all-types"
"""Sections of a page. No method has such a name, and no field or type such an id."""


class Anchors:
    """The ids of one page. Equal ids get a number, in the order in which the page shows them."""

    def __init__(self) -> None:
        self._taken = names.Taken((METHODS, FIELDS, TYPES))

    def take(self, wanted: str) -> str:
        """Returns an id for a path such as `create_job.model`.

        Rule AC1: an id is the path of the thing: `field-<field>`, `<method>.<argument>.<property>`,
        `type-<type>.<property>`. An array or a map adds nothing to it.
        """
        return self._taken.take(anchor_text(wanted))
