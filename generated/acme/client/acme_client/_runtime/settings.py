"""Settings of a provider, from its generated client, and options of a user: keys, URL, headers.

All of them are checked when a client is made, before any request.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .encoding import encode_headers
from .errors import ArgumentError, ConfigurationError
from .not_given import NOT_GIVEN, NotGiven
from .option_types import COUNT, FLAG, MAPPING, TEXT, TIMEOUT, OptionType

if TYPE_CHECKING:
    import httpx2


class KeyPlacement(NamedTuple):
    """Where a key is sent: as a bearer token, or in the header, query or cookie `parameter`."""

    kind: str  # "bearer", "basic", "header", "query", "cookie"
    parameter: str = ""
    key: str = "api_key"  # the client's argument for the key


class HeaderSetting(NamedTuple):
    """A header that each request carries if its argument or variable is set."""

    argument: str
    header: str
    env: str


class Settings(NamedTuple):
    """The settings of a provider, written by its generated client."""

    user_agent: str
    base_url: str
    base_url_env: str
    key_envs: Mapping[str, str]  # argument of the client → environment variable
    schemes: Mapping[str, KeyPlacement]
    auth: tuple[str, ...]  # the schemes of endpoints that name none
    headers: tuple[HeaderSetting, ...]
    load_type: Callable[[str], object]  # returns a type by its name in `types`


class ClientOptions(NamedTuple):
    """The arguments of a client or of `with_options`. None keeps the current value."""

    keys: Mapping[str, str | None]
    base_url: str | None
    headers: Mapping[str, str | None]  # by argument of the client
    timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN
    max_retries: int | None = None
    default_headers: Mapping[str, str | None] | None = None
    default_query: Mapping[str, object] | None = None
    strict: bool | None = None
    max_response_size: int | None = None
    max_empty_lines: int | None = None

    def __repr__(self) -> str:
        return f"ClientOptions(base_url={self.base_url!r})"  # other options may hold a key

    def check(self) -> None:
        """Raises ConfigurationError for an option with a value of the wrong type."""
        texts = {**self.keys, "base_url": self.base_url, **self.headers}
        for name, value in texts.items():
            _check(name, value, TEXT)
        _check("max_retries", self.max_retries, COUNT)
        _check("timeout", self.timeout, TIMEOUT)
        _check("default_headers", self.default_headers, MAPPING)
        _check("default_query", self.default_query, MAPPING)
        _check("strict", self.strict, FLAG)
        _check("max_response_size", self.max_response_size, COUNT)
        _check("max_empty_lines", self.max_empty_lines, COUNT)


class Configuration(NamedTuple):
    """The checked options of a client. Its repr shows no key."""

    keys: Mapping[str, str]
    base_url: str
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

    Raises ConfigurationError if every key is missing, or if no base URL is usable.
    """
    options.check()
    keys = _check_keys(
        {
            name: _get_or_environ(options.keys.get(name), env)
            for name, env in settings.key_envs.items()
        }
    )
    if not keys and settings.auth:
        raise ConfigurationError(
            describe_missing_key(settings, settings.schemes[settings.auth[0]].key)
        )
    url = options.base_url or os.environ.get(settings.base_url_env, "") or settings.base_url
    if not url:
        name = settings.base_url_env
        raise ConfigurationError(f"no base URL: give `base_url`, or set the variable {name}")
    found = {
        header.header: _get_or_environ(options.headers.get(header.argument), header.env)
        for header in settings.headers
    }
    empty = Configuration(
        keys=keys,
        base_url=_check_url(url),
        own_headers=_normalize_headers({name: value for name, value in found.items() if value}),
        default_headers={},
        default_query={},
        timeout=NOT_GIVEN,
        max_retries=2,
        strict=False,
        max_response_size=256 * 1024 * 1024,
        max_empty_lines=100_000,
    )
    return _apply_options(empty, options)


def change_configuration(
    settings: Settings, before: Configuration, options: ClientOptions
) -> Configuration:
    """Returns `before` with the options that are given. Raises as `make_configuration` does."""
    options.check()
    keys = {name: key for name, key in options.keys.items() if key is not None}
    own = {
        header.header: value
        for header in settings.headers
        if (value := options.headers.get(header.argument)) is not None
    }
    found = before._replace(
        keys=_check_keys({**before.keys, **keys}),
        base_url=_check_url(options.base_url) if options.base_url else before.base_url,
        own_headers=_normalize_headers({**before.own_headers, **own}),
    )
    return _apply_options(found, options)


def describe_missing_key(settings: Settings, name: str) -> str:
    """Returns the message for a key that is needed and missing."""
    return f"no API key: give `{name}`, or set the variable {settings.key_envs[name]}"


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


def _check_keys(keys: Mapping[str, str]) -> dict[str, str]:
    """Returns the keys that are set. An empty key counts as not set."""
    for name, key in keys.items():
        if not (key.isascii() and key.isprintable() and key == key.strip()):
            raise ConfigurationError(
                f"`{name}` contains characters other than visible ASCII characters"
            )
    return {name: key for name, key in keys.items() if key}


def _normalize_headers(headers: Mapping[str, str | None]) -> dict[str, str | None]:
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
