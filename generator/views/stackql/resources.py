"""Builds the resources of a StackQL service document from the model.

Each resource lists its methods, how StackQL calls them, and which SQL verb selects which method.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.json_types import Json, JsonObject
from generator.model.methods import (
    ContentKind,
    HeaderPlace,
    Method,
    Pagination,
    PathInResponse,
    ResponsePlace,
)
from generator.model.provider import Resource
from generator.model.stackql import BodyColumns
from generator.model.walk import NamedTypes
from generator.views.stackql.operations import response_content
from generator.views.stackql.transforms import update_transform
from generator.vocabulary import ParamPlace, SqlVerb

_VERBS = (SqlVerb.SELECT, SqlVerb.INSERT, SqlVerb.UPDATE, SqlVerb.DELETE, SqlVerb.REPLACE)


def stackql_resource(
    provider: str,
    resource: Resource,
    methods: Sequence[Method],
    columns: BodyColumns,
    types: NamedTypes,
) -> JsonObject:
    """Returns the `x-stackQL-resources` entry of a resource with the given methods."""
    return {
        "id": f"{provider}.{resource.service}.{resource.name}",
        "name": resource.name,
        "title": resource.name.replace("_", " ").capitalize(),
        **({"description": resource.description.strip()} if resource.description.strip() else {}),
        "methods": {method.name: _method(method, columns, types) for method in methods},
        "sqlVerbs": {verb.value: _chosen(resource, methods, verb) for verb in _VERBS},
    }


def _chosen(resource: Resource, methods: Sequence[Method], verb: SqlVerb) -> Json:
    """Returns references to the methods of a verb, in the order in which the engine tries them.

    Rule RG8: the methods that require the most parameters and properties come first; methods that
    require equally many keep the order of the mapping.
    """
    of_verb = sorted((one for one in methods if one.verb is verb), key=_requires, reverse=True)
    return [
        {"$ref": f"#/components/x-stackQL-resources/{resource.name}/methods/{method.name}"}
        for method in of_verb
    ]


def _requires(method: Method) -> int:
    params = sum(param.required for param in method.params if param.place is not ParamPlace.COOKIE)
    return params + (len(method.body.required_names) if method.body else 0)


def _method(method: Method, columns: BodyColumns, types: NamedTypes) -> JsonObject:
    path = method.path.replace("~", "~0").replace("/", "~1")
    entry: JsonObject = {"operation": {"$ref": f"#/paths/{path}/{method.http.value}"}}
    config: JsonObject = {}
    if method.body and method.body.content:
        entry["request"] = _request(method, types)
        if columns is BodyColumns.BARE:
            config["requestBodyTranslate"] = {"algorithm": "naive"}
    response: JsonObject = {"openAPIDocKey": method.answer.status}
    content = response_content(method)
    if content:
        response["mediaType"] = content.content_type
        rows = method.items or method.item
        if rows and rows.steps and method.verb is SqlVerb.SELECT:
            response["objectKey"] = _json_path(rows)
    entry["response"] = response
    if method.pagination and method.verb is SqlVerb.SELECT:
        pagination = _pagination(method.pagination)
        if pagination is not None:
            config["pagination"] = pagination
    if config:
        entry["config"] = config
    return entry


def _request(method: Method, types: NamedTypes) -> JsonObject:
    """Returns the `request` entry of a method.

    Rule RG9: an object body without required properties is an empty object by default. Without this
    default, the engine sends the text `null`.
    """
    body = method.body
    if body is None or not body.content:
        return {}
    request: JsonObject = {"mediaType": body.content[0].content_type}
    is_object = body.content[0].kind is ContentKind.JSON and body.properties
    if is_object and not body.required_names:
        request["default"] = "{}"
    transform = update_transform(method, types)
    if transform:
        request["transform"] = transform
    return request


def _pagination(pages: Pagination) -> JsonObject | None:
    """Returns the `pagination` entry of a method, or None if the engine can't page it.

    Rule RG10: a pagination path writes the last row as `[-1:]`. With `[-1]`, the engine stops after
    the first page.
    Rule PG5: a URL, also that of a `Link` header, replaces the whole request. A page number needs
    the page's own number and the number of pages in the response.
    """
    if not pages.is_paged_by_stackql:
        return None
    if pages.count is not None and pages.send and pages.total and pages.page:
        return {
            "algorithm": "page_number",
            "requestToken": _token(pages.send.name, pages.send.place),
            "responseToken": _response_token(pages.page),
            "responseTerminator": _response_token(pages.total),
        }
    if pages.next is None:
        return None
    if pages.send is None:
        request: JsonObject = {"key": "-", "location": "request"}
    else:
        request = _token(pages.send.name, pages.send.place)
    return {"requestToken": request, "responseToken": _response_token(pages.next)}


def _token(name: str, place: ParamPlace | None) -> JsonObject:
    return {"key": name, "location": place.value if place else "body"}


def _response_token(place: ResponsePlace) -> JsonObject:
    if isinstance(place, HeaderPlace):
        return {"key": place.name, "location": "header"}
    return {"key": _json_path(place), "location": "body"}


def _json_path(path: PathInResponse) -> str:
    return "$" + "".join(map(_json_path_step, path.steps))


def _json_path_step(step: str | int) -> str:
    if step == -1:
        return "[-1:]"
    return f"['{step}']" if "." in str(step) or "@" in str(step) else f".{step}"
