"""Drafts the keys of a client: each scheme that is sent together with another has its own.

The input is a spec. The output is the `client.keys` of a provider file.
"""

from __future__ import annotations

from generator import names
from generator.infer.model import DraftKey, Guess
from generator.infer.naming import make_distinct_name, make_safe
from generator.openapi.model import SpecDoc
from generator.openapi.security import alternatives

_TAKEN = (*names.RESERVED, "self", "api_key", "base_url")


def draft_client_keys(spec: SpecDoc, provider: str) -> tuple[DraftKey, ...]:
    """Returns the keys of the schemes that one requirement names together.

    Rule I19: schemes that are sent together hold different secrets, so each has an argument and a
    variable of its own, named after the scheme. A scheme that also suffices alone keeps the API
    key. Basic authentication has arguments of its own without this.
    """
    known = {scheme.name: scheme for scheme in spec.security_schemes}
    sets = [of for operation in spec.operations for of in alternatives(spec, operation)]
    alone = {of[0] for of in sets if len(of) == 1}
    together = dict.fromkeys(name for of in sets if len(of) > 1 for name in of)
    kept = next((name for name in together if name in alone), "")
    found: list[DraftKey] = []
    for name in together:
        if name == kept or name not in known or known[name].scheme == "basic":
            continue
        taken = (*_TAKEN, *(one.argument.value for one in found))
        argument = make_distinct_name(make_safe(names.snake_case(name)), taken)
        env = f"{provider}_{argument}".upper()
        found.append(DraftKey(Guess(argument, "scheme-sent-with-another"), name, env))
    return tuple(found)
