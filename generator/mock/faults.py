"""Faults that are waiting for a request."""

from __future__ import annotations

import threading
from dataclasses import replace

from generator.mock.model import Fault


class FaultQueue:
    """A queue of faults, each applied as often as it says. Safe to use from several threads."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Adds a fault for the operation that it names."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Removes all faults."""
        with self._lock:
            self._waiting.clear()

    def take(self, operation: str) -> Fault | None:
        """Returns the first fault for the operation, and counts it down."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.operation not in ("", operation):
                    continue
                if fault.times is not None:
                    left = fault.times - 1
                    self._waiting[place : place + 1] = [replace(fault, times=left)] * (left > 0)
                return fault
        return None
