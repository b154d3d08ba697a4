"""The command `serve`: shows the website of a provider, and builds it again after each change.

MkDocs' server delivers the pages, tells browsers to reload, and watches the inputs. After an error
in an input, the last site without errors stays.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from generator.cli.compile import compute_key
from generator.cli.report import (
    CommandResult,
    ReportOptions,
    Step,
    describe_system_error,
    print_diagnostics,
)
from generator.cli.stop_signals import Terminated
from generator.console import pluralize
from generator.diagnostics import Diagnostic, Problems, Refused, Severity
from generator.diagnostics_json import to_json
from generator.inputs import SITE_FOLDER, Inputs, read_inputs_unpinned
from generator.output.preview import PreviewFolder
from generator.pipeline import generate
from generator.views.templates import site_folder
from generator.vocabulary import Part


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """The options of the command."""

    provider_file: Path
    host: str
    port: int  # 0: any free port
    report: ReportOptions


def serve(options: ServeOptions, problems: Problems, step: Step) -> CommandResult:
    """Prints the site's address, then serves until the process is interrupted or terminated."""
    with tempfile.TemporaryDirectory(prefix="generate-serve-") as folder:
        preview = _Preview(options, PreviewFolder(Path(folder)), step)
        server = _open_server(options, preview, problems)
        try:
            preview.build_first(server, problems)
            server.serve()  # type: ignore[no-untyped-call]
        except (KeyboardInterrupt, Terminated):
            pass
        finally:
            server.shutdown()
    return CommandResult((f"stopped after {pluralize(preview.builds, 'build')}",))


class _PreviewServer(LiveReloadServer):
    """MkDocs' server. It takes its port at once, so that a taken one is reported before a build."""

    def __init__(self, host: str, port: int, build: Callable[[_PreviewServer], None]) -> None:
        super().__init__(lambda: build(self), host, port, root="", shutdown_delay=0.1)
        super().server_bind()

    def server_bind(self) -> None:
        """Does nothing, because the server has its port."""

    @property
    def address(self) -> str:
        """The URL of the site."""
        host, port = self.server_address[:2]
        name = host if isinstance(host, str) else host.decode()
        return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _open_server(options: ServeOptions, preview: _Preview, problems: Problems) -> _PreviewServer:
    try:
        return _PreviewServer(options.host, options.port, preview.build_again)
    except (OSError, UnicodeError) as error:  # UnicodeError: no name of a host
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        problems.error(
            "port-unavailable",
            f"can't listen on port {options.port} of {options.host}: {reason}",
            hint="choose another port with --port, or 0 for any free one",
        )
        raise Refused from error


class _Preview:
    """Builds the site, and says on the terminal what came of it."""

    def __init__(self, options: ServeOptions, folder: PreviewFolder, step: Step) -> None:
        self._options = options
        self._folder = folder
        self._step = step
        self._key = ""  # the fingerprint of the inputs of the last build
        self._failed = False  # had the last inputs errors?
        self._known: set[Diagnostic] = set()  # warnings and notes that were printed
        self._watched: set[Path] = set()
        self.builds = 0

    def build_first(self, server: _PreviewServer, problems: Problems) -> None:
        """Builds the site. Raises Refused if the input has errors."""
        found = Problems()  # of its own, because the command reports `problems` at its end
        try:
            changed = self._build(server, found)
        except Refused:
            for one in found:
                problems.add(one)
            raise
        self._report(server, found, changed)

    def build_again(self, server: _PreviewServer) -> None:
        """Builds after a change. If the input has errors, it reports them and keeps the site."""
        found = Problems()
        changed, failed_before = 0, self._failed
        try:
            changed = self._build(server, found)
        except Refused:
            pass
        except OSError as error:  # a file has gone, or the disk is full
            found.error(*describe_system_error(error))
        except Exception as error:  # else MkDocs prints a traceback, and serves nothing any more
            said = f"{type(error).__name__}: {error}"[:300]
            found.error("internal-error", f"this is a bug in the generator: {said}")
        self._failed = found.errors > 0
        if changed or failed_before or self._failed:
            self._report(server, found, changed)

    def _build(self, server: _PreviewServer, problems: Problems) -> int:
        """Builds the site if an input has changed, and returns the number of changed files."""
        file = self._options.provider_file
        self._step(f"reading {file.as_posix()}")
        inputs = read_inputs_unpinned(file, problems)
        self._watch(server, inputs)
        key = compute_key(inputs)
        if key == self._key and not self._failed:
            return 0
        _note_another_digest(inputs, problems)
        self._step("compiling and rendering")
        tree = generate(inputs, (Part.DOCS,), problems)
        changed = self._folder.update(tree, problems, self._step)
        server.root = str(self._folder.served)
        self._key = key
        self.builds += 1
        return changed

    def _watch(self, server: _PreviewServer, inputs: Inputs) -> None:
        for path in _watched_folders(inputs, self._options.provider_file):
            if path not in self._watched and path.is_dir():
                self._watched.add(path)
                server.watch(str(path), recursive=path.name == SITE_FOLDER)

    def _report(self, server: _PreviewServer, found: Problems, changed: int) -> None:
        """Prints what came of a build at once, because the caller may wait for it."""
        report = self._options.report
        if report.as_json:
            told = {
                "ok": not found.errors,
                "url": server.address,
                "changed": changed,
                "diagnostics": [to_json(one) for one in found],
            }
            sys.stdout.write(f"{json.dumps(told)}\n")
        else:
            new = [one for one in found if one not in self._known]
            print_diagnostics(report, new, "The last site without errors stays.")
            self._known.update(one for one in new if one.severity is not Severity.ERROR)
            if not found.errors:
                files = pluralize(changed, "file")
                sys.stdout.write(f"{server.address}: {files} changed; Ctrl-C stops it\n")
        sys.stdout.flush()
        self._step(f"serving {server.address}")


def _watched_folders(inputs: Inputs, provider_file: Path) -> Iterator[Path]:
    """Yields the folders of all inputs. Of the folders `site`, everything below is an input."""
    folder = provider_file.parent
    yield from (folder, folder / SITE_FOLDER, site_folder())
    if inputs.overlay_file:
        yield Path(inputs.overlay_file).parent
    if inputs.spec.folder and inputs.mapping.source.file:
        yield inputs.spec.folder
        for path, _ in inputs.mapping.source.files:
            yield (inputs.spec.folder / path).parent
    for code in inputs.own.code:
        yield Path(code.file).parent
    for name, _ in inputs.mapping.client.documents:
        yield (folder / name).parent


def _note_another_digest(inputs: Inputs, problems: Problems) -> None:
    """Notes that a build would refuse the document, which the preview shows as it is."""
    source = inputs.mapping.source
    if inputs.spec.sha256 != source.sha256.lower():
        problems.note(
            "document-not-pinned",
            "the document has another digest than the one pinned here; `generate build` refuses it",
            source.digest_location or source.location,
            f"`generate infer {inputs.mapping.file}` pins it",
        )
