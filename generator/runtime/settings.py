"""Settings of a provider, from its generated client, and options of a user: keys, URL, headers.

All of them are checked when a client is made, before any request.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from .credentials import (
    LATE_KEY,
    Alternatives,
    AsyncKeyFunction,
    AsyncKeyInput,
    KeyPlacement,
    check_keys,
    choose_keys,
    make_missing_key_error,
)
from .encoding import encode_headers
from .errors import ArgumentError, ConfigurationError
from .not_given import NOT_GIVEN, NotGiven
from .option_types import COUNT, FLAG, KEY, MAPPING, TEXT, TIMEOUT, URL, OptionType

if TYPE_CHECKING:
    import httpx2

_NO_TEXTS: Final[Mapping[str, str]] = MappingProxyType({})
MAX_RETRIES: Final = 2
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


class HeaderSetting(NamedTuple):
    """A header that each request carries if its argument or variable is set."""

    argument: str
    header: str
    env: str


class UrlVariable(NamedTuple):
    """A variable of the URLs of servers, which an argument of the client sets."""

    name: str  # as in the URL: "region"
    values: tuple[str, ...] = ()  # the only values that it takes; empty: any


_NO_VARIABLES: Final[Mapping[str, UrlVariable]] = MappingProxyType({})


class Settings(NamedTuple):
    """The settings of a provider, written by its generated client."""

    user_agent: str
    base_url: str  # may have variables: "https://{region}.acme.test/v1"
    base_url_env: str
    key_envs: Mapping[str, str]  # argument of the client → environment variable
    schemes: Mapping[str, KeyPlacement]
    auth: tuple[str, ...]  # the schemes of endpoints that name none
    headers: tuple[HeaderSetting, ...]
    load_type: Callable[[str], object]  # returns a type by its name in `types`
    needed: Alternatives = ()  # a client needs the keys of one of these; empty: it needs none
    url_variables: Mapping[str, UrlVariable] = _NO_VARIABLES  # by argument of the client
    url_defaults: Mapping[str, str] = _NO_TEXTS  # of the variables in `base_url`


_NO_URL_VARIABLES: Final[Mapping[str, str | None]] = MappingProxyType({})


class ClientOptions(NamedTuple):
    """The arguments of a client or of `with_options`. None keeps the current value."""

    keys: Mapping[str, AsyncKeyInput | None]
    base_url: str | httpx2.URL | None
    headers: Mapping[str, str | None]  # by argument of the client
    timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN
    max_retries: int | None = None
    default_headers: Mapping[str, str | NotGiven | None] | None = None
    default_query: Mapping[str, object] | None = None
    strict: bool | None = None
    max_response_size: int | None = None
    max_empty_lines: int | None = None
    url_variables: Mapping[str, str | None] = _NO_URL_VARIABLES  # by argument of the client

    def __repr__(self) -> str:
        return f"ClientOptions(base_url={self.base_url!r})"  # other options may hold a key

    def check(self) -> None:
        """Raises ConfigurationError for an option with a value of the wrong type."""
        for name, value in {**self.headers, **self.url_variables}.items():
            _check(name, value, TEXT)
        for name, key in self.keys.items():
            _check(name, key, KEY)
        _check("base_url", self.base_url, URL)
        _check("max_retries", self.max_retries, COUNT)
        _check("timeout", self.timeout, TIMEOUT)
        _check("default_headers", self.default_headers, MAPPING)
        _check("default_query", self.default_query, MAPPING)
        _check("strict", self.strict, FLAG)
        _check("max_response_size", self.max_response_size, COUNT)
        _check("max_empty_lines", self.max_empty_lines, COUNT)


class Configuration(NamedTuple):
    """The checked options of a client. Its repr shows no key."""

    keys: Mapping[str, str]  # LATE_KEY for a key that a function gives
    key_functions: Mapping[str, AsyncKeyFunction]
    base_url: str
    is_own_url: bool  # the caller gave `base_url`, or set its variable: every call goes there
    url_values: Mapping[str, str]  # by name of the variable in a URL
    own_headers: Mapping[str, str | None]  # by name on the wire
    default_headers: Mapping[str, str | None]
    default_query: Mapping[str, object]
    timeout: float | httpx2.Timeout | NotGiven | None
    max_retries: int
    strict: bool
    max_response_size: int
    max_empty_lines: int

    def __repr__(self) -> str:
        return f"Configuration(base_url={self.base_url!r})"


def make_configuration(settings: Settings, options: ClientOptions) -> Configuration:
    """Returns the configuration of a new client. Arguments override environment variables.

    Raises ConfigurationError if a key is missing that every call needs, or if no base URL is
    usable.
    """
    options.check()
    given, functions = _split_keys(settings, options)
    for name, env in settings.key_envs.items():
        given[name] = os.environ.get(env) if given.get(name) is None else given[name]
    keys = check_keys(given, settings.schemes)
    url = str(options.base_url or os.environ.get(settings.base_url_env, ""))
    values = _choose_url_values(settings, options)
    found = {
        one.header: _get_or_environ(options.headers.get(one.argument), one.env)
        for one in settings.headers
    }
    empty = Configuration(
        keys=keys,
        key_functions=functions,
        base_url=_check_url(url) if url else _fill_base_url(settings, values),
        is_own_url=bool(url),
        url_values=values,
        own_headers=_normalize_headers({name: value for name, value in found.items() if value}),
        default_headers={},
        default_query={},
        timeout=NOT_GIVEN,
        max_retries=MAX_RETRIES,
        strict=False,
        max_response_size=256 * 1024 * 1024,
        max_empty_lines=100_000,
    )
    made = _apply_options(empty, options)
    headers = {*made.own_headers, *made.default_headers}
    if settings.needed and choose_keys(settings.schemes, settings.needed, keys, headers) is None:
        raise make_missing_key_error(settings.schemes, settings.needed, keys, settings.key_envs)
    return made


def change_configuration(
    settings: Settings, before: Configuration, options: ClientOptions
) -> Configuration:
    """Returns `before` with the options that are given. Raises as `make_configuration` does."""
    options.check()
    given, functions = _split_keys(settings, options)
    keys = {name: key for name, key in given.items() if key is not None}
    kept = {name: call for name, call in before.key_functions.items() if name not in keys}
    values = {**before.url_values, **_choose_url_values(settings, options)}
    is_own_url = bool(options.base_url) or before.is_own_url
    own = {
        header.header: value
        for header in settings.headers
        if (value := options.headers.get(header.argument)) is not None
    }
    found = before._replace(
        keys=check_keys({**before.keys, **keys}, settings.schemes),
        key_functions={**kept, **functions},
        base_url=(
            _check_url(str(options.base_url or before.base_url))
            if is_own_url
            else _fill_base_url(settings, values)
        ),
        is_own_url=is_own_url,
        url_values=values,
        own_headers=_normalize_headers({**before.own_headers, **own}),
    )
    return _apply_options(found, options)


def with_loaded_keys(
    settings: Settings, before: Configuration, keys: Mapping[str, str]
) -> Configuration:
    """Returns `before` with the keys that functions of the user returned.

    Raises ConfigurationError for a key that can't be sent.
    """
    return before._replace(keys=check_keys({**before.keys, **keys}, settings.schemes))


def get_option(settings: Settings, configuration: Configuration, name: str) -> object:
    """Returns a key or its function, a header or a part of the URL; None if it is not set."""
    if name in settings.key_envs:
        return configuration.key_functions.get(name, configuration.keys.get(name))
    if name in settings.url_variables:
        return configuration.url_values.get(settings.url_variables[name].name)
    header = next(one.header for one in settings.headers if one.argument == name)
    return configuration.own_headers.get(header.lower())


def set_option(
    settings: Settings, before: Configuration, name: str, value: object
) -> Configuration:
    """Returns `before` with another value of an option. Raises as `make_configuration` does."""
    if value is None and name != "timeout":
        raise ConfigurationError(f"`{name}` can't be None")
    given: dict[str, Any] = {name: value}
    options: dict[str, Any] = {"keys": {}, "base_url": None, "headers": {}}
    if name in settings.key_envs:
        options["keys"] = given
    elif name in settings.url_variables:
        options["url_variables"] = given
    elif any(one.argument == name for one in settings.headers):
        options["headers"] = given
    else:
        options |= given
    return change_configuration(settings, before, ClientOptions(**options))


def _split_keys(
    settings: Settings, options: ClientOptions
) -> tuple[dict[str, str | None], dict[str, AsyncKeyFunction]]:
    """Returns the keys, and the functions that give keys. LATE_KEY stands for a function's key."""
    texts: dict[str, str | None] = {}
    functions: dict[str, AsyncKeyFunction] = {}
    allowed = {name for one in settings.schemes.values() for name in (one.key, one.password)}
    for name, key in options.keys.items():
        if key is None or isinstance(key, str):
            texts[name] = key
            continue
        if name not in allowed:
            raise ConfigurationError(f"`{name}` takes a string, not a function")
        texts[name], functions[name] = LATE_KEY, key
    return texts, functions


def find_server(
    settings: Settings, configuration: Configuration, template: str, defaults: Mapping[str, str]
) -> str:
    """Returns the URL of an endpoint's own server.

    A base URL that the caller gave replaces it. A relative URL has the host of the base URL.
    Raises ConfigurationError if a variable without a default has no value.
    """
    is_relative = "://" not in template
    if configuration.is_own_url and not is_relative:
        return configuration.base_url
    url = _fill_variables(settings, template, {**defaults, **configuration.url_values})
    if is_relative:
        url = urljoin(f"{configuration.base_url}/", f"/{url.lstrip('/')}")
    return _check_url(url)


def _fill_base_url(settings: Settings, values: Mapping[str, str]) -> str:
    """Returns the URL of the document's server. Raises ConfigurationError if it has no host."""
    url = _fill_variables(settings, settings.base_url, {**settings.url_defaults, **values})
    if "://" in url:
        return _check_url(url)
    words = f"the API's document names no host, only {url!r}" if url.strip("/") else "no base URL"
    example = f", such as 'https://example.com/{url.lstrip('/')}'" if url.strip("/") else ""
    raise ConfigurationError(
        f"{words}: give `base_url`{example}, or set the variable {settings.base_url_env}"
    )


def _fill_variables(settings: Settings, template: str, values: Mapping[str, str]) -> str:
    arguments = {one.name: argument for argument, one in settings.url_variables.items()}
    for name in _PLACEHOLDER.findall(template):
        if name not in values:
            raise ConfigurationError(
                f"`{arguments.get(name, name)}` is part of the URL {template!r}: give it, or "
                "`base_url`"
            )
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def _choose_url_values(settings: Settings, options: ClientOptions) -> dict[str, str]:
    """Returns the values of variables that the caller gives, by name in the URL."""
    found: dict[str, str] = {}
    for argument, variable in settings.url_variables.items():
        value = options.url_variables.get(argument)
        if value is None:
            continue
        if variable.values and value not in variable.values:
            known = ", ".join(map(repr, variable.values))
            raise ConfigurationError(f"`{argument}` takes one of {known}, not {value!r}")
        found[variable.name] = value
    return found


def _apply_options(before: Configuration, options: ClientOptions) -> Configuration:
    return before._replace(
        default_headers=_normalize_headers(
            {**before.default_headers, **(options.default_headers or {})}
        ),
        default_query={**before.default_query, **(options.default_query or {})},
        timeout=before.timeout if isinstance(options.timeout, NotGiven) else options.timeout,
        max_retries=before.max_retries if options.max_retries is None else options.max_retries,
        strict=before.strict if options.strict is None else options.strict,
        max_response_size=(
            before.max_response_size
            if options.max_response_size is None
            else options.max_response_size
        ),
        max_empty_lines=(
            before.max_empty_lines if options.max_empty_lines is None else options.max_empty_lines
        ),
    )


def _normalize_headers(headers: Mapping[str, str | NotGiven | None]) -> dict[str, str | None]:
    """Returns the headers with lower-case names. Raises ConfigurationError for an invalid one."""
    named = {name.lower(): text for name, text in headers.items()}
    try:
        return {**dict.fromkeys(named), **encode_headers(named)}
    except ArgumentError as error:
        raise ConfigurationError(error.message) from None


def _check(name: str, value: object, option_type: OptionType) -> None:
    if value is not None and (mismatch := option_type.describe_mismatch(value)):
        raise ConfigurationError(f"`{name}` {mismatch}")


def _get_or_environ(value: str | None, env: str) -> str:
    """Returns the argument if it is given, even if empty, or else the environment variable."""
    return os.environ.get(env, "") if value is None else value


def _check_url(url: str) -> str:
    if (
        "@" in url.partition("://")[2].partition("/")[0]
    ):  # the URL is not shown: it may hold a password
        raise ConfigurationError("the base URL must not contain a user name or a password")
    shown = url.partition("?")[0]  # a query may contain a key
    try:
        parts = urlsplit(url)
        place = (parts.hostname, parts.port)
    except ValueError:  # unmatched brackets, or an invalid port
        place = (None, None)
    if not url.startswith(("https://", "http://")) or place[0] is None:
        raise ConfigurationError(
            f"not a base URL: {shown!r}; it must start with https:// or http:// and a host"
        )
    if "?" in url or "#" in url:
        raise ConfigurationError(
            f"the base URL {shown.partition('#')[0]!r} has a query or a fragment; "
            "use `default_query` for arguments of each request"
        )
    if " " in url or not url.isprintable():
        raise ConfigurationError(
            f"not a base URL: {shown!r}; it must not contain spaces or control characters"
        )
    return url.rstrip("/")
