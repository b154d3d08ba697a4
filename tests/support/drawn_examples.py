"""Runs a test on examples of hypothesis that are drawn once and shared with other tests.

Drawing takes ten times as long as most tests of an encoder.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from hypothesis import Phase, given, settings
from hypothesis.strategies import SearchStrategy

EXAMPLES = 400
_fuzzed = settings(derandomize=True, max_examples=EXAMPLES, deadline=None, database=None)
_STRIDE = 7  # between the examples of a second parameter; prime to their number

Test: TypeAlias = Callable[..., None]


@functools.cache
def _draw(strategy: SearchStrategy[Any]) -> list[Any]:
    found: list[Any] = []

    @settings(_fuzzed, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def for_each(*strategies: SearchStrategy[Any]) -> Callable[[Test], Test]:
    """Returns a decorator: the last parameters of the test are examples of the strategies.

    If the test fails, hypothesis searches for a small example.
    """

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        parameters = list(signature.parameters.values())
        others, names = parameters[: -len(strategies)], parameters[-len(strategies) :]

        def run(**others: Any) -> None:
            drawn = [_draw(strategy) for strategy in strategies]
            try:
                for at in range(len(drawn[0])):
                    values = (
                        examples[at * _STRIDE**place % len(examples)]
                        for place, examples in enumerate(drawn)
                    )
                    pairs = zip((one.name for one in names), values, strict=True)
                    test(**others, **dict(pairs))
            except Exception:
                _fuzzed(given(*strategies)(test))(**others)
                raise

        functools.update_wrapper(run, test)
        # pytest reads it; functions have no such attribute in typeshed.
        run.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return run

    return decorate
