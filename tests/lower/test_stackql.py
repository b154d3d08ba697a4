"""Which StackQL provider a method belongs to, and the keys that it sends."""

from __future__ import annotations

from dataclasses import replace

from generator import names
from generator.diagnostics import Problems
from generator.lower.build import build_provider
from generator.mapping.model import ClientKeyMapping, StackqlMapping, StackqlSplit
from generator.model.client import AuthKind
from generator.model.provider import Provider
from generator.model.stackql import UNRELEASED, BodyColumns, StackqlKey, StackqlProvider
from generator.vocabulary import SqlVerb
from tests.support.specs import codes, mapping_of, method, place, resource, spec_of

SHOP = """
components:
  securitySchemes:
    Key: {type: http, scheme: bearer}
    Owner: {type: apiKey, in: header, name: X-Owner}
    Team: {type: apiKey, in: query, name: team}
    Session: {type: apiKey, in: cookie, name: session}
security: [{Key: []}]
paths:
  /things:
    get: {operationId: listThings, responses: {'200': {description: ok}}}
    delete:
      operationId: clearThings
      security: [SECURITY]
      responses: {'200': {description: ok}}
  /health:
    get: {operationId: getHealth, security: [{}], responses: {'200': {description: ok}}}
"""
ONE_RESOURCE = resource(
    "things",
    method("getHealth", SqlVerb.EXEC),
    method("listThings", SqlVerb.EXEC),
    method("clearThings", SqlVerb.EXEC),
)


def built(security: str, problems: Problems, *splits: StackqlSplit) -> Provider:
    """The provider whose `clearThings` has this `security`."""
    mapping = mapping_of(ONE_RESOURCE)
    keys = (ClientKeyMapping("owner_key", "Owner", "ACME_OWNER", place(5)),)
    mapping = replace(
        mapping,
        client=replace(mapping.client, keys=keys),
        stackql=StackqlMapping("v26.08.00001", "", splits),
    )
    return build_provider(spec_of(SHOP.replace("SECURITY", security)), mapping, problems)


def owner_split() -> StackqlSplit:
    return StackqlSplit("acme_owner", "Owner", place(7), place(8))


def test_a_scheme_of_its_own_has_a_stackql_provider() -> None:
    problems = Problems()
    provider = built("{Owner: []}", problems, owner_split())
    assert codes(problems) == []
    (things,) = provider.services[0].resources
    assert [(one.name, one.stackql_provider) for one in things.methods] == [
        ("gethealth", "acme"),
        ("listthings", "acme"),
        ("clearthings", "acme_owner"),
    ]


def test_keys_are_read_from_the_variables_of_the_client() -> None:
    provider = built("{Owner: []}", Problems(), owner_split())
    assert provider.stackql.version == "v26.08.00001"
    assert provider.stackql.body_columns is BodyColumns.BARE
    assert provider.stackql.providers == (
        StackqlProvider("acme", (StackqlKey(AuthKind.BEARER, "", "ACME_API_KEY"),)),
        StackqlProvider("acme_owner", (StackqlKey(AuthKind.HEADER, "X-Owner", "ACME_OWNER"),)),
    )


def test_a_header_and_a_query_param_are_sent_together() -> None:
    problems = Problems()
    provider = built("{Owner: [], Team: []}", problems, owner_split())
    assert codes(problems) == []
    assert [key.parameter for key in provider.stackql.providers[1].keys] == ["X-Owner", "team"]


def test_keys_that_cannot_be_sent_are_noted() -> None:
    for security, sent in (("{Owner: [], Key: []}", ["X-Owner"]), ("{Session: []}", [])):
        problems = Problems()
        split = replace(owner_split(), scheme="Session" if "Session" in security else "Owner")
        provider = built(security, problems, split)
        assert codes(problems) == ["stackql-keys"]
        assert [key.parameter for key in provider.stackql.providers[1].keys] == sent


def test_without_schemes_nothing_is_sent() -> None:
    problems = Problems()
    spec = spec_of("paths: {/a: {get: {operationId: getA, responses: {'200': {description: ok}}}}}")
    provider = build_provider(
        spec, mapping_of(resource("things", method("getA", SqlVerb.EXEC))), problems
    )
    assert provider.stackql.version == UNRELEASED
    assert provider.stackql.providers == (StackqlProvider("acme", ()),)


def test_a_name_for_a_scheme_tells_it_from_others() -> None:
    assert names.stackql_provider("openai", "AdminApiKeyAuth") == "openai_admin"
    assert names.stackql_provider("acme", "ApiKey") == "acme_api_key"
    assert names.stackql_provider("acme", "---") == "acme_2"
