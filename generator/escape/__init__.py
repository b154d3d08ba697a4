"""Text in, text that one target reads as that text and as nothing else out: the encoders.

Every text of a spec or a provider file passes exactly one of them on its way into an output. What
is an identifier, a path or a file name is no text: those come from `generator.names`.
"""

from generator.escape.data import (
    go_string,
    is_plain_yaml,
    json_text,
    shell_word,
    sql_identifier,
    sql_placeholder,
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
from generator.escape.stackql import is_selectable, stackql_identifier, stackql_string

__all__ = [
    "fenced_code",
    "go_string",
    "html_attribute",
    "is_plain_yaml",
    "is_selectable",
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
    "stackql_identifier",
    "stackql_string",
    "yaml_scalar",
]
