"""The guesses that deserve a look, by kind, and how a person accepts them."""

from __future__ import annotations

import pytest

from generator.diagnostics import Problems
from generator.infer.guesses import ReviewItem, list_guesses
from generator.mapping.provider_file import read_mapping
from generator.openapi.document import read_spec
from generator.openapi.tree import parse

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /jobs:
    get:
      operationId: listJobs
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        "200":
          description: Jobs.
          content: {application/json: {schema: {type: array, items: {type: object}}}}
"""
PROVIDER = """\
provider: shop
source: {file: openapi.yaml, sha256: "%s"}
services:
  shop:
    resources:
      jobs:
        methods:
          list_jobs:
            operation: listJobs
            verb: select
            python: jobs.list
""" % ("0" * 64)


def review(*edits: tuple[str, str]) -> tuple[ReviewItem, ...]:
    text = PROVIDER
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    problems = Problems()
    tree = parse("provider.yaml", text.encode(), problems)
    mapping = read_mapping(tree, problems)
    spec = read_spec(parse("openapi.yaml", SPEC.encode(), problems), "", problems)
    assert not list(problems)
    return list_guesses(tree, mapping, spec, None)


def test_a_file_that_a_person_wrote_has_no_guess() -> None:
    assert review() == ()
    assert review(("python: jobs.list", "items: $\n            python: jobs.list")) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("      jobs:", "      jobs_2:  # path-and-number", "numbered-name", 6),
        ("  shop:", "  default:  # path", "last-resort-name", 4),
        ("      jobs:", "      root:  # path", "last-resort-name", 6),
        ("list_jobs:", "list_jobs_2:", "numbered-name", 8),
        ("jobs.list", "shop.jobs.list_jobs  # service-resource-method", "last-resort-name", 11),
        ("verb: select", "verb: exec  # http-get", "unusual-verb", 10),
        ("select", "select\n            items: $  # array", "first-page-only", 11),
    ],
)
def test_a_guess_is_listed_at_its_place(old: str, new: str, kind: str, line: int) -> None:
    (item,) = review((old, new))
    assert (item.kind, item.location.line) == (kind, line)


def test_usual_guesses_need_no_look() -> None:
    assert review(("select", "select  # collection-get"), ("jobs.list", "jobs.list  # path")) == ()


def test_another_comment_is_no_rule() -> None:
    assert review(("verb: select", "verb: exec  # It starts a job.")) == ()


def test_the_worst_comes_first() -> None:
    items = review(
        ("  shop:", "  default:  # path"),
        ("      jobs:", "      jobs_2:  # path-and-number"),
        ("select", "exec  # http-get\n            items: $  # array"),
    )
    kinds = [item.kind for item in items]
    assert kinds == ["first-page-only", "numbered-name", "last-resort-name", "unusual-verb"]
