"""Where a response keeps its rows."""

from __future__ import annotations

import pytest

from generator.infer.envelopes import find_envelope
from tests.support.specs import spec_of

SPEC = """
paths:
  /account/payment/get:
    post:
      operationId: getPayment
      responses:
        '200':
          description: The payment.
          content: {application/json: {schema: {$ref: '#/components/schemas/It'}}}
components:
  schemas:
    Payment: {type: object, properties: {payment_id: {type: string}}}
"""
ARRAY = "related_payments: {type: array, items: {$ref: '#/components/schemas/Payment'}}"


@pytest.mark.parametrize(
    ("own", "items"),
    [("payment_id: {type: string}", ""), ("n: {type: integer}", "$.related_payments")],
)
def test_an_array_is_not_the_rows_of_a_response_with_an_id_of_its_own(own: str, items: str) -> None:
    spec = spec_of(f"{SPEC}    It: {{type: object, properties: {{{own}, {ARRAY}}}}}\n")
    found = find_envelope(spec.operations[0], spec.schemas)
    assert (found.items if found else "") == items
