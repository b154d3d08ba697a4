"""A request in, an answer and the fault that spoils it out. No sockets here."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from urllib.parse import parse_qsl

from generator.examples.validators import Schemas
from generator.json_types import Json, JsonObject
from generator.mock.answers import BYTES, Answers
from generator.mock.checks import RequestChecker
from generator.mock.events import are_asked_for
from generator.mock.faults import Faults
from generator.mock.model import DecodedRequest, Fault, Incoming, Part, Problem, Recorded, Reply
from generator.mock.request_reader import RequestReader, read_form_parts
from generator.mock.roles import Roles
from generator.mock.router import Found, Routes
from generator.mock.store import State
from generator.model.methods import Content, ContentKind, Method
from generator.model.provider import Provider

_KINDS = {
    401: "authentication_error",
    404: "not_found_error",
    429: "rate_limit_error",
}


@dataclass(frozen=True, slots=True)
class Exchanged:
    reply: Reply
    fault: Fault | None  # its delay and its cut are still to come


class Exchange:
    """All that a server knows of one provider, and all that it was told."""

    def __init__(self, provider: Provider) -> None:
        schemas = Schemas(provider)
        self.routes = Routes(provider)
        self.faults = Faults()
        self._answers = Answers(schemas)
        self.state = State(schemas, Roles(self.routes, schemas), self._answers)
        self._reader = RequestReader(provider, schemas)
        self._checker = RequestChecker(provider, schemas)
        self._requests: list[Recorded] = []
        self._lock = threading.Lock()

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """All requests so far."""
        with self._lock:
            return tuple(self._requests)

    def reset(self) -> None:
        """Forgets requests, faults and rows."""
        self.faults.clear()
        self.state.reset()
        with self._lock:
            self._requests.clear()

    def answer(self, incoming: Incoming) -> Exchanged:
        """What is sent back. The request is recorded before."""
        found = self.routes.find(incoming)
        if isinstance(found, Problem):
            return self.refuse(incoming, found)
        call, unreadable = self._reader.read(found, incoming)
        problems = (*self._checker.find_problems(found, incoming, call), *unreadable)
        reply: Reply | None = None
        if not problems:
            answered = self._answered(found, call, incoming)
            if isinstance(answered, Problem):
                problems = (answered,)
            else:
                reply = answered
        return self._exchanged(incoming, found.route.operation, call.parts, problems, reply)

    def refuse(self, incoming: Incoming, problem: Problem) -> Exchanged:
        """The answer to a request that is no operation's."""
        return self._exchanged(incoming, "", (), (problem,), None)

    def _exchanged(
        self,
        incoming: Incoming,
        operation: str,
        parts: tuple[Part, ...],
        problems: tuple[Problem, ...],
        reply: Reply | None,
    ) -> Exchanged:
        fault = self.faults.take(operation)
        if fault is not None and fault.status:
            reply = _failed(fault)
        elif reply is None:
            reply = _refused(problems)
        cut = fault is not None and fault.cut == "headers"
        recorded = Recorded(
            operation=operation,
            verb=incoming.verb,
            path=incoming.path,
            query=tuple(parse_qsl(incoming.query_text, keep_blank_values=True)),
            headers=incoming.headers,
            content_type=incoming.content_type,
            body=incoming.body,
            parts=parts or read_form_parts(incoming),
            status=0 if cut else reply.status,
            problems=tuple(one.message for one in problems),
        )
        with self._lock:
            self._requests.append(recorded)
        return Exchanged(reply, fault)

    def _answered(self, found: Found, call: DecodedRequest, incoming: Incoming) -> Reply | Problem:
        answer = found.route.method.answer
        status = int(answer.status) if answer.status.isdigit() else 200
        content = _content(found.route.method, call, incoming)
        known = self._known(found, call)
        if isinstance(known, Problem):
            return known
        if content is not None and content.kind is ContentKind.EVENTS:
            chunks = self._answers.events(found.route, known)
            return Reply(status, "text/event-stream", chunks)
        if content is None:
            return Reply(status, "")
        return Reply(status, _sendable(content), (self._bytes(found, content, known),))

    def _known(self, found: Found, call: DecodedRequest) -> Json | Problem:
        """The JSON of the answer, with the server's rows brought up to date."""
        main = found.route.method.answer.main
        is_json = main is not None and main.kind is ContentKind.JSON
        sample = self._answers.json(found.route, main) if main and is_json else {}
        return self.state.answer(found, call, sample)

    def _bytes(self, found: Found, content: Content, known: Json) -> bytes:
        match content.kind:
            case ContentKind.JSON:
                return json.dumps(known, ensure_ascii=False).encode()
            case ContentKind.BINARY:
                kept = self.state.content(found)
                return BYTES if kept is None else kept
        return self._answers.text(found.route, content).encode()


def _content(method: Method, call: DecodedRequest, incoming: Incoming) -> Content | None:
    """The representation that the request asks for, else the main one."""
    if are_asked_for(method, call):
        return method.answer.events
    contents = method.answer.content
    accepted = [one.partition(";")[0].strip() for one in incoming.header("accept").split(",")]
    for one in contents:
        if one.content_type.partition(";")[0] in accepted:
            return one
    return method.answer.main


def _sendable(content: Content) -> str:
    """The content type, unless it is a range or text that no header may hold."""
    named = content.content_type
    is_type = named.isascii() and named.isprintable() and "*" not in named
    return named if is_type else "application/octet-stream"


def _failed(fault: Fault) -> Reply:
    """The answer that a fault gives in place of the operation's."""
    headers = fault.headers
    named = {name.lower(): text for name, text in headers}
    rest = tuple(one for one in headers if one[0].lower() != "content-type")
    if fault.body is None:
        text = f"the mock server was told to answer {fault.status}"
        body = _error(Problem(fault.status, text, code="told_to_fail"))
    else:
        body = fault.body
    return Reply(fault.status, named.get("content-type", "application/json"), (body,), rest)


def _refused(problems: tuple[Problem, ...]) -> Reply:
    """All reasons in one answer; the gravest gives its status: 401, 404, 405, 415, else 400."""
    worst = max(problems, key=lambda one: (one.status == 401, one.status))
    text = "; ".join(dict.fromkeys(one.message for one in problems))
    headers = (("WWW-Authenticate", "Bearer"),) if worst.status == 401 else ()
    body = _error(Problem(worst.status, text, worst.param, worst.code))
    return Reply(worst.status, "application/json", (body,), headers)


def _error(problem: Problem) -> bytes:
    kind = _KINDS.get(problem.status)
    error: JsonObject = {
        "message": problem.message,
        "type": kind or ("server_error" if problem.status >= 500 else "invalid_request_error"),
        "param": problem.param or None,
        "code": problem.code,
    }
    return json.dumps({"error": error}, ensure_ascii=False).encode()
