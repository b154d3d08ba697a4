"""The output and the exit codes of the command."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import main
from generator.cli.report import CommandResult, ReportOptions, Step, run_command
from generator.diagnostics import Problems
from generator.mapping.schema import provider_file_schema_text

ACME = Path(__file__).parents[1] / "acme"
DOCS = ("--only", "docs")


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a small provider, and an environment without CI variables."""
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    shutil.copytree(ACME, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# ------------------------------------------------------------------------------------- arguments


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"generate {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["build", "a", "b"], ["--only", "pages", "x"], ["explain"], ["check", "--only"]],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert "usage: generate" in printed.err
    assert printed.out == ""


def test_a_missing_provider_file_gives_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "there is no specs/openai/provider.yaml" in capsys.readouterr().err


def test_the_bare_command_builds_the_default_provider(capsys: pytest.CaptureFixture[str]) -> None:
    Path("specs/openai").mkdir(parents=True)
    for name in ("provider.yaml", "openapi.yaml"):
        shutil.copy(name, Path("specs/openai", name))
    assert main(["--only", "data"]) == 0
    assert "changed in generated/acme" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------- build


def test_a_second_build_finds_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "provider.yaml", *DOCS]) == 0
    assert "changed in generated/acme" in capsys.readouterr().out
    assert main(["build", "provider.yaml", *DOCS]) == 0
    assert "nothing changed in generated/acme" in capsys.readouterr().out


def test_an_edit_of_an_input_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "provider.yaml", *DOCS])
    edit("provider.yaml", "title: Jobs", "title: Work")
    capsys.readouterr()
    assert main(["build", "provider.yaml", *DOCS]) == 0
    assert "nothing changed" not in capsys.readouterr().out


def test_foreign_files_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "provider.yaml", *DOCS])
    for number in range(7):
        Path(f"generated/acme/note{number}.txt").touch()
    capsys.readouterr()
    main(["build", "provider.yaml", *DOCS])
    printed = capsys.readouterr().out
    assert "kept, as the generator did not create it: note0.txt, note1.txt," in printed
    assert "note4.txt and 2 more" in printed


def test_a_refused_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    edit("provider.yaml", "verb: select", "verb: selekt")
    assert main(["build", "provider.yaml"]) == 1
    printed = capsys.readouterr()
    assert "provider.yaml:14:19: error: " in printed.err
    assert printed.err.endswith(" Nothing was written.\n")
    assert printed.out == ""
    assert not Path("generated").exists()


@pytest.mark.parametrize(
    ("file", "reason"),
    [("nope.yaml", "no such file or directory"), (".", "is a directory"), ("a\0b", "null byte")],
)
def test_an_unreadable_input_gives_a_clear_error(
    file: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", file]) == 1
    printed = capsys.readouterr().err
    assert reason in printed
    assert printed.endswith("1 error. Nothing was written.\n")


def test_a_byte_order_mark_is_accepted() -> None:
    path = Path("provider.yaml")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert main(["build", "provider.yaml", "--only", "data"]) == 0


def test_an_input_that_is_not_utf_8_is_located(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("provider.yaml")
    path.write_bytes(path.read_bytes().replace(b"title: Jobs", b"title: J\xffbs"))
    assert main(["build", "provider.yaml"]) == 1
    assert "provider.yaml:8:" in capsys.readouterr().err


def test_an_output_folder_that_is_a_file_gives_a_clear_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["build", "provider.yaml", "--only", "data", "--out", "openapi.yaml"]) == 1
    assert '"openapi.yaml" is not a folder  [output-is-a-file]' in capsys.readouterr().err


def test_a_system_error_gives_a_clear_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["build", "provider.yaml", "--only", "data"]) == 1
    assert "no space left on device" in capsys.readouterr().err
    assert list(Path("generated").iterdir()) == []


def test_builds_in_different_folders_give_the_same_manifest(workplace: Path) -> None:
    manifests = []
    for seed in ("1", "2"):
        folder = workplace / seed / "deep"
        shutil.copytree(ACME, folder)
        subprocess.run(
            [sys.executable, "-m", "generator", "build", "provider.yaml", "--only", "docs,client"],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ACME.parents[1])},
            check=True,
            capture_output=True,
        )
        manifests.append((folder / "generated/acme/manifest.json").read_bytes())
    assert manifests[0] == manifests[1]


# ----------------------------------------------------------------------------------------- check


def built_with_manifest_alone() -> None:
    """A fresh clone, where the output folder has only the manifest."""
    assert main(["build", "provider.yaml", "--only", "data,docs,client,stackql,deploy"]) == 0
    manifest = Path("generated/acme/manifest.json").read_bytes()
    shutil.rmtree("generated")
    Path("generated/acme").mkdir(parents=True)
    Path("generated/acme/manifest.json").write_bytes(manifest)


def test_check_needs_only_the_manifest(capsys: pytest.CaptureFixture[str]) -> None:
    built_with_manifest_alone()
    capsys.readouterr()
    assert main(["check", "provider.yaml"]) == 0
    assert "files match generated/acme/manifest.json" in capsys.readouterr().out
    assert [path.name for path in Path("generated/acme").iterdir()] == ["manifest.json"]


def test_check_lists_changed_missing_and_extra_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    built_with_manifest_alone()
    edit("provider.yaml", "      jobs:\n        methods", "      tasks:\n        methods")
    capsys.readouterr()
    assert main(["check", "provider.yaml"]) == 1
    printed = capsys.readouterr()
    assert "changed: catalog.json\n" in printed.out
    assert "missing: docs/docusaurus/jobs/tasks/index.md\n" in printed.out
    assert "extra: docs/docusaurus/jobs/jobs/index.md\n" in printed.out
    assert (
        "generated/acme/manifest.json:1:1: error: the output differs from the manifest"
        in printed.err
    )


@pytest.mark.parametrize(
    "text", ["<<<<<<< ours", "[]", '{"version": 1, "files": [{"path": ".."}]}']
)
def test_check_refuses_a_broken_manifest(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("generated/acme").mkdir(parents=True)
    Path("generated/acme/manifest.json").write_text(text)
    assert main(["check", "provider.yaml"]) == 1
    assert "[unreadable-manifest]" in capsys.readouterr().err


def test_check_without_a_manifest_gives_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "provider.yaml"]) == 1
    assert "run `generate build` and commit" in capsys.readouterr().err


# ------------------------------------------------------------------------- validate, explain, infer


def test_validate_prints_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "provider.yaml"]) == 0
    expected = "acme: 1 service, 1 resource, 3 methods, 0 operations excluded\n"
    assert capsys.readouterr().out == expected


def test_schema_prints_the_committed_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == provider_file_schema_text()


def test_explain_shows_a_resource(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "acme.jobs.jobs", "--provider", "provider.yaml"]) == 0
    assert "list_jobs" in capsys.readouterr().out


def test_explain_suggests_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "acme.jobs.job", "--provider", "provider.yaml"]) == 1
    assert 'did you mean "jobs"?' in capsys.readouterr().err


def test_infer_drafts_a_file_that_builds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["infer", "openapi.yaml", "--out", "specs/acme/provider.yaml"]) == 0
    assert main(["build", "specs/acme/provider.yaml", "--only", "data"]) == 0
    assert main(["infer", "specs/acme/provider.yaml"]) == 0
    assert "0 operations added" in capsys.readouterr().out


def test_a_draft_names_its_schema_if_its_folder_does_not_exist_yet() -> None:
    Path("specs").mkdir()
    Path("specs/provider.schema.json").write_text(provider_file_schema_text())
    for folder in ("acme", "other"):
        assert main(["infer", "openapi.yaml", "--out", f"specs/{folder}/provider.yaml"]) == 0
        first = Path(f"specs/{folder}/provider.yaml").read_text().splitlines()[0]
        assert first == "# yaml-language-server: $schema=../provider.schema.json"


def test_infer_does_not_overwrite_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("provider.yaml").read_text()
    assert main(["infer", "openapi.yaml", "--out", "provider.yaml"]) == 1
    assert "[file-exists]" in capsys.readouterr().err
    assert Path("provider.yaml").read_text() == before


def test_infer_adds_new_operations_to_a_provider_file(capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("provider.yaml").read_text()
    start = text.index("          delete_job:")
    Path("provider.yaml").write_text("# Mine.\n" + text[:start])
    assert main(["infer", "provider.yaml"]) == 0
    assert "added: deleteJob" in capsys.readouterr().out
    merged = Path("provider.yaml").read_text()
    assert merged.startswith("# Mine.\n")
    assert "operation: deleteJob" in merged
    assert {path.name for path in Path().iterdir()} == {"openapi.yaml", "provider.yaml"}


def test_infer_pins_the_digest_of_a_new_document(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("openapi.yaml").open("a") as document:
        document.write("# A later edition.\n")
    assert main(["build", "provider.yaml", "--only", "data"]) == 1
    assert "[sha256-mismatch]" in capsys.readouterr().err
    assert main(["infer", "provider.yaml"]) == 0
    assert "new digest: openapi.yaml" in capsys.readouterr().out
    assert main(["build", "provider.yaml", "--only", "data"]) == 0


# ------------------------------------------------------------------------------------------- json


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["build", "provider.yaml", "--only", "data"], "changed"),
        (["--json", "provider.yaml", "--only", "data"], "changed"),
        (["validate", "provider.yaml"], "methods"),
        (["infer", "openapi.yaml"], "text"),
        (["explain", "acme", "--provider", "provider.yaml"], "part"),
    ],
)
def test_json_is_one_document(
    arguments: list[str], key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--json"]) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert document["ok"] is True
    assert document["diagnostics"] == []
    assert key in document
    assert printed.err == ""


def test_json_has_the_diagnostics(capsys: pytest.CaptureFixture[str]) -> None:
    edit("provider.yaml", "verb: select", "verb: selekt")
    assert main(["validate", "provider.yaml", "--json"]) == 1
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert document["ok"] is False
    assert {"severity": "error", "file": "provider.yaml", "line": 14}.items() <= (
        document["diagnostics"][0].items()
    )
    assert printed.err == ""


def test_on_github_diagnostics_are_annotations_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    edit("provider.yaml", "verb: select", "verb: selekt")
    assert main(["validate", "provider.yaml"]) == 1
    assert "\n::error file=provider.yaml,line=14,col=19," in capsys.readouterr().err


def test_in_ci_the_steps_are_plain_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    assert main(["validate", "provider.yaml"]) == 0
    assert capsys.readouterr().err == "reading provider.yaml ...\ncompiling the model ...\n"


# --------------------------------------------------------------------------- internal errors, stops


def fail(_problems: Problems, _step: Step) -> CommandResult:
    raise KeyError("\x1b[31mnobody\nthought of this")


def test_an_internal_error_is_one_line_and_code_70(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(ReportOptions("build", False, False), "", fail) == 70
    printed = capsys.readouterr().err
    assert printed.startswith("internal error: KeyError: ")
    assert "Traceback" not in printed
    assert "\x1b" not in printed


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(ReportOptions("build", False, True), "", fail) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")],
)
def test_a_stopped_run_prints_a_message(
    number: signal.Signals, code: int, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_problems: Problems, _step: Step) -> CommandResult:
        os.kill(os.getpid(), number)
        raise AssertionError("the signal did not stop the run")

    assert run_command(ReportOptions("build", False, False), "", stop) == code
    assert capsys.readouterr().err == f"{word}. No file is incomplete.\n"


def test_a_closed_pipe_is_not_an_error(workplace: Path) -> None:
    command = [sys.executable, "-m", "generator", "infer", "openapi.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(ACME.parents[1])}
    with subprocess.Popen(
        command, cwd=workplace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_result_that_cannot_be_printed_is_an_error(workplace: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ACME.parents[1])}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "generator", "infer", "openapi.yaml"],
            cwd=workplace,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert (
        done.stderr
        == "error: the result can't be printed: the system reports: no space left on device\n"
    )


def test_closed_streams_are_accepted(workplace: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ACME.parents[1])}
    command = f"{sys.executable} -m generator validate provider.yaml >&- 2>&-"
    assert (
        subprocess.run(["/bin/sh", "-c", command], cwd=workplace, env=environment).returncode == 0
    )


@pytest.mark.parametrize(
    "command",
    [
        ("build", "provider.yaml", "--out", "a\x1b[31m\nb", *DOCS),
        ("infer", "openapi.yaml", "--out", "a\x1b[31m\nb"),
        ("build", "provider.yaml", "--a\x1b[31m\nb"),
        ("build", "provider.yaml", "--only", "a\x1b[31m\nb"),
        ("build", "a\x1b[31m\nb"),
    ],
)
def test_arguments_are_printed_without_control_characters(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    main(command)
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert r"a\x1b[31m" in (printed.out + printed.err).replace(r"\\", "\\")
    assert all(line[:1] != "b" for line in (printed.out + printed.err).splitlines())
