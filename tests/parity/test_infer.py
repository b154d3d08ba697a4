"""How near the rules of `infer` come to the names that the sample's author gave."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.infer.rules import infer
from generator.openapi.document import read_spec
from generator.openapi.tree import parse
from tests.support import october

pytestmark = pytest.mark.skipif(
    not october.is_there(), reason="the October 2024 set is not beside this checkout"
)


def test_the_rules_name_92_of_94_methods_as_the_author_did() -> None:
    problems = Problems()
    tree = parse("openapi.yaml", october.SPEC.read_bytes(), problems)
    draft = infer(read_spec(tree, "0" * 64, problems), "openai")
    guessed = {
        method.operation: (
            *(service.name.value, resource.name.value, method.name, method.verb.value),
        )
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
    }
    differing = {
        row.operation: (wanted, guessed[row.operation])
        for row in october.rows()
        if (wanted := (row.service, row.resource, row.method, row.verb)) != guessed[row.operation]
    }
    # A reader of today's documentation expects these two where the rules put them.
    assert differing == {
        "createChatCompletion": (
            ("chat", "completions", "create_chat_completion", "select"),
            ("chat", "completions", "create_chat_completion", "insert"),
        ),
        "inviteUser": (
            ("invites", "users", "invite_user", "exec"),
            ("invites", "invites", "invite_user", "insert"),
        ),
    }
    assert len(guessed) == 94


def test_every_list_that_the_author_gave_items_has_them() -> None:
    problems = Problems()
    tree = parse("openapi.yaml", october.SPEC.read_bytes(), problems)
    draft = infer(read_spec(tree, "0" * 64, problems), "openai")
    items = {
        method.operation: method.items.value if method.items else ""
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
    }
    assert [
        row.operation for row in october.rows() if row.items not in ("", items[row.operation])
    ] == []
