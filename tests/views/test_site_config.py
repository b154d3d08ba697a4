"""The configuration of the site."""

from __future__ import annotations

from dataclasses import replace

import yaml

from generator.views.mkdocs.site_config import config, site_files
from generator.views.templates import site_folder
from generator.vocabulary import NavGroup, SiteOptions, SqlVerb
from tests.support.providers import column, method, provider, resource

PLAIN_GUIDES = (
    *("quickstart-sql", "quickstart-python", "authentication", "errors"),
    *("mock-server", "language-models"),
)
GUIDE_NAV = {"Guides": [f"how-to/{name}.md" for name in PLAIN_GUIDES]}
LAST = (
    {"A to Z": "a-to-z.md"},
    {"Coverage": "api-coverage.md"},
    {"Deprecations": "deprecated-parts.md"},
)
LIST = method("list", SqlVerb.SELECT, fields=(column("id"),))


def test_the_nav_names_every_page_once() -> None:
    made = config(provider(resource(LIST, name="a"), resource(LIST, name="b")))
    assert made["nav"] == [
        {"Overview": "index.md"},
        GUIDE_NAV,
        {
            "Things": [
                "acme_things/index.md",
                {"a": "acme_things/a/index.md"},
                {"b": "acme_things/b/index.md"},
            ]
        },
        *LAST,
    ]


def test_titles_are_text_in_yaml_and_in_html() -> None:
    hostile = '!ENV HOME: <script>alert("1")</script>\n- #&'
    acme = provider(resource(LIST))
    service = replace(acme.services[0], title=hostile)
    files = list(site_files(replace(acme, title=hostile, services=(service,))))
    loaded = yaml.safe_load(files[0].content)
    (title,) = loaded["nav"][2]
    assert title == loaded["site_name"]
    assert title == "!ENV HOME: script alert('1') /script - #&"


def test_pages_load_nothing_from_other_sites() -> None:
    theme = config(provider(resource(LIST)))["theme"]
    assert isinstance(theme, dict)
    assert theme["font"] is False
    assert b"http" not in b"".join(file.content for file in site_files(provider(resource(LIST))))


def test_the_configuration_has_the_published_address() -> None:
    acme = provider(resource(LIST))
    assert "site_url" not in config(acme)
    assert config(replace(acme, site=SiteOptions("https://acme.test/docs")))["site_url"] == (
        "https://acme.test/docs"
    )


def test_the_look_comes_from_the_sites_home() -> None:
    files = {file.path: file.content for file in site_files(provider(resource(LIST)))}
    look = yaml.safe_load((site_folder() / "mkdocs.yml").read_bytes())
    made = yaml.safe_load(files["docs/mkdocs/mkdocs.yml"])
    assert {name: made[name] for name in look} == look
    for name in (*look["extra_css"], *look["extra_javascript"]):
        assert files[f"docs/mkdocs/docs/{name}"]


def test_groups_order_the_services_and_the_others_come_last() -> None:
    acme = provider(resource(LIST, name="a"))
    services = tuple(replace(acme.services[0], name=name, title=name) for name in ("x", "y", "z"))
    groups = (NavGroup("Core", ("z",)), NavGroup("Old", ("x",), "legacy"))
    grouped = replace(acme, services=services, site=SiteOptions(title="Docs", groups=groups))
    made = config(grouped)
    assert made["site_name"] == "Docs"
    assert made["nav"] == [
        {"Overview": "index.md"},
        GUIDE_NAV,
        {"Core": [{"z": ["z/index.md", {"a": "z/a/index.md"}]}]},
        {"Old": [{"x (legacy)": ["x/index.md", {"a": "x/a/index.md"}]}]},
        {"y": ["y/index.md", {"a": "y/a/index.md"}]},
        *LAST,
    ]
