"""Determines which resources stackql-deploy can create, and how it finds them afterwards.

The input is lowered services. The output is the same services, where each resource with a `deploy`
in the provider file has a `Deployment`. Names that the spec doesn't have are reported at `deploy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, replace

from generator.diagnostics import Location, Problems
from generator.mapping.format_check import closest
from generator.mapping.model import DeployMapping, ServiceMapping
from generator.model.deploy import Deployment, Parent
from generator.model.methods import Method
from generator.model.provider import Resource, Service
from generator.model.walk import walk_resources
from generator.vocabulary import ParamPlace, SqlVerb

_ID = "id"


@dataclass(frozen=True, slots=True)
class _Place:
    """The service and name of a resource, as a dictionary key."""

    service: str
    resource: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A SELECT that finds a row by its key."""

    select: Method
    is_filtered: bool


def add_deployments(
    services: Iterable[Service], mapped: Iterable[ServiceMapping], problems: Problems
) -> tuple[Service, ...]:
    """Returns `services` with a `Deployment` on each resource that stackql-deploy can manage."""
    services = tuple(services)
    declared = {
        _Place(service.name, resource.name): resource.deploy
        for service in mapped
        for resource in service.resources
        if resource.deploy is not None
    }
    resources = {
        _Place(service.name, resource.name): resource
        for service, resource in walk_resources(services)
    }
    found = {}
    for place, deploy in declared.items():
        deployment = _deployment(resources[place], deploy, problems)
        if deployment is not None:
            found[place] = deployment
    return tuple(_deployed(service, found, resources) for service in services)


def _deployed(
    service: Service,
    found: ReadOnly[_Place, Deployment],
    resources: ReadOnly[_Place, Resource],
) -> Service:
    changed = []
    for resource in service.resources:
        place = _Place(service.name, resource.name)
        deployment = found.get(place)
        if deployment is not None:
            parents = tuple(_parents(place, found, resources))
            resource = replace(resource, deploy=replace(deployment, parents=parents))
        changed.append(resource)
    return replace(service, resources=tuple(changed))


# ---------------------------------------------------------------------------- one resource


def _deployment(resource: Resource, deploy: DeployMapping, problems: Problems) -> Deployment | None:
    """Returns the deployment of one resource, or None if it has an error.

    Rule DP1: the resource's first INSERT creates it.
    """
    create = next(_with_verbs(resource, SqlVerb.INSERT), None)
    if create is None:
        problems.error(
            "nothing-to-create",
            f'no method creates "{resource.name}"',
            deploy.location,
            "remove `deploy`, or map the operation that creates the resource as an insert",
        )
        return None
    given = _arguments(create)
    if deploy.value not in given:
        _report_unknown(
            "unknown-deploy-value",
            f'operation "{create.operation}" has no parameter or property "{deploy.value}"',
            deploy.value_location if deploy.value != deploy.exists_by else deploy.location,
            (deploy.value, given),
            problems,
        )
        return None
    found = _find(resource, deploy.exists_by, given)
    if found is None:
        selects = _with_verbs(resource, SqlVerb.SELECT)
        _report_unknown(
            "unknown-exists-by",
            f'no SELECT finds "{resource.name}" by "{deploy.exists_by}"',
            deploy.location,
            (deploy.exists_by, {name: None for one in selects for name in _keys(one, given)}),
            problems,
        )
        return None
    known = {*given, deploy.exists_by}
    update, update_param = _changes(resource, (SqlVerb.UPDATE, SqlVerb.REPLACE), known)
    delete, delete_param = _changes(resource, (SqlVerb.DELETE,), known)
    id_param = update_param or delete_param
    column = _id_column(found.select, id_param, deploy.exists_by)
    return Deployment(
        create=create.name,
        select=found.select.name,
        key=deploy.exists_by,
        key_from=deploy.value,
        id=column,
        is_filtered=found.is_filtered,
        update=update if column or not update_param else "",
        delete=delete if not delete_param or (column and delete_param == id_param) else "",
        id_param=id_param if column else "",
    )


def _report_unknown(
    code: str,
    what: str,
    location: Location,
    names: tuple[str, Iterable[str]],
    problems: Problems,
) -> None:
    name, known = names[0], sorted(names[1])
    near = closest(name, known)
    choices = f"choose one of {', '.join(known)}" if known else "remove `deploy`"
    problems.error(code, what, location, f'did you mean "{near}"?' if near else choices)


def _find(resource: Resource, key: str, given: Iterable[str]) -> _Found | None:
    """Returns the SELECT that finds a row by `key`, or None.

    Rule DP2: a SELECT may require only the key and arguments of the INSERT. A SELECT that requires
    the key is preferred to one whose rows have the key as a column.
    """
    known = {*given, key}
    selects = [one for one in _with_verbs(resource, SqlVerb.SELECT) if _required(one) <= known]
    for select in selects:
        if key in _required(select):
            return _Found(select, is_filtered=False)
    for select in selects:
        if any(field.name == key for field in select.fields):
            return _Found(select, is_filtered=True)
    return None


def _keys(select: Method, given: Iterable[str]) -> Iterator[str]:
    """Yields the parameters and columns by which `select` could find a row."""
    missing = _required(select) - {*given}
    if len(missing) <= 1:
        yield from _required(select)
    if not missing:
        yield from (field.name for field in select.fields)


def _changes(resource: Resource, verbs: tuple[SqlVerb, ...], known: set[str]) -> tuple[str, str]:
    """Returns the method that changes or deletes the row, and the parameter for the row's id.

    Rule DP3: at most one required parameter of the method is unknown when the row is created. That
    parameter is the row's id.
    """
    for method in _with_verbs(resource, *verbs):
        missing = _required(method) - known
        if len(missing) <= 1:
            return method.name, next(iter(missing), "")
    return "", ""


def _id_column(select: Method, id_param: str, key: str) -> str:
    """Returns the column that contains the row's id, or an empty text.

    Rule DP4: the row's id is the column with the name of the id parameter, or else the column `id`.
    If no method takes an id that the vendor assigns, it is the column `id`, or else the key.
    """
    columns = {field.name for field in select.fields}
    names = (id_param, _ID) if id_param else (_ID, key)
    return next((name for name in names if name in columns), "")


def _with_verbs(resource: Resource, *verbs: SqlVerb) -> Iterator[Method]:
    return (method for method in resource.methods if method.verb in verbs)


def _required(method: Method) -> set[str]:
    return {
        one.name for one in method.params if one.required and one.place is not ParamPlace.COOKIE
    }


def _arguments(create: Method) -> dict[str, None]:
    """Returns the names of the INSERT's arguments: its parameters, then its body's properties."""
    names = [param.name for param in create.params]
    if create.body is not None:
        names += [part.property.name for part in create.body.properties]
    return dict.fromkeys(names)


# ------------------------------------------------------------------------------- parents


def _parents(
    place: _Place,
    found: ReadOnly[_Place, Deployment],
    resources: ReadOnly[_Place, Resource],
) -> Iterator[Parent]:
    """Yields the resources whose ids the INSERT requires.

    Rule DP5: a required argument is the id of the resource that has a method whose path ends in the
    argument and is the beginning of the INSERT's path. If there is no such resource, it is the id
    of the only resource whose id parameter has that name.
    """
    resource = resources[place]
    create = _named(resource, found[place].create)
    required = sorted(_required(create) | {*(create.body.required_names if create.body else ())})
    for argument in required:
        others = [
            other
            for other, deployment in found.items()
            if other != place and deployment.id and deployment.id_param == argument
        ]
        above = [
            other
            for other in others
            if any(
                create.path.startswith(f"{path}/") for path in _id_paths(resources[other], argument)
            )
        ]
        only = above or others
        if len(only) == 1:
            yield Parent(argument, only[0].service, only[0].resource)


def _id_paths(resource: Resource, argument: str) -> Iterator[str]:
    """Returns the paths of a resource's methods that end in the argument."""
    end = f"/{{{argument}}}"
    return (method.path for method in resource.methods if method.path.endswith(end))


def _named(resource: Resource, name: str) -> Method:
    return next(method for method in resource.methods if method.name == name)
