"""A client checks and parses the webhooks that a signer which isn't ours has signed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.support.clients import made_client, provider_of, strictly_typed

PROVIDER = Path(__file__).parent / "webhooks" / "provider.yaml"
SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LIT = '{"kind": "lamp.lit", "lamp": {"id": "l1", "lumens": 9}}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(PROVIDER), tmp_path_factory)


@pytest.fixture(scope="module")
def package(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("lighthouse_client")


@pytest.fixture(params=["sync", "async"])
def client(package: ModuleType, request: pytest.FixtureRequest) -> Any:
    kind = package.Lighthouse if request.param == "sync" else package.AsyncLighthouse
    return kind(api_key="any", webhook_secret=SHARED)


def signed(body: str, secret: str = SHARED, *, age: float = 0) -> dict[str, str]:
    """The headers of a webhook, as the reference implementation signs it."""
    then = datetime.now(UTC) - timedelta(seconds=age)
    return {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": str(int(then.timestamp())),
        "Webhook-Signature": Webhook(secret).sign("msg_1", then, body),
    }


def test_a_webhook_is_the_model_of_its_kind(client: Any, package: ModuleType) -> None:
    lit = client.webhooks.unwrap(LIT, signed(LIT))
    assert isinstance(lit, package.types.LampLit)
    assert (lit.lamp.id, lit.lamp.lumens) == ("l1", 9)
    burnt = '{"kind": "lamp.broken"}'
    assert isinstance(client.webhooks.unwrap(burnt, signed(burnt)), package.types.LampBurnt)
    seen = '{"kind": "ship.seen", "ship": {"name": "Ada"}}'
    assert client.webhooks.unwrap(seen.encode(), signed(seen)).ship.name == "Ada"


def test_an_unknown_webhook_keeps_its_members(client: Any, package: ModuleType) -> None:
    fog = '{"kind": "fog.rolled_in", "depth": 3}'
    event = client.webhooks.unwrap(fog, signed(fog))
    assert isinstance(event, package.UnknownVariant)
    assert event.to_dict() == {"kind": "fog.rolled_in", "depth": 3}
    with pytest.raises(package.InvalidResponseError, match=r"the webhook does not match"):
        client.with_options(strict=True).webhooks.unwrap(fog, signed(fog))


@pytest.mark.parametrize(
    ("sign", "message"),
    [
        (lambda: signed(LIT, "whsec_b3RoZXI="), "no signature of the webhook matches its body"),
        (lambda: signed(LIT + " "), "no signature of the webhook matches its body"),
        (lambda: signed(LIT, age=301), "too old"),
        (lambda: signed(LIT, age=-400), "too new"),
        (dict, "no header `webhook-id`"),
        (lambda: {**signed(LIT), "Webhook-Timestamp": "soon"}, "not a number of seconds"),
        (lambda: {**signed(LIT), "Webhook-Id": "msg_2"}, "no signature"),
        (lambda: {**signed(LIT), "Webhook-Signature": "v1, v2,x \udcff"}, "no signature"),
    ],
)
def test_a_webhook_that_is_not_valid_is_refused(
    client: Any, package: ModuleType, sign: Callable[[], dict[str, str]], message: str
) -> None:
    with pytest.raises(package.InvalidWebhookSignatureError, match=message) as caught:
        client.webhooks.unwrap(LIT, sign())
    assert SHARED not in repr(caught.value)
    assert isinstance(caught.value, ValueError)


def test_one_of_several_signatures_is_sufficient(client: Any) -> None:
    old, new = signed(LIT, "whsec_b2xk"), signed(LIT)
    both = {**new, "Webhook-Signature": f"{old['Webhook-Signature']} {new['Webhook-Signature']}"}
    client.webhooks.verify_signature(LIT, both)
    late = signed(LIT, age=500)
    client.webhooks.verify_signature(LIT, late, tolerance=600)


def test_the_secret_comes_from_call_client_or_environment(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = package.Lighthouse(api_key="any")
    with pytest.raises(package.ConfigurationError, match="LIGHTHOUSE_WEBHOOK_SECRET"):
        client.webhooks.unwrap(LIT, signed(LIT))
    client.webhooks.unwrap(LIT, signed(LIT), secret=SHARED)
    client.webhook_secret = SHARED
    client.webhooks.unwrap(LIT, signed(LIT))
    monkeypatch.setenv("LIGHTHOUSE_WEBHOOK_SECRET", SHARED)
    package.Lighthouse(api_key="any").webhooks.unwrap(LIT, signed(LIT))
    monkeypatch.setattr(package, "api_key", "any", raising=False)
    package.webhooks.unwrap(LIT, signed(LIT))
    raw = package.Lighthouse(api_key="any").with_raw_response
    assert raw.webhooks.unwrap(LIT, signed(LIT)).kind == "lamp.lit"


def test_a_program_that_unwraps_is_typed(folder: Path) -> None:
    (folder / "hears.py").write_text(
        "from lighthouse_client import Lighthouse, types\n"
        'event = Lighthouse().webhooks.unwrap(b"", {"a": "b"}, tolerance=5)\n'
        "if isinstance(event, types.LampLit):\n"
        "    reveal_type(event.lamp.lumens)\n"
    )
    said = strictly_typed(folder, "hears.py")
    assert 'Revealed type is "int | None"' in said
    assert "error" not in said


def test_a_client_loads_no_code_for_webhooks(folder: Path) -> None:
    code = (
        "import json, sys\nfrom lighthouse_client import Lighthouse\n"
        "Lighthouse(api_key='any').lamps\n"
        "print(json.dumps([one for one in sys.modules if 'webhook' in one or one == 'hmac']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


def test_the_index_and_the_readme_describe_webhooks(folder: Path) -> None:
    index = (folder / "api.md").read_text()
    assert "- `client.webhooks.unwrap` → `types.WebhookEvent`\n" in index
    assert (
        "client.webhooks.unwrap(request.body, request.headers)"
        in (folder / "README.md").read_text()
    )
