"""Names each page of the site for search engines: a title and a description that no other page has.

Texts of the spec come in; plain lines of YAML go out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from generator.escape import yaml_scalar
from generator.escape.titles import site_title
from generator.model.provider import Provider
from generator.model.walk import walk_resources

_LONGEST_ABOUT = 160  # characters that search engines show
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\[\]]*\)")
_MARKS = str.maketrans("", "", "`*")


GUIDE_TITLES = {
    "quickstart-sql": "Quickstart: SQL",
    "quickstart-python": "Quickstart: Python",
    "authentication": "Authentication",
    "pagination": "Pagination",
    "streaming": "Streaming",
    "errors": "Errors",
    "uploads": "Upload and download files",
    "waiting": "Wait for jobs",
    "webhooks": "Webhooks",
    "mock-server": "Mock server",
    "language-models": "For language models",
}
"""The guides in the order of the navigation. Each starts with its title."""

_FIXED_TITLES = (*GUIDE_TITLES.values(), "A to Z", "Coverage of the API", "Deprecations")


def page_title(text: str) -> str:
    """Returns a title as YAML."""
    return yaml_scalar(site_title(text))


def page_about(name: str, text: str) -> str:
    """Returns a description as YAML: the name, which no other page has, then the text.

    Rule PH2: the description of a page starts with its name, is plain text, and ends after at most
    160 characters.
    """
    words = site_title(f"{name}: {_plain(text)}" if text.strip() else name)
    if len(words) > _LONGEST_ABOUT:
        words = f"{words[: _LONGEST_ABOUT - 1].rpartition(' ')[0]} …"
    return yaml_scalar(words)


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text).translate(_MARKS)


def service_titles(provider: Provider) -> Mapping[str, str]:
    """Returns the titles of the pages of services, by the name of the service.

    Rule PH1: a service whose title another page has gets its name behind it.
    """
    titles = {one.name: site_title(one.title or one.name) for one in provider.services}
    taken = Counter(titles.values())
    taken.update((*_FIXED_TITLES, overview_title(provider)))
    for service, resource in walk_resources(provider.services):
        taken[resource_title(service.name, resource.name)] += 1
    return {
        name: yaml_scalar(title if taken[title] == 1 else f"{title} ({name})")
        for name, title in titles.items()
    }


def resource_title(service: str, resource: str) -> str:
    """Returns the title of the page of a resource."""
    return f"{service}.{resource}"


def overview_title(provider: Provider) -> str:
    """Returns the title of the front page."""
    return site_title(f"Overview of {provider.title}")
