"""The command `init-site`: creates the folder `site` beside a provider file."""

from __future__ import annotations

from pathlib import Path

from generator.cli.report import CommandResult, Step
from generator.console import make_printable
from generator.diagnostics import Problems, Refused
from generator.inputs import SITE_FOLDER

_FILES = {
    "mkdocs.yml": """\
# Keys here replace those of the default site, mapping by mapping.
# https://squidfunk.github.io/mkdocs-material/setup/ describes the theme's.
theme:
  palette:
    - {scheme: default, primary: teal, accent: teal}
extra_css: [assets/site.css, assets/own.css]
""",
    "assets/own.css": "/* Your own style. It comes after the default one. */\n",
    "docs/how-to/first-steps.md": """\
# First steps

A guide of your own. It appears with the others in the navigation.
""",
}


def init_site(provider_file: Path, problems: Problems, _step: Step) -> CommandResult:
    """Writes the files. Raises Refused if the folder exists, or the provider file doesn't."""
    if not provider_file.is_file():
        problems.error("unreadable-file", f'there is no "{provider_file.as_posix()}"')
        raise Refused
    folder = provider_file.parent / SITE_FOLDER
    if folder.exists():
        problems.error(
            "in-the-way",
            f'"{folder.as_posix()}" exists',
            hint="change its files, or move it away to start anew",
        )
        raise Refused
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shown = make_printable(folder.as_posix())
    lines = (f"{shown}: {len(_FILES)} files", "Build again to see them on the site.")
    return CommandResult(lines, {"folder": folder.as_posix(), "files": [*_FILES]})
