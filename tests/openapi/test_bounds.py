"""Reading a hostile document ends within seconds and uses less than a gigabyte."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from generator.bounded_files import MAX_BYTES

SECONDS = 8  # of processor time; most cases need less than one, but CI machines are slow
MEGABYTES = 1000
LINKS = 40_000  # of a chain: following it from each link takes hundreds of millions of steps
TIMEOUT = 120  # seconds

HEAD = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\n"
OPERATION = """paths:
  /jobs:
    get:
      operationId: listJobs
      responses:
        '200': {description: The jobs., content: {application/json: {schema: {$ref: '%s'}}}}
"""


def head(target: str) -> str:
    return HEAD + OPERATION % target


def alias_bomb() -> str:
    """Nine references to nine references, twelve levels deep: 9**12 values."""
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 13)]
    return "\n".join(["a0: &a0 [x]", *lines, head("#/a12")])


def merge_bomb() -> str:
    lines = [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}" for n in range(1, 40)]
    return "\n".join(["a0: &a0 {x: 1}", *lines, head("#/a39")])


def deep_flow() -> str:
    return head("#/x-deep") + "x-deep: " + "[" * 10_000 + "]" * 10_000 + "\n"


def deep_json() -> str:
    return '{"openapi": "3.1.0", "x-deep": ' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "}"


def deep_json_with_tabs() -> str:
    return '{"openapi":\t"3.1.0", "x-deep": ' + '{"a":\t' * 10_000 + "1" + "}" * 10_000 + "}"


def deep_block() -> str:
    return "\n".join(" " * n + "a:" for n in range(5_000)) + " 1\n"


def deep_compact() -> str:
    return "a:\n" + "- " * 1_000_000 + "1\n"


def deep_compact_keys() -> str:
    return "? " * 1_000_000 + "1\n"


def deep_steps() -> str:
    """Each line is less deep than the limit, but together they are much deeper."""
    return "a:\n" + "\n".join(" " * (300 * n) + "- " * 150 for n in range(300)) + "1\n"


def reference_chain() -> str:
    links = "\n".join(f"    S{n}: {{$ref: '#/components/schemas/S{n + 1}'}}" for n in range(LINKS))
    return (
        head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n    S{LINKS}: {{}}\n"
    )


def parameter_chain() -> str:
    links = "\n".join(
        f"    P{n}: {{$ref: '#/components/parameters/P{n + 1}'}}" for n in range(LINKS)
    )
    paths = (
        "paths:\n  /jobs:\n    parameters: [{$ref: '#/components/parameters/P0'}]\n"
        "    get: {operationId: listJobs, responses: {'200': {description: ''}}}\n"
    )
    end = f"    P{LINKS}: {{name: p, in: query, schema: {{}}}}\n"
    return f"{HEAD}{paths}components:\n  parameters:\n{links}\n{end}"


def property_chain() -> str:
    """A valid document: each schema has the next one as a property."""
    links = "\n".join(
        f"    S{n}: {{properties: {{p: {{$ref: '#/components/schemas/S{n + 1}'}}}}}}"
        for n in range(5_000)
    )
    return head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n    S5000: {{}}\n"


def reference_cycle() -> str:
    links = "\n".join(
        f"    S{n}: {{$ref: '#/components/schemas/S{(n + 1) % 20_000}'}}" for n in range(20_000)
    )
    return head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n"


def all_of_cycle() -> str:
    links = "\n".join(
        f"    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{(n + 1) % 3_000}'}}]}}"
        for n in range(3_000)
    )
    return head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n"


def shared_path_item() -> str:
    paths = "\n".join(f"  /p{n}: {{$ref: '#/paths/~1p0'}}" for n in range(1, 20_000))
    first = "  /p0: {get: {operationId: a, responses: {'200': {description: ''}}}}\n"
    return f"{HEAD}paths:\n{first}{paths}\n"


def dangling_references() -> str:
    links = "\n".join(f"    S{n}: {{$ref: '#/components/schemas/T{n}'}}" for n in range(20_000))
    return head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n"


def unions_of_unions() -> str:
    """Each union refers to the next one twice, so 2**60 paths lead to a default's type."""
    links = "\n".join(
        f"    S{n}: {{anyOf: [{{$ref: '#/components/schemas/S{n + 1}'}},"
        f" {{title: x, allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}]}}]}}"
        for n in range(60)
    )
    end = "    S60: {type: string}\n    Job: {default: 1, $ref: '#/components/schemas/S0'}\n"
    end += "    Task: {default: 1, allOf: [{$ref: '#/components/schemas/S0'}]}\n"
    return head("#/components/schemas/S0") + f"components:\n  schemas:\n{links}\n{end}"


def slow_pattern() -> str:
    return head("#/components/schemas/S") + (
        "components:\n  schemas:\n"
        "    S: {type: string, pattern: '^(a+)+$', default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!}\n"
    )


def many_lines() -> str:
    return "a:\n" + "-\n" * (MAX_BYTES // 2 - 10)


def many_objects() -> str:
    return "a: [" + "{}," * (MAX_BYTES // 3 - 10) + "]"


def many_keys() -> str:
    return "".join(f"k{n}: {{a: 1}}\n" for n in range(330_000)) + "k1: 1\n"


def large_description() -> str:
    return head("#/x") + "x: |\n" + "  some words of a description\n" * (50_000_000 // 30)


def one_odd_number() -> str:
    return HEAD + "x-a: " + "1_" * 4_000_000 + "x\n"


def many_tags() -> str:
    return HEAD + "x-a: ',!" + ",!" * 400_000 + "='\n"


def one_long_hexadecimal() -> str:
    return HEAD + "x-a: 0x" + "0_0x" * 2_000_000 + "z\n"


HOSTILE: dict[Callable[[], str], set[str]] = {
    alias_bomb: {"too-many-aliases"},
    merge_bomb: {"too-many-aliases"},
    deep_flow: {"nested-too-deep"},
    deep_json: {"nested-too-deep"},
    deep_json_with_tabs: {"nested-too-deep"},
    deep_block: {"nested-too-deep"},
    deep_compact: {"nested-too-deep"},
    deep_compact_keys: {"nested-too-deep"},
    deep_steps: {"nested-too-deep"},
    reference_chain: {"reference-without-end"},
    parameter_chain: {"reference-without-end"},
    property_chain: set(),
    reference_cycle: {"reference-without-end"},
    all_of_cycle: {"reference-without-end"},
    shared_path_item: {"path-item-used-twice"},
    dangling_references: {"dangling-reference"},
    unions_of_unions: {"invalid-openapi"},
    slow_pattern: {"invalid-openapi"},
    one_odd_number: {"not-a-json-number"},
    many_tags: {"invalid-openapi", "no-operations"},
    one_long_hexadecimal: {"invalid-openapi", "no-operations"},
    many_lines: {"file-too-large"},
    many_objects: {"file-too-large"},
    many_keys: {"file-too-large", "duplicate-key"},
    large_description: {"file-too-large"},
}

READ = """
import gc, json, os, resource, sys
from generator.diagnostics import Problems, Refused
from generator.openapi.document import read_spec
from generator.openapi.tree import parse
from generator.openapi.validate import validate
from tests.openapi import test_bounds

def read(raw):
    problems = Problems()
    try:
        tree = parse("spec.yaml", raw, problems)
        validate(tree, problems)
        read_spec(tree, "", problems)
    except Refused:
        pass
    return sorted({found.code for found in problems})

gc.disable()  # as a run does
read(test_bounds.slow_pattern().encode())  # imports the rest
for name in map(str.strip, sys.stdin):
    if os.fork():
        _, status = os.wait()
        if status:
            print(json.dumps([["killed"], 0, 0]), flush=True)
        continue
    resource.setrlimit(resource.RLIMIT_CPU, (2 * test_bounds.SECONDS,) * 2)
    codes = read(getattr(test_bounds, name)().encode())
    used = resource.getrusage(resource.RUSAGE_SELF)
    megabytes = used.ru_maxrss / 1024
    print(json.dumps([codes, used.ru_utime + used.ru_stime, megabytes]), flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """A process that forks for each document, so that each is measured alone."""
    command = [sys.executable, "-c", READ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.terminate()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
@pytest.mark.parametrize("build", [pytest.param(build, id=build.__name__) for build in HOSTILE])
def test_hostile_text_ends_in_an_error(
    build: Callable[[], str], reader: subprocess.Popen[str]
) -> None:
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write(f"{build.__name__}\n")
    reader.stdin.flush()
    ready, _, _ = select.select([reader.stdout], [], [], TIMEOUT)
    assert ready, "no end in sight"
    codes, seconds, megabytes = json.loads(reader.stdout.readline())
    expected = HOSTILE[build]
    assert set(codes) <= expected
    assert bool(codes) == bool(expected)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
