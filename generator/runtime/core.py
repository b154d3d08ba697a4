"""The part of a client that sync and async clients share; it does no I/O.

Arguments of a call in, a request out; a response in, its parsed result out. A parser is made once
for each type. Clients made by `with_options` share the parsers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import APIStatusError, InvalidResponseError
from .media_type import get_media_type
from .operation import Endpoint, EventsAnswer, JsonAnswer, NoAnswer, find_by_status
from .request import Arguments, PreparedRequest, build_request
from .settings import (
    ClientOptions,
    Configuration,
    Settings,
    change_configuration,
    make_configuration,
)

if TYPE_CHECKING:
    import httpx2

    from .response_parser import ResponseParser
    from .tokens import TokenState


class ClientCore:
    """Settings of the provider, options of the user, and the parsers made so far."""

    def __init__(
        self,
        settings: Settings,
        configuration: Configuration,
        parsers: dict[str, ResponseParser],
        tokens: dict[tuple[str, ...], TokenState],
    ) -> None:
        self.settings = settings
        self.configuration = configuration
        self.tokens = tokens  # by credentials
        self._parsers = parsers

    @classmethod
    def create(cls, settings: Settings, options: ClientOptions) -> ClientCore:
        """Raises ConfigurationError if every key is missing, or if no base URL is usable."""
        return cls(settings, make_configuration(settings, options), {}, {})

    def with_options(self, options: ClientOptions) -> ClientCore:
        """Returns a copy with other options. Raises ConfigurationError as `create` does."""
        found = change_configuration(self.settings, self.configuration, options)
        return ClientCore(self.settings, found, self._parsers, self.tokens)

    def build_request(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> PreparedRequest:
        """Builds the request of a call. Raises ArgumentError for an unsendable argument."""
        return build_request(endpoint, options, arguments, self.settings, self.configuration)

    def parse_response(self, request: PreparedRequest, response: httpx2.Response) -> object:
        """Returns the result for a response whose body was read.

        Raises InvalidResponseError if the body doesn't match its content type.
        """
        answer = request.find_answer(response.status_code)
        if isinstance(answer, NoAnswer):
            return None
        if not isinstance(answer, JsonAnswer):
            return response.text
        # An argument may ask for plain text, such as a transcript: "5" or "[noise]".
        is_text = get_media_type(response) == "text/plain"
        if is_text and response.content[:1] not in (b"{", b"["):
            return response.text
        parser = self.get_parser(answer)
        try:
            if self.configuration.strict:
                return parser.parse_strict(response.content)
            return parser.parse(response.content)
        except InvalidResponseError:
            if is_text:
                return response.text
            raise

    def parse_page(self, request: PreparedRequest, response: httpx2.Response) -> object:
        """Returns the page that a response holds. A page without a body has no rows."""
        page = self.parse_response(request, response)
        if page is not None or not isinstance(request.answer, JsonAnswer):
            return page
        return self.get_parser(request.answer).parse_value({})

    def describe_error(self, request: PreparedRequest, error: APIStatusError) -> None:
        """Tells an error how to parse its body, if the endpoint declares a type for its status."""
        name = find_by_status(request.errors, error.status_code)
        if name is not None:
            error.describe_body(lambda body: self._parse_error(name, body))

    def _parse_error(self, name: str, body: object) -> object:
        if isinstance(body, str):  # it wasn't JSON
            return None
        try:
            return self.get_parser(JsonAnswer(name)).parse_value(body)
        except InvalidResponseError:
            return None  # null, or nested too deeply

    def get_event_parser(self, answer: EventsAnswer) -> Callable[[object], Any]:
        """Returns the function that parses the JSON value of an event."""
        parser = self.get_parser(answer)
        return parser.parse_strict_value if self.configuration.strict else parser.parse_value

    def get_parser(self, answer: JsonAnswer | EventsAnswer) -> ResponseParser:
        """Returns the parser of the type that a response, or its events, have."""
        if answer.type not in self._parsers:
            from .response_parser import ResponseParser

            self._parsers[answer.type] = ResponseParser(self.settings.load_type(answer.type))
        return self._parsers[answer.type]
