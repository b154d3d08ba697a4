"""The structure of an output file, without its texts: the same whatever a spec says.

- Python: the syntax tree, names and all, with every string constant empty, but for strings that
  are evaluated as annotations; the same of each example in a docstring.
- Markdown: the tree of blocks, as the page's own reader makes it. Neighbouring paragraphs, lists
  and fences are one; which blocks of prose a text has is the vendor's choice. What is fenced as
  SQL, YAML or shell has the shape of that language; of inline content only tags count.
- YAML, TOML, JSON: types and keys.
- Registry documents: the same, as readers of YAML 1.1 and 1.2 both read them; what the vendor named
  counts without its name. An archive: its entries, and the structure of each document.
- Queries of stackql-deploy: the kinds of Jinja's tokens, and the SQL that a rendering gives.
"""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
import tarfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from textwrap import dedent

import markdown
import sqlglot
import yaml
import yaml_rs
from markdown_it import MarkdownIt
from ruamel.yaml import YAML
from sqlglot import exp

from generator.json_types import Json
from tests.support.docstring_examples import example_in
from tests.support.stackql_deploy import environment, render_with_words, sections

SAFE_TAGS = frozenset({"a", "br", "code", "del", "em", "li", "ol", "p", "pre", "strong", "ul"})
"""What a vendor's Markdown may become, wherever prose stands."""

_FENCE = re.compile(
    r"^(?P<margin> *)(?P<fence>```+)(?P<language>[a-z]+)\n(?P<text>.*?)\n *(?P=fence)$", re.M | re.S
)


@cache
def shape(path: str, content: bytes) -> object:
    """The structure of the file at `path`. Raises where it isn't well-formed."""
    suffix = path.rpartition(".")[2]
    if suffix == "tgz":
        return archive_shape(content)
    readers: dict[str, Callable[[str, str], object]] = {
        "py": lambda _, text: python_shape(text),
        "md": page_shape,
        "yml": lambda _, text: data_shape(yaml.safe_load(text)),
        "yaml": lambda _, text: document_shape(read_by_both(text)),
        "iql": lambda _, text: queries_shape(text),
        "toml": lambda _, text: data_shape(tomllib.loads(text)),
        "json": lambda _, text: data_shape(json.loads(text)),
    }
    return readers[suffix](path, content.decode()) if suffix in readers else None


# -------------------------------------------------------------------------------------- Python


def python_shape(source: str) -> list[str]:
    """The syntax tree, then those of the examples in its docstrings. Identifiers count; a string
    counts only where it is an annotation.
    """
    tree = ast.parse(source)
    examples = [
        found
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (found := example_in(ast.get_docstring(node) or ""))
    ]
    evaluated = {id(node) for node in ast.walk(tree) for node in _evaluated_strings(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in evaluated
        ):
            node.value = ""
    return [ast.dump(tree), *(shape for one in examples for shape in python_shape(one))]


def _evaluated_strings(node: ast.AST) -> Iterator[ast.AST]:
    annotation = getattr(node, "annotation", None) or getattr(node, "returns", None)
    if isinstance(annotation, ast.AST):
        yield from _strings_outside_literals(annotation)


def _strings_outside_literals(node: ast.AST) -> Iterator[ast.AST]:
    """A call or a `Literal[…]` inside an annotation holds data."""
    if isinstance(node, ast.Constant):
        yield node
    is_literal = isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("Literal")
    if not is_literal and not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from _strings_outside_literals(child)


def imported_modules(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(f"{'.' * node.level}{node.module or ''}")
    return found


# ------------------------------------------------------------------------------------ Markdown


def page_shape(path: str, page: str) -> object:
    """Its blocks, and the structure of what its fences hold."""
    blocks = _mkdocs_blocks(page) if "/mkdocs/" in path else _commonmark_blocks(page)
    fences = [found for match in _FENCE.finditer(page) if (found := _fence_shape(match))]
    return blocks, fences, _front_matter(page)


def _front_matter(page: str) -> object:
    matter = re.match(r"---\n(.*?)\n---\n", page, re.S)
    return data_shape(yaml.safe_load(matter[1])) if matter else None


def _fence_shape(match: re.Match[str]) -> object:
    text = dedent(match["text"])
    if match["language"] == "sql":
        return sql_shape(text)
    if match["language"] == "yaml":
        return data_shape(yaml.safe_load(text))
    if match["language"] in ("bash", "shell"):
        return len(shlex.split(text))
    return None


def sql_shape(text: str) -> list[str]:
    """The trees of the statements, their names and strings empty, commented conditions included."""

    def emptied(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Identifier | exp.Var):
            return exp.Identifier(this="", quoted=False)
        return exp.Literal.string("") if isinstance(node, exp.Literal) else node

    # sqlglot has no REPLACE … SET: it is an UPDATE by another name. EXEC is T-SQL's.
    bare = re.sub(r"(?m)^( *)-- (?=WHERE |AND )", r"\1", re.sub(r"\A\s*/\*\+ \w+ \*/\s*", "", text))
    dialect = "tsql" if bare.startswith("EXEC") else None
    statements = sqlglot.parse(re.sub(r"\AREPLACE\b", "UPDATE", bare), dialect=dialect)
    return [repr(part.transform(emptied)) for part in statements if part]


def queries_shape(text: str) -> object:
    """Its parts, each with the kinds of its Jinja tokens and the tree of its SQL."""
    return {
        anchor: (_tokens(part), sql_shape(render_with_words(part)))
        for anchor, part in sections(text).items()
    }


def _tokens(template: str) -> list[str]:
    """The kinds of Jinja's tokens, but for the expressions that write an opening brace."""
    bare = re.sub(r"\{\{ '\{[{%#]' \}\}", "", template)
    return [kind for _, kind, _ in environment().lex(bare)]


def _commonmark_blocks(page: str) -> list[str]:
    """Blocks as CommonMark with tables sees them; values of HTML and JSX attributes empty."""
    # MDX has no indented code: a fence may be indented at will.
    body = re.sub(r"(?m)^ +(?=```)", "", re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.S))
    blocks: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.type == "inline":
            blocks.extend(
                _inline(child.type, child.content, child.attrGet("href"))
                for child in token.children or ()
            )
        elif token.type == "html_block":
            blocks.append(re.sub('"[^"]*"|>[^<]+<', '""', token.content))
        else:
            blocks.append(f"{token.type}{token.tag}")
    return _collapsed(block for block in blocks if block)


def _inline(kind: str, content: str, href: str | float | None) -> str:
    if kind == "image":
        return "image"
    if kind == "html_inline" and content not in ("<code>", "</code>", "<br />"):
        return re.sub('"[^"]*"', '""', content)
    if kind == "link_open" and not re.match(r"#|https?://|/[^/]|[\w-]+(/|$)", str(href)):
        return f"link to {href}"
    return ""


_PROSE = re.compile(
    r"(paragraph|bullet_list|ordered_list|list_item)_(open|close)|fence|</?(p|ul|ol|li|pre)>"
)
_INLINE = re.compile(r"</?(a|br|code|del|em|strong)>")


def _collapsed(blocks: Iterator[str]) -> list[str]:
    """Blocks of prose that follow each other are one; safe inline tags are none."""
    kept: list[str] = []
    for block in blocks:
        name = "prose" if _PROSE.match(block) else block
        if not _INLINE.fullmatch(block) and not (kept and kept[-1] == name == "prose"):
            kept.append(name)
    return kept


class _Tags(HTMLParser):
    """Every tag of a page with its attributes, texts left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        kept = {
            key: "" if key in ("href", "id", "for", "name", "start") else value
            for key, value in named.items()
        }
        href = named.get("href") or "#"
        if not re.match(r"https?://|#|/[^/]|[\w.-]+(/|$)", href):
            kept["href"] = href
        is_prose = tag in SAFE_TAGS and set(kept) <= {"href", "start"} and not kept.get("href")
        self.found.append(f"<{tag}>" if is_prose else f"<{tag} {sorted(kept.items(), key=str)}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")


def _mkdocs_blocks(page: str) -> list[str]:
    """The tags of the page that Python-Markdown makes with the site's extensions."""
    rendered = markdown.markdown(
        re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.S),
        extensions=[
            "admonition",
            "attr_list",
            "def_list",
            "tables",
            "toc",
            "pymdownx.details",
            "pymdownx.superfences",
            "pymdownx.tabbed",
        ],
        extension_configs={"pymdownx.tabbed": {"alternate_style": True}},
    )
    tags = _Tags()
    tags.feed(re.sub(r'(?s)<div class="highlight">.*?</div>', "<pre></pre>", rendered))
    return _collapsed(iter(tags.found))


# ---------------------------------------------------------------------------------------- data


_NAMED_BY_THE_VENDOR = frozenset({"paths", "properties", "content", "responses"})


@cache
def read_by_both(text: str) -> Json:
    """What a YAML document says to a reader of 1.1, and to two of 1.2."""
    found: Json = yaml.safe_load(text)
    assert YAML(typ="safe", pure=True).load(text) == found
    assert yaml_rs.loads(text, parse_datetime=False) == found
    return found


def document_shape(value: Json, inside: str = "") -> object:
    """Types and keys of a registry document."""
    if isinstance(value, list):
        return [document_shape(item) for item in value]
    if not isinstance(value, dict):
        return data_shape(value)
    if inside in _NAMED_BY_THE_VENDOR:
        return [document_shape(item) for item in value.values()]
    return {key: document_shape(item, key) for key, item in value.items()}


def archive_shape(content: bytes) -> object:
    """Names of the entries, each with the structure of its document."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as tar:
        files = ((entry, tar.extractfile(entry)) for entry in tar)
        return [
            (entry.name, document_shape(read_by_both(file.read().decode())) if file else None)
            for entry, file in files
        ]


def data_shape(value: Json) -> object:
    """Types and keys of a value, its texts empty."""
    if isinstance(value, dict):
        # The titles of MkDocs' nav are keys.
        is_nav = len(value) == 1 and isinstance(next(iter(value.values())), str | list)
        # The sample value of a prop has the vendor's names as keys.
        is_prop = value.keys() == {"name", "value"}
        return {
            "" if is_nav else key: "" if is_prop and key == "value" else data_shape(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [data_shape(item) for item in value]
    return "" if isinstance(value, str) else type(value).__name__
