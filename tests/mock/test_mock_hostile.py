"""A hostile spec causes no internal error of the server."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from generator.examples.validators import Validators
from generator.mock.router import Router
from generator.mock.server import MockServer
from tests.mock.requests_made import Requests
from tests.support.clients import provider_of
from tests.support.hostile_runs import (
    FOLDER,
    KINDS,
    fill,
    filled,
    filled_mapping,
    read,
    write_inputs,
)
from tests.support.payloads import PAYLOADS

STEP = 8  # every eighth payload in one place; the next place starts one payload later
NO_REQUEST = (httpx2.InvalidURL, httpx2.LocalProtocolError, UnicodeEncodeError)


@pytest.mark.parametrize("rotation", range(0, len(PAYLOADS), STEP))
def test_payloads_in_a_spec_cause_no_server_error(rotation: int, tmp_path: Path) -> None:
    pick = fill(rotation, str)
    mapping = filled_mapping(read(FOLDER / "provider.yaml"), KINDS, pick)
    spec = filled(read(FOLDER / "openapi.yaml"), KINDS, pick)
    provider = provider_of(write_inputs(tmp_path, mapping, spec))
    requests = Requests(provider, Validators(provider), with_all=False)
    with MockServer(provider) as server, httpx2.Client(base_url=server.url) as client:
        for route in Router(provider).routes:
            try:
                told = requests.send(route, client)
            except NO_REQUEST:
                continue  # no client can send this name
            assert told.status_code < 500, told.text
            assert told.status_code not in (404, 405), told.text
