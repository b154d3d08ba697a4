"""What sync and async clients share: a call made into a request, a response into its answer. No IO.

Parsers are made once for each type and kept; clients made by `with_options` share them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidResponseError
from .media_type import get_media_type
from .operation import Endpoint, EventsAnswer, JsonAnswer, NoAnswer
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


class ClientCore:
    """A provider's settings, a user's choices, and the parsers that were needed so far."""

    def __init__(
        self, settings: Settings, configuration: Configuration, parsers: dict[str, ResponseParser]
    ) -> None:
        self.settings = settings
        self.configuration = configuration
        self._parsers = parsers

    @classmethod
    def create(cls, settings: Settings, options: ClientOptions) -> ClientCore:
        """Raises ConfigurationError where all keys, or a usable base URL, are missing."""
        return cls(settings, make_configuration(settings, options), {})

    def with_options(self, options: ClientOptions) -> ClientCore:
        """The same with other choices. Raises ConfigurationError as `of` does."""
        found = change_configuration(self.settings, self.configuration, options)
        return ClientCore(self.settings, found, self._parsers)

    def build_request(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> PreparedRequest:
        """Raises ArgumentError for an argument that can't be sent."""
        return build_request(endpoint, options, arguments, self.settings, self.configuration)

    def parse_response(self, request: PreparedRequest, response: httpx2.Response) -> object:
        """What a method returns for a response that was read. Raises InvalidResponseError."""
        if isinstance(request.answer, NoAnswer):
            return None
        if not isinstance(request.answer, JsonAnswer):
            return response.text
        # Text is a transcript, say, whose format an argument chose: "5" and "[noise]" too.
        is_text = get_media_type(response) == "text/plain"
        if is_text and response.content[:1] not in (b"{", b"["):
            return response.text
        parser = self.get_parser(request.answer)
        try:
            if self.configuration.strict:
                return parser.parse_strict(response.content)
            return parser.parse(response.content)
        except InvalidResponseError:
            if is_text:
                return response.text
            raise

    def get_event_parser(self, answer: EventsAnswer) -> Callable[[object], Any]:
        """What makes an event of the stream's type from its JSON."""
        parser = self.get_parser(answer)
        return parser.parse_strict_value if self.configuration.strict else parser.parse_value

    def get_parser(self, answer: JsonAnswer | EventsAnswer) -> ResponseParser:
        """The parser of what JSON, or an event, becomes."""
        if answer.type not in self._parsers:
            from .response_parser import ResponseParser

            self._parsers[answer.type] = ResponseParser(self.settings.load_type(answer.type))
        return self._parsers[answer.type]
