"""The limits of the mock server: sizes of a request's parts, and of the log of requests."""

from __future__ import annotations

from typing import Final

LONGEST_LINE: Final = 65_536
"""Bytes of the request line, of a header, or of a line between chunks."""
LARGEST_HEAD: Final = 256 * 1024
"""Bytes of all headers, or of all trailers."""
LARGEST_BODY: Final = 256 * 1024 * 1024
"""Bytes of a body."""
MOST_RECORDED: Final = 10_000
"""Requests in the log. The oldest ones are dropped."""
LARGEST_LOG: Final = 256 * 1024 * 1024
"""Bytes of all bodies in the log. The newest request is kept whatever its size."""
