"""Signatures of webhooks: the example of Standard Webhooks, other schemes, and wrong use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

import pytest

from generator.runtime.core import ClientCore
from generator.runtime.errors import (
    ArgumentError,
    ConfigurationError,
    InvalidResponseError,
    InvalidWebhookSignatureError,
)
from generator.runtime.webhook_receiver import WebhookReceiver, verify_standard_signature
from tests.support.acme_client import SETTINGS, changes

# The example of https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
PLAIN = "plain text"
EVER = float("inf")


def receiver(**given: Any) -> WebhookReceiver[Any]:
    return WebhookReceiver(ClientCore.create(SETTINGS, changes()), "Thing", "admin_key", **given)


def check(headers: Mapping[str, str], secret: str = SHARED, tolerance: float = EVER) -> None:
    verify_standard_signature(BODY, headers, secret, tolerance, "webhook-")


def signed_with(secret: bytes) -> dict[str, str]:
    """A webhook of now, with headers of another prefix."""
    now = str(int(time.time()))
    digest = hmac.new(secret, b"m." + now.encode() + b"." + BODY, hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(digest).decode()
    return {"svix-id": "m", "svix-timestamp": now, "SVIX-Signature": signature}


def test_the_example_of_standard_webhooks_is_valid() -> None:
    check(HEADERS)
    check({**HEADERS, "webhook-signature": f"v1a,x {HEADERS['webhook-signature']} v1,"})


@pytest.mark.parametrize("tolerance", [300, float("nan"), -1])
def test_an_old_webhook_is_refused_whatever_the_tolerance_is(tolerance: float) -> None:
    with pytest.raises(InvalidWebhookSignatureError, match="too old"):
        check(HEADERS, tolerance=tolerance)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_%%%", "whsec_ü", "whsec_=="])
def test_a_secret_that_is_not_base64_is_an_error_without_the_secret(secret: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check(HEADERS, secret)
    assert str(caught.value) == "the secret for webhooks is not base64 after `whsec_`"


def test_a_secret_without_a_prefix_and_headers_of_another_name_are_taken() -> None:
    hooks = receiver(prefix="svix-")
    hooks.verify_signature(BODY, signed_with(PLAIN.encode()), secret=PLAIN)
    with pytest.raises(InvalidWebhookSignatureError, match="no header `svix-id`"):
        hooks.verify_signature(BODY, HEADERS, secret=SHARED)


def test_a_function_checks_another_scheme() -> None:
    seen = []

    def verify(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
        seen.append((body, dict(headers), secret))
        return headers["x-signature"] == "right"

    event = receiver(verify=verify).unwrap('{"id": "t1"}', {"X-Signature": "right"})
    assert event.id == "t1"
    assert seen == [(b'{"id": "t1"}', {"x-signature": "right"}, "")]
    receiver().verify_signature(BODY, {"X-Signature": "right"}, secret=PLAIN, verify=verify)
    assert seen[-1][2] == PLAIN


@pytest.mark.parametrize("result", [False, None, 1, "yes"])
def test_only_true_accepts_a_webhook(result: Any) -> None:
    with pytest.raises(InvalidWebhookSignatureError, match="`verify` refused the webhook"):
        receiver().unwrap(BODY, {}, verify=lambda *_: result)


@pytest.mark.parametrize("payload", [{"test": 1}, None, "\ud800"])
def test_a_payload_is_the_bytes_or_the_text_of_the_body(payload: Any) -> None:
    with pytest.raises(ArgumentError, match="`payload`"):
        receiver().unwrap(payload, HEADERS, secret=SHARED)


def test_headers_are_a_mapping_of_texts() -> None:
    with pytest.raises(ArgumentError, match="`headers` takes a mapping, not list"):
        receiver().unwrap(BODY, [("webhook-id", "x")], secret=SHARED)  # type: ignore[arg-type]
    with pytest.raises(InvalidWebhookSignatureError, match="no header `webhook-id`"):
        receiver().unwrap(BODY, {"webhook-id": b"x"}, secret=SHARED)  # type: ignore[dict-item]


def test_a_body_that_is_not_json_is_an_error_of_the_webhook() -> None:
    with pytest.raises(InvalidResponseError, match="the webhook isn't JSON"):
        receiver().unwrap(b"<html>", {}, verify=lambda *_: True)


def test_a_client_without_a_secret_names_argument_and_variable() -> None:
    with pytest.raises(ConfigurationError, match=r"`admin_key` to the client.*ACME_ADMIN"):
        receiver().unwrap(BODY, HEADERS)
