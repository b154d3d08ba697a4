"""Encoders: each returns text that one target reads as the given text and as nothing else.

Every text of a specification or a provider file passes exactly one encoder on its way into an
output. Identifiers, paths and file names come from `generator.names` instead.
"""

from generator.escape.data import (
    flow_yaml,
    go_string,
    is_plain_yaml,
    json_text,
    shell_quoted,
    shell_word,
    sql_identifier,
    sql_placeholder,
    toml_string,
    url_text,
    yaml_scalar,
)
from generator.escape.html import html_attribute
from generator.escape.jinja import comment_text, jinja_text
from generator.escape.markdown import (
    fenced_code,
    markdown_cell,
    markdown_code,
    markdown_text,
    mdx_cell,
)
from generator.escape.python import python_docstring, python_literal
from generator.escape.stackql_words import is_selectable, stackql_identifier, stackql_string

__all__ = [
    "comment_text",
    "fenced_code",
    "flow_yaml",
    "go_string",
    "html_attribute",
    "is_plain_yaml",
    "is_selectable",
    "jinja_text",
    "json_text",
    "markdown_cell",
    "markdown_code",
    "markdown_text",
    "mdx_cell",
    "python_docstring",
    "python_literal",
    "shell_quoted",
    "shell_word",
    "sql_identifier",
    "sql_placeholder",
    "stackql_identifier",
    "stackql_string",
    "toml_string",
    "url_text",
    "yaml_scalar",
]
