"""Shows a method's requests in tabs, and a response.

A method comes in; fenced blocks go out. `generator.examples` chooses the values, `views.sql` and
`views.code` write the languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import fenced_code, json_text, markdown_code
from generator.examples.requests import Request, Requests
from generator.examples.responses import SampleResponses
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider, Resource, Service
from generator.model.walk import NamedTypes, named_types
from generator.views.code.client_paths import client_path
from generator.views.code.curl_command import CurlCommands, request_json
from generator.views.code.python_call import PythonCalls
from generator.views.code.request_files import sent_content
from generator.views.mkdocs.type_words import Markdown
from generator.views.sql import columns
from generator.views.sql.limits import reason
from generator.views.sql.manifest import manifest, manifest_yaml
from generator.views.sql.statement_text import statement_text
from generator.views.sql.statements import Statements
from generator.vocabulary import SqlVerb


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    note: Markdown  # above the block: why StackQL can't run it
    block: Markdown  # a fenced block


@dataclass(frozen=True, slots=True)
class ShownResponse:
    title: str
    block: Markdown


@dataclass(frozen=True, slots=True)
class MethodExamples:
    usual: tuple[Tab, ...]
    all: tuple[Tab, ...]  # empty if the usual request has all arguments
    response: ShownResponse | None


class ExampleTabs:
    """Builds the tabs of one provider's methods."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._requests = Requests(provider)
        self._responses = SampleResponses(provider)
        self.python = PythonCalls(provider)
        self._curl = CurlCommands(provider)
        self._types: NamedTypes = named_types(provider)
        self.statements = Statements(provider)

    def examples(self, service: Service, resource: Resource, method: Method) -> MethodExamples:
        """Rule E1: a method has a tab for each language: SQL, Python, curl, and JSON if it sends
        such a body. The request with all arguments has the same tabs, and an INSERT's manifest.
        """
        usual, every = self._requests.usual(method), self._requests.all(method)
        statement = statement_text(self.statements.usual(resource, method))
        whole = statement_text(self.statements.all(resource, method))
        more = tuple(self._tabs(service, method, every, whole))
        if method.verb is SqlVerb.INSERT:
            shown = manifest(resource, method, columns.required_params(method), self._types)
            more += (make_tab("Manifest", manifest_yaml(shown), "yaml"),)
        return MethodExamples(
            usual=tuple(self._tabs(service, method, usual, statement)),
            all=more if every != usual or method.verb is SqlVerb.INSERT else (),
            response=self._response(method),
        )

    def _tabs(
        self, service: Service, method: Method, request: Request, statement: str
    ) -> Iterator[Tab]:
        yield self.sql_tab(method, statement)
        yield from self.code_tabs(service, method, request)
        body = method.body
        if body is None or not body.content or not request.body:
            return
        if sent_content(request, body, self._types).kind is ContentKind.JSON:
            yield make_tab("JSON", json_text(request_json(body, request), indent=2), "json")

    def sql_tab(self, method: Method, statement: str) -> Tab:
        """Returns a statement; it says why StackQL can't run it, if so."""
        return Tab("SQL", self._limit(method), Markdown(fenced_code(statement, "sql")))

    def code_tabs(
        self, service: Service, method: Method, request: Request, program: str = ""
    ) -> tuple[Tab, Tab]:
        """Returns the request in Python and as curl. `program` replaces the usual program."""
        return (
            make_tab("Python", program or self.python.program(method, request), "python"),
            make_tab("curl", self._curl.command(service, method, request), "sh"),
        )

    def _limit(self, method: Method) -> Markdown:
        """Rule E2: a statement that StackQL can't run says why, and which Python call does the
        same.
        """
        found = reason(method, self._types)
        if found is None:
            return Markdown("")
        call = markdown_code(f"{client_path(method.python)}(…)")
        return Markdown(f"{found.text(markdown_code)} Call {call} in Python.")

    def _response(self, method: Method) -> ShownResponse | None:
        found = self._responses.choose(method)
        if found is None:
            return None
        text = found.text if found.value is None else json_text(found.value, indent=2)
        title = "Response, made from its type" if found.is_made else "Sample response"
        language = "json" if found.value is not None else "text"
        return ShownResponse(title, Markdown(fenced_code(text, language)))


def make_tab(title: str, text: str, language: str) -> Tab:
    """Returns a fenced block with a title."""
    return Tab(title, Markdown(""), Markdown(fenced_code(text, language)))
