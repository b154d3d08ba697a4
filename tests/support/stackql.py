"""A model of the StackQL engine, by what was measured of v0.10.542: SQL in, HTTP requests out.

It knows registry documents alone, nothing of our model: it parses a statement, picks the method as
the engine does, and builds the request. What the engine refuses raises `Refused` with its reason.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

import sqlglot
import yaml
from sqlglot import exp, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from generator.escape import is_selectable
from generator.escape.stackql_words import STACKQL_WORDS

_TEMPLATED = '{{"{{"}}'
_NO_LITERAL = (exp.Boolean, exp.Null, exp.Neg)
_VERBS: dict[type[exp.Expr], str] = {
    exp.Select: "select",
    exp.Insert: "insert",
    exp.Update: "update",
    exp.Delete: "delete",
}


class Refused(Exception):
    """The engine doesn't send a request for the statement."""


class Stackql(Dialect):
    """The lexis of StackQL's parser: double quotes for names, MySQL's escapes in strings."""

    class Tokenizer(tokens.Tokenizer):
        """Names in double quotes alone; a backslash escapes in a string."""

        QUOTES: ClassVar = ["'"]
        IDENTIFIERS: ClassVar = ['"']
        STRING_ESCAPES: ClassVar = ["'", "\\"]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What the engine sends."""

    verb: str
    url: str
    headers: dict[str, str]
    body: str | None


@dataclass(frozen=True, slots=True)
class _Call:
    """A statement as it was parsed."""

    verb: str
    path: tuple[str, ...]  # provider, service, resource, and for an EXEC its method
    where: dict[str, exp.Expr]
    given: dict[str, exp.Expr]  # columns of an INSERT or SET, arguments of an EXEC
    selected: tuple[str, ...] = ()


class Engine:
    """Plans statements by the registry documents of one or more providers."""

    def __init__(self, documents: Mapping[str, bytes], environment: Mapping[str, str]) -> None:
        """`documents` by path below `src`: `acme/v00.00.00000/services/shop.yaml`."""
        # Both YAML readers have their say in the tests of the documents; the engine's is 1.1.
        self._documents = {
            path: yaml.load(text, yaml.CSafeLoader) for path, text in documents.items()
        }
        self._environment = environment

    def plan(self, sql: str) -> HttpRequest:
        """The first request that the statement leads to."""
        call = _parsed(_untemplated(sql))
        provider, service, resource = self._resource(call.path)
        name = _method_name(call, resource, service)
        method = resource["methods"][name]
        operation = _Operation(service, method)
        if call.verb == "select":
            operation.check_columns(call)
        return operation.request(call, self._headers(provider))

    def _resource(self, path: tuple[str, ...]) -> tuple[Any, Any, Any]:
        for name, provider in self._documents.items():
            if name.endswith("/provider.yaml") and provider["id"] == path[0]:
                services = provider["providerServices"]
                if path[1] not in services:
                    raise Refused(f"no service {path[1]}")
                document = self._documents[services[path[1]]["service"]["$ref"]]
                resources = document["components"]["x-stackQL-resources"]
                if path[2] not in resources:
                    raise Refused(f"no resource {path[2]}")
                return provider, document, resources[path[2]]
        raise Refused(f"no provider {path[0]}")

    def _headers(self, provider: Any) -> dict[str, str]:
        """What authenticates, one key after the other."""
        sent: dict[str, str] = {}
        auth = provider["config"]["auth"]
        while auth:
            sent |= self._header(auth)
            auth = auth.get("successor")
        return sent

    def _header(self, auth: Any) -> dict[str, str]:
        match auth["type"]:
            case "bearer":
                return {"Authorization": f"Bearer {self._variable(auth['credentialsenvvar'])}"}
            case "basic":
                pair = (self._variable(auth["username_var"]), self._variable(auth["password_var"]))
                return {"Authorization": f"Basic {base64.b64encode(':'.join(pair).encode())!r}"}
            case "custom" if auth["location"] == "header":
                return {auth["name"]: self._variable(auth["credentialsenvvar"])}
        return {}

    def _variable(self, name: str) -> str:
        if not self._environment.get(name):
            raise Refused(f"credentialsenvvar references empty string: {name}")
        return self._environment[name]


def send(request: HttpRequest) -> tuple[int, str]:
    """Status and text of the answer."""
    parts = urlsplit(request.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    body = None if request.body is None else request.body.encode()
    connection.request(request.verb, target, body, request.headers)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, text


# --------------------------------------------------------------------------------------- parsing


def _untemplated(sql: str) -> str:
    """The statement after Go's text/template has read it."""
    if "{{" in sql.replace(_TEMPLATED, ""):
        raise Refused("template: function not defined")
    return sql.replace(_TEMPLATED, "{{")


def _parsed(sql: str) -> _Call:
    text = re.sub(r"\A\s*/\*\+.*?\*/\s*", "", sql)
    try:
        if text.upper().startswith("EXEC"):
            return _parsed_exec(text)
        verb = "replace" if text.upper().startswith("REPLACE") else ""
        tree = sqlglot.parse_one(re.sub(r"(?i)\AREPLACE\b", "UPDATE", text), dialect=Stackql)
    except SqlglotError as error:
        raise Refused(f"syntax error: {error}") from error
    for name in tree.find_all(exp.Identifier):
        _check_word(name.name, is_quoted=bool(name.args.get("quoted")))
    table = tree.find(exp.Table)
    if table is None or type(tree) not in _VERBS:
        raise Refused("syntax error: no statement")
    path = tuple(part.name for part in table.parts)
    return _Call(
        verb or _VERBS[type(tree)], path, dict(_conditions(tree)), _given(tree), _selected(tree)
    )


def _check_word(word: str, *, is_quoted: bool) -> None:
    if not is_quoted and word.lower() in STACKQL_WORDS:
        raise Refused(f"syntax error near '{word}'")


def _conditions(tree: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    where = tree.args.get("where")
    condition = where.this if where else None
    for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
        if part is None:
            return
        if not isinstance(part, exp.EQ):
            raise Refused(f"condition: {part}")
        yield part.this.name, part.expression


def _given(tree: exp.Expr) -> dict[str, exp.Expr]:
    match tree:
        case exp.Insert():
            columns = getattr(tree.this, "expressions", ())
            names = [part.name for part in columns]
            for part in columns:
                _check_word(part.sql(), is_quoted=bool(part.args.get("quoted")))
            source = tree.expression
            if isinstance(source, exp.Values):
                (row,) = source.expressions
                values = row.expressions
            elif isinstance(source, exp.Select):
                values = source.expressions
            else:
                raise Refused("syntax error near 'DEFAULT'")
            return dict(zip(names, values, strict=True))
        case exp.Update():
            return {part.this.name: part.expression for part in tree.expressions}
    return {}


def _selected(tree: exp.Expr) -> tuple[str, ...]:
    if not isinstance(tree, exp.Select):
        return ()
    return tuple(part.name for part in tree.expressions if not isinstance(part, exp.Star))


def _parsed_exec(text: str) -> _Call:
    """`EXEC a.b.c.method @x='…', @y='…'`: no grammar of sqlglot's."""
    found = [one for one in Stackql().tokenize(text) if one.text != ";"][1:]
    path: list[str] = []
    at = 0
    while at < len(found) and found[at].text != "@":
        if found[at].text != ".":
            is_quoted = found[at].token_type is TokenType.IDENTIFIER
            _check_word(found[at].text, is_quoted=is_quoted)
            path.append(found[at].text)
        at += 1
    given: dict[str, exp.Expr] = {}
    while at < len(found):
        at_sign, name, equal, value, *rest = found[at:]
        if at_sign.text != "@" or equal.text != "=":
            raise Refused("syntax error in EXEC")
        if value.token_type is not TokenType.STRING:
            raise Refused(f"SHOW key = '@{name.text}' does NOT match SQL type")
        given[name.text] = exp.Literal.string(value.text)
        at += 4
        if rest:
            if rest[0].text != ",":
                raise Refused("syntax error in EXEC")
            at += 1
    return _Call("exec", tuple(path), {}, given)


# -------------------------------------------------------------------------------------- planning


def _method_name(call: _Call, resource: Any, service: Any) -> str:
    """The method that an EXEC names, else the first of its verb whose required are all given."""
    if call.verb == "exec":
        name = call.path[3]
        if name not in resource["methods"]:
            raise Refused(f"no method {name}")
        return name
    given = {*call.where, *call.given}
    for entry in resource["sqlVerbs"][call.verb]:
        name = str(entry["$ref"]).rpartition("/")[2]
        if _Operation(service, resource["methods"][name]).required <= given:
            return name
    raise Refused("cannot find matching operation")


class _Operation:
    """A method's operation in its document."""

    def __init__(self, service: Any, method: Any) -> None:
        self._service = service
        self._method = method
        reference = method["operation"]["$ref"]
        self._path, self._verb = _operation_of(reference)
        self._operation = service["paths"][self._path][self._verb]
        translate = method.get("config", {}).get("requestBodyTranslate", {})
        self._prefix = "" if translate.get("algorithm") == "naive" else "data__"
        self._params = {one["name"]: one for one in self._operation.get("parameters", ())}

    @property
    def required(self) -> set[str]:
        """The columns that a statement must give."""
        params = {name for name, one in self._params.items() if one.get("required")}
        return params | {self._prefix + name for name in self._body().get("required", ())}

    def _body(self) -> Any:
        body = self._operation.get("requestBody")
        if not body:
            return {}
        (content,) = body["content"].values()
        return self._resolved(content["schema"])

    def _resolved(self, schema: Any) -> Any:
        while "$ref" in schema:
            schema = self._service["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def check_columns(self, call: _Call) -> None:
        """A SELECT names columns of the rows that SQLite can read without quotes."""
        columns = self._columns()
        for name in call.selected:
            if name not in columns:
                raise Refused(f"no such column: {name}")
            if not is_selectable(name):
                raise Refused(f"SQLite can't read the column {name}")
        for name in call.where:
            if name not in self._params and name not in columns and not self._is_body(name):
                raise Refused(f"could not locate symbol {name}")

    def _columns(self) -> set[str]:
        answer = self._method["response"]
        content = self._operation["responses"][answer["openAPIDocKey"]].get("content", {})
        if not content:
            return set()
        schema = self._resolved(content[answer["mediaType"]]["schema"])
        for step in answer.get("objectKey", "$").removeprefix("$").split("."):
            if step:
                if "[" in step or step not in schema.get("properties", {}):
                    raise Refused("schema unsuitable for select query")
                schema = self._resolved(schema["properties"][step])
        if schema["type"] == "array":
            schema = self._resolved(schema["items"])
        return {*schema.get("properties", ())}

    def _is_body(self, column: str) -> bool:
        name = column.removeprefix(self._prefix)
        return column.startswith(self._prefix) and name in self._body().get("properties", {})

    def request(self, call: _Call, headers: dict[str, str]) -> HttpRequest:
        """The request, the key's headers included."""
        given = {**call.given, **call.where}
        for name, one in self._params.items():
            if one.get("required") and name not in given:
                raise Refused(f"required param not supplied: {name}")
        path, query = self._path, {}
        for name, value in given.items():
            param = self._params.get(name)
            if param is None:
                continue
            text = self._param_text(call, param, value)
            match param["in"]:
                case "path":
                    path = path.replace(f"{{{name}}}", text)
                case "query":
                    query[name] = text
                case "header":
                    headers[name] = text
        for name, one in self._params.items():
            if one["in"] == "header" and "default" in one["schema"]:
                headers.setdefault(name, one["schema"]["default"])
        url = f"{self._service['servers'][0]['url']}{_parsed_by_go(path)}"
        added = f"{'&' if '?' in url else '?'}{urlencode(sorted(query.items()))}" if query else ""
        body, kind = self._sent(call)
        return HttpRequest(self._verb.upper(), f"{url}{added}", headers | kind, body)

    def _param_text(self, call: _Call, param: Any, value: exp.Expr) -> str:
        if call.verb == "exec":
            _check_argument(param["name"], param["schema"])
        return _text(value)

    def _sent(self, call: _Call) -> tuple[str | None, dict[str, str]]:
        """Body and its content type."""
        if "requestBody" not in self._operation:
            return None, {}
        properties = self._body().get("properties", {})
        sent = {}
        for column, value in {**call.where, **call.given}.items():
            name = column.removeprefix(self._prefix)
            if self._is_body(column) and column not in self._params:
                if call.verb == "exec":
                    _check_argument(column, properties[name])
                sent[name] = _json_value(call.verb, value)
        media_type = self._method["request"]["mediaType"]
        if media_type != "application/json":
            if sent:
                raise Refused(f"media type = '{media_type}' not supported")
            return None, {}
        if not sent and "default" not in self._method["request"]:
            return "null", {}
        for name in self._unquoted():
            if isinstance(sent.get(name), str):
                sent[name] = json.loads(sent[name])
        return json.dumps(sent), {"Content-Type": "application/json"}

    def _unquoted(self) -> Iterable[str]:
        """The properties that the method's transform writes without quotes."""
        template = self._method["request"].get("transform", {}).get("body", "")
        return [json.loads(name) for name in re.findall(r'eq \$name ("(?:[^"\\]|\\.)*")', template)]


def _operation_of(reference: str) -> tuple[str, str]:
    path, _, verb = reference.removeprefix("#/paths/").rpartition("/")
    return path.replace("~1", "/").replace("~0", "~"), verb


def _check_argument(name: str, schema: Any) -> None:
    if schema.get("type") not in ("string", "object", "array"):
        raise Refused(f"SHOW key = '@{name}' does NOT match SQL type 'StrVal'")


def _text(value: exp.Expr) -> str:
    """A value of a WHERE, as it travels."""
    if isinstance(value, exp.Neg):
        return f"-{_text(value.this)}"
    return value.name if isinstance(value, exp.Literal) else value.sql(dialect=Stackql).lower()


def _json_value(verb: str, value: exp.Expr) -> Any:
    """A value of a body, as the engine reads it."""
    if isinstance(value, exp.String):  # string('…')
        return value.this.name
    if verb in ("update", "replace"):
        if isinstance(value, _NO_LITERAL):
            raise Refused(f"update statement RHS of type '{type(value).__name__}'")
        return _structure(value.name)
    match value:
        case exp.Null():
            raise Refused("cannot insert zero data")
        case exp.Boolean():
            return value.this
        case exp.Literal(is_string=True):
            return _structure(value.name)
    return _number(value.sql())


def _number(digits: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits.replace(" ", "")):
        raise Refused(f"cannot insert zero data: {digits}")
    number: float = json.loads(digits.replace(" ", ""))
    if isinstance(number, int) and not -(2**63) <= number < 2**63:
        raise Refused("cannot insert zero data: beyond int64")
    return number


def _structure(text: str) -> Any:
    """A string that is a JSON object, array or null is sent as such."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if value is None or isinstance(value, dict | list) else text


def _parsed_by_go(path: str) -> str:
    """The path as net/url reads and writes it: slashes stay, `?` opens a query, `#` ends all."""
    cut = path.partition("#")[0]
    if re.search(r"%(?![0-9A-Fa-f]{2})", cut):
        raise Refused("invalid URL escape")
    return quote(cut, safe="/?%:@!$&'()*+,;=~")
