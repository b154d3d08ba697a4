"""`generate init` starts a provider in one command, and `generate review` lists its guesses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.diagnostics import Location, Problems, Refused
from generator.mapping.schema import provider_file_schema_text
from generator.vocabulary import Part

IGNORED = "/generated/**\n!/generated/*/\n!/generated/*/manifest.json\n.venv/\n"
DOCUMENT = """\
openapi: 3.1.0
info: {title: Library, version: "1"}
servers: [{url: https://api.library.example}]
paths:
  /books:
    get:
      operationId: listBooks
      tags: [Books]
      parameters:
        - {name: page_token, in: query, schema: {type: string}}
      responses: {"200": {$ref: "#/components/responses/Books"}}
  /shelves:
    get:
      operationId: listShelves
      tags: [Books]
      responses: {"200": {$ref: "#/components/responses/Books"}}
  /books/{id}/lend:
    post:
      operationId: lendBook
      tags: [Books]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The book.
          content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}
components:
  responses:
    Books:
      description: The books.
      content:
        application/json:
          schema:
            type: object
            properties:
              data: {type: array, items: {$ref: "#/components/schemas/Book"}}
  schemas:
    Book:
      type: object
      required: [id, id]
      properties: {id: {type: string}}
"""

OVERLAY = """\
overlay: 1.0.0
info: {title: Ours, version: "1"}
actions:
  # We lend no shelves.
  - target: $.paths['/shelves']
    description: The server has no shelves.
    remove: true
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("openapi.yaml").write_text(DOCUMENT)
    return tmp_path


@pytest.fixture
def quick_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds the data alone: the other parts take seconds."""
    monkeypatch.setattr("generator.cli.init.FIRST_BUILD", (Part.DATA,))


def list_files() -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in walk(Path()) if path.is_file()}


def walk(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.parts[0] != "generated")


# ----------------------------------------------------------------------------------- a new provider


def test_one_command_starts_a_provider(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "openapi.yaml"]) == 0
    assert sorted(list_files()) == [
        ".github/workflows/generate.yml",
        ".gitignore",
        "openapi.yaml",
        "specs/library/overlay.yaml",
        "specs/library/provider.yaml",
        "specs/provider.schema.json",
    ]
    provider = Path("specs/library/provider.yaml").read_text()
    assert provider.startswith("# yaml-language-server: $schema=../provider.schema.json\n")
    assert "  file: ../../openapi.yaml\n" in provider
    assert "overlay: overlay.yaml\n" in provider
    assert Path("specs/provider.schema.json").read_text() == provider_file_schema_text()
    assert Path(".gitignore").read_text() == IGNORED
    for part in ("site/index.html", "client/library_client/__init__.py", "manifest.json"):
        assert Path("generated/library", part).is_file()
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "changed in generated/library" in printed.out
    assert "pip install generated/library/client" in printed.out
    assert main(["check"]) == 0
    assert main([]) == 0
    assert "nothing changed in generated/library" in capsys.readouterr().out


@pytest.mark.usefixtures("quick_build")
class TestInit:
    def test_a_name_is_taken_from_the_option(self) -> None:
        assert main(["init", "openapi.yaml", "--name", "lib"]) == 0
        assert Path("specs/lib/provider.yaml").is_file()
        assert Path("generated/lib/catalog.json").is_file()

    def test_a_document_without_defects_gets_no_overlay(self) -> None:
        Path("openapi.yaml").write_text(DOCUMENT.replace("[id, id]", "[id]"))
        assert main(["init", "openapi.yaml"]) == 0
        assert not Path("specs/library/overlay.yaml").exists()
        assert "overlay:" not in Path("specs/library/provider.yaml").read_text()

    def test_the_workflow_checks_every_provider(self) -> None:
        assert main(["init", "openapi.yaml"]) == 0
        workflow = yaml.safe_load(Path(".github/workflows/generate.yml").read_text())
        runs = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
        assert runs[-1] == "generate check --all"

    def test_a_second_provider_shares_the_files_of_the_project(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["init", "openapi.yaml", "--name", "one"]) == 0
        before = list_files()
        capsys.readouterr()
        assert main(["init", "openapi.yaml", "--name", "two", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["written"] == ["specs/two/provider.yaml", "specs/two/overlay.yaml"]
        assert told["kept"] == [".github/workflows/generate.yml: kept"]
        assert before.items() <= list_files().items()

    @pytest.mark.parametrize("file", ["ours.yaml", "specs/library/overlay.yaml"])
    def test_a_given_overlay_gets_the_repairs(self, file: str) -> None:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_text(OVERLAY)
        assert main(["init", "openapi.yaml", "--overlay", file]) == 0
        overlay = Path("specs/library/overlay.yaml").read_text()
        assert overlay.startswith(OVERLAY)
        assert "x-repairs: " in overlay
        assert "overlay: overlay.yaml\n" in Path("specs/library/provider.yaml").read_text()
        assert "listShelves" not in Path("generated/library/catalog.json").read_text()
        if file == "ours.yaml":
            assert Path(file).read_text() == OVERLAY

    # ------------------------------------------------------------------------------ existing files

    @pytest.mark.parametrize("name", ["provider.yaml", "overlay.yaml"])
    def test_an_existing_provider_is_not_replaced(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("specs/library").mkdir(parents=True)
        Path("specs/library", name).write_text("mine")
        before = list_files()
        assert main(["init", "openapi.yaml"]) == 1
        assert f"specs/library/{name}:1:1: error: " in capsys.readouterr().err
        assert list_files() == before
        assert not Path("generated").exists()

    def test_an_edited_schema_and_workflow_are_kept_and_named(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mine = [Path("specs/provider.schema.json"), Path(".github/workflows/generate.yml")]
        for path in mine:
            path.parent.mkdir(parents=True)
            path.write_text("mine")
        assert main(["init", "openapi.yaml"]) == 0
        assert [path.read_text() for path in mine] == ["mine", "mine"]
        printed = capsys.readouterr().out
        assert all(f"\n{path.as_posix()}: kept" in printed for path in mine)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", IGNORED),
            ("# mine\n*.log\n", f"# mine\n*.log\n{IGNORED}"),
            ("*.log", f"*.log\n{IGNORED}"),
            (f"*.log\n{IGNORED}.env\n", f"*.log\n{IGNORED}.env\n"),
            ("/generated/**\n!/generated/*/\n", IGNORED),
            ("/.venv\n", "/.venv\n" + IGNORED.replace(".venv/\n", "")),
            ("a\r\n", "a\r\n" + IGNORED.replace("\n", "\r\n")),
        ],
    )
    def test_gitignore_is_extended_and_keeps_its_order(self, before: str, after: str) -> None:
        Path(".gitignore").write_bytes(before.encode())
        assert main(["init", "openapi.yaml"]) == 0
        assert Path(".gitignore").read_bytes() == after.encode()

    def test_a_line_that_hides_the_manifest_is_named(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path(".gitignore").write_text("*.log\ngenerated/\n")
        assert main(["init", "openapi.yaml"]) == 0
        assert '.gitignore:2:1: "generated/" hides the manifests' in capsys.readouterr().out

    def test_a_folder_of_a_repository_gets_no_workflow(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        project.joinpath(".git").mkdir()
        project.joinpath("api").mkdir()
        monkeypatch.chdir(project / "api")
        assert main(["init", "../openapi.yaml"]) == 0
        printed = capsys.readouterr().out
        assert "generate.yml: not written, because GitHub reads" in printed
        assert "../openapi.yaml: is outside this folder" in printed
        assert not Path(".github").exists()

    # ----------------------------------------------------------------------------------- bad input

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            ("a: [", "error: "),
            (DOCUMENT.replace("lendBook", "listBooks"), "[duplicate-operation-id]"),
            (DOCUMENT.replace("Library", "---"), "[unsafe-name]"),
            (
                DOCUMENT.partition("      type: object\n      required")[0]
                + '      oneOf: [{$ref: "#/components/schemas/Tome"}, {type: string}]\n'
                + "    Tome:\n"
                + '      oneOf: [{$ref: "#/components/schemas/Book"}, {type: integer}]\n',
                "[endless-type]",
            ),
        ],
    )
    def test_a_document_that_cannot_be_used_leaves_nothing_behind(
        self, document: str, code: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("openapi.yaml").write_text(document)
        before = list_files()
        assert main(["init", "openapi.yaml"]) == 1
        printed = capsys.readouterr().err
        assert code in printed
        assert printed.endswith("Nothing was written.\n")
        assert list_files() == before
        assert sorted(path.name for path in Path().iterdir()) == ["openapi.yaml"]

    @pytest.mark.parametrize("blocked", ["specs", ".github", ".gitignore/x"])
    def test_a_file_that_cannot_be_written_leaves_nothing_behind(
        self, blocked: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path(blocked).parent.mkdir(exist_ok=True)
        Path(blocked).write_text("mine")
        before = list_files()
        assert main(["init", "openapi.yaml"]) == 1
        assert "[system-error]" in capsys.readouterr().err
        assert list_files() == before
        assert not Path("generated").exists()

    def test_a_link_that_leads_nowhere_is_not_followed(self) -> None:
        Path("specs").mkdir()
        Path("specs/provider.schema.json").symlink_to("elsewhere.json")
        assert main(["init", "openapi.yaml"]) == 1
        assert [path.name for path in Path("specs").iterdir()] == ["provider.schema.json"]
        assert not Path(".gitignore").exists()

    def test_a_draft_with_errors_stays_for_a_person_to_correct(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(_options: object, problems: Problems, _step: object) -> None:
            problems.error("bad-guess", "no", Location("specs/library/provider.yaml", 4, 1))
            raise Refused

        monkeypatch.setattr("generator.cli.init.build", refuse)
        assert main(["init", "openapi.yaml"]) == 1
        printed = capsys.readouterr()
        assert "The draft is written: correct it" in printed.err
        assert "wrote specs/library/provider.yaml\n" in printed.out
        assert Path("specs/library/provider.yaml").is_file()

    def test_a_provider_file_is_no_document(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["init", "openapi.yaml"]) == 0
        assert main(["init", "specs/library/provider.yaml"]) == 1
        assert "[provider-file-for-document]" in capsys.readouterr().err

    # -------------------------------------------------------------------------------------- review

    def test_the_guesses_are_listed_worst_first(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["init", "openapi.yaml", "--json"]) == 0
        listed = json.loads(capsys.readouterr().out)["review"]
        kinds = [item["kind"] for item in listed]
        assert kinds == ["first-page-only", "unusual-verb", "repair", "unpaged-list"]
        files = {"repair": "specs/library/overlay.yaml"}
        for item in listed:
            file = files.get(item["kind"], "specs/library/provider.yaml")
            assert item["file"] == file
            line = Path(file).read_text().splitlines()[item["line"] - 1]
            assert line[item["column"] - 1 :].startswith(("$", "exec"))
            assert item["message"]
            assert item["action"]

    def test_the_review_has_the_same_guesses_at_any_time(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["init", "openapi.yaml", "--json"]) == 0
        first = json.loads(capsys.readouterr().out)["review"]
        assert main(["review", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["review"] == first
        assert main(["review"]) == 0
        printed = capsys.readouterr().out
        place = f"{first[0]['file']}:{first[0]['line']}:{first[0]['column']}: "
        assert f"  {place}GET /books shows page_token" in printed

    def test_a_guess_without_its_comment_is_accepted(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["init", "openapi.yaml"]) == 0
        provider = Path("specs/library/provider.yaml")
        kept = (line.partition("  # ")[0] for line in provider.read_text().splitlines())
        provider.write_text("\n".join(kept))
        overlay = Path("specs/library/overlay.yaml")
        mine = (line for line in overlay.read_text().splitlines() if "x-repairs:" not in line)
        overlay.write_text("\n".join(mine))
        capsys.readouterr()
        assert main(["review"]) == 0
        assert capsys.readouterr().out == "no guess to review\n"
