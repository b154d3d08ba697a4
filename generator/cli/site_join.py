"""Joins the websites of all providers, after the work that builds them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.cli.report import DONE, CommandResult, Step, Work
from generator.console import make_printable, pluralize
from generator.diagnostics import Problems


def join_sites_after(work: Work, base: Path) -> Work:
    """Returns `work` and the join of the websites below `base`, if no provider has errors."""
    return partial(_run_and_join, work, base)


def _run_and_join(work: Work, base: Path, problems: Problems, step: Step) -> CommandResult:
    result = work(problems, step)
    if result.code != DONE:
        return result
    from generator.output.joint_site import join_sites

    step("joining the websites")
    several = result.document.get("providers")
    documents = several if isinstance(several, list) else [result.document]
    names = [str(one["provider"]) for one in documents if isinstance(one, dict)]
    joint = join_sites(base, names, problems).as_posix()
    line = f"{pluralize(len(names), 'website')} joined in {make_printable(joint)}"
    return replace(result, lines=(*result.lines, line))
