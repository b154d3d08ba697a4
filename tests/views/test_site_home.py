"""A project's own site folder, and the guides that every provider has."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import yaml

from generator.json_types import Json, JsonObject
from generator.model.client import WebhookCheck
from generator.model.methods import Answer, Content, ContentKind, Method, PathInResponse
from generator.model.provider import Provider
from generator.model.types import Enum, Ref, ScalarKind, Union, Variant
from generator.model.webhooks import Webhook
from generator.views.mkdocs.machine_files import machine_files
from generator.views.mkdocs.page_heads import GUIDE_TITLES
from generator.views.mkdocs.search_index import search_files
from generator.views.mkdocs.site_home import add_site_home
from generator.views.outputs import output_tree
from generator.vocabulary import HttpVerb, NavGroup, Part, Publication, SiteOptions, SqlVerb
from tests.support.markdown_pages import pages_below
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

PLAIN_GUIDES = [
    *("quickstart-sql", "quickstart-python", "authentication", "errors"),
    *("mock-server", "language-models"),
]
ACME = provider(resource(method("list", SqlVerb.SELECT, fields=(column("id"),))))


def site(config: JsonObject, **files: bytes) -> tuple[dict[str, bytes], JsonObject]:
    """The files of the site by path, and its configuration."""
    named = [(path.replace("__", "/").replace("_dot_", "."), text) for path, text in files.items()]
    made = add_site_home(output_tree(ACME, (Part.DOCS,)), config, named)
    found = {file.path.removeprefix("docs/mkdocs/"): file.content for file in made.files}
    return found, yaml.safe_load(found["mkdocs.yml"])


def guides_in(config: JsonObject) -> Json:
    nav = config["nav"]
    assert isinstance(nav, list)
    (guides,) = [one["Guides"] for one in nav if isinstance(one, dict) and "Guides" in one]
    return guides


def test_a_project_changes_its_site() -> None:
    files, config = site(
        {"theme": {"language": "de"}, "extra_css": ["assets/own.css"]},
        docs__index_dot_md=b"# Ours",
        docs__first_dot_md=b"# First",
        assets__own_dot_css=b"x",
        overrides__main_dot_html=b"y",
    )
    theme = config["theme"]
    assert isinstance(theme, dict)
    assert (theme["name"], theme["language"]) == ("material", "de")
    assert theme["custom_dir"] == "overrides"
    assert config["extra_css"] == ["assets/own.css"]
    assert files["docs/index.md"] == b"# Ours"
    assert (files["docs/assets/own.css"], files["overrides/main.html"]) == (b"x", b"y")
    assert guides_in(config) == [*(f"how-to/{name}.md" for name in PLAIN_GUIDES), "first.md"]


def test_a_nav_of_the_project_is_the_whole_nav() -> None:
    _, config = site({"nav": ["index.md"]}, docs__first_dot_md=b"# First")
    assert config["nav"] == ["index.md"]


def test_without_a_folder_nothing_changes() -> None:
    tree = output_tree(ACME, (Part.DOCS,))
    assert add_site_home(tree, {}, ()) is tree
    client = output_tree(ACME, (Part.DATA,))
    assert add_site_home(client, {"theme": {}}, (("docs/x.md", b""),)) is client


def test_guides_have_the_names_of_the_provider() -> None:
    pages = pages_below("docs/mkdocs/docs/how-to", ACME)
    assert len(pages) == len(PLAIN_GUIDES)
    text = "".join(pages.values())
    assert "from acme_client import Acme" in text
    assert "ACME_API_KEY" in text
    assert "{{" not in text
    assert "{%" not in text
    for path, page in pages.items():
        name = path.rpartition("/")[2].removesuffix(".md")
        assert f"\n# {GUIDE_TITLES[name]}\n" in page


def guide(made: Provider, name: str) -> str:
    return pages_below("docs/mkdocs/docs/how-to", made)[f"docs/mkdocs/docs/how-to/{name}.md"]


def answered(name: str, kind: ContentKind, *, required: bool = False) -> Method:
    """A method that answers with a content of the kind, and takes an id."""
    content = Content("application/octet-stream", kind, STRING, False, ORIGIN)
    made = method(name, SqlVerb.EXEC, params=(param("id", required=required),))
    return replace(made, answer=Answer("200", "", (content,)))


def test_a_guide_shows_the_method_with_the_fewest_required_arguments() -> None:
    methods = [
        answered("take", ContentKind.BINARY, required=True),
        answered("read", ContentKind.BINARY),
        replace(answered("old", ContentKind.BINARY), deprecated=True),
    ]
    acme = provider(resource(*methods))
    text = guide(acme, "uploads")
    heading = "## Download { #download }\n\n"
    assert f"# Upload and download files\n\n{heading}[`client.things.read`](" in text
    assert "3 methods download" in text
    assert text.index("client.things.take`](") < text.index("client.things.old`](")
    shown = Publication(showcase=(("Take it", "client.things.take(1)"),))
    acme = replace(acme, client=replace(acme.client, publication=shown))
    assert f"{heading}[`client.things.take`](" in guide(acme, "uploads")


def test_a_guide_prefers_the_first_service_of_the_navigation() -> None:
    made = answered("read", ContentKind.BINARY)
    acme = provider(resource(replace(made, python=("a", "read"))))
    (of,) = acme.services
    other = resource(replace(made, python=("b", "read")), service="others")
    services = (of, replace(of, name="others", resources=(other,)))
    both = replace(acme, services=services)
    assert "\n[`client.a.read`](../acme_things" in guide(both, "uploads")
    core = (NavGroup("Core", ("others",)),)
    grouped = replace(both, site=SiteOptions(groups=core))
    assert "\n[`client.b.read`](../others/" in guide(grouped, "uploads")
    old = replace(grouped, site=SiteOptions(groups=(NavGroup("Old", ("others",), "legacy"),)))
    assert "\n[`client.a.read`](../acme_things" in guide(old, "uploads")


def test_lists_without_pages_say_so() -> None:
    (made,) = ACME.services[0].resources[0].methods
    text = guide(provider(resource(replace(made, items=PathInResponse(("data",))))), "pagination")
    assert "names no pages" in text
    assert "max_items" not in text


def test_the_guides_link_to_what_a_method_has() -> None:
    files = output_tree(ACME, (Part.DOCS,)).files
    guides = [file.path for file in files if "/how-to/" in file.path and file.path.endswith(".md")]
    texts = b"".join(file.content for file in files if file.path.endswith(".md"))
    linked = set(re.findall(rb"how-to/([a-z-]+)\.md", texts))
    assert linked <= {path.rpartition("/")[2].removesuffix(".md").encode() for path in guides}


def test_only_an_api_that_sends_webhooks_has_their_guide() -> None:
    check = WebhookCheck("ACME_WEBHOOK_SECRET", "svix-")
    hooked = replace(ACME, client=replace(ACME.client, webhooks=check))
    text = guide(hooked, "webhooks")
    assert "event = client.webhooks.unwrap(body, dict(self.headers.items()))" in text
    assert "`svix-id`" in text
    assert "ACME_WEBHOOK_SECRET" in text


def test_the_guide_describes_the_events_of_webhooks() -> None:
    done = named("Done", record(prop("kind"), prop("job", Ref("Job"))))
    job = named("Job", record(prop("id")))
    event = Union((Variant(Ref("Done"), ("job.done",)),), "kind")
    check = WebhookCheck("ACME_WEBHOOK_SECRET", "webhook-")
    acme = provider(resource(method("run", SqlVerb.EXEC)), types=(done, job))
    acme = replace(acme, webhook_event=event, client=replace(acme.client, webhooks=check))
    text = guide(acme, "webhooks")
    assert "- `job.done`: `Done`\n" in text
    assert '    ??? shape "Done: 2 properties"\n' in text
    assert "        **`job`**{ #event-Done.job } `object`\n" in text
    long = named("Done", record(*(prop(f"p{number}") for number in range(151))))
    assert "??? shape" not in guide(replace(acme, types=(long, job)), "webhooks")


def test_the_search_has_a_record_for_each_name() -> None:
    mood = named("Mood", Enum(ScalarKind.STRING, ("good", "bad"), open=False))
    sent = body(prop("mood", Ref("Mood")), prop("deep", record(prop("inner"))))
    made = named("Made", record(prop("size", Ref("Size"))))
    size = named("Size", record())
    content = Content("application/json", ContentKind.JSON, Ref("Made"), False, ORIGIN)
    make = method("make", SqlVerb.INSERT, sent=sent)
    make = replace(make, answer=Answer("200", "", (content,)))
    done = named("JobDone", record(prop("by", Ref("Person"))))
    person = named("Person", record())
    payload = replace(content, type=Ref("JobDone"))
    hook = Webhook("job.done", HttpVerb.POST, "", "", False, payload, "", "", ORIGIN)
    acme = provider(resource(make), types=(mood, made, size, done, person))
    acme = replace(acme, webhooks=(hook,))
    (file,) = search_files(acme)
    assert file.path == "docs/mkdocs/search.json"
    pages = {page["url"]: page for page in json.loads(file.content)}
    names = {url: [*map(tuple, page["records"])] for url, page in pages.items()}
    assert [url for url, page in pages.items() if page["has_sections"]] == [""]
    assert names[""] == [
        ("job.done", "webhook", "webhooks"),
        ("JobDone", "type", "webhooks"),
        ("Person", "type", "webhooks"),
    ]
    assert names["a-to-z/"] == [("A to Z", "page", "")]
    assert ("acme_things", "service", "") in names["acme_things/"]
    assert pages["acme_things/things/"]["title"] == "acme.acme_things.things"
    assert names["acme_things/things/"] == [
        ("acme.acme_things.things", "resource", ""),
        ("make", "method", "make"),
        ("POST /", "method", "make"),
        ("client.things.make", "method", "make"),
        ("mood", "argument", "make.mood"),
        ("good", "value", "make.mood"),
        ("bad", "value", "make.mood"),
        ("Mood", "type", "make.mood"),
        ("deep", "argument", "make.deep"),
        ("inner", "property", "make.deep.inner"),
        ("size", "property", "make.200.size"),
        ("Size", "type", "make.200.size"),
        ("Made", "type", "make"),
    ]


def test_machines_find_each_resource() -> None:
    files = {file.path.rpartition("/")[2]: file.content.decode() for file in machine_files(ACME)}
    assert [*files] == ["llms.txt"]
    assert (
        "- [acme_things.things](acme_things/things/index.md): Methods: `list`.\n"
        in files["llms.txt"]
    )
    there = replace(ACME, site=SiteOptions("https://acme.test/docs/"))
    published = {
        file.path.rpartition("/")[2]: file.content.decode() for file in machine_files(there)
    }
    assert "(https://acme.test/docs/acme_things/things/index.md)" in published["llms.txt"]
    assert published["robots.txt"].endswith("Sitemap: https://acme.test/docs/sitemap.xml\n")
