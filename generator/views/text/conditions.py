"""The keywords that limit values beyond a type, as sentences for the pages of both layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.escape import json_text
from generator.model.types import Condition

_LONGEST = 200  # characters


def condition_sentences(
    conditions: Iterable[Condition], code: Callable[[str], str]
) -> tuple[str, ...]:
    """Returns a sentence for each keyword that limits values beyond a type.

    `code` writes a text as code.

    Rule TX6: a property that requires others is named with them. Any other condition is shown as
    the document has it; a long one is only named.
    """
    return tuple(text for one in conditions for text in _sentences(one, code))


def _sentences(condition: Condition, code: Callable[[str], str]) -> Iterator[str]:
    value = condition.value
    if condition.keyword == "dependentRequired" and isinstance(value, dict):
        for name, others in value.items():
            needed = [code(str(other)) for other in others] if isinstance(others, list) else []
            if needed:
                yield f"{code(name)} requires {', '.join(needed)}."
    elif condition.keyword in ("unevaluatedProperties", "unevaluatedItems") and value is False:
        yield f"No further {'properties' if condition.keyword[11:] == 'Properties' else 'items'}."
    else:
        shown = json_text(value if condition.keyword == "if" else {condition.keyword: value})
        if len(shown) > _LONGEST:
            shown = condition.keyword
        yield f"Also limited by {code(shown)}."
