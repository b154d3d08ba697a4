"""Each encoder gets texts that try to break out of its target; the target reads them as text."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Callable
from xml.etree import ElementTree

import markdown
import pytest
import ruamel.yaml
import sqlglot
import yaml
import yaml_rs
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sqlglot import exp

from generator import escape
from generator.escape.data import sql_string
from generator.escape.html import html_text
from generator.json_types import Json
from tests.support.drawn_examples import for_each
from tests.support.payloads import PAYLOADS

FRAGMENTS = (
    *"\\\"'`|<>{}[]()*_#!?:;/~+-=&%$@^,. \t\n\r",
    *"\x00\x02\x0b\x0c\x1c\x85\u2028\u2029\u202e\ud800\ufeff",
    *("\r\n", '"""', "'''", "```", "``", "~~~", "{{ x }}", "{% x %}", "{: onclick=x }", "{#id}"),
    *(
        "</code>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<?x",
        "<![CDATA[",
        "]]>",
        "<a b='c'>",
        "/>",
    ),
    *("](", "![", "[x](javascript:alert(1))", "[y](https://e.com/z)", "[z](../../.env)", "[TOC]"),
    *(
        "[^1]",
        "[^1]: x",
        "[a]: javascript:x",
        "*[b]: c",
        '--8<-- "x"',
        "!!! note",
        '=== "t"',
        ":::",
    ),
    *(
        "import x from 'y'",
        "export default 1",
        "# h",
        "---",
        "===",
        "- ",
        "1. ",
        "> ",
        "    ",
        "***",
    ),
    *(
        "coding: utf-7",
        "type: ignore",
        "noqa",
        ">>> x",
        "$(x)",
        "; DROP TABLE x --",
        "*/",
        "' OR 1=1",
    ),
    *(
        "javascript:",
        "&#106;",
        "&lt;",
        "\\N{DASH}",
        "\\x41",
        "é",
        "😀",
        "word",
        "0x1F",
        "null",
        "on",
    ),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join),
    st.text(alphabet=st.characters(), max_size=20),
)
BLOCKS = st.lists(TEXTS, max_size=4).map("\n".join)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


LINE_ENDS = "\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]"
INVISIBLE = (
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ufff9-\ufffb\ufeff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)


def on_one_line(text: str) -> str:
    """Returns `text` as the encoders put it on one line."""
    whole = re.sub(INVISIBLE, "", re.sub(LINE_ENDS, " ", text)).replace("\t", " ")
    return re.sub("[\ud800-\udfff]", "\ufffd", whole)


# -------------------------------------------------------------------------------------- Python


@for_each(VALUES)
def test_a_python_literal_is_the_value(value: Json) -> None:
    written = escape.python_literal(value)
    assert ast.literal_eval(written) == value
    assert len(written.splitlines()) == 1
    written.encode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ('it\'s "so"', "'it\\'s \"so\"'"),
        ("\x00\x85\u202e\ud800\U000e0041", r'"\x00\x85\u202e\ud800\U000e0041"'),
        ("a\\N{DASH}\n", r'"a\\N{DASH}\n"'),
    ],
)
def test_a_python_string_is_written_as_ruff_would(text: str, written: str) -> None:
    assert escape.python_literal(text) == written


def test_floats_that_python_has_no_literal_for_are_calls() -> None:
    assert escape.python_literal([float("inf"), float("-inf")]) == '[float("inf"), float("-inf")]'


@for_each(TEXTS)
def test_a_docstring_is_exactly_one_string(text: str) -> None:
    body = escape.python_docstring(text)
    module = ast.parse(f'def f() -> None:\n    """{body}"""\n    return\n')
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert [type(node) for node in function.body] == [ast.Expr, ast.Return]
    shown = ast.get_docstring(function, clean=False) or ""
    prompts = (
        re.sub("^( *)>>>", r"\1>> >", on_one_line(part)) for part in re.split(LINE_ENDS, text)
    )
    assert shown.split() == " ".join(prompts).split()


def test_a_docstring_is_indented_without_trailing_spaces() -> None:
    assert escape.python_docstring("one \n\n  two\\\n", 8) == "one\n\n          two\\\\"


# ----------------------------------------------------------------------------------------- SQL


@for_each(TEXTS.filter(lambda text: bool(on_one_line(text).strip())))
def test_a_sql_identifier_is_one_column(name: str) -> None:
    column = escape.sql_identifier(name)
    query = sqlglot.parse_one(f"SELECT\na,\n{column}\nFROM p.s.r WHERE {column} = '{{{{ x }}}}'")
    assert isinstance(query, exp.Select)
    assert len(query.expressions) == 2
    assert query.expressions[1].name == on_one_line(name)
    assert len(list(query.find_all(exp.EQ))) == 1


@pytest.mark.parametrize(
    "name", ["id", "created_at", "object", "model", "data__seed", "_x", "user", "end", "type"]
)
def test_a_plain_identifier_is_bare(name: str) -> None:
    assert escape.sql_identifier(name) == name


@pytest.mark.parametrize(
    "name", ["from", "ORDER", "openai-project", "a b", "1st", "metadata[x]", ""]
)
def test_any_other_identifier_is_quoted(name: str) -> None:
    assert escape.sql_identifier(name) == f'"{name}"'


@for_each(TEXTS)
@pytest.mark.parametrize("dialect", ["", "mysql", "postgres"])
def test_a_sql_string_is_one_literal(dialect: str, text: str) -> None:
    for written in (sql_string(text), escape.sql_placeholder(text)):
        statement = f"DELETE FROM r WHERE b = {written} AND c = 1;"  # noqa: S608 - it is parsed, not run
        query = sqlglot.parse_one(statement, dialect=dialect or None)
        assert [type(node) for node in query.find_all(exp.Literal)].count(exp.Literal) == 2
        assert len(list(query.find_all(exp.EQ))) == 2
        assert len(written.splitlines()) == 1


def test_a_placeholder_contains_no_template_syntax() -> None:
    assert escape.sql_placeholder("model") == "'{{ model }}'"
    assert escape.sql_placeholder("a }} {% x %} {{ 'b") == "'{{ a   x   ''b }}'"


# ------------------------------------------------------------------------------ YAML, JSON, shell


@for_each(TEXTS)
def test_a_yaml_scalar_is_the_same_string_in_every_reader(text: str) -> None:
    document = f"- name: {escape.yaml_scalar(text)}\n  other: 1\n"
    wanted = [{"name": re.sub("[\ud800-\udfff]", "\ufffd", text), "other": 1}]
    assert len(document.splitlines()) == 2
    assert yaml.safe_load(document) == wanted
    assert yaml.load(document, Loader=yaml.CSafeLoader) == wanted
    assert RUAMEL.load(document) == wanted
    assert yaml_rs.loads(document, parse_datetime=False) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "No",
        "on",
        "null",
        "~",
        "",
        "1",
        "1e3",
        "0x1F",
        "1:30",
        "2024-10-01",
        "<<",
        "=",
        "a: b",
        "a #b",
        "- a",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        ".inf",
    ],
)
def test_a_scalar_with_another_meaning_is_quoted(text: str) -> None:
    assert escape.yaml_scalar(text) == f"'{text}'"


@pytest.mark.parametrize(
    "text", ["jobs", "fine_tuning", "cloud inventory", "data__model", "/img/x.png", "v1"]
)
def test_a_plain_scalar_is_bare(text: str) -> None:
    assert escape.yaml_scalar(text) == text


@for_each(VALUES)
def test_json_text_is_the_value_and_opens_no_tag(value: Json) -> None:
    for indent in (None, 2):
        written = escape.json_text(value, indent)
        assert json.loads(written) == value
        assert not re.search("<[/!?A-Za-z]|[\u2028\u2029]", written)
        written.encode()


def test_json_has_no_nan() -> None:
    assert escape.json_text({"a": [float("nan"), float("inf"), 1.5]}) == '{"a": [null, null, 1.5]}'


@for_each(VALUES)
def test_flow_yaml_is_the_value_in_every_reader(value: Json) -> None:
    written = escape.flow_yaml({"key": without_floats(value)})
    document = f"- {written}\n- other\n"
    wanted = [{"key": without_floats(value)}, "other"]
    assert len(document.splitlines()) == 2
    assert yaml.safe_load(document) == wanted
    assert yaml.load(document, Loader=yaml.CSafeLoader) == wanted
    assert yaml_rs.loads(document, parse_datetime=False) == wanted


def without_floats(value: Json) -> Json:
    """YAML 1.1 reads `1e+30` as a string."""
    if isinstance(value, list):
        return [without_floats(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): without_floats(item) for key, item in value.items()}
    if isinstance(value, float):
        return None
    return without_surrogates(value) if isinstance(value, str) else value


def without_surrogates(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@for_each(TEXTS)
def test_a_shell_word_is_one_word(text: str) -> None:
    word = escape.shell_word(text)
    assert len(shlex.split(f"curl -d {word} next")) == 4
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", word)


def test_a_shell_reads_the_original_word() -> None:
    text = "a 'b' \"c\" $(d) `e` \\ !f ${g} \n;h|i&j>k*?[l]~#m  "
    ran = subprocess.run(  # noqa: S602 - the test needs a shell
        f"printf %s {escape.shell_word(text)}",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == text


# ---------------------------------------------------------------------------------------- prose

EXTENSIONS = [
    *("tables", "attr_list", "md_in_html", "footnotes", "abbr", "def_list", "admonition", "toc"),
    *(
        "meta",
        "pymdownx.superfences",
        "pymdownx.details",
        "pymdownx.snippets",
        "pymdownx.inlinehilite",
    ),
    *("pymdownx.blocks.admonition", "pymdownx.blocks.html"),
]
TABBED: dict[str, dict[str, object]] = {"pymdownx.snippets": {"check_paths": True}}
HARMLESS = {"a", "br", "code", "em", "strong", "pre", "p", "ul", "ol", "li", "div", "span"}


PYTHON_MARKDOWN = markdown.Markdown(
    extensions=[*EXTENSIONS, "pymdownx.tabbed"],
    extension_configs=TABBED,
    output_format="xhtml",
)
COMMONMARK = MarkdownIt("commonmark").enable("table")
RUAMEL = ruamel.yaml.YAML(typ="safe", pure=True)


def html_of(source: str) -> ElementTree.Element:
    rendered = PYTHON_MARKDOWN.reset().convert(source)
    return xml_of(f"<body>{rendered}</body>")


def xml_of(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - the test made this text


def assert_harmless(element: ElementTree.Element) -> None:
    """Asserts that `element` has only prose: no other element, attribute or kind of link."""
    for node in element.iter():
        if node is element:
            continue
        assert node.tag in HARMLESS, node.tag
        assert set(node.attrib) <= {"href", "class", "start"}, node.attrib
        if "href" in node.attrib:
            assert re.match("https?://|/?[A-Za-z0-9_-]|/$", node.attrib["href"])
            assert ":" not in node.attrib["href"].partition("//")[0].removeprefix(
                "https:"
            ).removeprefix("http:")
        assert node.attrib.get("class", "highlight") in (
            "highlight",
            "p",
            "tabbed",
            "filename",
        ) or node.tag in ("code", "div", "span")


TABLE = "| a | b | c |\n|---|---|---|\n| {} | {} | end |\n| x | y | z |\n\nafter\n"
CELL_ENCODERS: list[Callable[[str], str]] = [
    escape.markdown_cell,
    escape.markdown_code,
    html_text,
]


@pytest.mark.parametrize("encode", CELL_ENCODERS, ids=lambda encode: encode.__name__)
@for_each(TEXTS, TEXTS)
def test_a_cell_of_python_markdown_stays_a_cell(
    encode: Callable[[str], str], one: str, two: str
) -> None:
    page = TABLE.format(encode(one), encode(two))
    body = html_of(page)
    assert [node.tag for node in body] == ["table", "p"]
    rows = body.findall("./table/tbody/tr")
    assert [len(row) for row in rows] == [3, 3]
    assert rows[0][2].text == "end"
    for cell in rows[0]:
        assert not cell.attrib
        assert_harmless(cell)


@pytest.mark.parametrize(
    "encode", [*CELL_ENCODERS, escape.mdx_cell], ids=lambda encode: encode.__name__
)
@for_each(TEXTS, TEXTS)
def test_a_cell_of_commonmark_stays_a_cell(
    encode: Callable[[str], str], one: str, two: str
) -> None:
    page = TABLE.format(encode(one), encode(two))
    tokens = COMMONMARK.parse(page)
    assert [token.type for token in tokens].count("td_open") == 6
    assert [token.type for token in tokens if token.level == 0] == [
        *("table_open", "table_close", "paragraph_open", "paragraph_close")
    ]
    assert tokens[-2].content == "after"
    for inline in (token for token in tokens if token.type == "inline"):
        for child in inline.children or ():
            assert child.type != "image"
            assert child.type != "html_inline" or child.content in ("<code>", "</code>")


@for_each(TEXTS)
def test_a_label_stays_inside_its_link(text: str) -> None:
    body = html_of(f"- x [{escape.markdown_cell(text)}](index.md) y\n")
    assert_harmless(body)
    links = [node.attrib["href"] for node in body.iter("a")]
    assert set(links) <= {"index.md", "https://e.com/z"}
    assert links


@for_each(TEXTS, TEXTS)
def test_an_attribute_stays_an_attribute(one: str, two: str) -> None:
    code, title = escape.html_attribute(one), escape.html_attribute(two)
    tag = f'<CopyableCode code="{code}" /> <b title="{title}">x</b>'
    element = xml_of(f"<p>{tag}</p>")
    assert [child.tag for child in element] == ["CopyableCode", "b"]
    assert element[0].attrib.keys() == {"code"}
    tokens = COMMONMARK.parse(f"| a | b |\n|---|---|\n| {tag} | x |\n")
    cell = next(token for token in tokens if tag in token.content)
    assert [child.type for child in cell.children or ()].count("html_inline") == 3


@pytest.mark.parametrize(
    "encode", [escape.markdown_text, escape.fenced_code], ids=lambda encode: encode.__name__
)
@for_each(BLOCKS)
def test_a_block_of_python_markdown_stays_a_block_of_prose(
    encode: Callable[[str], str], text: str
) -> None:
    body = html_of(f"# Title\n\n{encode(text)}\n\n## Next\n\nafter\n")
    assert body[0].tag == "h1"
    assert [node.tag for node in body[-2:]] == ["h2", "p"]
    assert body[-1].text == "after"
    for block in body[1:-2]:
        assert block.tag in {"p", "ul", "ol", "div", "pre"}
        assert_harmless(block)


@for_each(BLOCKS)
def test_a_block_stays_inside_its_tab(text: str) -> None:
    inside = escape.markdown_text(text).replace("\n", "\n    ")
    body = html_of(f'=== "A"\n\n    {inside}\n\n=== "B"\n\n    after\n')
    assert len(body) == 1
    assert (
        body[0].attrib["class"] == "tabbed-set tabbed-alternate"
        or "tabbed-set" in body[0].attrib["class"]
    )
    blocks = [node for node in body.iter() if "tabbed-content" in node.attrib.get("class", "")]
    assert blocks


@pytest.mark.parametrize(
    "encode",
    [escape.markdown_text, escape.fenced_code],
    ids=lambda encode: encode.__name__,
)
@for_each(BLOCKS)
def test_a_block_of_commonmark_stays_a_block_of_prose(
    encode: Callable[[str], str], text: str
) -> None:
    tokens = COMMONMARK.parse(f"# Title\n\n{encode(text)}\n\n## Next\n\nafter\n")
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens[3:-6]}
    assert kinds <= {"paragraph", "inline", "bullet_list", "ordered_list", "list_item", "fence"}
    assert [token.content for token in tokens if token.type == "inline"][-2:] == ["Next", "after"]


# Ordinary text, as on real pages, stays the same byte by byte.
ORDINARY = (
    'The object type, which is always "fine_tuning.job".',
    "See the [fine-tuning guide](/docs/guides/fine-tuning) for more details (in seconds).",
    "Can be either `validating_files`, `queued`, or `cancelled`.",
    "It's **bold**, _soft_ & 100% plain: a - b, c/d; e > f, [0, 1], $5 #1 ~2 ^3 @4 {5}".replace(
        "{5}", "5"
    ),
    '[Docs](https://example.com/a?b=c&d=%20#e-f) and `{"a": 1}` and ``x ` y``',
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_the_same_in_mdx(text: str) -> None:
    assert escape.mdx_cell(text) == text


@pytest.mark.parametrize(
    ("text", "cell", "mdx"),
    [
        ("a | b", "a \\| b", "a \\| b"),
        ("`a | b`", "<code>a &#124; b</code>", "`a \\| b`"),
        ("`x`` tool", "&#96;x&#96;&#96; tool", "&#96;x&#96;&#96; tool"),
        ("{{x}}", "\\{\\{x}}", "\\{\\{x}}"),
        ("a < b <br>", "a &lt; b &lt;br>", "a &lt; b &lt;br>"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)", "[x]\\(javascript:y)"),
        ("![x](../y.png)", "\\!\\[x\\](../y.png)", "\\![x]\\(../y.png)"),
        ("[x](https://y.z 'title')", "[x](https://y.z)", "[x](https://y.z)"),
        ("<https://y.z>", "[https://y.z](https://y.z)", "[https://y.z](https://y.z)"),
        (
            "[x](//y.z) [x](@site/y) [x](y.md)",
            "\\[x\\](//y.z) \\[x\\](@site/y) \\[x\\](y.md)",
            "[x]\\(//y.z) [x]\\(@site/y) [x]\\(y.md)",
        ),
        ("ends in \\", "ends in \\\\", "ends in \\\\"),
        ("one\r\n  two\u2028three", "one two three", "one two three"),
    ],
)
def test_a_cell_escapes_each_breakout(text: str, cell: str, mdx: str) -> None:
    assert escape.markdown_cell(text) == cell
    assert escape.mdx_cell(text) == mdx


def test_safe_blocks_of_a_description_keep_working() -> None:
    text = '# Title\nOne\ntwo.\n* a\n  b\n  * c\n\n1) d\n\n~~~json\n  {"<e>": 1}\n~~~\n'
    assert escape.markdown_text(text) == (
        '**Title**\n\nOne two.\n\n* a b\n    * c\n1. d\n\n```json\n{"<e>": 1}\n```'
    )


@pytest.mark.parametrize(
    "line",
    [
        "!!! note",
        "??? x",
        '=== "x"',
        "===",
        ": x",
        "::: x",
        "/// x",
        "> x",
        "#x",
        "| a |",
        "~~~ `",
        "import x",
        "export x",
        "[a]: b",
        "[^a]: b",
        "*[a]: b",
        "--8<-- 'x'",
        "+++",
        "1.",
    ],
)
def test_a_line_that_starts_a_block_becomes_prose(line: str) -> None:
    shown = escape.markdown_text(line)
    assert shown != line
    tokens = MarkdownIt("commonmark").enable("table").parse(f"{shown}\n")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("line", ["---", "***", "* * *", "  ____"])
def test_a_thematic_break_is_left_out(line: str) -> None:
    assert escape.markdown_text(f"one\n{line}\n\n{line}\n\ntwo") == "one\n\ntwo"


def test_a_fence_is_longer_than_any_in_its_text() -> None:
    assert escape.fenced_code("a\n````\nb\n", "python") == "`````python\na\n````\nb\n`````"
    assert escape.fenced_code("x", "mermaid live") == "```\nx\n```"


@pytest.mark.parametrize(
    "encode",
    [
        escape.markdown_text,
        escape.mdx_cell,
        escape.markdown_cell,
        escape.markdown_code,
        escape.html_attribute,
        escape.python_docstring,
    ],
)
def test_a_long_text_is_encoded_quickly(encode: Callable[[str], str]) -> None:
    encode(" ".join("`" * length for length in range(1000)))
    for fragment in ("[", "`", "](", "\\", "[a](", "<http://", "{", "* ", "\n#", "``` ", "`` ` "):
        encode(fragment * 50_000)
    for run in ("_", "~", "# ", "* ", "\\", "="):
        encode(f"x{run * 20_000}x")
        encode(f"{run * 20_000}`")
    encode(f"# {'# ' * 20_000}x")
    encode(f"~~~{'a' * 20_000}`")


@pytest.mark.parametrize(
    "text", [*PAYLOADS, "\U000e0001", "\ud800", "\x00\x7f\x85", "\U0010fffd \U0010ffff"]
)
def test_a_toml_string_is_the_same_string(text: str) -> None:
    read = tomllib.loads(f"x = {escape.toml_string(text)}\ny = 1")
    assert read == {"x": re.sub("[\ud800-\udfff]", "\ufffd", text), "y": 1}


@pytest.mark.parametrize(
    "text", ["https://x/><script>", "https://x/`a`|{b}", "https://x/\n]", *PAYLOADS]
)
def test_a_url_has_only_characters_of_a_url(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~:/?#\[\]@!$&()*+,;=%-]*", escape.url_text(text))


def test_a_url_without_other_characters_stays_the_same() -> None:
    url = "https://a.example:8/b~c/%20?d=[1]&e=f#g"
    assert escape.url_text(url) == url
