"""Settings of every process that runs tests."""

from __future__ import annotations

import gc

# Tests keep models of whole vendors. By default the collector looks through them again and again,
# which takes an eighth of a run.
gc.set_threshold(100_000, 50, 100)
