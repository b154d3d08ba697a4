"""The docstrings of methods: what a call does, and what it takes, returns and raises."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.model.methods import ContentKind, Method, Wait
from generator.views.client.calls import Argument, CallResult, ClientCall
from generator.views.client.client_settings import ClientSettings
from generator.views.code.error_classes import error_name
from generator.views.text.links import resolve_links
from generator.views.text.python_layout import lay_out, unfolded_docstring

_WIDTH = 88
_INDENT = 8


def method_doc(call: ClientCall, settings: ClientSettings, example: str) -> str:
    """Returns the docstring of a method.

    Rule DX1: a docstring shows the usual request, as the Python tab of the page does, before the
    arguments. `example` is a fenced block, which editors show as code.
    """
    vendor_docs = settings.vendor_docs
    parts = [
        *_about(call.method, vendor_docs),
        _deprecation(call.method, vendor_docs),
        example_section(example),
        _section("Args", list(_describe_arguments(call, vendor_docs))),
        _section("Returns", list(_describe_results(call, vendor_docs))),
        _section("Raises", _describe_errors(call, vendor_docs)),
        _docs_line(call, settings.our_docs),
    ]
    return unfolded_docstring("\n\n".join(part for part in parts if part), _INDENT)


def wait_doc(call: ClientCall, wait: Wait, example: str) -> str:
    """Returns the docstring of the method that waits for the job that a call starts."""
    states = ", ".join(f'"{state}"' for state in wait.until)
    text = (
        f"`{call.method.python[-1]}`, and then waits for the end: one of the states {states}. "
        "Its arguments are those of that method."
    )
    options = (
        f"`{'.'.join(wait.poll)}` is asked for the state, first after `poll_interval` seconds, "
        "then less often. `wait_timeout` bounds the time, in seconds."
    )
    parts = (lay_out(text, _WIDTH), lay_out(options, _WIDTH), example_section(example))
    return unfolded_docstring("\n\n".join(parts), _INDENT)


def _docs_line(call: ClientCall, our_docs: str) -> str:
    """Rule DX4: the last line leads to the method on the published website, if there is one."""
    page = f"{our_docs.rstrip('/')}/{call.service}/{call.resource}/#{call.method.name}"
    return f"Docs: {page}" if our_docs else ""


def _about(method: Method, vendor_docs: str) -> list[str]:
    summary, description = method.summary.strip(), method.description.strip()
    texts = (description,) if description.startswith(summary) else (summary, description)
    found = [lay_out(resolve_links(text, vendor_docs), _WIDTH) for text in texts if text]
    return found or [f"{method.http.sent} {method.path}"]


def _deprecation(method: Method, vendor_docs: str) -> str:
    """Returns what the description doesn't say of a deprecated method."""
    reason = method.deprecation_reason
    if not method.deprecated or (reason and reason in " ".join(method.description.split())):
        return ""
    return lay_out(f"Deprecated. {resolve_links(reason, vendor_docs)}", _WIDTH)


def example_section(example: str) -> str:
    """Returns the section of a docstring with a fenced block."""
    return _section("Example", [textwrap.indent(example, "    ")])


def _section(title: str, entries: Sequence[str]) -> str:
    return "\n".join((f"{title}:", *entries)) if entries else ""


def _describe_arguments(call: ClientCall, vendor_docs: str) -> Iterator[str]:
    """Describes the arguments, and the choice among several media types of the body."""
    yield from (_describe_argument(one, vendor_docs) for one in call.arguments)
    if call.choice is None or call.body is None:
        return
    if call.choice.wholes:
        named = " or ".join(f'"{content.content_type}"' for content, _ in call.choice.wholes)
        name = call.choice.wholes[0][1].name
        yield _entry(name, f"The whole body, if `{call.choice.name}` is {named}.")
    main = f'The media type of the body. Default: "{call.body.content_type}"'
    form = call.form if call.files and call.body.kind is ContentKind.JSON else None
    other = f', or "{form.content_type}" for files' if form else ""
    yield _entry(call.choice.name, f"{main}{other}.")


def _describe_argument(argument: Argument, vendor_docs: str) -> str:
    """Rule C21: an argument without a description shows the kinds of JSON that it takes."""
    words = resolve_links(argument.description, vendor_docs).strip()
    if argument.deprecated:
        words = f"Deprecated. {words}".strip()
    return _entry(argument.name, words or " or ".join(argument.json_kinds or ("any value",)))


def _describe_results(call: ClientCall, vendor_docs: str) -> Iterator[str]:
    """Describes the result, and what the other successes return."""
    result = call.result
    yield from _describe_result(result, call.method, vendor_docs)
    for status, other in result.others if not result.page else ():
        if other.kind is None:
            yield _entry("None", f"Status {status}, which has no body.")
        else:
            shown = replace(other, description=f"Status {status}. {other.description}")
            yield from _describe_result(shown, call.method, vendor_docs)


def _describe_result(result: CallResult, method: Method, vendor_docs: str) -> list[str]:
    """Rule PG6: a list says whether iterating it walks all pages or the first page only."""
    words = resolve_links(result.description, vendor_docs).strip()
    match result.kind:
        case None:
            return []
        case ContentKind.JSON if result.page:
            words = f"{words.rstrip('.')}. {_describe_rows(method)}".lstrip(". ")
            return [_entry(result.page.name, words)]
        case ContentKind.JSON | ContentKind.STREAM if result.type:
            return [_entry(result.type.name, words)]
        case ContentKind.TEXT:
            return [_entry("str", words)]
    return [_entry("bytes", words)]


def _describe_rows(method: Method) -> str:
    if method.pagination is not None:
        return "Iterate it for the rows of all pages."
    if method.unpaged_by:
        return "Iterate it for the rows of the first page only."
    return "Iterate it for its rows."


def _describe_errors(call: ClientCall, vendor_docs: str) -> list[str]:
    """Describes the errors of the statuses that the spec lists, each once."""
    types = {one.status: one.type.name for one in call.errors}
    found: dict[str, str] = {}
    for failure in call.method.failures:
        words = " ".join(resolve_links(failure.description, vendor_docs).split())
        words = words or failure.status
        if name := types.get(failure.status):
            words = f"{words.rstrip('.')}. Its `model` is a `types.{name}`."
        found.setdefault(error_name(failure.status), words)
    if not found:
        found[error_name("default")] = "The server refused the call."
    return [_entry(error, words) for error, words in found.items()]


def _entry(name: str, words: str) -> str:
    """Returns `name: words`, folded below its section."""
    text = lay_out(f"{name}: {words}" if words else name, _WIDTH - 8)
    return textwrap.indent(text, "        ").removeprefix("    ")
