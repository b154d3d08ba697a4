from __future__ import annotations

import doctest

import pytest

from generator.infer import wording


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("operation_id", "path", "verb", "noun"),
    [
        ("listPaginatedFineTuningJobs", "/jobs", "list", "paginated fine tuning jobs"),
        ("admin-api-keys-list", "/admin_api_keys", "list", "admin api keys"),
        ("usage-file-search-calls", "/usage/file_search_calls", "", "usage file search calls"),
        ("complete_post", "/v1/complete", "post", "complete"),
        ("beta_list_files_v1_files_get", "/v1/files?beta=true", "list", "beta files"),
        ("getRun_v1_runs__id__get", "/v1/runs/{id}", "get", "run"),
        ("chat", "/chat", "", "chat"),
        ("列表", "/x", "", ""),
    ],
)
def test_an_operation_id_is_a_verb_and_a_noun(
    operation_id: str, path: str, verb: str, noun: str
) -> None:
    found = wording.phrase(operation_id, path)
    assert (found.verb, " ".join(found.noun)) == (verb, noun)


def test_a_noun_loses_unknown_adjectives() -> None:
    known = frozenset({"fine", "tuning", "job"})
    assert wording.known_noun(("paginated", "fine", "tuning", "jobs"), known) == (
        *("fine", "tuning", "jobs"),
    )
    assert wording.known_noun(("job", "method"), known) == ()


def test_a_call_of_many_rows_may_have_any_length() -> None:
    assert wording.read_call("bulk_" * 5000 + "delete").verb == ""
    assert wording.read_call("bulk_delete").verb == "bulk_delete"
    assert wording.read_call("bulk").noun == ("bulk",)
