"""The website: HTML that MkDocs builds from the staged Markdown tree.

Every warning of MkDocs is an error here: a dead link or anchor never goes out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from generator.diagnostics import Problems
from generator.vocabulary import Part

CONFIG = "docs/mkdocs/mkdocs.yml"
_COMPLAINT = re.compile(r"(?:WARNING|ERROR)\s+-\s+(?P<text>.+)")


def build_site(folder: Path, problems: Problems, locks: Collection[int] = ()) -> None:
    """Builds `folder/site` from `folder/docs/mkdocs`; what MkDocs complains of becomes errors.

    MkDocs inherits the descriptors of `locks`: should we be killed, they are held while it writes.
    """
    command = [
        *(sys.executable, "-m", "mkdocs", "build", "--strict"),
        *("--config-file", CONFIG, "--site-dir", str((folder / Part.SITE).resolve())),
    ]
    # The theme announces the end of MkDocs 1 on every run; there is nothing to do about it here.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - our own command, no text from outside
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
        pass_fds=tuple(locks),
    )
    if done.returncode == 0:
        return
    lines = done.stderr.splitlines()
    complaints = [match["text"] for match in map(_COMPLAINT.match, lines) if match]
    last = lines[-1:] or [f"exit code {done.returncode}"]
    for text in dict.fromkeys(complaints or last):
        problems.error("site-not-built", f"mkdocs: {text}")
