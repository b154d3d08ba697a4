"""The command `init`: starts a provider from an OpenAPI document, with a first build."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.cli.command_line import DEFAULT_BASE
from generator.cli.compile import CompileOptions, build
from generator.cli.infer import (
    OVERLAY,
    SCHEMA_OF_FOLDER,
    InferOptions,
    NewDraft,
    draft_document,
    is_provider_file,
    read_given_overlay,
)
from generator.cli.infer_repairs import OverlayText
from generator.cli.project_files import ProjectFiles, plan_project_files
from generator.cli.report import DONE, PROBLEMS, CommandResult, Step, describe_system_error
from generator.cli.review import describe_items, items_as_json, review_files
from generator.cli.staged_files import put_in_place
from generator.console import make_printable, pluralize
from generator.diagnostics import Location, Problems, Refused, Severity
from generator.infer.guesses import ReviewItem
from generator.json_types import Json
from generator.vocabulary import Part

FIRST_BUILD = tuple(Part)
_MOST_SHOWN = 5  # guesses of each kind; `review` shows all
_AFTER_A_FAILED_BUILD = "The draft is written: correct it, then run `generate build`."


@dataclass(frozen=True, slots=True)
class InitOptions:
    """The options of the command."""

    spec: str  # a path, a URL or PACKAGE==VERSION:RESOURCE
    name: str  # of the provider; "" derives it from the spec's title
    overlay: Path | None = None  # an overlay that corrects the spec


def start(options: InitOptions, problems: Problems, step: Step) -> CommandResult:
    """Writes the files of a new provider in this folder, builds it, and lists its guesses.

    No existing file is replaced. If the document can't be used, nothing is written. If the draft
    has errors, its files stay, so that a person can correct them. A given overlay is copied, and
    the copy gets the repairs; one that lies in the place of the copy is extended.
    """
    _refuse_provider_file(options.spec, problems)
    step(f"reading {options.spec}")
    wanted = InferOptions(options.spec, options.name, options.overlay, out=None)
    given = read_given_overlay(options.overlay, options.overlay or Path(OVERLAY), problems)
    new = draft_document(wanted, given, problems, step)
    files = ProviderFiles.of(new, given, options.overlay)
    _refuse_existing(options.spec, new.name, files, problems)
    project = plan_project_files(new.source)
    changed = {**files.changed, **project.changed}
    undo = put_in_place({**files.new, **project.new}, changed)
    built = _build(files.provider, problems, step)
    mine = (*files.new, *files.changed, *project.new)
    if built.code != DONE and not _are_of_files(mine, problems):
        undo.close()
        raise Refused
    return _describe(new, files, project, built)


@dataclass(frozen=True, slots=True)
class ProviderFiles:
    """The drafted files of one provider."""

    provider: Path
    provider_bytes: bytes
    overlay: Path
    overlay_bytes: bytes  # empty if the document needs no repair
    is_overlay_there: bool  # the user named it, and it lies in its place already

    @classmethod
    def of(cls, new: NewDraft, given: OverlayText, named: Path | None) -> ProviderFiles:
        """Formats a draft as files below specs/. `given` is the text of the overlay `named`."""
        folder = Path("specs", new.name)
        file = folder / OVERLAY
        overlay = new.repaired.overlay.encode() or given.raw
        text = new.format(folder, OVERLAY if overlay else "", SCHEMA_OF_FOLDER)
        is_there = named is not None and _exists(file) and named.samefile(file)
        return cls(folder / "provider.yaml", text.encode(), file, overlay, is_there)

    @property
    def new(self) -> dict[Path, bytes]:
        """The files to write."""
        overlay = {} if self.is_overlay_there else {self.overlay: self.overlay_bytes}
        files = {self.provider: self.provider_bytes, **overlay}
        return {path: content for path, content in files.items() if content}

    @property
    def changed(self) -> dict[Path, bytes]:
        """The whole contents of files that exist and get further lines."""
        return {self.overlay: self.overlay_bytes} if self.is_overlay_there else {}


def _describe(
    new: NewDraft, files: ProviderFiles, project: ProjectFiles, built: CommandResult
) -> CommandResult:
    written = [file.as_posix() for file in (*files.new, *project.new)]
    extended = [file.as_posix() for file in (*files.changed, *project.changed)]
    items = _list_guesses(new, files) if built.code == DONE else ()
    lines = [
        f"{new.name}: {pluralize(len(new.repaired.spec.operations), 'operation')}",
        *(f"wrote {file}" for file in written),
        *(f"added lines to {file}" for file in extended),
        *project.kept,
        *_advise_on_source(new),
        *built.lines,
    ]
    if built.code == DONE:
        lines += _describe_review(items, files.provider)
        lines += _describe_next(new.name, files.provider)
    document: dict[str, Json] = {
        "provider": new.name,
        "file": files.provider.as_posix(),
        "written": [*written],
        "extended": [*extended],
        "kept": [*project.kept],
        "build": built.document,
        "review": items_as_json(items),
    }
    printable = tuple(make_printable(line) for line in lines)
    return CommandResult(printable, document, built.code, built.consequence)


def _list_guesses(new: NewDraft, files: ProviderFiles) -> tuple[ReviewItem, ...]:
    provider = (files.provider.as_posix(), files.provider_bytes)
    overlay = (files.overlay.as_posix(), files.overlay_bytes)
    return review_files(provider, overlay, new.repaired.spec)


def _refuse_provider_file(named: str, problems: Problems) -> None:
    if is_provider_file(named):
        problems.error(
            "provider-file-for-document",
            "this is a provider file; the command reads an OpenAPI document",
            Location(named, 1, 1),
            f"build it with `generate build {named}`",
        )
        raise Refused


def _refuse_existing(spec: str, name: str, files: ProviderFiles, problems: Problems) -> None:
    """Raises Refused if the provider exists, or if its overlay does."""
    shown, overlay = files.provider.as_posix(), files.overlay.as_posix()
    if _exists(files.provider):
        problems.error(
            "file-exists",
            f'"{shown}" exists',
            Location(shown, 1, 1),
            f"add new operations to it with `generate infer {shown}`, or choose another name "
            "with --name",
        )
    elif _exists(files.overlay) and not files.is_overlay_there:
        problems.error(
            "file-exists",
            f'"{overlay}" exists, without a provider file beside it',
            Location(overlay, 1, 1),
            f"start with it: `generate init {spec} --name {name} --overlay {overlay}`",
        )
    problems.stop_if_errors()


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _build(provider_file: Path, problems: Problems, step: Step) -> CommandResult:
    """Builds all parts. The result tells if that failed; the problems tell why."""
    options = CompileOptions(provider_file, DEFAULT_BASE, FIRST_BUILD)
    try:
        return build(options, problems, step)
    except Refused:
        pass
    except OSError as error:
        problems.error(*describe_system_error(error))
    return CommandResult(code=PROBLEMS, consequence=_AFTER_A_FAILED_BUILD)


def _are_of_files(files: Collection[Path], problems: Problems) -> bool:
    """Is an error in one of these files? Then a person can correct it there."""
    names = {file.as_posix() for file in files}
    return any(
        found.severity is Severity.ERROR and found.location and found.location.file in names
        for found in problems
    )


def _advise_on_source(new: NewDraft) -> list[str]:
    file = new.source.file
    if file and not Path(file).resolve().is_relative_to(Path.cwd().resolve()):
        return [f"{file}: is outside this folder; a copy in it would be there for CI too"]
    return []


def _describe_review(items: tuple[ReviewItem, ...], provider_file: Path) -> list[str]:
    if not items:
        return ["", "no guess to review"]
    command = f"generate review {provider_file.as_posix()}"
    return [
        "",
        f"to review, worst first (all of it: {command}):",
        *describe_items(items, _MOST_SHOWN),
    ]


def _describe_next(name: str, provider_file: Path) -> list[str]:
    folder = (DEFAULT_BASE / name).as_posix()
    return [
        "",
        "next:",
        f"  website:  python3 -m http.server -d {folder}/site",
        f"  client:   pip install {folder}/client",
        f"  mock:     generate mock {provider_file.as_posix()}",
    ]
