"""The attributes of the package's own client, as type checkers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._client import Acme

if TYPE_CHECKING:
    _default = Acme()
    files = _default.files
    jobs = _default.jobs
