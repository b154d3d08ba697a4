"""The types of the API. Each module is imported when one of its types is first used.

Type checkers read `__init__.pyi` instead of this module.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES: dict[str, str] = {
    "File": ".files",
    "ListFilesResponse": ".files",
    "FilesPage": ".files",
    "Convert": ".jobs",
    "Job": ".jobs",
    "JobCost": ".jobs",
    "JobState": ".jobs",
    "ListJobsResponse": ".jobs",
    "Shell": ".jobs",
    "Task": ".jobs",
    "JobsPage": ".jobs",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(_MODULES)
