"""Encoders for names and strings in StackQL's SQL, and the reserved words of its parser.

StackQL's parser comes from Vitess: strings have MySQL's backslash escapes, and only double quotes
quote a name. StackQL expands the statement as a Go template before it parses it.
"""

from __future__ import annotations

import re

from generator.escape.characters import line
from generator.escape.data import RESERVED_SQL

# Words that the parser of StackQL v0.10.542 (stackql-parser v0.0.16) refused as a bare column.
_MEASURED = """
    add all alter and as asc binary by case collate create database delete desc describe distinct
    drop end exec exists from full group having ignore in index insert interval into is left like
    limit lock not null on or order over registry release replace right schema select separator set
    show stream table to update use using values when
"""
# Words of its grammar that no rule takes for a name.
_GRAMMAR = """
    _binary analyze binary convert database databases div do end exec format group_concat ignore
    interval list lock mod next off over pull recursive registry release savepoint schema separator
    sql_cache sql_calc_found_rows sql_no_cache stream substr substring timestampadd timestampdiff
    traditional tree vitess work
"""
STACKQL_WORDS = frozenset((*_MEASURED.split(), *_GRAMMAR.split()))
"""What StackQL's parser takes for no column unless it is quoted."""

_RESERVED = RESERVED_SQL | STACKQL_WORDS

_SQLITE = """
    add all alter and as autoincrement between case cast check collate commit constraint create
    current_date current_time current_timestamp default deferrable delete distinct drop else escape
    except exists false foreign from group having in index insert intersect into is isnull join
    limit not nothing notnull null on or order primary raise references returning select set table
    then to transaction true union unique update using values when where
"""
SQLITE_WORDS = frozenset(_SQLITE.split())
"""What SQLite 3.45, in which StackQL keeps rows, takes for no column unless it is quoted."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# Vitess, sqltypes.SQLDecodeMap: what stands for a character behind a backslash.
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "''"})


def stackql_identifier(name: str) -> str:
    """Returns a name, in double quotes if it is a reserved word or not plain."""
    if _PLAIN.match(name) and name.lower() not in _RESERVED:
        return name
    doubled = line(name).replace('"', '""')
    return f'"{doubled}"'


def is_selectable(name: str) -> bool:
    """Can a SELECT name the column? StackQL passes the name to SQLite without its quotes."""
    return bool(_PLAIN.match(name)) and name.lower() not in SQLITE_WORDS


def stackql_string(text: str) -> str:
    """Returns a string in single quotes, on one line.

    Go's text/template reads the statement first, so an action writes each `{{`.
    """
    escaped = line(text.translate(_ESCAPES))
    return f"'{escaped}'".replace("{{", '{{"{{"}}')
