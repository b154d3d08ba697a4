"""The website: built by MkDocs in strict mode, without a word, a dead link or a foreign address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.model.provider import Provider
from generator.model.types import Array, Const, Enum, Ref, ScalarKind, Union, Variant
from generator.output.build_site import build_site
from generator.pipeline import compile_provider
from generator.views.outputs import output_tree
from generator.vocabulary import ParamPlace, Part, Server, SiteOptions, SqlVerb
from tests.support.providers import (
    body,
    column,
    method,
    named,
    param,
    prop,
    provider,
    record,
    resource,
)
from tests.support.sql_check import sql_faults

ADDRESS = "https://docs.test/"
ROOT = Path(__file__).parents[2]
HOSTILE = (
    "Text | with `a | pipe` and [a link](/docs/x), [another](../y), <b>HTML</b> and {: #id }.\n"
    "\n# Heading\n\n```python\nx = 1\n```\n\n- one\n- two\n\n"
    '=== "Tab"\n\n!!! note\n\n| a | b |\n|---|---|\n\n[TOC]\n\n'
    "<script>alert(1)</script> ``` ~~~ {{ x }}"
)


@dataclass
class Page(HTMLParser):
    """What a page of HTML links to, and what links may lead to."""

    anchors: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    loads: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)  # by name or property, and "canonical"

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        if tag in ("script", "img", "iframe", "source") and "src" in given:
            self.loads.add(given["src"])
        if tag == "link" and given.get("rel") != "canonical":
            self.loads.add(given["href"])
        if tag == "meta":
            self.meta[given.get("name") or given.get("property", "")] = given.get("content", "")
        elif tag == "link" and given.get("rel") == "canonical":
            self.meta["canonical"] = given["href"]
        if tag in ("h1", "h2", "h3"):
            self.headings.append(given.get("id", ""))

    def handle_data(self, data: str) -> None:
        if self.lasttag == "title" and not self.headings:
            self.title += data.strip()


def built(made: Provider, folder: Path) -> dict[str, Page]:
    """The site's pages by path, after a build that had nothing to say."""
    for file in output_tree(made, (Part.DOCS,)).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    problems = Problems()
    build_site(folder, problems)
    assert list(problems) == []
    site = folder / "site"
    pages = {}
    for path in sorted(site.rglob("*.html")):
        pages[path.relative_to(site).as_posix()] = page = Page()
        page.feed(path.read_text())
    return pages


def dead_links(pages: dict[str, Page], site: Path) -> Iterator[str]:
    """Links and loads that lead nowhere, or, for what a page loads, out of the site."""
    for path, page in pages.items():
        base = f"http://site/{path.removesuffix('index.html')}"
        for link in sorted(page.links | page.loads):
            target, anchor = urldefrag(urljoin(base, link))
            if not target.startswith("http://site/"):
                if link in page.loads:
                    yield f"{path} loads {link}"
                continue
            name = unquote(target.removeprefix("http://site/"))
            file = f"{name}index.html" if name.endswith("/") or not name else name
            if not (site / file).is_file():
                yield f"{path} links to {link}"
            elif anchor and file in pages and unquote(anchor) not in pages[file].anchors:
                yield f"{path} links to {link}: no such anchor"


def hostile() -> Provider:
    """Every text of a page holds what breaks out of Markdown."""
    text = prop("text", Const("x"), required=True)
    types = (
        replace(named("Part", record(text, prop("next", Ref("Part")))), description=HOSTILE),
        replace(
            named(
                "Choice",
                Union(tuple(Variant(Ref("Part"), (f"{n} | `",)) for n in range(6)), "a|b`"),
            ),
            description=HOSTILE,
        ),
        named("Words", Enum(ScalarKind.STRING, (HOSTILE, *"abcdefghijklm"), open=True)),
    )
    nasty = replace(prop("a | b` <i>"), description=HOSTILE)
    nested = prop("deep", Array(record(nasty, prop("choice", Ref("Choice")))))
    sent = body(nasty, nested, prop("words", Ref("Words")), required=("a | b` <i>",))
    query = replace(param("x|`y", ParamPlace.QUERY, required=False), description=HOSTILE)
    fields = (column("id"), column("p|`q", Ref("Choice"), HOSTILE))
    verbs = [method(f"do_{verb.value}", verb, params=(query,), sent=sent) for verb in SqlVerb]
    methods = [
        replace(
            one,
            fields=fields if one.verb is SqlVerb.SELECT else (),
            summary=HOSTILE,
            description=HOSTILE,
            deprecated=True,
            deprecation_reason=HOSTILE,
            path="/x/{a|b}/`c`<i>",
        )
        for one in verbs
    ]
    made = provider(resource(*methods), resource(*methods, name="index"), types=types)
    title = f"</title>&lt;script&gt;alert(1) {HOSTILE}"
    service = replace(made.services[0], title=title, description=HOSTILE)
    own = tuple(replace(one, service="twin") for one in service.resources)
    twin = replace(service, name="twin", resources=own)
    return replace(
        made,
        title=title,
        description=HOSTILE,
        version=HOSTILE,
        servers=(Server(HOSTILE, HOSTILE),),
        services=(service, twin),
        site=SiteOptions(ADDRESS),
    )


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def check_for_machines(pages: dict[str, Page], site: Path, address: str) -> None:
    """Checks what search engines, previews and language models read."""
    shown = {path: page for path, page in pages.items() if path != "404.html"}
    assert repeated(page.title for page in shown.values()) == []
    assert repeated(page.meta["description"] for page in shown.values()) == []
    for path, page in shown.items():
        assert page.title
        assert page.title.startswith(page.meta["og:title"])
        assert page.meta["og:description"] == page.meta["description"] != ""
        folder = path.removesuffix("index.html")
        sources = [site / folder / "index.md", site / f"{folder.rstrip('/')}.md"]
        source = next(filter(Path.is_file, sources))
        text = source.read_text()
        assert " .f }" not in text
        assert (text in (site / "llms-full.txt").read_text()) == (source.name != "a-to-z.md")
        if address:
            assert page.meta["canonical"] == page.meta["og:url"] == f"{address}{folder}"
    locations = re.findall("<loc>(.*)</loc>", (site / "sitemap.xml").read_text())
    wanted = [f"{address}{path.removesuffix('index.html')}" for path in shown] if address else []
    assert sorted(locations) == sorted(wanted)
    assert (site / "robots.txt").is_file() == bool(address)
    assert pages["404.html"].loads == set()


def structure(pages: dict[str, Page]) -> dict[str, list[str]]:
    return {path: page.headings for path, page in pages.items() if path != "404.html"}


def test_hostile_text_builds_without_a_word_and_adds_no_heading(tmp_path: Path) -> None:
    pages = built(hostile(), tmp_path)
    assert list(dead_links(pages, tmp_path / "site")) == []
    check_for_machines(pages, tmp_path / "site", ADDRESS)
    headings = structure(pages)
    methods = [f"do_{verb.value}" for verb in SqlVerb]
    assert headings["acme_things/index/index.html"][1:] == [
        *("all-methods", *methods, "all-fields", "all-types"),
    ]
    assert headings["acme_things/things/index.html"][1:] == [
        *("all-methods", *methods, "all-fields"),
    ]
    assert headings["acme_things/index.html"][1:] == ["resources"]
    assert headings["index.html"][1:] == ["services", "overview", "authentication", "stackql"]
    for path in pages:
        assert "<script>alert" not in (tmp_path / "site" / path).read_text()


@pytest.mark.parametrize("name", ["openai"])
def test_the_provider_builds_without_a_word_or_a_dead_link(name: str, tmp_path: Path) -> None:
    file = ROOT / "specs" / name / "provider.yaml"
    problems = Problems()
    made = compile_provider(read_inputs(file, problems), problems)
    pages = built(made, tmp_path)
    assert list(dead_links(pages, tmp_path / "site")) == []
    resources = [one for service in made.services for one in service.resources]
    apart = [path for path in pages if path.endswith("/types/index.html")]
    guides = [path for path in pages if path.startswith("how-to/")]
    count = len(resources) + len(made.services) + len(apart) + len(guides)
    assert len(pages) == count + 5  # front page, A to Z, coverage, deprecations and 404.html
    check_for_machines(pages, tmp_path / "site", "")
    assert max(path.stat().st_size for path in tmp_path.rglob("*.html")) < 250_000
    for path in sorted((tmp_path / "docs" / "mkdocs").rglob("*.md")):
        assert sql_faults(path.read_text(), made) == []
