"""The vendor's Python examples, run as they stand but for their import, against the mock server.

An example passes when it ends, and the operation that it is about was requested and accepted. As a
command, `python -m tests.acceptance.examples openai` runs them with the vendor's own SDK instead.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from generator.mock.server import MockServer
from generator.model.provider import Provider
from generator.model.walk import walk_methods
from tests.support.clients import provider_of

_LANGUAGE = "python"
_IMPORT = "from openai import OpenAI"


@dataclass(frozen=True)
class Example:
    operation: str
    title: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.operation}: {self.title}" if self.title else self.operation


@dataclass(frozen=True)
class Failure:
    example: Example
    reason: str


def examples_of(provider: Provider) -> tuple[Example, ...]:
    """All Python examples of the spec, in page order."""
    return tuple(
        Example(method.operation, sample.title, sample.text)
        for _, _, method in walk_methods(provider.services)
        for sample in method.samples
        if sample.language == _LANGUAGE
    )


def run_examples(
    examples: Sequence[Example], server: MockServer, package: str
) -> Iterator[Failure]:
    """Runs all examples with the SDK `package`; yields those that don't pass, and why."""
    environment = {
        "OPENAI_API_KEY": "a key",
        "OPENAI_ADMIN_KEY": "an admin's key",
        "OPENAI_BASE_URL": server.url,
    }
    with mock.patch.dict(os.environ, environment):
        for example in examples:
            server.reset()
            if reason := _error(example, package) or _not_requested(example, server):
                yield Failure(example, reason)


def _error(example: Example, package: str) -> str:
    """What an example raised, on one line; "" where it ended well."""
    if example.code.count(_IMPORT) != 1:
        return "the example imports something else"
    code = example.code.replace(_IMPORT, f"from {package} import OpenAI")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, f"<{example.name}>", "exec"), {"__name__": "__main__"})  # noqa: S102
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[1].lineno
        return f"line {line}: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return ""


def _not_requested(example: Example, server: MockServer) -> str:
    """Why the operation of an example counts as not requested; "" where it was."""
    statuses = [one.status for one in server.requests if one.operation == example.operation]
    if any(status < 400 for status in statuses):
        return ""
    others = Counter(one.operation or one.path for one in server.requests)
    return f"its operation was not requested but {dict(others)}, {statuses}"


def report(total: int, failures: Sequence[Failure]) -> str:
    """The figures, and each failure with its reason."""
    lines = [f"{total - len(failures)} of {total} examples pass"]
    lines.extend(f"  {failure.example.name}: {failure.reason}" for failure in failures)
    return "\n".join(lines)


def main(package: str) -> None:
    """Prints the report of one SDK."""
    provider = provider_of(Path("specs/openai/provider.yaml"))
    examples = examples_of(provider)
    with MockServer(provider) as server:
        print(report(len(examples), list(run_examples(examples, server, package))))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
