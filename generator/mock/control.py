"""What the server is told and asked over HTTP, below `/_mock/`."""

from __future__ import annotations

import base64
import json
import re

from generator.json_types import Json, JsonObject
from generator.mock.dispatch import Exchange
from generator.mock.model import CUTS, Fault, Incoming, Recorded, Reply
from generator.mock.sent_json import json_of

PREFIX = "/_mock"
_MOST_ROWS = 100_000
_LONGEST_DELAY = 86_400  # seconds
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(r"(?![ \t])[\t\x20-\x7e]*(?<![ \t])")
_FRAMING = ("content-length", "transfer-encoding")  # the server's own


class Refused(ValueError):
    """What was told can't be done; the text says why."""


def control(exchange: Exchange, incoming: Incoming) -> Reply:
    """Answers `GET /requests`, `POST /faults`, `POST /rows` and `POST /reset`."""
    asked = f"{incoming.verb} {incoming.path.removeprefix(PREFIX)}"
    try:
        match asked:
            case "GET /requests":
                return _json(200, {"requests": [_shown(one) for one in exchange.requests]})
            case "POST /faults":
                exchange.faults.add(fault_of(_told(incoming), exchange))
            case "POST /rows":
                told = _told(incoming)
                operation = known_operation(told.get("operation"), exchange)
                exchange.state.set_length(operation, known_count(told.get("rows")))
            case "POST /reset":
                exchange.reset()
            case _:
                return _json(404, {"error": "GET requests, POST faults, POST rows, POST reset"})
    except Refused as error:
        return _json(400, {"error": str(error)})
    return _json(200, {"ok": True})


def known_operation(name: Json, exchange: Exchange) -> str:
    """The name of an operation. Raises Refused where there is none of it."""
    if isinstance(name, str) and name in {route.operation for route in exchange.routes.all}:
        return name
    raise Refused(f"no operation is called {json.dumps(name)}")


def known_cut(where: Json) -> str:
    """Where a connection can break. Raises Refused for what is no such place."""
    if isinstance(where, str) and where in CUTS:
        return where
    raise Refused(f'"cut" must be one of {", ".join(CUTS)}')


def known_count(rows: Json) -> int:
    """How many rows a list is given. Raises Refused for what is no such number."""
    if isinstance(rows, int) and not isinstance(rows, bool) and 0 <= rows <= _MOST_ROWS:
        return rows
    raise Refused(f'"rows" must be a number from 0 to {_MOST_ROWS}')


def known_fault(fault: Fault, exchange: Exchange) -> Fault:
    """A fault that can happen. Raises Refused for one that can't."""
    if fault.operation:
        known_operation(fault.operation, exchange)
    if fault.cut:
        known_cut(fault.cut)
    if fault.times is not None and fault.times < 1:
        raise Refused('"times" must be a number from 1, or null for always')
    if fault.status and not 200 <= fault.status <= 599:
        raise Refused('"status" must be a number from 200 to 599')
    if not 0 <= fault.delay <= _LONGEST_DELAY:
        raise Refused(f'"delay" must be a number of seconds from 0 to {_LONGEST_DELAY}')
    if not fault.status and not fault.delay and not fault.cut:
        raise Refused('a fault has a "status", a "delay" or a "cut"')
    for name, text in fault.headers:
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _FRAMING:
            raise Refused(f"{json.dumps(name)} is no header that an answer can be given")
        if not _HEADER_VALUE.fullmatch(text):
            raise Refused(f'header "{name}" must be visible ASCII, with spaces only between')
    return fault


def fault_of(told: JsonObject, exchange: Exchange) -> Fault:
    """A fault out of JSON. Raises Refused for what isn't one."""
    known = {"operation", "times", "status", "headers", "body", "delay", "cut"}
    for name in told.keys() - known:
        raise Refused(f'"{name}" is none of {", ".join(sorted(known))}')
    headers = told.get("headers", {})
    body = told.get("body")
    times, status, delay = told.get("times", 1), told.get("status", 0), told.get("delay", 0)
    operation, cut = told.get("operation", ""), told.get("cut", "")
    if not isinstance(headers, dict):
        raise Refused('"headers" must be an object')
    if times is not None and not isinstance(times, int):
        raise Refused('"times" must be a number from 1, or null for always')
    if not isinstance(status, int):
        raise Refused('"status" must be a number from 200 to 599')
    if not isinstance(delay, int | float):
        raise Refused('"delay" must be a number of seconds')
    fault = Fault(
        operation=known_operation(operation, exchange) if operation else "",
        times=times,
        status=status,
        headers=tuple((name, str(text)) for name, text in headers.items()),
        body=None if body is None else _body(body),
        delay=delay,
        cut=known_cut(cut) if cut else "",
    )
    return known_fault(fault, exchange)


def _body(body: Json) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _told(incoming: Incoming) -> JsonObject:
    try:
        told = json_of(incoming.body or b"{}")
    except ValueError as error:
        raise Refused(f"the body is no JSON: {error}") from error
    if not isinstance(told, dict):
        raise Refused("the body must be a JSON object")
    return told


def _shown(one: Recorded) -> Json:
    return {
        "operation": one.operation,
        "verb": one.verb,
        "path": one.path,
        "query": [list(pair) for pair in one.query],
        "headers": [list(pair) for pair in one.headers],
        "content_type": one.content_type,
        "body": one.body.decode("utf-8", "replace"),
        "body_base64": base64.b64encode(one.body).decode(),
        "status": one.status,
        "problems": list(one.problems),
    }


def _json(status: int, value: JsonObject) -> Reply:
    return Reply(status, "application/json", (json.dumps(value).encode(),))
