"""Encoders: each returns text that one target reads as the given text and as nothing else.

Every text of a specification or a provider file passes exactly one encoder on its way into an
output. Identifiers, paths and file names come from `generator.names` instead.
"""

from generator.escape.data import (
    json_text,
    shell_word,
    sql_identifier,
    sql_placeholder,
    toml_string,
    url_text,
    yaml_scalar,
)
from generator.escape.html import html_attribute
from generator.escape.markdown import (
    fenced_code,
    markdown_cell,
    markdown_code,
    markdown_text,
    mdx_cell,
)
from generator.escape.python import python_docstring, python_literal

__all__ = [
    "fenced_code",
    "html_attribute",
    "json_text",
    "markdown_cell",
    "markdown_code",
    "markdown_text",
    "mdx_cell",
    "python_docstring",
    "python_literal",
    "shell_word",
    "sql_identifier",
    "sql_placeholder",
    "toml_string",
    "url_text",
    "yaml_scalar",
]
