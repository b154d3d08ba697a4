"""Files for machines beside the site's pages: llms.txt and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator

from generator.escape import markdown_cell, url_text
from generator.escape.titles import site_title
from generator.model.provider import Provider
from generator.model.walk import walk_resources
from generator.views.mkdocs.pages import resource_text
from generator.views.output_tree import OutputFile

_FOLDER = "docs/mkdocs/docs"


def machine_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields llms.txt, and robots.txt if the site has an address.

    Rule MC1: llms.txt has a line for each resource: the Markdown of its page, its id and purpose
    (llmstxt.org).
    """
    yield OutputFile(f"{_FOLDER}/llms.txt", "\n".join(_lines(provider)).encode())
    if provider.site.url:
        sitemap = f"{url_text(provider.site.url.rstrip('/'))}/sitemap.xml"
        text = f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n"
        yield OutputFile(f"{_FOLDER}/robots.txt", text.encode())


def _lines(provider: Provider) -> Iterator[str]:
    base = f"{url_text(provider.site.url.rstrip('/'))}/" if provider.site.url else ""
    yield f"# {_cell(provider.title)}"
    yield ""
    yield (
        "> Reference of an API. Each page shows its methods in SQL (StackQL), Python and curl, "
        "with fields, arguments and errors."
    )
    last = ""
    for service, resource in walk_resources(provider.services):
        if service.name != last:
            yield from ("", f"## {_cell(service.title)}", "")
            last = service.name
        text = _cell(resource_text(resource))
        page = f"{base}{service.name}/{resource.name}/index.md"
        name = f"[{service.name}.{resource.name}]({page})"
        yield f"- {name}: {text}"
    yield ""


def _cell(text: str) -> str:
    return markdown_cell(site_title(text))
