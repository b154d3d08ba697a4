"""Handles commands over HTTP, below `/_mock/`: recorded requests, faults, row counts, reset.

A request comes in, the dispatcher is changed or read, and a JSON reply goes out.
"""

from __future__ import annotations

import base64
import json
import re

from generator.json_types import Json, JsonObject
from generator.mock.dispatch import RequestDispatcher
from generator.mock.model import CUTS, Fault, IncomingRequest, RecordedRequest, Reply
from generator.mock.sent_json import parse_json

PREFIX = "/_mock"
_MOST_ROWS = 100_000
_LONGEST_DELAY = 86_400  # seconds
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.6.2
_HEADER_VALUE = re.compile(r"(?![ \t])[\t\x20-\x7e]*(?<![ \t])")
_FRAMING = ("content-length", "transfer-encoding")  # the server sets these itself


class InvalidCommand(ValueError):
    """A command that can't be carried out; the text gives the reason."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


def handle_command(dispatcher: RequestDispatcher, incoming: IncomingRequest) -> Reply:
    """Handles `GET /requests`, `POST /faults`, `POST /rows` and `POST /reset`."""
    asked = f"{incoming.verb} {incoming.path.removeprefix(PREFIX)}"
    try:
        check_sender(incoming)
        match asked:
            case "GET /requests":
                return _json_reply(
                    200, {"requests": [_request_json(one) for one in dispatcher.requests]}
                )
            case "POST /faults":
                dispatcher.faults.add(parse_fault(_parse_command(incoming), dispatcher))
            case "POST /rows":
                command = _parse_command(incoming)
                operation = check_operation(command.get("operation"), dispatcher)
                dispatcher.store.set_row_count(operation, check_count(command.get("rows")))
            case "POST /reset":
                dispatcher.reset()
            case _:
                return _json_reply(
                    404, {"error": "use GET requests, POST faults, POST rows or POST reset"}
                )
    except InvalidCommand as error:
        return _json_reply(error.status, {"error": str(error)})
    return _json_reply(200, {"ok": True})


def check_sender(incoming: IncomingRequest) -> None:
    """Raises InvalidCommand for a command that a web page of another origin may have sent.

    A browser names the origin of the page (RFC 6454 §7). Without asking the server first, a page
    can only send the content types of forms.
    """
    origin = incoming.header("origin")
    if origin and origin != f"http://{incoming.header('host')}":
        raise InvalidCommand("commands of web pages of another origin are not accepted", 403)
    if incoming.verb == "POST" and incoming.content_type != "application/json":
        raise InvalidCommand("a command needs the header Content-Type: application/json", 415)


def check_operation(name: Json, dispatcher: RequestDispatcher) -> str:
    """Returns the operationId. Raises InvalidCommand if the provider has no such operation."""
    if isinstance(name, str) and name in {route.operation for route in dispatcher.router.routes}:
        return name
    raise InvalidCommand(f"there is no operation {json.dumps(name)}")


def check_cut(where: Json) -> str:
    """Returns where a connection breaks. Raises InvalidCommand for an unknown place."""
    if isinstance(where, str) and where in CUTS:
        return where
    raise InvalidCommand(f'"cut" must be one of {", ".join(CUTS)}')


def check_count(rows: Json) -> int:
    """Returns a number of rows. Raises InvalidCommand if it isn't a number in range."""
    if isinstance(rows, int) and not isinstance(rows, bool) and 0 <= rows <= _MOST_ROWS:
        return rows
    raise InvalidCommand(f'"rows" must be a number from 0 to {_MOST_ROWS}')


def check_fault(fault: Fault, dispatcher: RequestDispatcher) -> Fault:
    """Returns the fault. Raises InvalidCommand if one of its values is out of range."""
    if fault.operation:
        check_operation(fault.operation, dispatcher)
    if fault.cut:
        check_cut(fault.cut)
    if fault.times is not None and fault.times < 1:
        raise InvalidCommand('"times" must be a number from 1, or null for always')
    if fault.status and not 200 <= fault.status <= 599:
        raise InvalidCommand('"status" must be a number from 200 to 599')
    if not 0 <= fault.delay <= _LONGEST_DELAY:
        raise InvalidCommand(f'"delay" must be a number of seconds from 0 to {_LONGEST_DELAY}')
    if not fault.status and not fault.delay and not fault.cut:
        raise InvalidCommand('a fault needs a "status", a "delay" or a "cut"')
    for name, text in fault.headers:
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _FRAMING:
            raise InvalidCommand(f"{json.dumps(name)} is not a header that a fault can set")
        if not _HEADER_VALUE.fullmatch(text):
            raise InvalidCommand(
                f'header "{name}" must be visible ASCII without spaces at its ends'
            )
    return fault


def parse_fault(command: JsonObject, dispatcher: RequestDispatcher) -> Fault:
    """Reads a fault from JSON. Raises InvalidCommand for an unknown key or a wrong type."""
    known = {"operation", "times", "status", "headers", "body", "delay", "cut"}
    for name in command.keys() - known:
        raise InvalidCommand(f'"{name}" is not one of {", ".join(sorted(known))}')
    headers = command.get("headers", {})
    body = command.get("body")
    times, status, delay = (
        command.get("times", 1),
        command.get("status", 0),
        command.get("delay", 0),
    )
    operation, cut = command.get("operation", ""), command.get("cut", "")
    if not isinstance(headers, dict):
        raise InvalidCommand('"headers" must be an object')
    if times is not None and not isinstance(times, int):
        raise InvalidCommand('"times" must be a number from 1, or null for always')
    if not isinstance(status, int):
        raise InvalidCommand('"status" must be a number from 200 to 599')
    if not isinstance(delay, int | float):
        raise InvalidCommand('"delay" must be a number of seconds')
    fault = Fault(
        operation=check_operation(operation, dispatcher) if operation else "",
        times=times,
        status=status,
        headers=tuple((name, str(text)) for name, text in headers.items()),
        body=None if body is None else _encode_body(body),
        delay=delay,
        cut=check_cut(cut) if cut else "",
    )
    return check_fault(fault, dispatcher)


def _encode_body(body: Json) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _parse_command(incoming: IncomingRequest) -> JsonObject:
    try:
        command = parse_json(incoming.body or b"{}")
    except ValueError as error:
        raise InvalidCommand(f"the body is not JSON: {error}") from error
    if not isinstance(command, dict):
        raise InvalidCommand("the body must be a JSON object")
    return command


def _request_json(one: RecordedRequest) -> Json:
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


def _json_reply(status: int, value: JsonObject) -> Reply:
    return Reply(status, "application/json", (json.dumps(value).encode(),))
