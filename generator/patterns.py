"""Tells whether a `pattern` can be checked: vendors write them for many engines.

JSON Schema asks for the regular expressions of ECMA-262. A pattern that the engine of the mock
server refuses stays in the documentation, and no value is checked against it.
"""

from __future__ import annotations

import jsonschema_rs

# The engine stops a match that needs more steps, and a pattern that needs more memory. The value
# then counts as one that doesn't fit.
BOUNDED = jsonschema_rs.FancyRegexOptions(
    backtrack_limit=100_000, size_limit=10_000_000, dfa_size_limit=10_000_000
)


def is_usable_pattern(text: str) -> bool:
    """Does the pattern compile? A specification may contain any text."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, pattern_options=BOUNDED)
    except ValueError:
        return False
    return True
