"""Checks the URLs of a document to which clients send requests and credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.diagnostics import Location, Problems
from generator.openapi.model import SpecDoc
from generator.openapi.pointers import child

_VARIABLE = re.compile(r"\{[^{}]*\}")


def check_urls(spec: SpecDoc, problems: Problems) -> None:
    """Reports each URL of a server or a token endpoint that can't be parsed.

    Rule SV7: a URL must have a valid host and port. A part in braces stands for any text.
    """
    for url, location in _urls(spec):
        try:
            valid = urlsplit(_VARIABLE.sub("0", url)).port != -1
        except ValueError:  # unmatched brackets, or an invalid port
            valid = False
        if not valid:
            problems.error(
                "invalid-url",
                f'"{url[:200]}" is not a URL',
                location,
                "correct its host and its port, here or with an overlay",
            )


def _urls(spec: SpecDoc) -> Iterator[tuple[str, Location]]:
    for number, server in enumerate(spec.servers):
        yield server.url, spec.locate(f"/servers/{number}")
    for operation in spec.operations:
        for server in operation.servers:
            yield server.url, spec.locate(operation.pointer)
    for scheme in spec.security_schemes:
        if scheme.token_url:
            at = child("/components/securitySchemes", scheme.name)
            yield scheme.token_url, spec.locate(at)
