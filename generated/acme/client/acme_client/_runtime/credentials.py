"""Which credentials a call uses: schemes and keys in, the headers and arguments that hold them out.

A call has alternatives: sets of schemes whose credentials are sent together. It uses the first set
that the client has everything for.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from .errors import APIError, ConfigurationError

_MOST_WAYS = 3  # in a message

Alternatives: TypeAlias = Sequence[tuple[str, ...]]
"""Sets of names of schemes. An empty set needs no credential."""


KeyFunction: TypeAlias = Callable[[], str]
AsyncKeyFunction: TypeAlias = Callable[[], str | Awaitable[str]]
KeyInput: TypeAlias = str | KeyFunction
"""A key, or a function that returns one for each call."""
AsyncKeyInput: TypeAlias = str | AsyncKeyFunction
"""A key, or a function, async or not, that returns one for each call."""

LATE_KEY: Final = "\0"  # no header can hold it
"""Stands for a key that a function gives."""


class TokenGrant(NamedTuple):
    """OAuth2 client credentials: the token endpoint, and the client's arguments for them."""

    url: str  # may be relative to the base URL
    client_id: str
    client_secret: str
    token_url: str  # replaces `url`
    scope: str


class KeyPlacement(NamedTuple):
    """Where a key is sent: as a bearer token, or in the header, query or cookie `parameter`."""

    kind: str  # "bearer", "basic", "header", "query", "cookie"
    parameter: str = ""
    key: str = "api_key"  # the client's argument for the key, or for the user name
    password: str = ""  # the argument for the password, of the kind "basic"
    grant: TokenGrant | None = None  # gets a bearer token if the key is not given

    @property
    def header(self) -> str:
        """The header that holds the credential, in lower case; "" if none does."""
        if self.kind in ("bearer", "basic"):
            return "authorization"
        return {"header": self.parameter.lower(), "cookie": "cookie"}.get(self.kind, "")

    def list_ways(self) -> list[tuple[str, ...]]:
        """Returns the sets of arguments of which one is sufficient."""
        ways: list[tuple[str, ...]] = [(self.key, *filter(None, (self.password,)))]
        if self.grant is not None:
            ways.append((self.grant.client_id, self.grant.client_secret))
        return ways


class CallKeys(NamedTuple):
    """The credentials of one call."""

    placements: Sequence[KeyPlacement]
    keys: Mapping[str, str]

    def __repr__(self) -> str:
        return f"CallKeys({len(self.placements)})"  # the keys are secret

    def collect_for(self, kind: str) -> dict[str, str]:
        """Returns the keys for one kind of place, by parameter name."""
        return {
            one.parameter: self.keys[one.key]
            for one in self.placements
            if one.kind == kind and one.key in self.keys
        }

    def build_headers(self) -> dict[str, str]:
        """Returns the headers that carry keys."""
        found = self.collect_for("header")
        for one in self.placements:
            if one.key not in self.keys:
                continue
            if one.kind == "bearer":
                found["Authorization"] = f"Bearer {self.keys[one.key]}"
            elif one.kind == "basic" and one.password in self.keys:
                found["Authorization"] = encode_basic(self.keys[one.key], self.keys[one.password])
        return found

    def find_grant(self) -> TokenGrant | None:
        """Returns the grant whose token the call sends; None if it sends no such token."""
        for one in self.placements:
            grant = one.grant
            if grant is None or one.key in self.keys:
                continue
            if grant.client_id in self.keys and grant.client_secret in self.keys:
                return grant
        return None


def choose_keys(
    schemes: Mapping[str, KeyPlacement],
    alternatives: Alternatives,
    keys: Mapping[str, str],
    headers: Collection[str] = (),
) -> CallKeys | None:
    """Returns the credentials of the first set that is complete; None if none is.

    A call that may be sent without credentials still uses them if it can. `headers` are those
    that the caller sets, in lower case: they stand for the keys that they would hold.
    """
    for names in sorted(alternatives, key=lambda names: not names):
        placements = [schemes[name] for name in names]
        if all(_has_key(one, keys) or one.header in headers for one in placements):
            sent = [one for one in placements if not one.header or one.header not in headers]
            return CallKeys(sent, keys)
    return None


def make_missing_key_error(
    schemes: Mapping[str, KeyPlacement],
    alternatives: Alternatives,
    keys: Mapping[str, str],
    envs: Mapping[str, str],
) -> ConfigurationError:
    """Returns the error for a call without its key. It names the arguments and the variables."""
    ways = list(dict.fromkeys(_list_ways(schemes, alternatives)))
    started = [way for way in ways if any(name in keys for name in way)]
    chosen = (started or ways)[:_MOST_WAYS]
    words = "; or give ".join(
        _describe_way([name for name in way if name not in keys], envs) for way in chosen
    )
    return ConfigurationError(f"no API key: give {words}")


def encode_basic(user: str, password: str) -> str:
    """Returns the credentials of basic authentication, in UTF-8 (RFC 7617 §2)."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def check_keys(
    keys: Mapping[str, str | None], schemes: Mapping[str, KeyPlacement]
) -> dict[str, str]:
    """Returns the keys that are set. An empty key counts as not set, except for a password.

    Raises ConfigurationError for a key that can't be sent.
    """
    passwords = {one.password for one in schemes.values() if one.password}
    users = {one.key for one in schemes.values() if one.password}
    found: dict[str, str] = {}
    for name, key in keys.items():
        if key is None or (not key and name not in passwords):
            continue
        if key == LATE_KEY:
            found[name] = key
            continue
        if name in users and ":" in key:
            raise ConfigurationError(f"`{name}` contains a colon, which a user name can't have")
        if name in users | passwords:
            if not key.isprintable():
                raise ConfigurationError(f"`{name}` contains control characters")
        elif not (key.isascii() and key.isprintable() and key == key.strip()):
            raise ConfigurationError(
                f"`{name}` contains characters other than visible ASCII characters"
            )
        found[name] = key
    return found


def load_key(name: str, function: AsyncKeyFunction) -> str:
    """Returns the key that a function of the user gives.

    Raises ConfigurationError if it gives none, or if only an async client could await it.
    """
    found: object = call_key_function(name, function)
    if hasattr(found, "__await__"):
        if callable(close := getattr(found, "close", None)):
            close()  # a coroutine that is never awaited
        raise ConfigurationError(
            f"the function for `{name}` is async: an async client can await it"
        )
    return check_loaded_key(name, found)


def call_key_function(name: str, function: AsyncKeyFunction) -> object:
    """Returns what the function gives: a key, or an awaitable of one.

    Raises ConfigurationError if the function fails.
    """
    try:
        return function()
    except APIError:
        raise
    except Exception as error:
        raise make_key_error(name, error) from error


def make_key_error(name: str, error: Exception) -> ConfigurationError:
    """Returns the error for a function that failed. The words of its error may hold a secret."""
    return ConfigurationError(f"the function for `{name}` raised {type(error).__name__}")


def check_loaded_key(name: str, key: object) -> str:
    """Returns the key. Raises ConfigurationError if it is empty or not a string."""
    if not isinstance(key, str):
        raise ConfigurationError(
            f"the function for `{name}` returned {type(key).__name__}, not a string"
        )
    if not key:
        raise ConfigurationError(f"the function for `{name}` returned an empty string")
    return key


def _has_key(placement: KeyPlacement, keys: Mapping[str, str]) -> bool:
    return any(all(name in keys for name in way) for way in placement.list_ways())


def _list_ways(
    schemes: Mapping[str, KeyPlacement], alternatives: Alternatives
) -> Iterator[tuple[str, ...]]:
    for names in alternatives:
        for ways in product(*(schemes[name].list_ways() for name in names)):
            if way := tuple(dict.fromkeys(name for part in ways for name in part)):
                yield way


def _describe_way(names: Sequence[str], envs: Mapping[str, str]) -> str:
    arguments = " and ".join(f"`{name}`" for name in names)
    variables = " and ".join(envs[name] for name in names)
    return f"{arguments}, or set the variable{'s' if len(names) > 1 else ''} {variables}"
