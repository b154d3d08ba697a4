"""Accepts the connections of a test server, and serves each in its own thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol


class Counting(Protocol):
    connections: int


@contextmanager
def listening(
    listener: socket.socket, server: Counting, serve: Callable[[socket.socket], None]
) -> Iterator[None]:
    """Serves, and counts, all connections within the block; those that are left are cut."""
    threads: list[threading.Thread] = []
    connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            server.connections += 1
            connections.append(connection)
            threads.append(threading.Thread(target=serve, args=(connection,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join(5)
        for connection in connections:  # those that a client keeps
            with suppress(OSError):  # closed already
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)
