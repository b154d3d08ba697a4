"""Encoders for SQL, YAML, JSON, TOML, Go, URLs and shell tokens. They keep the value."""

from __future__ import annotations

import json
import math
import re
from urllib.parse import quote

from generator.escape.characters import INVISIBLE, LINE_END, line, visible
from generator.json_types import Json

_PLAIN_SQL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Words of SQL-92 (section 5.2), of MySQL's grammar, from which StackQL's comes, and of SQLite's, in
# which StackQL stores its tables. At least one of these parsers doesn't read them as a column.
RESERVED_SQL = frozenset(
    re.findall(
        r"\w+",
        """
    add all alter and any as asc autoincrement between by case cast check collate column commit
    constraint create cross current_catalog current_date current_time current_timestamp current_user
    default deferrable delete desc describe distinct drop else escape except exclude exists explain
    false fetch for foreign from full glob grant group having if ilike in index inner insert
    intersect into is isnull join lateral left like limit localtime localtimestamp natural not
    nothing notnull null on or order outer partitioned_by primary qualify raise references regexp
    replace returning revoke right rlike rollback select session_user set show straight_join table
    tablesample then to transaction true uncache union unique update use using values when where
    with xor
    """,
    )
)

_PLAIN_YAML = re.compile(
    r"(?!_[_.]*[0-9])[A-Za-z_/][A-Za-z0-9_./()\[\]*$@+-]*"  # yaml-rs reads `_1` as a number
    r"(?: [A-Za-z0-9_./()+-][A-Za-z0-9_./()\[\]*$@+-]*)*\Z"
)
# Words that YAML 1.1 (type repository: bool, null) or 1.2 (core schema) doesn't read as strings.
_WORDS_YAML = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))
_UNQUOTABLE_YAML = re.compile(f"{LINE_END.pattern}|{INVISIBLE.pattern}|[\t\ud800-\udfff]")

_JSON_HAZARD = re.compile(
    f"<(?=[/!?A-Za-z])|[\x7f-\x9f\u2028\u2029\ud800-\udfff]|{INVISIBLE.pattern}"
)
_NOT_PLAIN_GO = re.compile("[^A-Za-z0-9_ .-]")
_URL_SAFE = "/:?#[]@!$&()*+,;=%~"
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_@%+=:,./-]+\Z")


def sql_identifier(name: str) -> str:
    """Returns a column's name: bare if it is plain and not reserved, else in double quotes.

    SQL-92, 5.2: a delimited identifier ends at a double quote that isn't doubled.
    """
    if _PLAIN_SQL.match(name) and name.lower() not in RESERVED_SQL:
        return name
    doubled = line(name).replace('"', '""')
    return f'"{doubled}"'


def sql_string(text: str) -> str:
    """Returns a character string in single quotes, on one line.

    SQL-92, 5.3: it ends at a quote that isn't doubled. Backslashes are doubled too, so that the
    string ends at the same place in a dialect where a backslash escapes a quote.
    """
    doubled = line(text).replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def sql_placeholder(name: str) -> str:
    """Returns `'{{ name }}'`: a string that a person or a template fills in.

    `name` can't end the string or the placeholder.
    """
    return sql_string(f"{{{{ {re.sub('[{}%#]', '', name).strip()} }}}}")


def is_plain_yaml(text: str) -> bool:
    """Do YAML 1.1 and 1.2 both read `text` without quotes as this string, in block context?"""
    return bool(_PLAIN_YAML.match(text)) and text.lower() not in _WORDS_YAML


def yaml_scalar(text: str) -> str:
    """Returns a scalar on one line that YAML 1.1 and 1.2 both read as this string, in block
    context.

    YAML 1.2.2, 7.3: it is plain if no part of it has another meaning, else in single quotes; in
    double quotes if a character must be escaped. Only lone surrogates change: they become U+FFFD.
    """
    if is_plain_yaml(text):
        return text
    if not _UNQUOTABLE_YAML.search(text):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_UNQUOTABLE_YAML.sub(_unicode_escape, escaped)}"'


def _unicode_escape(match: re.Match[str]) -> str:
    codes = (0xFFFD if "\ud800" <= char <= "\udfff" else ord(char) for char in match.group())
    return "".join(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}" for code in codes)


def json_text(value: Json, indent: int | None = None) -> str:
    r"""Returns RFC 8259 text of `value` that is safe inside HTML: `<` before a tag is `\u003c`.

    RFC 8259, 7: lone surrogates, invisible characters and JavaScript's line ends are escaped. NaN
    and infinities, which JSON lacks, become null.
    """
    return _JSON_HAZARD.sub(_json_escape, _dump(value, indent))


def flow_yaml(value: Json) -> str:
    """Returns YAML on one line that versions 1.1 and 1.2 read as `value`, but for floats.

    YAML 1.2.2, 5.7: it is JSON, except that a character beyond U+FFFF is one escape, not two. Lone
    surrogates become U+FFFD.
    """
    return _JSON_HAZARD.sub(_unicode_escape, _dump(value))


def _dump(value: Json, indent: int | None = None) -> str:
    finite = _replace_non_finite(value)
    return json.dumps(finite, ensure_ascii=False, indent=indent, allow_nan=False)


def _replace_non_finite(value: Json) -> Json:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_replace_non_finite(item) for item in value]
    if isinstance(value, dict):
        return {key: _replace_non_finite(item) for key, item in value.items()}
    return value


def _json_escape(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def go_string(text: str) -> str:
    """A string literal of Go, in double quotes, of ASCII alone.

    Go specification, "String literals": `\\u` and `\\U` name a character; lone surrogates, which no
    string of Go has, are U+FFFD.
    """
    return '"' + _NOT_PLAIN_GO.sub(_unicode_escape, text) + '"'


def toml_string(text: str) -> str:
    r"""Returns a basic string on one line. TOML isn't JSON: it has no pairs of surrogates.

    TOML 1.0, "String": quotes, backslashes, control characters, line ends and invisible characters
    are escaped, above U+FFFF as `\U000e0001`. Only lone surrogates change: they become U+FFFD.
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_UNQUOTABLE_YAML.sub(_unicode_escape, escaped)}"'


def url_text(text: str) -> str:
    """Returns a URL whose characters are all allowed in one; the others are percent-encoded.

    RFC 3986, 2.1 and 2.2. No target reads such a URL as more than text, except that HTML and YAML
    still need quotes around it.
    """
    return quote(visible(text), safe=_URL_SAFE)


def shell_word(text: str) -> str:
    """Returns one word of a POSIX shell's command line; keeps line ends, drops invisible
    characters.

    POSIX.1-2017, XCU 2.2.2: within single quotes, only the quote is special. A word that starts
    with `-` is still an option to the command that gets it.
    """
    cleaned = visible(LINE_END.sub("\n", text))
    if _PLAIN_WORD.match(cleaned):
        return cleaned
    quoted = cleaned.replace("'", "'\"'\"'")
    return f"'{quoted}'"


def shell_quoted(text: str) -> str:
    """Returns text in double quotes, on one line, in which a POSIX shell expands nothing.

    POSIX.1-2017, XCU 2.2.3: within double quotes, `$`, backquotes, quotes and backslashes are
    special. A caller may add variables between the quotes.
    """
    return '"' + re.sub(r'[\\"$`]', r"\\\g<0>", line(text)) + '"'
