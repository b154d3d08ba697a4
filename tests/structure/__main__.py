"""The structure lint: `python -m tests.structure [CHECKOUT]` counts and compares with the limits.

It prints one row for each count, then the findings of those that differ from their limit. It exits
with 1 if one differs. `--all` prints the findings of every count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.structure import measures
from tests.structure.code import modules_of
from tests.structure.copies import COPIES
from tests.structure.limits import LIMITS, MAX_SAME_CLASSES, SAME_CLASSES, SAME_MODULES

CHECKOUT = Path(__file__).parents[2]
MEASURES: dict[str, measures.Measure] = {
    "module names with two meanings": partial(measures.recurring_modules, allowed=SAME_MODULES),
    "public class names with two meanings": partial(
        measures.recurring_classes, allowed=SAME_CLASSES
    ),
    "import circles": measures.import_circles,
    f"functions over {measures.MAX_LINES} lines": measures.long_functions,
    f"functions over {measures.MAX_PARAMETERS} parameters": measures.wide_functions,
    "loops over services, resources": partial(measures.nested_loops, walk=measures.WALK[:2]),
    "loops over services, resources, methods": partial(measures.nested_loops, walk=measures.WALK),
    "rows of the tables of names without use": partial(
        measures.unused_allowances, names=SAME_MODULES, classes=SAME_CLASSES
    ),
    **{f"places of {fact}": measure for fact, measure in COPIES.items()},
}


def main() -> int:
    """Prints the table and returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.structure")
    parser.add_argument("checkout", nargs="?", type=Path, default=CHECKOUT)
    parser.add_argument("--all", action="store_true", help="print every finding")
    asked = parser.parse_args()
    modules = modules_of(asked.checkout)
    found = {name: measure(modules) for name, measure in MEASURES.items()}
    sys.stdout.writelines(f"{line}\n" for line in _table(found))
    differing = [name for name, findings in found.items() if len(findings) != LIMITS.get(name, 0)]
    for name in found if asked.all else differing:
        sys.stdout.write(f"\n{name}\n")
        sys.stdout.writelines(f"    {finding}\n" for finding in found[name])
    if len(SAME_CLASSES) > MAX_SAME_CLASSES:
        sys.stdout.write(f"\nAt most {MAX_SAME_CLASSES} class names may recur.\n")
        return 1
    return 1 if differing else 0


def _table(found: dict[str, list[str]]) -> Iterator[str]:
    width = max(map(len, found))
    yield f"{'structure of generator/':{width}}  count  limit"
    for name, findings in found.items():
        count, limit = len(findings), LIMITS.get(name, 0)
        advice = "above the limit" if count > limit else "lower the limit" if count < limit else ""
        yield f"{name:{width}}  {count:5}  {limit:5}  {advice}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
