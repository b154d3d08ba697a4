"""The limits of the structure lint, and the names that may recur.

A count above its limit fails. A count below its limit fails too, so that a limit is always the
present count. Aim for 0, and for 1 where a fact has one place.
"""

from __future__ import annotations

# Module names that recur for one and the same concept, each with the reason. A row names the
# modules, so that one more module of the name needs a judgement of its own.
SAME_MODULES = {
    "bodies: lower/bodies, views/mkdocs/bodies": "lower makes the bodies that mkdocs describes",
    "joined_text: lower/joined_text, runtime/joined_text": (
        "lower checks the paths whose texts the runtime joins"
    ),
    "methods: lower/methods, model/methods, views/mkdocs/methods": (
        "lower makes the methods that the model defines and views render"
    ),
    "pages: views/docusaurus/pages, views/mkdocs/pages, views/terminal/pages": (
        "each documentation view makes its pages"
    ),
    "pagination: infer/pagination, lower/pagination, mock/pagination, runtime/pagination": (
        "infer drafts and lower makes the rules that the runtime and the mock server follow"
    ),
    "schema: cli/schema, mapping/schema": "a command prints the JSON Schema that mapping makes",
    "stackql: infer/stackql, lower/stackql, model/stackql": (
        "infer drafts and lower makes the settings that the model defines"
    ),
    "types: lower/types, model/types": "lower makes the types that the model defines",
}

# Public class names that recur, in the same form. There may be three.
SAME_CLASSES: dict[str, str] = {}
MAX_SAME_CLASSES = 3

LIMITS = {
    "public class names with two meanings": 0,
    "import circles": 0,
    "functions over 40 lines": 5,
    "functions over 5 parameters": 6,
    "loops over services, resources": 6,
    "loops over services, resources, methods": 4,
    "places of the main content of an answer": 3,
    "places of the switch to a stream": 1,
    "places of the style that `brackets` gives": 0,
    "places of the name of a waiting method": 1,
    "places of the variable of a credential": 2,
    "places of following a Ref": 10,
    "places of the list of output parts": 1,
    "places of gc in the user's process": 0,
}
