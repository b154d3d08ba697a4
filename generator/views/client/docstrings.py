"""Docstrings of methods: what the spec says of a call, what it takes, gives and raises."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from generator.model.methods import ContentKind, Failure
from generator.views.client.calls import Argument, Call
from generator.views.client.flat_types import Shapes
from generator.views.client.json_kinds import kinds_of
from generator.views.client.outcomes import Outcome
from generator.views.text.links import resolved_links
from generator.views.text.python_layout import docstring, laid_out

_WIDTH = 88
_INDENT = 8
_ERRORS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}


def method_doc(call: Call, shapes: Shapes, site: str, pages: str) -> str:
    """The docstring of a method. Links lead to the vendor's `site`, the last one to our `pages`."""
    method = call.method
    parts = [*_about(call, site)]
    said = " ".join(method.description.split())
    if method.deprecated and (
        not method.deprecation_reason or method.deprecation_reason not in said
    ):
        reason = resolved_links(method.deprecation_reason, site)
        parts.append(laid_out(f"Deprecated. {reason}", _WIDTH))
    described = (_argument(argument, shapes, site) for argument in call.arguments)
    parts += [
        _section("Args", described),
        _section("Returns", _returns(call.outcome, shapes, site)),
        _section("Raises", _raises(call.method.failures, site)),
        f"Docs: {docs_page(call, pages)}",
    ]
    return docstring("\n\n".join(part for part in parts if part), _INDENT)


def wait_doc(call: Call) -> str:
    """The docstring of a method that waits for what another starts."""
    wait = call.method.wait
    states = ", ".join(f'"{state}"' for state in wait.until) if wait else ""
    text = (
        f"`{call.method.python[-1]}`, and then waits for the end: one of the states {states}. "
        "Its arguments are those of that method."
    )
    poll = ".".join(wait.poll) if wait else ""
    options = (
        f"`{poll}` is asked for the state, first after `poll_interval` seconds, then less often. "
        "`wait_timeout` bounds the time, in seconds."
    )
    return docstring(f"{laid_out(text, _WIDTH)}\n\n{laid_out(options, _WIDTH)}", _INDENT)


def docs_page(call: Call, pages: str) -> str:
    """Where the docs speak of the call: a URL, or a path where the site has none."""
    path = f"{call.service}/{call.resource}/#method-{call.method.name}"
    return f"{pages.rstrip('/')}/{path}" if pages else path


def _about(call: Call, site: str) -> Iterator[str]:
    method = call.method
    summary, description = method.summary.strip(), method.description.strip()
    texts = (description,) if description.startswith(summary) else (summary, description)
    found = [laid_out(resolved_links(text, site), _WIDTH) for text in texts if text]
    yield from found or [f"{method.http.value.upper()} {method.path}"]


def _section(title: str, entries: Iterator[str]) -> str:
    found = tuple(entries)
    return "\n".join((f"{title}:", *found)) if found else ""


def _argument(argument: Argument, shapes: Shapes, site: str) -> str:
    """Rule C21: an argument without a description shows the kinds of JSON that it takes."""
    words = resolved_links(argument.description, site).strip()
    if argument.deprecated:
        words = f"Deprecated. {words}".strip()
    return _entry(argument.name, words or " or ".join(kinds_of(argument, shapes) or ("any value",)))


def _returns(outcome: Outcome, shapes: Shapes, site: str) -> Iterator[str]:
    """What comes back: what the spec says of the response, if that is more than a word or two, else
    how it describes the type.
    """
    words = outcome.description if outcome.description.count(" ") > 1 else ""
    if not words and outcome.type:
        words = shapes.types[outcome.type.name].description.strip().partition("\n\n")[0]
    words = resolved_links(words, site).strip()
    match outcome.kind:
        case None:
            return
        case ContentKind.JSON if outcome.page:
            words = f"{words.rstrip('.')}. Iterate it for the rows of all pages.".lstrip(". ")
            yield _entry(outcome.page.name, words)
        case ContentKind.JSON | ContentKind.EVENTS if outcome.type:
            yield _entry(outcome.type.name, words)
        case ContentKind.TEXT:
            yield _entry("str", words)
        case _:
            yield _entry("bytes", words)


def _raises(failures: tuple[Failure, ...], site: str) -> Iterator[str]:
    """The errors of the statuses that the spec describes, each once."""
    found: dict[str, str] = {}
    for failure in failures:
        error = _ERRORS.get(failure.status)
        if error is None:
            is_server = failure.status.startswith("5")
            error = "InternalServerError" if is_server else "APIStatusError"
        words = " ".join(resolved_links(failure.description, site).split())
        found.setdefault(error, words or failure.status)
    for error, words in (found or {"APIStatusError": "The server refused the call."}).items():
        yield _entry(error, words)


def _entry(name: str, words: str) -> str:
    """`name: words`, folded below its section."""
    text = laid_out(f"{name}: {words}" if words else name, _WIDTH - 8)
    return textwrap.indent(text, "        ").removeprefix("    ")
