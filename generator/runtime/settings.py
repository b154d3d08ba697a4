"""What a generated client says of its provider, and what a user makes of it: keys, URL, headers.

All of it is checked when a client is made, before any request.
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
    """How a key is sent: as a bearer token, or in the header, query or cookie `parameter`."""

    kind: str  # "bearer", "basic", "header", "query", "cookie"
    parameter: str = ""
    key: str = "api_key"  # the argument of the client that gives it


class HeaderSetting(NamedTuple):
    """A header that goes with every request where its argument or variable is set."""

    argument: str
    header: str
    env: str


class Settings(NamedTuple):
    """What a generated client says of its provider."""

    user_agent: str
    base_url: str
    base_url_env: str
    key_envs: Mapping[str, str]  # the client's arguments for keys, and their variables
    schemes: Mapping[str, KeyPlacement]
    auth: tuple[str, ...]  # the schemes of an operation that names none
    headers: tuple[HeaderSetting, ...]
    load_type: Callable[[str], object]  # a type by its name in `types`


class ClientOptions(NamedTuple):
    """What the arguments of a client, or of its `with_options`, say; None is left as it is."""

    keys: Mapping[str, str | None]
    base_url: str | None
    headers: Mapping[str, str | None]  # by the client's arguments
    timeout: float | httpx2.Timeout | NotGiven | None = NOT_GIVEN
    max_retries: int | None = None
    default_headers: Mapping[str, str | None] | None = None
    default_query: Mapping[str, object] | None = None
    strict: bool | None = None

    def __repr__(self) -> str:
        return f"ClientOptions(base_url={self.base_url!r})"  # the rest may hold a key

    def check(self) -> None:
        """Raises ConfigurationError for an option of a wrong kind."""
        texts = {**self.keys, "base_url": self.base_url, **self.headers}
        for name, value in texts.items():
            _check(name, value, TEXT)
        _check("max_retries", self.max_retries, COUNT)
        _check("timeout", self.timeout, TIMEOUT)
        _check("default_headers", self.default_headers, MAPPING)
        _check("default_query", self.default_query, MAPPING)
        _check("strict", self.strict, FLAG)


class Configuration(NamedTuple):
    """A client's options, checked. Its repr shows no key."""

    keys: Mapping[str, str]
    base_url: str
    own_headers: Mapping[str, str | None]  # by name on the wire
    default_headers: Mapping[str, str | None]
    default_query: Mapping[str, object]
    timeout: float | httpx2.Timeout | NotGiven | None
    max_retries: int
    strict: bool

    def __repr__(self) -> str:
        return f"Configuration(base_url={self.base_url!r})"


def make_configuration(settings: Settings, options: ClientOptions) -> Configuration:
    """What a new client works with: arguments first, then the environment.

    Raises ConfigurationError where all keys, or a usable base URL, are missing.
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
    )
    return _apply_options(empty, options)


def change_configuration(
    settings: Settings, before: Configuration, options: ClientOptions
) -> Configuration:
    """`before` with what `options` gives in its place. Raises ConfigurationError as above."""
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
    """The words for a key that is needed and not there."""
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
    )


def _check_keys(keys: Mapping[str, str]) -> dict[str, str]:
    """The keys that there are: one that is "" is none."""
    for name, key in keys.items():
        if not (key.isascii() and key.isprintable() and key == key.strip()):
            raise ConfigurationError(f"`{name}` holds more than ASCII's visible characters")
    return {name: key for name, key in keys.items() if key}


def _normalize_headers(headers: Mapping[str, str | None]) -> dict[str, str | None]:
    """Headers that a client's requests can carry; their names are the same in any case."""
    named = {name.lower(): text for name, text in headers.items()}
    try:
        return {**dict.fromkeys(named), **encode_headers(named)}
    except ArgumentError as error:
        raise ConfigurationError(error.message) from None


def _check(name: str, value: object, option_type: OptionType) -> None:
    if value is not None and (mismatch := option_type.describe_mismatch(value)):
        raise ConfigurationError(f"`{name}` {mismatch}")


def _get_or_environ(value: str | None, env: str) -> str:
    """A setting: what was given, were it empty, goes before what the environment says."""
    return os.environ.get(env, "") if value is None else value


def _check_url(url: str) -> str:
    if "@" in url.partition("://")[2].partition("/")[0]:  # not describe_value: it may be a password
        raise ConfigurationError("the base URL can't hold a user name or a password")
    shown = url.partition("?")[0]  # what comes behind may be a key
    try:
        parts = urlsplit(url)
        place = (parts.hostname, parts.port)
    except ValueError:  # brackets that don't match, or a port that is no number
        place = (None, None)
    if not url.startswith(("https://", "http://")) or place[0] is None:
        raise ConfigurationError(
            f"not a base URL: {shown!r}; it starts with https:// or http:// and a host"
        )
    if "?" in url or "#" in url:
        raise ConfigurationError(
            f"the base URL {shown.partition('#')[0]!r} has a query or a fragment behind it; "
            "what goes with each request is `default_query`"
        )
    if " " in url or not url.isprintable():
        raise ConfigurationError(
            f"not a base URL: {shown!r}; it ends with its host or a path and holds no spaces"
        )
    return url.rstrip("/")
