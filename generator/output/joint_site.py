"""Joins the websites of several providers into one, with a landing page over all of them.

The output folders of the providers come in; the folder `site` beside them goes out. It is replaced
as a whole, and only if an earlier run made it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.console import pluralize
from generator.diagnostics import Problems
from generator.json_types import Json
from generator.views.templates import render, site_folder
from generator.vocabulary import Part

JOINT = "site"
_MARK = ".joint-site"
_CATALOG = "catalog.json"
_PLACE = "<!-- the other sites -->"
"""Where a page of a provider's site takes the link to the landing page."""


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A provider on the landing page."""

    name: str
    title: str
    description: str
    counts: str


@dataclass(frozen=True, slots=True)
class LandingPage:
    providers: tuple[ProviderCard, ...]


def join_sites(base: Path, providers: Sequence[str], problems: Problems) -> Path:
    """Writes `base/site`. Raises Refused if something else is in the way."""
    joint = base / JOINT
    if joint.exists() and not (joint / _MARK).is_file():
        problems.error(
            "in-the-way",
            f'"{joint.as_posix()}" is in the way, and no earlier run made it',
            hint="move it away, or choose another folder with --out",
        )
        problems.stop_if_errors()
    staged = base / f".{JOINT}.new"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    (staged / _MARK).touch()
    cards = []
    for name in providers:
        shutil.copytree(base / name / Part.SITE, staged / name)
        _link_back(staged / name)
        cards.append(_read_card(base / name))
    landing = LandingPage(tuple(cards))
    (staged / "index.html").write_text(render("site/landing.html.j2", landing))
    missing = render("site/404.html.j2", landing)
    for folder in (staged, *(staged / name for name in providers)):
        (folder / "404.html").write_text(missing)
    shutil.copy(site_folder() / "assets" / "landing.css", staged / "landing.css")
    shutil.rmtree(joint, ignore_errors=True)
    staged.rename(joint)
    return joint


def _link_back(site: Path) -> None:
    """Links each page of a provider's site to the landing page.

    Rule JS1: only a page of a joint site has such a link. It is relative, so that it works at any
    depth and below any address.
    """
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        up = "../" * len(path.relative_to(site).parts)
        linked = text.replace(_PLACE, f'<a href="{up}">all APIs</a>', 1)
        if linked != text:
            path.write_text(linked, encoding="utf-8")


def _read_card(folder: Path) -> ProviderCard:
    catalog: Json = json.loads((folder / _CATALOG).read_text(encoding="utf-8"))
    services = _members(catalog, "services")
    resources = [one for service in services for one in _members(service, "resources")]
    methods = [one for resource in resources for one in _members(resource, "methods")]
    return ProviderCard(
        name=folder.name,
        title=_text(catalog, "title") or folder.name,
        description=_text(catalog, "description"),
        counts=" · ".join(
            (
                pluralize(len(services), "service"),
                pluralize(len(resources), "resource"),
                pluralize(len(methods), "method"),
            )
        ),
    )


def _members(value: Json, key: str) -> list[Json]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _text(value: Json, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
