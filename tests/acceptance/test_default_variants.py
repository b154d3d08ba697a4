"""`defaultMapping` of OpenAPI 3.2: values of no variant are the default one."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from generator.mock.server import MockServer
from tests.support.clients import made_client, provider_of

SPEC = b"""
openapi: 3.2.0
info: {title: Zoo, version: "1"}
servers: [{url: https://zoo.test/v1}]
paths:
  /stalls:
    post:
      operationId: createStall
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Stall"}}}
      responses:
        "200":
          description: The stall.
          content: {application/json: {schema: {$ref: "#/components/schemas/Stall"}}}
components:
  schemas:
    Stall:
      type: object
      required: [animal]
      properties: {id: {type: string}, animal: {$ref: "#/components/schemas/Animal"}}
    Animal:
      oneOf:
        - {$ref: "#/components/schemas/Owl"}
        - {$ref: "#/components/schemas/Fox"}
        - {$ref: "#/components/schemas/OtherAnimal"}
      discriminator:
        propertyName: kind
        mapping: {owl: Owl, fox: Fox}
        defaultMapping: OtherAnimal
    Owl: {type: object, required: [kind], properties: {kind: {enum: [owl]}, id: {type: string}}}
    Fox: {type: object, required: [kind], properties: {kind: {enum: [fox]}, id: {type: string}}}
    OtherAnimal:
      type: object
      required: [legs]
      properties: {kind: {type: string}, id: {type: string}, legs: {type: integer}}
"""
PROVIDER = """
provider: default_zoo
source: {{file: openapi.yaml, sha256: {digest}}}
services:
  stalls:
    resources:
      stalls:
        methods:
          create_stall: {{operation: createStall, verb: insert, python: stalls.create}}
"""


def test_a_value_of_no_variant_is_the_default_one_in_requests_and_answers(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "openapi.yaml").write_bytes(SPEC)
    digest = hashlib.sha256(SPEC).hexdigest()
    (tmp_path / "provider.yaml").write_text(PROVIDER.format(digest=digest))
    provider = provider_of(tmp_path / "provider.yaml")
    made_client(provider, tmp_path_factory)
    package = import_module("default_zoo_client")
    sent: list[Any] = [
        {"kind": "owl"},
        {"kind": "newt", "legs": 4},
        {"legs": 6},
        package.types.OtherAnimal(kind="crab", legs=10),
    ]
    with MockServer(provider) as server:
        for strict in (False, True):
            with package.DefaultZoo(base_url=server.url, strict=strict) as client:
                made = [client.stalls.create(animal=animal).animal for animal in sent]
                assert [type(one).__name__ for one in made] == ["Owl", *["OtherAnimal"] * 3]
                assert [one.kind for one in made] == ["owl", "newt", None, "crab"]
                with pytest.raises(package.BadRequestError, match="legs"):
                    client.stalls.create(animal={"kind": "newt"})
