"""A family of schemas from the document to the answer: the client parses the mock server's pets."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

import pytest

from generator.mock.server import MockServer
from tests.support.clients import made_client, provider_of, strictly_typed

SPEC = """
openapi: 3.0.3
info: {title: Farm, version: "1"}
servers: [{url: https://farm.test/v1}]
paths:
  /pets:
    post:
      operationId: createPet
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [pet]
              properties: {pet: {$ref: "#/components/schemas/Pet"}}
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, name: {type: string}}
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: "#/components/schemas/Dog"}}
LISTED
    Cat: {allOf: [{$ref: "#/components/schemas/Pet"}]}
    Dog:
      allOf:
        - $ref: "#/components/schemas/Pet"
        - {type: object, required: [age], properties: {age: {type: integer}}}
"""
LISTED = """
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
"""
PROVIDER = """
provider: {name}
source: {{file: openapi.yaml, sha256: {digest}}}
services:
  pets:
    resources:
      pets:
        methods:
          create_pet: {{operation: createPet, verb: insert, python: pets.create}}
"""


@pytest.mark.parametrize(("name", "listed"), [("farm", ""), ("farm_list", LISTED)])
def test_a_family_is_sent_checked_answered_and_parsed(
    name: str, listed: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    spec = SPEC.replace("LISTED\n", listed.lstrip("\n")).encode()
    (tmp_path / "openapi.yaml").write_bytes(spec)
    digest = hashlib.sha256(spec).hexdigest()
    (tmp_path / "provider.yaml").write_text(PROVIDER.format(name=name, digest=digest))
    provider = provider_of(tmp_path / "provider.yaml")
    folder = made_client(provider, tmp_path_factory)
    package = import_module(f"{name}_client")
    with MockServer(provider) as server:
        kind = getattr(package, provider.client.class_name)
        with kind(api_key="any", base_url=server.url, strict=True) as client:
            dog = package.types.Dog(kind="dog", age=3)
            made = client.pets.create(pet=dog)
            assert type(made).__name__ in ("Cat", "Dog")
            assert made.kind in ("cat", "dog")
    assert strictly_typed(folder, f"{name}_client/types") == "Success"
