"""Importing a client leaves the garbage collector of the user's process alone."""

from __future__ import annotations

import subprocess
import sys

_IMPORT = """
import gc
import sys

calls = []
for name in ("disable", "enable", "freeze", "unfreeze"):
    setattr(gc, name, lambda name=name: calls.append(name))
from generator.runtime.preload import preload_modules

preload_modules()
assert "generator.runtime.sync_client" in sys.modules
assert calls == [], calls
"""


def test_an_import_does_not_change_the_garbage_collector() -> None:
    subprocess.run([sys.executable, "-c", _IMPORT], check=True)
