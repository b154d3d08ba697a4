"""The commands that make a provider's own site, and one site of several providers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli import main

ACME = Path(__file__).parents[1] / "acme"


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("CI", "GITHUB_ACTIONS", "GENERATE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    for name in ("acme", "zeta"):
        shutil.copytree(ACME, tmp_path / "specs" / name)
    zeta = tmp_path / "specs" / "zeta" / "provider.yaml"
    zeta.write_text(zeta.read_text().replace("provider: acme", "provider: zeta"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_site_folder_is_created_once_and_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init-site", "specs/acme/provider.yaml"]) == 0
    assert main(["build", "specs/acme/provider.yaml", "--only", "docs"]) == 0
    guide = Path("generated/acme/docs/mkdocs/docs/how-to/first-steps.md")
    assert guide.read_text().startswith("# First steps")
    assert main(["init-site", "specs/acme/provider.yaml"]) == 1
    assert "[in-the-way]" in capsys.readouterr().err
    assert main(["init-site", "specs/none/provider.yaml"]) == 1
    assert not Path("specs/none").exists()


def test_a_change_in_the_site_folder_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    build = ["build", "specs/acme/provider.yaml", "--only", "docs"]
    assert main(["init-site", "specs/acme/provider.yaml"]) == 0
    assert main(build) == 0
    Path("specs/acme/site/docs/how-to/first-steps.md").write_text("# Second steps\n")
    capsys.readouterr()
    assert main(build) == 0
    assert "2 changed" in capsys.readouterr().out


def test_a_file_with_an_unsafe_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path("specs/acme/site/docs")
    folder.mkdir(parents=True)
    (folder / "a b.md").write_text("# x\n")
    assert main(["build", "specs/acme/provider.yaml", "--only", "docs"]) == 1
    assert "[unsafe-site-file]" in capsys.readouterr().err
    assert not Path("generated").exists()


def _page(folder: Path) -> str:
    return (folder / "index.html").read_text()


def test_all_sites_are_joined_below_one_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--all", "--only", "data,docs,site"]) == 0
    assert "2 websites joined in generated/site" in capsys.readouterr().out
    joint = Path("generated/site")
    missing = (joint / "404.html").read_text()
    assert '<a href="/zeta/" data-provider="zeta">' in missing
    assert '<a href="/" data-provider="">' in missing
    assert " src=" not in missing
    landing = (joint / "index.html").read_text()
    for name in ("acme", "zeta"):
        assert f'href="{name}/"' in landing
        assert '<a href="../../../">all APIs</a>' in _page(joint / name / "jobs" / "jobs")
        assert '<a href="../">all APIs</a>' in _page(joint / name)
        assert "all APIs" not in _page(Path("generated") / name / "site" / "jobs" / "jobs")
        assert (joint / name / "404.html").read_text() == missing
    assert "1 services" not in landing
    # A folder that no run made stays.
    shutil.rmtree(joint)
    (joint / "mine").mkdir(parents=True)
    assert main(["build", "--all", "--only", "data,docs,site"]) == 1
    assert "[in-the-way]" in capsys.readouterr().err
    assert (joint / "mine").is_dir()


def test_a_provider_with_errors_leaves_the_others_built_and_their_sites_apart(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = Path("specs/acme/provider.yaml")
    broken.write_text(broken.read_text().replace("verb: select", "verb: selekt"))
    assert main(["build", "--all", "--only", "data,docs,site"]) == 1
    assert capsys.readouterr().out.startswith("zeta: ")
    assert sorted(path.name for path in Path("generated").iterdir()) == ["zeta"]


def test_all_and_a_provider_file_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "specs/acme/provider.yaml", "--all"]) == 2
    assert "leave out specs/acme/provider.yaml or --all" in capsys.readouterr().err
    shutil.rmtree("specs")
    assert main(["build", "--all"]) == 2
