"""Turns a request into a reply and the fault that the server applies to it. Opens no socket."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

from generator.examples.validators import Validators
from generator.json_types import Json, JsonObject
from generator.mock.answers import BYTES, ExampleAnswers
from generator.mock.checks import RequestChecker
from generator.mock.events import asks_for_stream
from generator.mock.faults import FaultQueue
from generator.mock.key_checks import answer_token_request
from generator.mock.model import (
    DecodedRequest,
    Fault,
    FormPart,
    IncomingRequest,
    ListPage,
    Problem,
    RecordedRequest,
    Reply,
)
from generator.mock.request_log import RequestLog
from generator.mock.request_reader import RequestReader, read_form_parts
from generator.mock.requested_texts import RequestedText, find_requested_text, write_text
from generator.mock.roles import OperationRoles
from generator.mock.router import RouteMatch, Router
from generator.mock.store import RowStore
from generator.mock.visibility import drop_write_only
from generator.model.methods import Answer, Content, ContentKind, Failure, Method
from generator.model.provider import Provider

_KINDS = {
    401: "authentication_error",
    404: "not_found_error",
    429: "rate_limit_error",
}


@dataclass(frozen=True, slots=True)
class DispatchResult:
    reply: Reply
    fault: Fault | None  # the HTTP server applies its delay and its cut


class RequestDispatcher:
    """Handles requests for one provider: routing, checks, rows, faults and the request log."""

    def __init__(self, provider: Provider, *, is_stateless: bool = False) -> None:
        """With `is_stateless`, no request changes what later ones get."""
        validators = Validators(provider)
        self.router = Router(provider)
        self.faults = FaultQueue()
        self._types = validators.types
        self._answers = ExampleAnswers(validators)
        roles = OperationRoles(self.router, validators)
        self.store = RowStore(validators, roles, self._answers, is_stateless=is_stateless)
        self._reader = RequestReader(provider, validators)
        self._checker = RequestChecker(provider, validators)
        self._log = RequestLog()

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """The requests recorded so far."""
        return self._log.list_requests()

    def reset(self) -> None:
        """Clears the recorded requests, the faults and the rows."""
        self.faults.clear()
        self.store.reset()
        self._log.clear()

    def dispatch(self, incoming: IncomingRequest) -> DispatchResult:
        """Records a request and returns its reply."""
        match = self.router.match(incoming)
        if isinstance(match, Problem):
            return self.refuse(incoming, match)
        decoded, unreadable = self._reader.read(match, incoming)
        problems = (*self._checker.find_problems(match, incoming, decoded), *unreadable)
        reply: Reply | None = None
        if not problems:
            answered = self._build_reply(match, decoded, incoming)
            if isinstance(answered, Problem):
                problems = (answered,)
            else:
                reply = answered
        return self._record(incoming, match.route.operation, decoded.parts, problems, reply)

    def refuse(self, incoming: IncomingRequest, problem: Problem) -> DispatchResult:
        """Records a request that matches no operation, and returns the error."""
        return self._record(incoming, "", (), (problem,), None)

    def issue_token(self, incoming: IncomingRequest) -> DispatchResult:
        """Records a request for an access token, and returns its reply."""
        return self._record(incoming, "", (), (), answer_token_request(incoming))

    def _record(
        self,
        incoming: IncomingRequest,
        operation: str,
        parts: tuple[FormPart, ...],
        problems: tuple[Problem, ...],
        reply: Reply | None,
    ) -> DispatchResult:
        fault = self.faults.take(operation)
        if fault is not None and fault.status:
            declared = self._declared_reply(fault, operation) if fault.body is None else None
            reply = declared or _fault_reply(fault)
        elif reply is None:
            reply = _problem_reply(problems)
        cut = fault is not None and fault.cut == "headers"
        recorded = RecordedRequest(
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
        self._log.add(recorded)
        return DispatchResult(reply, fault)

    def _declared_reply(self, fault: Fault, operation: str) -> Reply | None:
        """Returns the response that the operation declares for the status of a fault."""
        routes = (route for route in self.router.routes if route.operation == operation)
        method = next((route.method for route in routes), None)
        if method is None:
            return None
        responses: tuple[Answer | Failure, ...] = (
            method.answer,
            *method.other_answers,
            *method.failures,
        )
        found = next((one for one in responses if one.status == str(fault.status)), None)
        if found is None:
            return None
        if not found.content:
            is_success = found.status.startswith(("2", "3"))
            return Reply(fault.status, "", headers=fault.headers) if is_success else None
        content = found.content[0]
        if content.kind is not ContentKind.JSON:
            return None
        body = json.dumps(self._answers.make_declared(content), ensure_ascii=False).encode()
        return _reply_with_headers(fault, _content_type_of(content), body)

    def _build_reply(
        self, match: RouteMatch, decoded: DecodedRequest, incoming: IncomingRequest
    ) -> Reply | Problem:
        answer = match.route.method.answer
        status = int(answer.status) if answer.status.isdigit() else 200
        content = _choose_content(match.route.method, decoded, incoming)
        streams = content is not None and content.kind is ContentKind.STREAM
        text = find_requested_text(match.route.method, decoded, streams=streams)
        built = self._build_json(match, decoded, text)
        if isinstance(built, Problem):
            return built
        known, headers = (built.body, built.headers) if isinstance(built, ListPage) else (built, ())
        if content is not None and streams:
            places = None if text is None else text.places
            chunks = self._answers.make_stream(match.route, content, known, places)
            return Reply(status, content.content_type, chunks)
        if content is None:
            return Reply(status, "", headers=headers)
        if content.kind is ContentKind.JSON and content is not match.route.method.answer.main:
            known = self._answers.make_json(match.route, content)
        body = self._encode_answer(match, content, known)
        return Reply(status, _content_type_of(content), (body,), headers)

    def _build_json(
        self, match: RouteMatch, decoded: DecodedRequest, text: RequestedText | None
    ) -> Json | Problem | ListPage:
        """Applies the request to the stored rows and returns the JSON to answer."""
        main = match.route.method.answer.main
        is_json = main is not None and main.kind is ContentKind.JSON
        place = text.places.text if text is not None and text.schema is not None else None
        sample = self._answers.make_json(match.route, main, place) if main and is_json else {}
        written = sample if text is None else write_text(text, decoded, sample)
        if isinstance(written, Problem):
            return written
        return self.store.apply_request(match, decoded, written)

    def _encode_answer(self, match: RouteMatch, content: Content, known: Json) -> bytes:
        match content.kind:
            case ContentKind.JSON:
                shown = drop_write_only(known, content.type, self._types)
                return json.dumps(shown, ensure_ascii=False).encode()
            case ContentKind.BINARY:
                kept = self.store.file_content(match)
                return BYTES if kept is None else kept
        return self._answers.make_text(match.route, content).encode()


def _choose_content(
    method: Method, decoded: DecodedRequest, incoming: IncomingRequest
) -> Content | None:
    """Returns the stream if the call asks for it, else the first content type that it accepts."""
    if asks_for_stream(method, decoded):
        return method.answer.stream
    contents = method.answer.content
    accepted = [one.partition(";")[0].strip() for one in incoming.header("accept").split(",")]
    for one in contents:
        if one.content_type.partition(";")[0] in accepted:
            return one
    return method.answer.main


def _content_type_of(content: Content) -> str:
    """Returns the content type, or that of bytes for `image/*` and text that no header holds."""
    named = content.content_type
    is_type = named.isascii() and named.isprintable() and "*" not in named
    return named if is_type else "application/octet-stream"


def _fault_reply(fault: Fault) -> Reply:
    """Builds the reply that a fault sends in place of the answer."""
    if fault.body is None:
        text = f"the mock server was told to answer {fault.status}"
        body = _error_body(Problem(fault.status, text, code="told_to_fail"))
    else:
        body = fault.body
    return _reply_with_headers(fault, "application/json", body)


def _reply_with_headers(fault: Fault, content_type: str, body: bytes) -> Reply:
    """Builds a reply with the headers of a fault, whose content type replaces the other one."""
    named = {name.lower(): text for name, text in fault.headers}
    rest = tuple(one for one in fault.headers if one[0].lower() != "content-type")
    return Reply(fault.status, named.get("content-type", content_type), (body,), rest)


def _problem_reply(problems: tuple[Problem, ...]) -> Reply:
    """Puts all problems into one reply. The most serious one decides its status.

    Status 401 is the most serious; then come 415, 405, 404 and 400.
    """
    worst = max(problems, key=lambda one: (one.status == 401, one.status))
    text = "; ".join(dict.fromkeys(one.message for one in problems))
    headers = (("WWW-Authenticate", "Bearer"),) if worst.status == 401 else ()
    body = _error_body(Problem(worst.status, text, worst.param, worst.code))
    return Reply(worst.status, "application/json", (body,), headers)


def _error_body(problem: Problem) -> bytes:
    kind = _KINDS.get(problem.status)
    error: JsonObject = {
        "message": problem.message,
        "type": kind or ("server_error" if problem.status >= 500 else "invalid_request_error"),
        "param": problem.param or None,
        "code": problem.code,
    }
    return json.dumps({"error": error}, ensure_ascii=False).encode()
