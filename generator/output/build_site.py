"""Builds the website: MkDocs makes HTML from the staged Markdown, which lies beside it as a copy.
The index of its search is built from that HTML.

Every warning of MkDocs is an error here, so a dead link or anchor is never published.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from generator.diagnostics import Problems
from generator.output.page_copies import write_page_copies
from generator.output.site_search import NAMES, write_search
from generator.vocabulary import Part

CONFIG = "docs/mkdocs/mkdocs.yml"
_ON_DIRTY_BUILDS = "A 'dirty' build is being performed"
_COMPLAINT = re.compile(r"(?:WARNING|ERROR)\s+-\s+(?P<text>.+)")


def build_site(
    folder: Path, problems: Problems, locks: Collection[int] = (), only_changed: bool = False
) -> None:
    """Builds `folder/site` from `folder/docs/mkdocs`; adds the warnings of MkDocs as errors.

    With `only_changed`, it renders the pages whose Markdown is newer than their HTML, and keeps the
    others. MkDocs inherits the file descriptors in `locks`: if this process is killed, the lock is
    held until MkDocs ends.
    """
    command = [
        *(sys.executable, "-m", "mkdocs", "build", "--dirty" if only_changed else "--strict"),
        *("--config-file", CONFIG, "--site-dir", str((folder / Part.SITE).resolve())),
    ]
    # The theme announces MkDocs 2 on every run; users of this generator can't act on that.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - a fixed command
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
    lines = done.stderr.splitlines()
    complaints = [match["text"] for match in map(_COMPLAINT.match, lines) if match]
    if only_changed:
        complaints = [text for text in complaints if not text.startswith(_ON_DIRTY_BUILDS)]
    if done.returncode and not complaints:
        complaints = lines[-1:] or [f"exit code {done.returncode}"]
    for text in dict.fromkeys(complaints):
        problems.error("site-not-built", f"mkdocs: {text}")
    if not complaints:
        write_page_copies(folder / CONFIG, folder / Part.SITE)
        write_search((folder / CONFIG).with_name(NAMES), folder / Part.SITE)
