"""Where generated modules import them from: bytes, and streams of events."""

from __future__ import annotations

from .binary import BinaryResponse
from .streams import Stream

__all__ = ["BinaryResponse", "Stream"]
