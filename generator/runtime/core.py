"""What sync and async clients share: a call made into a request, a response into its answer. No IO.

Parsers are made once for each type and kept; clients made by `with_options` share them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import InvalidResponseError
from .media_type import media_type
from .operation import Events, Json, Nothing, Operation
from .request import Arguments, Request, request_of
from .settings import Changes, Configuration, Settings, changed, configuration

if TYPE_CHECKING:
    import httpx2

    from .response_parser import Parser


class Core:
    """A provider's settings, a user's choices, and the parsers that were needed so far."""

    def __init__(
        self, settings: Settings, configuration: Configuration, parsers: dict[str, Parser]
    ) -> None:
        self.settings = settings
        self.configuration = configuration
        self._parsers = parsers

    @classmethod
    def of(cls, settings: Settings, changes: Changes) -> Core:
        """Raises ConfigurationError where all keys, or a usable base URL, are missing."""
        return cls(settings, configuration(settings, changes), {})

    def changed(self, changes: Changes) -> Core:
        """The same with other choices. Raises ConfigurationError as `of` does."""
        found = changed(self.settings, self.configuration, changes)
        return Core(self.settings, found, self._parsers)

    def request(
        self, operation: Operation[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> Request:
        """Raises ArgumentError for an argument that can't be sent."""
        return request_of(operation, options, arguments, self.settings, self.configuration)

    def parsed(self, request: Request, response: httpx2.Response) -> object:
        """What a method returns for a response that was read. Raises InvalidResponseError."""
        if isinstance(request.answer, Nothing):
            return None
        if not isinstance(request.answer, Json):
            return response.text
        # Text is a transcript, say, whose format an argument chose: "5" and "[noise]" too.
        is_text = media_type(response) == "text/plain"
        if is_text and response.content[:1] not in (b"{", b"["):
            return response.text
        parser = self.parser(request.answer)
        try:
            if self.configuration.strict:
                return parser.parse_strict(response.content)
            return parser.parse(response.content)
        except InvalidResponseError:
            if is_text:
                return response.text
            raise

    def event_parser(self, answer: Events) -> Callable[[object], Any]:
        """What makes an event of the stream's type from its JSON."""
        parser = self.parser(answer)
        return parser.parse_strict_value if self.configuration.strict else parser.parse_value

    def parser(self, answer: Json | Events) -> Parser:
        """The parser of what JSON, or an event, becomes."""
        if answer.type not in self._parsers:
            from .response_parser import Parser

            self._parsers[answer.type] = Parser(self.settings.load_type(answer.type))
        return self._parsers[answer.type]
