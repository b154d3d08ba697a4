"""The index of the site's search: which places it has, and what text belongs to each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lunr import __TARGET_JS_VERSION__

from generator.json_types import Json
from generator.output.lunr_index import SearchDocument, build_lunr_index, split_words
from generator.output.page_texts import PlaceText, read_page_texts
from generator.output.site_search import INDEX, LIBRARY, write_search

JOBS = """<title>Jobs</title><p>before</p><article class="md-content__inner md-typeset">
<p class="crumbs">Acme / jobs</p><h1 id="jobs">jobs</h1><p>All work<br>that runs.</p>
<h2 id="all-methods">Methods</h2><ul><li>create_job</li></ul>
<h3 id="create_job"><code>create_job</code><a class="headerlink" href="#create_job">¶</a></h3>
<p>Starts a <em>job</em>.</p></b><div class="tabbed-set"><p>SQL</p></div><pre>code</pre>
<h4 id="create_job-params">Parameters</h4><p>Not told.</p>
<dl><dt><strong id="create_job.size"><code>size</code></strong> <code>integer</code></dt>
<dd><p>How much &lt;memory&gt; it&nbsp;takes.</p>
<details><summary>Size: 1 property</summary>
<dl><dt><strong id="create_job.size.unit"><code>unit</code></strong></dt><dd><p>Bytes.</p></dd></dl>
</details></dd></dl>
<details><p><code class="n" id="type-Size">Size</code></p><p>An amount.</p></details>
</article><p>after</p>"""
GUIDE = """<article><h1 id="x">Errors</h1><p>What fails.</p>
<h2 id="retries">Retries &amp; waits</h2>
<p>A call <code>waits</code>.</p><h4 id="how-long">How long</h4><ul><li>1 s</li><li>2 s</li></ul>
<script>alert(1)</script></article>"""
LISTED: list[Json] = [
    {
        "url": "things/jobs/",
        "title": "acme.things.jobs",
        "has_sections": False,
        "records": [
            ["acme.things.jobs", "resource", ""],
            ["create_job", "method", "create_job"],
            ["POST /jobs", "method", "create_job"],
            ["size", "argument", "create_job.size"],
            ["lost", "field", "field-lost"],
        ],
    },
    {"url": "gone/", "title": "gone", "has_sections": False, "records": [["gone", "page", ""]]},
]


def site_of(folder: Path, **pages: str) -> Path:
    for name, html in {"404": "<article><h1>Lost</h1></article>", **pages}.items():
        path = folder / "site" / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html)
    (folder / "search.json").write_text(json.dumps(LISTED))
    write_search(folder / "search.json", folder / "site")
    return folder / "site"


def test_a_place_has_the_prose_up_to_the_next_id() -> None:
    known = ("", "create_job", "create_job.size", "create_job.size.unit", "type-Size")
    assert read_page_texts(JOBS, known, has_sections=False) == {
        "": PlaceText("jobs", "All work that runs."),
        "create_job": PlaceText("create_job", "Starts a job."),
        "create_job.size": PlaceText("", "How much <memory> it takes."),
        "create_job.size.unit": PlaceText("", "Bytes."),
        "type-Size": PlaceText("", "An amount."),
    }


def test_a_guide_has_a_place_for_each_section() -> None:
    assert read_page_texts(GUIDE, (), has_sections=True) == {
        "": PlaceText("Errors", "What fails."),
        "retries": PlaceText("Retries & waits", "A call waits. How long 1 s 2 s"),
    }


def test_names_have_the_texts_of_their_places(tmp_path: Path) -> None:
    site = site_of(tmp_path, things__jobs__index=JOBS, errors__index=GUIDE)
    made = json.loads((site / INDEX).read_text())
    assert made["pages"] == [["errors/", "Errors"], ["things/jobs/", "acme.things.jobs"]]
    assert made["records"] == [
        [0, "", [["Errors", "section"]], "What fails."],
        [0, "retries", [["Retries & waits", "section"]], "A call waits. How long 1 s 2 s"],
        [1, "", [["acme.things.jobs", "resource"]], "All work that runs."],
        [1, "create_job", [["create_job", "method"], ["POST /jobs", "method"]], "Starts a job."],
        [1, "create_job.size", [["size", "argument"]], "How much <memory> it takes."],
        [1, "", [["lost", "field"]], ""],
    ]
    assert f'lunr.version = "{__TARGET_JS_VERSION__}"'.encode() in (site / LIBRARY).read_bytes()


def test_a_name_is_one_term_and_its_words_are_further_ones() -> None:
    name = SearchDocument(("createJob", "POST /jobs"), "Starts the job in a queue", 2)
    made: Any = build_lunr_index([name])
    terms = {(term, field) for term, at in made["invertedIndex"] for field in at if at[field]}
    assert {term for term, field in terms if field == "name"} == {"=createjob", "=post /jobs"}
    assert {term for term, field in terms if field == "words"} == {"create", "job", "post", "jobs"}
    assert {term for term, field in terms if field == "text"} == {"starts", "job", "queue"}
    assert build_lunr_index([]) is None


def test_words_end_at_signs_and_humps() -> None:
    assert split_words("client.createHTTPJob gpt-4o, fine_tuned: " + "x" * 60) == [
        *("client", "create", "http", "job", "gpt", "4o", "fine", "tuned"),
    ]
