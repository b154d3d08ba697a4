"""Encoders for Markdown and MDX: a vendor's Markdown in, Markdown that can't leave its place out.

Safe code spans, links, emphasis, lists and fences keep working. Everything else that a parser could
act on (HTML, JSX, expressions, attribute lists, directives, definitions) becomes plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import dedent

from generator.escape.characters import lines, tidy_line
from generator.escape.html import html_text

# At most nine backticks: each length without a closing run costs a search to the end of the text.
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>(?<!`)`{1,9}(?!`))(?P<content>.+?)(?<!`)(?P=ticks)(?!`))"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?P<target>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)"
    r"""(?:\ +(?:"[^"]*"|'[^']*'))?\)"""
    r"|<(?P<url>https?://[^\s<>]+)>",
    re.X,
)
# A target is on the web or on the vendor's site. Docusaurus would bundle a target that looks like a
# file beside the page, and mkdocs would look it up; an entity could spell a scheme.
_TARGET = re.compile(
    r"(?:https?://[A-Za-z0-9._~:/?\#@!$&()*+,;=%-]+"
    r"|/?[A-Za-z0-9_-][A-Za-z0-9_/-]*/?(?:\?[A-Za-z0-9_/=?.-]*)?(?:\#[A-Za-z0-9_/=?.-]*)?|/)\Z",
    re.X,
)
# Python-Markdown reads a backslash only before these (its ESCAPED_CHARS), CommonMark before more.
_ESCAPABLE = frozenset("\\*_{}[]()>#+-.!|")
_UNSAFE_IN_CODE = re.compile(r"[`<|\\]|\{[{%#]|\A\s|\s\Z|\A\Z")
_FENCE = re.compile(r" *+(?P<fence>`{3,}+|~{3,}+) *+(?P<language>[^`\s]*+)[^`]*+\Z")
_ITEM = re.compile(
    r"(?! *+([-*]) *+\1 *+\1[-* ]*+\Z)(?P<indent> *+)(?P<marker>[-*+]|\d{1,9}+[.)]) ++(?=\S)"
)
_RULE = re.compile(r" *+([-*_])(?: *+\1){2,}+ *+\Z")
_HEADING = re.compile(r" *+#{1,6}+ ++(?P<title>.*)\Z")
# The start of a heading, quote, rule, fence, admonition, tab, directive, definition or import.
_OPENER = re.compile(
    r"[#>=!?:/~+|;^%@$-]|[*_](?=[\s*_]*\Z|\s|\[)|(?:import|export)\b|\[(?=[^\]]*\]:)"
)
_SNIPPET = re.compile(r"(?m)^([ ;]*-+8)(?=<-)")


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How to encode a character with a meaning, and a code span, for one target."""

    active: re.Pattern[str]
    code: Callable[[re.Match[str]], str]


def markdown_cell(text: str) -> str:
    """Returns a table cell for mkdocs: one line of inline Markdown without HTML.

    CommonMark 0.31, 2.4, 6.1 and 6.3; GFM 4.10. These are escaped: `{`, because of attribute lists
    and Jinja; brackets, because of footnotes, references, `[TOC]` and a link that the page puts
    around the text; an unpaired backtick, because of the cells after it.
    """
    return _encode_inline(tidy_line(text), _MARKDOWN)


def markdown_text(text: str) -> str:
    """Returns blocks of Markdown for mkdocs: paragraphs, lists and fences; a paragraph is one line.

    CommonMark 0.31, 4 and 5, and the block extensions of Python-Markdown and pymdown: a line that
    would start another block starts with a character reference instead. A heading becomes a bold
    line, and a thematic break is left out.
    """
    return _encode_blocks(text)


def mdx_cell(text: str) -> str:
    """Returns a table cell in MDX 3; ordinary text, links and code spans stay the same.

    mdxjs.com, "What is MDX?": outside code, `{` starts an expression and `<` an element. Both are
    escaped, and so are pipes, unpaired backticks, and links to other places than the web and the
    vendor's site.
    """
    return _encode_inline(tidy_line(text), _MDX_CELL)


def markdown_code(text: str) -> str:
    """Returns a code span on one line, for Markdown and MDX, also in tables.

    CommonMark 0.31, 6.1. It is a `code` element if the targets would read a span differently.
    """
    content = tidy_line(text)
    if _UNSAFE_IN_CODE.search(content):
        return f"<code>{html_text(content)}</code>"
    return f"`{content}`"


def fenced_code(text: str, language: str = "") -> str:
    """Returns a fenced block. Its fence is longer than any run of backticks in `text`.

    CommonMark 0.31, 4.5. pymdown's snippet marks, which work in fences too, get a space.
    """
    body = _SNIPPET.sub(r"\1 ", "\n".join(lines(text)).strip("\n"))
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", body))])
    known = language if re.match(r"(?!mermaid)[a-z][a-z0-9+-]{0,19}\Z", language) else ""
    return f"{fence}{known}\n{body}\n{fence}"


def _encode_inline(text: str, dialect: _Dialect) -> str:
    """Encodes one line of inline Markdown, token by token."""
    parts = []
    at = 0
    while match := _TOKEN.search(text, at):
        token = _encode_token(match, dialect)
        # The first character of an unsafe token is text; the search continues right after it.
        end = match.end() if token else match.start() + 1
        parts.append(_encode_plain(text[at : match.start() if token else end], dialect))
        parts.append(token)
        at = end
    parts.append(_encode_plain(text[at:], dialect))
    encoded = "".join(parts)
    # A backslash at the end would escape the template's next character.
    return f"{encoded}\\" if re.search(r"(?<!\\)(?:\\\\)*+\\\Z", encoded) else encoded


def _encode_token(match: re.Match[str], dialect: _Dialect) -> str:
    """Encodes a token; returns an empty string if it isn't safe."""
    if match["escaped"]:
        return _encode_escape(match["escaped"], dialect)
    if match["code"]:
        return dialect.code(match)
    target = match["target"] or match["url"]
    if not _TARGET.match(target):
        return ""
    label = (
        _encode_inline(match["label"], dialect)
        if match["label"]
        else _encode_plain(target, dialect)
    )
    return f"[{label}]({target})"


def _encode_escape(character: str, dialect: _Dialect) -> str:
    """Encodes a character that the vendor escaped."""
    if character in _ESCAPABLE:
        return f"\\{character}"
    return _encode_plain(character, dialect)


def _encode_plain(text: str, dialect: _Dialect) -> str:
    return dialect.active.sub(_deactivate, text)


def _deactivate(match: re.Match[str]) -> str:
    character = match.group()
    if character == "<":
        return "&lt;"
    return f"\\{character}" if character in _ESCAPABLE else _encode_reference(character)


def _encode_reference(text: str) -> str:
    return f"&#{ord(text[0])};{text[1:]}"


def _markdown_span(match: re.Match[str]) -> str:
    return markdown_code(match["content"])


def _mdx_cell_span(match: re.Match[str]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", match["code"])


_MARKDOWN = _Dialect(re.compile(r"[<{\[\]`|]|!(?=\[|\Z)"), _markdown_span)
_MDX_CELL = _Dialect(re.compile(r"[<{`|]|(?<=\])\(|!(?=\[|\Z)|:(?=\w[\w-]*\[)"), _mdx_cell_span)


def _encode_blocks(text: str) -> str:
    """Encodes blocks, with an empty line wherever the kind of block changes."""
    parts: list[str] = []
    last_was_item = False
    for is_item, block in _read_blocks(lines(text)):
        if parts:
            parts.append("\n" if is_item and last_was_item else "\n\n")
        parts.append(block)
        last_was_item = is_item
    return "".join(parts)


def _read_blocks(source: list[str]) -> Iterator[tuple[bool, str]]:
    """Yields each block, and whether it is a list item."""
    indents: list[int] = []
    at = 0
    while at < len(source):
        if not source[at] or _RULE.match(source[at]):
            at += 1
        elif fence := _FENCE.match(source[at]):
            end = _find_fence_end(source, at, fence["fence"])
            yield False, fenced_code(dedent("\n".join(source[at + 1 : end])), fence["language"])
            at = end + 1
        else:
            end = _find_paragraph_end(source, at)
            item = _ITEM.match(source[at])
            if item:
                while indents and indents[-1] >= len(item["indent"]):
                    indents.pop()
                indents.append(len(item["indent"]))
                margin = "    " * min(len(indents) - 1, 5)
                marker = item["marker"].replace(")", ".")
                rest = source[at][item.end() :]
                body = _encode_paragraph([rest, *source[at + 1 : end]])
                yield True, f"{margin}{marker} {body}"
            else:
                indents.clear()
                yield False, _encode_paragraph(source[at:end])
            at = end


def _find_fence_end(source: list[str], start: int, fence: str) -> int:
    """Returns the line where the fence that starts at `start` ends, or the end of the text."""
    closing = re.compile(rf" *{fence[0]}{{{len(fence)},}}\Z")
    for at in range(start + 1, len(source)):
        if closing.match(source[at]):
            return at
    return len(source)


def _find_paragraph_end(source: list[str], start: int) -> int:
    """Returns the line after the paragraph or list item that starts at `start`."""
    if _HEADING.match(source[start]):
        return start + 1
    for at in range(start + 1, len(source)):
        text = source[at]
        if not text or any(opens.match(text) for opens in (_FENCE, _ITEM, _HEADING, _RULE)):
            return at
    return len(source)


def _encode_paragraph(source: list[str]) -> str:
    heading = _HEADING.match(source[0])
    title = heading["title"].rstrip(" #") if heading else ""
    text = tidy_line(" ".join(source))
    if title:
        return f"**{_encode_inline(tidy_line(title), _MARKDOWN)}**"
    encoded = _encode_inline(text, _MARKDOWN)
    opener = _OPENER.match(encoded) or re.match(r"\d{1,9}[.)](?=\s|\Z)", encoded)
    return _encode_reference(encoded) if opener else encoded
