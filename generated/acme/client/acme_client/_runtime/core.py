"""The part of a client that sync and async clients share; it does no I/O.

Arguments of a call in, a request out; a response in, its parsed result out. A parser is made once
for each type. Clients made by `with_options` share the parsers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .errors import APIStatusError, ArgumentError, InvalidResponseError
from .media_type import get_media_type
from .operation import (
    BinaryAnswer,
    Endpoint,
    JsonAnswer,
    NoAnswer,
    StreamAnswer,
    find_by_status,
)
from .request import Arguments, PreparedRequest, build_request, find_key_functions
from .settings import (
    ClientOptions,
    Configuration,
    Settings,
    change_configuration,
    get_option,
    make_configuration,
    set_option,
    with_loaded_keys,
)

if TYPE_CHECKING:
    import httpx2

    from .credentials import AsyncKeyFunction
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

    def get_option(self, name: str) -> Any:
        """Returns an option by the name of its argument: a key, a header or a part of the URL."""
        return get_option(self.settings, self.configuration, name)

    def set_option(self, name: str, value: object) -> None:
        """Changes an option for all further calls. Raises ConfigurationError for a wrong value."""
        self.configuration = set_option(self.settings, self.configuration, name, value)

    def find_key_functions(
        self, endpoint: Endpoint[Any], options: Mapping[str, Any], arguments: Arguments
    ) -> Mapping[str, AsyncKeyFunction]:
        """Returns the functions that give the keys of a call."""
        configuration = self.configuration
        if not configuration.key_functions:
            return configuration.key_functions
        return find_key_functions(endpoint, options, arguments, self.settings, configuration)

    def build_request(
        self,
        endpoint: Endpoint[Any],
        options: Mapping[str, Any],
        arguments: Arguments,
        keys: Mapping[str, str],
    ) -> PreparedRequest:
        """Builds the request of a call. Raises ArgumentError for an unsendable argument.

        `keys` are those that functions of the user returned.
        """
        configuration = self.configuration
        if keys:
            configuration = with_loaded_keys(self.settings, configuration, keys)
        return build_request(endpoint, options, arguments, self.settings, configuration)

    def parse_response(self, request: PreparedRequest, response: httpx2.Response) -> object:
        """Returns the result for a response whose body was read.

        Raises InvalidResponseError if the body doesn't match its content type.
        """
        media_type = get_media_type(response)
        answer = request.find_answer(response.status_code, media_type)
        if isinstance(answer, NoAnswer):
            return None
        if isinstance(answer, BinaryAnswer):  # one of several media types; its body is read
            return response.content
        if not isinstance(answer, JsonAnswer):
            return response.text
        # An argument may ask for plain text, such as a transcript: "5" or "[noise]".
        is_text = media_type == "text/plain"
        if is_text and response.content[:1] not in (b"{", b"["):
            return response.text
        parser = self.get_parser(answer)
        try:
            is_strict = self.configuration.strict
            found = (parser.parse_strict if is_strict else parser.parse)(response.content)
            return _attach_request_id(found, response)
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

    def get_item_parser(self, answer: StreamAnswer) -> Callable[[object], Any]:
        """Returns the function that parses the JSON value of an item."""
        parser = self.get_parser(answer)
        return parser.parse_strict_value if self.configuration.strict else parser.parse_value

    def get_parser(self, answer: JsonAnswer | StreamAnswer) -> ResponseParser:
        """Returns the parser of the type that a response, or its items, have."""
        kind = answer.type
        if not isinstance(kind, str):
            return make_parser(kind)
        if kind not in self._parsers:
            from .response_parser import ResponseParser

            self._parsers[kind] = ResponseParser(self.settings.load_type(kind))
        return self._parsers[kind]


def _attach_request_id(answer: object, response: httpx2.Response) -> object:
    """Returns `answer`. If it is a model, it knows the id of its request from now on."""
    headers = response.headers
    request_id = headers.get("x-request-id") or headers.get("request-id")
    if request_id and hasattr(type(answer), "_request_id"):
        object.__setattr__(answer, "_request_id", request_id)
    return answer


def make_parser(kind: Any) -> ResponseParser:
    """Returns the parser of a type of the caller: a model, `dict`, `object`.

    Raises ArgumentError if JSON can't be parsed into the type.
    """
    from pydantic import PydanticUserError
    from pydantic_core import SchemaError

    from .response_parser import ResponseParser

    try:
        return ResponseParser(kind)
    except (PydanticUserError, SchemaError, NameError):
        raise ArgumentError(f"{kind!r} is not a type that JSON can be parsed into") from None


def parse_body(body: bytes, kind: Any) -> Any:
    """Returns a body as the type that the caller names: a model, `dict`, `str`, `bytes`.

    Raises ArgumentError as `make_parser` does, InvalidResponseError if the body isn't JSON.
    """
    if kind is bytes:
        return body
    if kind is str:
        return body.decode("utf-8", "replace")
    return make_parser(kind).parse(body)
