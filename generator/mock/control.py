"""What the server is told and asked over HTTP, below `/_mock/`."""

from __future__ import annotations

import base64
import json

from generator.jsontypes import Json, JsonObject
from generator.mock.exchange import Exchange
from generator.mock.model import CUTS, Fault, Incoming, Recorded, Reply

PREFIX = "/_mock"


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
                operation, rows = told.get("operation"), told.get("rows")
                if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
                    raise Refused('"rows" must be a number from 0')
                exchange.state.set_length(known_operation(operation, exchange), rows)
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


def fault_of(told: JsonObject, exchange: Exchange) -> Fault:
    """A fault out of JSON. Raises Refused for what isn't one."""
    known = {"operation", "times", "status", "headers", "body", "delay", "cut"}
    for name in told.keys() - known:
        raise Refused(f'"{name}" is none of {", ".join(sorted(known))}')
    operation = told.get("operation", "")
    if operation:
        known_operation(operation, exchange)
    headers = told.get("headers", {})
    body = told.get("body")
    times, status, delay = told.get("times", 1), told.get("status", 0), told.get("delay", 0)
    cut = told.get("cut", "")
    if not isinstance(headers, dict):
        raise Refused('"headers" must be an object')
    if times is not None and (not isinstance(times, int) or times < 1):
        raise Refused('"times" must be a number from 1, or null for always')
    if not isinstance(status, int) or not (status == 0 or 200 <= status <= 599):
        raise Refused('"status" must be a number from 200 to 599')
    if not isinstance(delay, int | float) or delay < 0:
        raise Refused('"delay" must be a number of seconds')
    if not status and not delay and not cut:
        raise Refused('a fault has a "status", a "delay" or a "cut"')
    return Fault(
        operation=str(operation),
        times=times,
        status=status,
        headers=tuple((name, str(text)) for name, text in headers.items()),
        body=None if body is None else _body(body),
        delay=float(delay),
        cut=known_cut(cut) if cut else "",
    )


def _body(body: Json) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _told(incoming: Incoming) -> JsonObject:
    try:
        told: Json = json.loads(incoming.body or b"{}")
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
