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

from generator.model.client import WebhookCheck
from generator.model.provider import Provider
from generator.model.types import Array, Const, Enum, Ref, ScalarKind, Union, Variant
from generator.model.webhooks import Webhook
from generator.vocabulary import HttpVerb, ParamPlace, Server, SiteOptions, SqlVerb
from tests.support.clients import built_site, provider_of
from tests.support.providers import (
    ORIGIN,
    STRING,
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

# Marks that weren't rendered, and the language of a fence on a line of its own.
LEFTOVER = re.compile(
    r"```|~~~|\\[{}]|•|\bNone\b|^\s*(?:json|python|bash|sh|yaml)\s*$", re.MULTILINE
)
LONG = "word " * 10_000
DESCRIPTIONS = {
    "emoji": ("Done 🎉 :tada: \U0001f469\u200d\U0001f467.", "Done 🎉 :tada: 👩"),
    "fence": ('Open\n\n```json\n{"a": 1}\n\nand never closed.', "Open"),
    "footnote": ("A note[^1].\n\n[^1]: Its foot.", "A note[^1]. [^1]: Its foot."),
    "comment": ("<!-- the other sites --> Then on.", "<!-- the other sites --> Then on."),
    "heading": ("# Title\n\nText\n====\n\nMore.", "Title Text ==== More."),
    "html": ("<b>Bold</b> & <img src=x> &lt;b&gt;.", "<b>Bold</b> & <img src=x> <b>."),
    "line": (LONG, LONG.strip()),
    "math": (r"Costs $5, $x^2_i$, \(y\) and $$z$$.", r"Costs $5, $x^2_i$, (y) and $$z$$."),
    "script": ("<script>alert(1)</script>\n\nThen on.", "<script>alert(1)</script> Then on."),
    "style": ("<style>p { color: red }</style>", "<style>p { color: red }</style>"),
    "right": ("שלום עולם, then on.", "שלום עולם, then on."),
    "table": ("| a | b |\n| --- | --- |\n| 1 | 2 |", "| a | b | | --- | --- | | 1 | 2 |"),
    "word": ("x" * 50_000, "x" * 50_000),
}
"""A field for each: what the document says, and the text that a reader sees."""

SIGNS = (
    "*",
    "_",
    "__",
    "#",
    "-",
    "`",
    "|",
    ">",
    "1.",
    "[x](y)",
    "**x**",
    "***",
    "<b>",
    "&lt;",
    "\\",
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

    rows: list[tuple[str, str]] = field(default_factory=list)  # names and texts
    _inside: str = ""  # "dt" or "dd"
    _in_name: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("dt", "dd"):
            self._inside = tag
        if tag == "strong" and self._inside == "dt":
            self.rows.append(("", ""))
            self._in_name = True
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
        if self.rows and self._inside:
            name, text = self.rows[-1]
            if self._in_name:
                self.rows[-1] = (name + data, text)
            elif self._inside == "dd":
                self.rows[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._in_name = False
        if tag == "dl":
            self._inside = ""


def pages_of(site: Path) -> dict[str, Page]:
    """The site's pages by path."""
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
    wide = [column(name, STRING, text) for name, (text, _) in DESCRIPTIONS.items()]
    wide += [column(sign, STRING, f"Number {number}.") for number, sign in enumerate(SIGNS)]
    wide += [column(f"f{number}", STRING, "A field.") for number in range(300 - len(wide))]
    made = provider(
        resource(*methods),
        resource(*methods, name="index"),
        resource(method("list_all", SqlVerb.SELECT, fields=tuple(wide)), name="wide"),
        resource(method("read_none", SqlVerb.SELECT), name="bare"),
        resource(method("run", SqlVerb.EXEC), name="runs"),
        types=types,
    )
    title = f"</title>&lt;script&gt;alert(1) {HOSTILE}"
    service = replace(made.services[0], title=title, description=HOSTILE)
    own = tuple(replace(one, service="twin") for one in service.resources)
    twin = replace(service, name="twin", resources=own)
    hook = Webhook(HOSTILE, HttpVerb.POST, HOSTILE, HOSTILE, False, None, HOSTILE, HOSTILE, ORIGIN)
    return replace(
        made,
        webhooks=(hook,),
        webhook_event=Union((Variant(Ref("Part"), (HOSTILE,)),), "a|b` <i>"),
        client=replace(made.client, webhooks=WebhookCheck("ACME_SECRET", "webhook-")),
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
    whole = (site / "llms-full.txt").read_text()
    for path, page in shown.items():
        assert page.title
        assert page.title.startswith(page.meta["og:title"])
        assert page.meta["og:description"] == page.meta["description"] != ""
        folder = path.removesuffix("index.html")
        sources = [site / folder / "index.md", site / f"{folder.rstrip('/')}.md"]
        source = next(filter(Path.is_file, sources))
        text = source.read_text()
        assert " .f }" not in text
        assert (text in whole) == (source.name != "a-to-z.md")
        if address:
            assert page.meta["canonical"] == page.meta["og:url"] == f"{address}{folder}"
    locations = re.findall("<loc>(.*)</loc>", (site / "sitemap.xml").read_text())
    wanted = [f"{address}{path.removesuffix('index.html')}" for path in shown] if address else []
    assert sorted(locations) == sorted(wanted)
    assert (site / "robots.txt").is_file() == bool(address)
    assert pages["404.html"].loads == set()


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Page], Path]:
    site = built_site(replace(hostile(), name="hostile"), tmp_path_factory) / "site"
    return pages_of(site), site


def structure(pages: dict[str, Page]) -> dict[str, list[str]]:
    return {path: page.headings for path, page in pages.items() if path != "404.html"}


def test_hostile_text_builds_without_a_word_and_adds_no_heading(
    hostile_site: tuple[dict[str, Page], Path],
) -> None:
    pages, site = hostile_site
    assert list(dead_links(pages, site)) == []
    check_for_machines(pages, site, ADDRESS)
    headings = structure(pages)
    methods = [f"do_{verb.value}" for verb in SqlVerb]
    assert headings["acme_things/index/index.html"][1:] == [
        *("all-methods", *methods, "all-fields", "all-types"),
    ]
    assert headings["acme_things/things/index.html"][1:] == [
        *("all-methods", *methods, "all-fields"),
    ]
    assert headings["acme_things/index.html"][1:] == ["resources"]
    assert headings["index.html"][1:] == [
        "services",
        "overview",
        "authentication",
        "stackql",
        "webhooks",
    ]
    for path in pages:
        assert "<script>alert" not in (site / path).read_text()


def test_each_description_stays_in_its_row(hostile_site: tuple[dict[str, Page], Path]) -> None:
    pages, _ = hostile_site
    page = pages["acme_things/wide/index.html"]
    assert page.headings[1:] == ["all-methods", "list_all", "all-fields"]
    rows = [(name, " ".join(text.split())) for name, text in page.rows]
    shown = dict(rows)
    assert len(rows) == 300
    for name, (_, text) in DESCRIPTIONS.items():
        assert shown[name].removesuffix(" and never closed.").startswith(text), name
    assert shown["fence"].endswith("and never closed.")
    for number, sign in enumerate(SIGNS):
        assert shown[sign] == f"Number {number}."


def test_a_resource_without_fields_says_why(hostile_site: tuple[dict[str, Page], Path]) -> None:
    _, site = hostile_site
    bare = (site / "acme_things" / "bare" / "index.html").read_text()
    assert "The API names no fields of these rows." in bare
    runs = (site / "acme_things" / "runs" / "index.html").read_text()
    assert "Nothing can be selected from this resource." in runs


@pytest.mark.parametrize("name", ["openai"])
def test_the_provider_builds_without_a_word_or_a_dead_link(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = provider_of(ROOT / "specs" / name / "provider.yaml")
    folder = built_site(made, tmp_path_factory)
    site = folder / "site"
    pages = pages_of(site)
    assert list(dead_links(pages, site)) == []
    resources = [one for service in made.services for one in service.resources]
    apart = [path for path in pages if path.endswith("/types/index.html")]
    guides = [path for path in pages if path.startswith("how-to/")]
    count = len(resources) + len(made.services) + len(apart) + len(guides)
    assert len(pages) == count + 5  # front page, A to Z, coverage, deprecations and 404.html
    check_for_machines(pages, site, "")
    texts = [text for page in pages.values() for row in page.rows for text in row]
    assert [text for text in texts if LEFTOVER.search(text)] == []
    assert max(path.stat().st_size for path in folder.rglob("*.html")) < 250_000
    for path in sorted((folder / "docs" / "mkdocs").rglob("*.md")):
        assert sql_faults(path.read_text(), made) == []
