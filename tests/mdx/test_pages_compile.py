"""Every Docusaurus page compiles with MDX 3. Needs node; fetches the compiler on its first run."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.model.client import AuthKind, AuthScheme
from generator.model.provider import Provider
from generator.vocabulary import DocusaurusLayout, DocusaurusOptions, ParamPlace, SqlVerb
from tests.support import october
from tests.support.clients import provider_of
from tests.support.markdown_pages import pages_below
from tests.support.npm import NODE, installed, needs_node
from tests.support.providers import body, column, method, param, prop, provider, resource

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]

pytestmark = needs_node

HOSTILE = (
    "{process.exit(1)}",
    "</code> <script>alert(1)</script>",
    "<b>never closed",
    "a | b `{code}` and ` {alone}",
    "export const x = 1",
    "import x from 'y'",
    "{{ x }} ${y} %{z}",
    '"/> <Evil code="',
    "```\n\n# out of the fence\n```",
    "1 < 2 && 2 > 1 <!-- a comment",
    "<https://example.com/{x}> [a](<b>) ![c](d)",
    "back\\slash at the end\\",
    "---\ntitle: x\n---",
    "<a href='https://example.com/?a={b}'>{c}</a><p>d<br/>e",
    ":::danger\n:a[b]{c=d}",
)


@pytest.fixture(scope="module")
def compiler() -> Path:
    """The folder of the installed compiler."""
    return installed(FOLDER)


def compile_pages(compiler: Path, pages: dict[str, str]) -> str:
    """What the compiler says of the pages; raises where one of them fails."""
    run = subprocess.run(
        [str(NODE), str(compiler / "compile.mjs")],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def hostile_provider() -> Provider:
    fields = tuple(column(f"{text} {at}", description=text) for at, text in enumerate(HOSTILE))
    sent = body(*(prop(text, required=True) for text in HOSTILE), required=HOSTILE)
    params = tuple(param(text, ParamPlace.HEADER) for text in HOSTILE)
    methods = (
        method(verb.value, verb, params=params, sent=sent, fields=fields, summary=text)
        for verb, text in zip(SqlVerb, HOSTILE, strict=False)
    )
    auth = tuple(
        AuthScheme(text, AuthKind.HEADER, ParamPlace.HEADER, text, "", "WIKI_API_KEY", text)
        for text in HOSTILE
    )
    return provider(resource(*methods), auth=auth, descriptions=True)


@pytest.mark.parametrize("layout", DocusaurusLayout)
def test_hostile_text_compiles(compiler: Path, layout: DocusaurusLayout) -> None:
    hostile = replace(hostile_provider(), docusaurus=DocusaurusOptions(True, layout))
    pages = pages_below("docs/docusaurus", hostile)
    assert compile_pages(compiler, pages) == "3 of 3 pages compile\n"


def test_a_page_that_is_not_mdx_is_reported(compiler: Path) -> None:
    with pytest.raises(AssertionError, match=r"bad\.md:1:"):
        compile_pages(compiler, {"bad.md": "{not closed"})


@pytest.fixture(
    params=[*sorted((ROOT / "specs").glob("*/provider.yaml")), None],
    ids=lambda file: file.parent.name if file else "october 2024",
)
def real(request: pytest.FixtureRequest) -> Provider:
    if isinstance(request.param, Path):
        return provider_of(request.param)
    if not october.is_there():
        pytest.skip("the October 2024 set is not beside this checkout")
    return october.provider()


@pytest.mark.parametrize("layout", DocusaurusLayout)
def test_all_pages_of_a_provider_compile(
    compiler: Path, real: Provider, layout: DocusaurusLayout
) -> None:
    made = replace(real, docusaurus=DocusaurusOptions(layout=layout))
    pages = pages_below("docs/docusaurus", made)
    resources = sum(len(service.resources) for service in made.services)
    assert len(pages) == 1 + len(made.services) + resources
    assert compile_pages(compiler, pages) == f"{len(pages)} of {len(pages)} pages compile\n"
