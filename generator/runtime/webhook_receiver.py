"""The requests that an API sends to its users: bodies and headers in, checked events out.

The signature is that of Standard Webhooks, unless a function of the user checks another one. An
error shows neither the secret nor a signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar, cast

from .errors import ArgumentError, ConfigurationError, InvalidWebhookSignatureError
from .type_guards import is_bytes

if TYPE_CHECKING:
    from .core import ClientCore
    from .response_parser import ResponseParser

Event = TypeVar("Event")
Verifier: TypeAlias = Callable[[bytes, Mapping[str, str], str], bool]
"""Takes the body, the headers with lower-case names, and the secret ("" if there is none).

It returns True if the signature is valid.
"""

_BASE64_MARK: Final = "whsec_"
_VERSION: Final = "v1,"
_SECONDS: Final = re.compile(r"[0-9]{1,12}")


class WebhookReceiver(Generic[Event]):
    """Checks the signature of each webhook and parses its body. It sends nothing."""

    def __init__(
        self,
        core: ClientCore,
        event: str,
        secret_argument: str,
        *,
        prefix: str = "webhook-",
        verify: Verifier | None = None,
    ) -> None:
        """`event` is the type in `types` of all events. `prefix` starts the names of the headers.

        `secret_argument` is the client's argument for the secret. `verify` checks the signature in
        place of Standard Webhooks.
        """
        self._core = core
        self._event = event
        self._secret_argument = secret_argument
        self._prefix = prefix
        self._verify = verify

    def unwrap(
        self,
        payload: str | bytes,
        headers: Mapping[str, str],
        *,
        secret: str | None = None,
        tolerance: float = 300,
        verify: Verifier | None = None,
    ) -> Event:
        """Checks the signature of a request and returns its body as an event.

        Args:
            payload: The body as it arrived, not parsed.
            headers: The headers of the request, in any case.
            secret: The secret that signs webhooks. Default: that of the client.
            tolerance: How many seconds the timestamp may differ from the clock.
            verify: A function that checks the signature in place of Standard Webhooks.

        Raises:
            InvalidWebhookSignatureError: The signature or the timestamp is not valid.
            InvalidResponseError: The body isn't JSON, or doesn't match its type with `strict`.
            ConfigurationError: There is no secret, or it can't be decoded.
        """
        body = _read_payload(payload)
        self.verify_signature(body, headers, secret=secret, tolerance=tolerance, verify=verify)
        parse = self._parser.parse_strict if self._core.configuration.strict else self._parser.parse
        return cast("Event", parse(body))

    def verify_signature(
        self,
        payload: str | bytes,
        headers: Mapping[str, str],
        *,
        secret: str | None = None,
        tolerance: float = 300,
        verify: Verifier | None = None,
    ) -> None:
        """Checks the signature of a request without parsing its body.

        The arguments and errors are those of `unwrap`.
        """
        body, named = _read_payload(payload), _read_headers(headers)
        chosen = secret or self._core.get_option(self._secret_argument) or ""
        check = verify or self._verify
        if check is not None:
            if check(body, named, chosen) is not True:
                raise InvalidWebhookSignatureError("`verify` refused the webhook")
            return
        if not chosen:
            argument = self._secret_argument
            env = self._core.settings.key_envs[argument]
            raise ConfigurationError(
                f"no secret for webhooks: give `secret`, or `{argument}` to the client, or set the "
                f"variable {env}"
            )
        verify_standard_signature(body, named, chosen, tolerance, self._prefix)

    @cached_property
    def _parser(self) -> ResponseParser:
        from .response_parser import ResponseParser

        return ResponseParser(self._core.settings.load_type(self._event), "the webhook")


def verify_standard_signature(
    body: bytes, headers: Mapping[str, str], secret: str, tolerance: float, prefix: str
) -> None:
    """Checks a signature as Standard Webhooks describes it.

    `headers` have lower-case names. Raises InvalidWebhookSignatureError if no signature matches or
    if the timestamp is more than `tolerance` seconds from the clock.
    """
    identifier, timestamp, signatures = (
        _get_header(headers, f"{prefix}{part}".lower()) for part in ("id", "timestamp", "signature")
    )
    if not _SECONDS.fullmatch(timestamp):
        raise InvalidWebhookSignatureError("the webhook's timestamp is not a number of seconds")
    age = time.time() - int(timestamp)
    if not abs(age) <= tolerance:  # also if `tolerance` is not a number
        words = "old" if age > 0 else "new"
        raise InvalidWebhookSignatureError(f"the webhook's timestamp is too {words}")
    signed = b".".join((identifier.encode(), timestamp.encode(), body))
    digest = hmac.new(_decode_secret(secret), signed, hashlib.sha256).digest()
    expected = _VERSION.encode() + base64.b64encode(digest)
    found = [
        hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in signatures.split()
    ]
    if not any(found):
        raise InvalidWebhookSignatureError("no signature of the webhook matches its body")


def _decode_secret(secret: str) -> bytes:
    """Returns the key of a secret: base64 after `whsec_`, any other secret as it is."""
    if not secret.startswith(_BASE64_MARK):
        return secret.encode()
    text = secret.removeprefix(_BASE64_MARK).rstrip("=")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise ConfigurationError(f"the secret for webhooks is not base64 after `{_BASE64_MARK}`")
    return key


def _read_payload(payload: object) -> bytes:
    if is_bytes(payload):
        return bytes(payload)
    try:
        if isinstance(payload, str):
            return payload.encode()
    except UnicodeEncodeError:
        raise ArgumentError("`payload` has characters that UTF-8 can't encode") from None
    raise ArgumentError(
        f"`payload` takes the bytes or the text of the body, not {type(payload).__name__}"
    )


def _read_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Returns the headers with lower-case names. Raises ArgumentError if they are no mapping."""
    if not hasattr(headers, "items"):
        raise ArgumentError(f"`headers` takes a mapping, not {type(headers).__name__}")
    found: dict[str, object] = {str(name).lower(): value for name, value in headers.items()}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _get_header(headers: Mapping[str, str], name: str) -> str:
    if not headers.get(name):
        raise InvalidWebhookSignatureError(f"the webhook has no header `{name}`")
    return headers[name]
