"""`make bench-site`: OpenAI's website by mkdocs-material and by Zensical, from the same files.

Both build in turn; then Chromium opens each result: the first view of a page, the search and the
tabs. Zensical gets an environment of its own. `generate build` adds the index of the search to what
mkdocs-material made, and this does so to both.
"""

from __future__ import annotations

import functools
import gzip
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from generator.output.site_search import INDEX, LIBRARY, NAMES, write_search
from tests.bench.measure import measure, table
from tests.bench.stages import GENERATE, PROVIDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

ZENSICAL = "zensical==0.0.73"
ENVIRONMENT = Path(".cache/bench-site")
BUILDERS = ("material", "zensical")
JOBS = "fine_tuning/jobs/"
SEARCHED = {
    "createFineTuningJob": f"{JOBS}#create_fine_tuning_job",
    "fine_tuned_model": f"{JOBS}#field-fine_tuned_model",
    "validating_files": f"{JOBS}#field-status",
    "POST /fine_tuning/jobs": f"{JOBS}#create_fine_tuning_job",
    "client.fine_tuning.jobs.create": f"{JOBS}#create_fine_tuning_job",
}
PROSE = (
    *("rate limit", "upload a file", "sampling temperature", "verify a webhook signature"),
    *("api key environment variable", "stream events", "next page of a list", "cancel a batch"),
    *("number of epochs", "delete a vector store"),
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def zensical() -> Path:
    """The command, installed once."""
    command = ENVIRONMENT / "bin" / "zensical"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", ZENSICAL]
        subprocess.run(pip, check=True)
    return command.absolute()


def write_docs(folder: Path) -> None:
    """Writes what both builders read.

    It takes a process of its own: the peak of a child's memory is at least that of this process.
    """
    command = (*GENERATE, "build", str(PROVIDER), "--out", str(folder), "--only", "docs")
    subprocess.run(command, check=True, capture_output=True)
    for builder in BUILDERS:
        shutil.copytree(folder / "openai" / "docs" / "mkdocs", folder / builder)


def builds(folder: Path) -> str:
    """Returns the table of two turns; the second finds what the first has left."""
    config = ("--config-file", "mkdocs.yml")
    theirs = (str(zensical()), "build", *config)
    ours = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *config)
    rows = [
        measure(what, command, folder / name)
        for turn in ("first", "second")
        for what, command, name in (
            (f"mkdocs-material, {turn} build", ours, "material"),
            (f"Zensical, {turn} build", theirs, "zensical"),
        )
    ]
    pages = len(list((folder / "material" / "site").rglob("*.html")))
    return table(f"OpenAI's website, {pages} pages", rows)


def index_search(folder: Path, name: str) -> str:
    """Adds the search to a site, and returns what that takes."""
    site = folder / name / "site"
    started, used = time.perf_counter(), time.process_time()
    write_search(folder / name / NAMES, site)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    contents = [(site / path).read_bytes() for path in (INDEX, LIBRARY)]
    size = sum(map(len, contents)) / 1000
    packed = sum(len(gzip.compress(content)) for content in contents) / 1000
    files = f"2 files, {size:.0f} kB, {packed:.0f} kB compressed"
    return f"  search: {files}; {seconds:.1f} s, {cpu:.1f} s of CPU"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _record(found: list[Response], response: Response) -> None:
    found.append(response)


def opened(name: str, site: Path, browser: Browser) -> Iterator[str]:
    """Yields what a reader gets of a site."""
    largest = max(site.rglob("*.html"), key=lambda path: path.stat().st_size)
    size = largest.stat().st_size / 1000
    yield f"{name}: largest page {largest.relative_to(site).parent}, {size:.0f} kB of HTML"
    with served(site) as address:
        for path in ("", JOBS):
            page = browser.new_page()
            responses: list[Response] = []
            page.on("response", functools.partial(_record, responses))
            page.goto(address + path, wait_until="networkidle")
            total = sum(len(one.body()) for one in responses if one.ok) / 1000
            yield f"  first view of /{path}: {len(responses)} requests, {total:.0f} kB"
        page.locator(".tabbed-labels label", has_text="Python").first.click()
        is_shown = page.get_by_text("client.fine_tuning.jobs.").first.is_visible()
        yield f"  tabs: {'work' if is_shown else 'do not work'}"
        yield from searched(page, address)


def searched(page: Page, address: str) -> Iterator[str]:
    """Yields how the site's own search does, by keyboard alone."""
    for query, place in SEARCHED.items():
        page.goto(address, wait_until="networkidle")
        started = time.perf_counter()
        page.keyboard.press("/")
        page.locator(".site-search[open] input").wait_for(timeout=5000)
        page.keyboard.insert_text(query)
        page.locator(f'.site-search ul[data-for="{query}"] a').first.wait_for(timeout=5000)
        seconds = time.perf_counter() - started
        page.keyboard.press("Enter")
        page.wait_for_url("**#*", wait_until="commit", timeout=5000)
        landed = page.url.removeprefix(address)
        verdict = "first" if landed == place else f"leads to {landed}"
        yield f"  search for {query}: {verdict}, after {seconds:.2f} s"
    page.goto(address, wait_until="networkidle")
    page.keyboard.press("/")
    for query in PROSE:
        page.locator(".site-search[open] input").fill(query)
        first = page.locator(f'.site-search ul[data-for="{query}"] li').first
        first.wait_for(timeout=5000)
        link = first.locator("a")
        landed = str(link.get_attribute("href")) if link.count() else "nothing"
        yield f"  search for {query}: {landed.removeprefix(address)}"


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or sys.exit("this needs Chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        folder = Path(name)
        write_docs(folder)
        sys.stdout.write(builds(folder))
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for builder in BUILDERS:
            sys.stdout.write(f"{builder}\n{index_search(folder, builder)}\n")
            for line in opened(builder, folder / builder / "site", browser):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()
