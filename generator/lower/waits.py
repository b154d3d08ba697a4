"""Lowers the mapping's waits: which method starts a job, and which one polls it.

Lowered services come in, and go out with a `Wait` on each method that starts a job. A
problem with a rule is reported at the method in the provider file that uses the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, replace
from typing import Literal

from generator.diagnostics import Problems
from generator.lower.bind import walk_mapping
from generator.lower.fields import variants_of
from generator.lower.paths import parse_path, type_at
from generator.mapping.format_check import closest
from generator.mapping.model import Mapping, MethodMapping, WaitRule
from generator.model.methods import Answer, ContentKind, Method, PathInResponse, Wait
from generator.model.provider import Service
from generator.model.types import Anything, Const, Enum, Type
from generator.model.walk import FindType, walk_methods
from generator.vocabulary import ParamPlace

_SUFFIX = "_and_wait"


@dataclass(frozen=True, slots=True)
class _Job:
    """A method that starts a job, the one that polls it, and the rule that connects them."""

    rule: WaitRule
    start: Method
    poll: Method
    place: MethodMapping


def add_waits(
    services: Iterable[Service], mapping: Mapping, find: FindType, problems: Problems
) -> tuple[Service, ...]:
    """Returns `services` with a `Wait` on each method that starts a job.

    Rule M9: the last path parameter of the polling method is the job's id. The others are copied
    from the starting request, by name.
    """
    services = tuple(services)
    by_path = {method.python: method for _, _, method in walk_methods(services)}
    rules = {rule.name: rule for rule in mapping.waits}
    taken = {path[:length] for path in by_path for length in range(1, len(path) + 1)}
    waits: dict[str, Wait] = {}
    for _, _, place in walk_mapping(mapping):
        start = by_path.get(place.python)
        if not place.wait or start is None or start.operation != place.operation:
            continue
        rule = rules[place.wait]
        _check_name(start, taken, place, problems)
        poll = _find_poll(rule, start, by_path, place, problems)
        if poll is None:
            continue
        wait = _build_wait(_Job(rule, start, poll, place), find, problems)
        if wait is not None:
            waits[start.operation] = wait
    return tuple(_add_to_service(service, waits) for service in services)


def _add_to_service(service: Service, waits: ReadOnly[str, Wait]) -> Service:
    resources = (
        replace(
            resource,
            methods=tuple(
                replace(method, wait=waits.get(method.operation)) for method in resource.methods
            ),
        )
        for resource in service.resources
    )
    return replace(service, resources=tuple(resources))


def _check_name(
    start: Method, taken: set[tuple[str, ...]], place: MethodMapping, problems: Problems
) -> None:
    """Reports a waiting method whose Python path is taken."""
    own = (*start.python[:-1], _wait_name(start))
    if own in taken:
        problems.error(
            "python-path-taken",
            f'python path "{".".join(own)}" is needed for the `wait` of this method',
            place.python_location,
            "give the other method or resource another name, or remove `wait` from this one",
        )


def _wait_name(start: Method) -> str:
    return f"{start.python[-1]}{_SUFFIX}"


def _find_poll(
    rule: WaitRule,
    start: Method,
    by_path: ReadOnly[tuple[str, ...], Method],
    place: MethodMapping,
    problems: Problems,
) -> Method | None:
    beside = start.python[:-1]
    poll = by_path.get((*beside, rule.poll))
    if poll is None:
        known = [path[-1] for path in by_path if path[:-1] == beside]
        near = closest(rule.poll, known)
        problems.error(
            "wait-method",
            f'wait "{rule.name}" has poll: {rule.poll}, '
            f'but the client has no method "{".".join((*beside, rule.poll))}"',
            place.location,
            f'did you mean "{near}"?' if near else f"that resource has: {', '.join(sorted(known))}",
        )
    return poll


def _build_wait(job: _Job, find: FindType, problems: Problems) -> Wait | None:
    found = problems.errors
    identity = _check_path(job, "id", job.start, find, problems)
    status = _check_path(job, "status", job.poll, find, problems)
    if job.start is not job.poll:
        _check_path(job, "status", job.start, find, problems)
    if status is not None:
        _check_states(job, type_at(_json_type(job.poll.answer), status, find), find, problems)
    params = _path_params(job.poll)
    shared = _shared_params(job, params, problems)
    if problems.errors > found or identity is None or status is None:
        return None
    return Wait(
        name=_wait_name(job.start),
        poll=job.poll.python,
        id=identity,
        id_param=params[-1],
        shared=shared,
        status=status,
        until=job.rule.until,
    )


def _check_path(
    job: _Job, role: Literal["id", "status"], method: Method, find: FindType, problems: Problems
) -> PathInResponse | None:
    """Returns the rule's `id` or `status` path, and reports a problem if the response lacks it."""
    text = job.rule.id if role == "id" else job.rule.status
    path = parse_path(text)
    if type_at(_json_type(method.answer), path, find) is not None:
        return path
    problems.error(
        "wait-path",
        f'wait "{job.rule.name}" has {role}: {text}, '
        f'but the response of operation "{method.operation}" has no such place',
        job.place.location,
        "name a place in the response, or remove `wait` from this method",
    )
    return None


def _json_type(answer: Answer) -> Type:
    """Returns the type of a JSON response, or `Anything` if the response isn't JSON."""
    main = answer.main
    return main.type if main and main.kind is ContentKind.JSON else Anything()


def _check_states(job: _Job, status: Type | None, find: FindType, problems: Problems) -> None:
    """Checks that the final states exist, if the spec lists all states."""
    known: list[str] = []
    for kind in variants_of(status or Anything(), find):
        if isinstance(kind, Enum) and not kind.open:
            known.extend(str(value) for value in kind.values)
        elif isinstance(kind, Const):
            known.append(str(kind.value))
        else:
            return
    for state in job.rule.until:
        if state not in known:
            near = closest(state, known)
            problems.error(
                "wait-state",
                f'wait "{job.rule.name}" ends with "{state}", '
                f'which is not a state in the response of operation "{job.poll.operation}"',
                job.place.location,
                f'did you mean "{near}"?' if near else f"the states are: {', '.join(known)}",
            )


def _shared_params(job: _Job, params: tuple[str, ...], problems: Problems) -> tuple[str, ...]:
    """Returns the poll's path parameters that the first request has too: all but the job's id."""
    known = _path_params(job.start)
    lacking = [name for name in params[:-1] if name not in known]
    lacking += [
        param.name
        for param in job.poll.params
        if param.required and param.place is not ParamPlace.PATH
    ]
    if lacking or not params:
        what = ", ".join(f'"{name}"' for name in lacking) or "no param for the job's id"
        needs = f"takes {what}" if not params else f"needs {what}, which this method doesn't have"
        problems.error(
            "wait-params",
            f'wait "{job.rule.name}" polls operation "{job.poll.operation}", which {needs}',
            job.place.location,
            "poll a method whose path ends in the job's id, below the path of this one",
        )
    return params[:-1]


def _path_params(method: Method) -> tuple[str, ...]:
    """Returns the path parameters in the order of the path."""
    found = (param.name for param in method.params if param.place is ParamPlace.PATH)
    return tuple(sorted(found, key=lambda name: method.path.find(f"{{{name}}}")))
