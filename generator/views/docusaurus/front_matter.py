"""The front matter of the Docusaurus pages: title, keywords, description and image."""

from __future__ import annotations

from dataclasses import dataclass

from generator.escape import yaml_scalar
from generator.escape.titles import site_title
from generator.model.provider import Provider
from generator.vocabulary import DocusaurusLayout

_NAMES_OF_A_RESOURCE = 3
_REGISTRY_KEYWORDS = ("infrastructure-as-code", "configuration-as-data", "cloud inventory")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Each text is a YAML scalar."""

    title: str
    keywords: tuple[str, ...]
    description: str
    image: str  # "" if the pages have none


def front_matter(provider: Provider, *names: str, about: str = "") -> FrontMatter:
    """Returns the front matter of the page of `names`, the innermost first.

    Rule DF1: keywords are the names and those of the provider file; the image is that of the
    provider file. By default, the layout `sample` has the keywords and the image of StackQL's
    registry, and `current` has no others.
    """
    options, name = provider.docusaurus, provider.name
    registry_keywords: tuple[str, ...] = ()
    image = options.image
    if options.layout is DocusaurusLayout.SAMPLE:
        of_service = () if len(names) == _NAMES_OF_A_RESOURCE else ("stackql",)
        registry_keywords = (*of_service, *_REGISTRY_KEYWORDS)
        image = image or f"/img/providers/{name}/stackql-{name}-provider-featured-image.png"
    keywords = (*names, *(options.keywords or registry_keywords))
    if options.layout is DocusaurusLayout.CURRENT:  # the sample repeats them
        keywords = tuple(dict.fromkeys(keywords))
    purpose = site_title(about)
    return FrontMatter(
        title=names[0],
        keywords=tuple(map(yaml_scalar, keywords)),
        description=yaml_scalar(purpose)
        if purpose
        else f"Query, deploy and manage {name} resources using SQL",
        image=yaml_scalar(image) if image else "",
    )
