"""The pages of the October 2024 set: the sample byte for byte, the others by the same rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.model.provider import Provider
from tests.support import october
from tests.support.markdown_pages import pages_below
from tests.support.sql_check import sql_blocks, sql_faults

pytestmark = pytest.mark.skipif(
    not october.is_there(), reason="the October 2024 set is not beside this checkout"
)
FOLDER = "docs/docusaurus"


@pytest.fixture(scope="module")
def provider() -> Provider:
    return october.provider()


@pytest.fixture(scope="module")
def pages(provider: Provider) -> dict[str, str]:
    return pages_below(FOLDER, provider)


def test_the_sample_page_is_reproduced_byte_for_byte(pages: dict[str, str]) -> None:
    page = pages[f"{FOLDER}/fine_tuning/jobs/index.md"]
    assert page.encode() == october.SAMPLE.read_bytes()


def test_the_small_spec_of_the_case_gives_the_same_page() -> None:
    cases = Path(__file__).parents[1] / "cases"
    expected = cases / "the_sample_page_comes_from_a_small_spec" / "expected" / FOLDER
    page = expected / "fine_tuning" / "jobs" / "index.md"
    assert page.read_bytes() == october.SAMPLE.read_bytes()


def test_every_resource_and_service_has_its_page(pages: dict[str, str]) -> None:
    resources = {(row.service, row.resource) for row in october.rows()}
    services = {service for service, _ in resources}
    assert (len(resources), len(services)) == (35, 17)
    assert set(pages) == {
        f"{FOLDER}/index.md",
        *(f"{FOLDER}/{service}/index.md" for service in services),
        *(f"{FOLDER}/{service}/{resource}/index.md" for service, resource in resources),
    }


def test_every_method_has_its_row(pages: dict[str, str]) -> None:
    for row in october.rows():
        page = pages[f"{FOLDER}/{row.service}/{row.resource}/index.md"]
        assert f'| <CopyableCode code="{row.method}" /> | `{row.verb.upper()}` |' in page


def test_the_sql_parses_and_names_what_there_is(provider: Provider, pages: dict[str, str]) -> None:
    assert [fault for page in pages.values() for fault in sql_faults(page, provider)] == []
    verbs = {row.verb for row in october.rows()}
    examples = sum(len(sql_blocks(page)) for page in pages.values())
    assert verbs == {"select", "insert", "update", "delete", "exec"}
    assert examples == 83


def test_every_manifest_loads(pages: dict[str, str]) -> None:
    manifests = [
        text for page in pages.values() for text in re.findall(r"```yaml\n(.*?)\n```", page, re.S)
    ]
    assert len(manifests) == 24
    for text in manifests:
        assert [set(part) for part in yaml.safe_load(text)] == [{"name", "props"}]


def test_no_datatype_is_blank_and_no_column_a_placeholder(pages: dict[str, str]) -> None:
    rows = [
        line.split(" | ")
        for page in pages.values()
        for line in page.partition("## Methods")[0].splitlines()
        if line.startswith('| <CopyableCode code="')
    ]
    words = {word for row in rows for word in row[1].strip("`").split(" or ")}
    assert words == {"array", "boolean", "integer", "number", "object", "string"}
    assert not [row for row in rows if 'code="contents"' in row[0]]


def test_exec_alone_ends_a_page_after_its_methods(pages: dict[str, str]) -> None:
    page = pages[f"{FOLDER}/invites/users/index.md"]
    assert page.endswith('| `EXEC` | <CopyableCode code="data__email, data__role" /> |  |\n')


def test_select_alone_ends_a_page_without_a_line_break(pages: dict[str, str]) -> None:
    page = pages[f"{FOLDER}/fine_tuning/events/index.md"]
    assert page.endswith("WHERE fine_tuning_job_id = '{{ fine_tuning_job_id }}';\n```")
