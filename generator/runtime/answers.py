"""Where generated modules import them from: bytes, and streams of events."""

from __future__ import annotations

from .binary import BinaryResponse as BinaryResponse
from .streams import Stream as Stream
