"""Checks the credentials of a request, and issues access tokens for OAuth2 client credentials."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from werkzeug.http import parse_cookie

from generator.json_types import JsonObject
from generator.mock.model import IncomingRequest, Problem, Reply
from generator.mock.router import RouteMatch
from generator.model.client import AuthKind, AuthScheme
from generator.model.provider import Provider
from generator.model.server_urls import base_url_of
from generator.vocabulary import ParamPlace

_LIFETIME = 3600  # seconds of an access token


class CredentialChecker:
    """Checks the credentials of requests for one provider."""

    def __init__(self, provider: Provider) -> None:
        self._schemes = {scheme.name: scheme for scheme in provider.auth}
        base = f"{base_url_of(provider)}/"
        self._token_paths = {
            unquote(urlsplit(urljoin(base, one.token_url)).path)
            for one in provider.auth
            if one.token_url
        }

    def find_problems(self, match: RouteMatch, incoming: IncomingRequest) -> Iterator[Problem]:
        """Yields what is missing, unless one of the operation's alternatives is complete.

        A request that needs no credential may carry any.
        """
        method = match.route.method
        if method.needs_no_key:
            return
        ways = [names for names in (method.auth, *method.other_auth) if names]
        missing = [
            [one for one in self._of(names) if not _is_sent(one, incoming)] for names in ways
        ]
        if all(missing):
            for number, scheme in enumerate(missing[0]):
                others = missing[1:] if number == 0 else []
                places = " or ".join(map(_places, [[scheme], *others]))
                yield Problem(401, f"no API key was sent: it goes in {places}", code="missing_key")

    def is_token_request(self, incoming: IncomingRequest) -> bool:
        """Is the request for the token endpoint of a scheme? `incoming.path` is the whole path."""
        return incoming.verb == "POST" and unquote(incoming.path) in self._token_paths

    def _of(self, names: Sequence[str]) -> list[AuthScheme]:
        return [self._schemes[name] for name in names]


def answer_token_request(incoming: IncomingRequest) -> Reply:
    """Returns a token, or the error of RFC 6749 §5.2."""
    form = dict(parse_qsl(incoming.body.decode("utf-8", "replace"), keep_blank_values=True))
    if form.get("grant_type") != "client_credentials":
        return _token_reply(400, {"error": "unsupported_grant_type"})
    if not _has_basic(incoming) and not (form.get("client_id") and form.get("client_secret")):
        return _token_reply(401, {"error": "invalid_client"})
    token: JsonObject = {
        "access_token": "mock-token",
        "token_type": "Bearer",
        "expires_in": _LIFETIME,
    }
    return _token_reply(200, token)


def list_query_credentials(match: RouteMatch, schemes: Mapping[str, AuthScheme]) -> set[str]:
    """Returns the query parameters that may hold a credential of the operation."""
    method = match.route.method
    used = {name for names in (method.auth, *method.other_auth) for name in names}
    found = (schemes[name] for name in used)
    return {scheme.parameter for scheme in found if scheme.place is ParamPlace.QUERY}


def _token_reply(status: int, value: JsonObject) -> Reply:
    headers = (("Cache-Control", "no-store"),)
    return Reply(status, "application/json", (json.dumps(value).encode(),), headers)


def _is_sent(scheme: AuthScheme, incoming: IncomingRequest) -> bool:
    match scheme.place:
        case ParamPlace.QUERY:
            sent = dict(parse_qsl(incoming.query_text)).get(scheme.parameter, "")
        case ParamPlace.COOKIE:
            sent = parse_cookie(incoming.header("cookie")).get(scheme.parameter, "")
        case _:
            sent = incoming.header(scheme.parameter)
    if scheme.kind is AuthKind.BASIC:
        return _has_basic(incoming)
    if not scheme.word:
        return bool(sent)
    word, _, key = sent.partition(" ")
    return word.lower() == scheme.word.lower() and bool(key.strip())


def _has_basic(incoming: IncomingRequest) -> bool:
    """Does the request carry a user name and a password (RFC 7617)?"""
    word, _, text = incoming.header("authorization").partition(" ")
    try:
        pair = base64.b64decode(text.strip(), validate=True)
    except ValueError:
        return False
    return word.lower() == "basic" and b":" in pair


def _places(schemes: Sequence[AuthScheme]) -> str:
    return " and ".join(map(_place, schemes))


def _place(scheme: AuthScheme) -> str:
    value = f": {scheme.word} …" if scheme.word else ""
    return f'the {scheme.place.value} "{scheme.parameter}{value}"'
