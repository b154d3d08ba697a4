"""Page contexts in, text out: the one Jinja environment and its filters.

A filter is one encoder of `generator.escape` for one target. Templates only lay out: a view decides
what they show, and an undefined name is an error.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import escape

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILTERS = {
    "html_attribute": escape.html_attribute,
    "json_text": escape.json_text,
    "markdown_code": escape.markdown_code,
    "markdown_text": escape.markdown_text,
    "mdx_cell": escape.mdx_cell,
    "toml_string": escape.toml_string,
    "url_text": escape.url_text,
}


def templates_folder() -> Path:
    """Returns the folder: inside an installed package, beside the package in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def site_folder() -> Path:
    """Returns the home of the website: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "site"
    return installed if installed.is_dir() else package.parent / "site"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader((templates_folder(), site_folder())),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - targets differ by place: every text names its filter
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment


def render(template: str, page: DataclassInstance) -> str:
    """Renders a template with the attributes of `page` as its variables."""
    names = {attribute.name: getattr(page, attribute.name) for attribute in fields(page)}
    return _environment().get_template(template).render(names)
