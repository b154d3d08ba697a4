"""Finds the resources that an INSERT creates, with the methods that read, update and delete them.

This module decides whether stackql-deploy can manage a resource. `queries` writes the queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.escape import stackql_identifier
from generator.model.deploy import Deployment
from generator.model.methods import Method
from generator.model.provider import Provider, Resource
from generator.model.walk import NamedTypes, walk_resources
from generator.views.deploy.props import Prop, props_of
from generator.views.sql.limits import reason
from generator.vocabulary import SqlVerb


@dataclass(frozen=True, slots=True)
class Deployable:
    """A resource that an INSERT creates, with its methods for stackql-deploy."""

    service: str
    name: str
    table: str  # "openai.assistants.assistants"
    provider: str  # name of the StackQL provider
    description: str
    create: Method
    select: Method | None
    update: Method | None
    delete: Method | None
    deployment: Deployment | None
    obstacle: str  # why stackql-deploy can't manage it, or ""
    props: tuple[Prop, ...]

    @property
    def about(self) -> str:
        """The resource's id, followed by its description if it has one."""
        return f"{self.table}: {self.description}" if self.description else self.table

    @property
    def file(self) -> str:
        """The name of the `.iql` file without extension, and of the entry in the manifest."""
        return f"{self.service}_{self.name}"

    @property
    def id_variable(self) -> str:
        """The variable that holds the row's id after it is exported."""
        return f"{self.file}_id"


def deployables(provider: Provider, types: NamedTypes) -> Iterator[Deployable]:
    """Yields every resource that an INSERT creates, in the order of the model."""
    for _, resource in walk_resources(provider.services):
        inserts = (one for one in resource.methods if one.verb is SqlVerb.INSERT)
        create = next(inserts, None)
        if create is not None:
            yield _deployable(resource, create, types)


def _deployable(resource: Resource, create: Method, types: NamedTypes) -> Deployable:
    by_name = {method.name: method for method in resource.methods}
    path = (create.stackql_provider, resource.service, resource.name)
    obstacle = _obstacle(resource, create, types)
    deployment = None if obstacle else resource.deploy
    update = by_name.get(deployment.update) if deployment else None
    return Deployable(
        service=resource.service,
        name=resource.name,
        table=".".join(map(stackql_identifier, path)),
        provider=create.stackql_provider,
        description=resource.description or create.summary,
        create=create,
        select=by_name.get(deployment.select) if deployment else None,
        update=update,
        delete=by_name.get(deployment.delete) if deployment else None,
        deployment=deployment,
        obstacle=obstacle,
        props=props_of(create, update, deployment, types),
    )


def _obstacle(resource: Resource, create: Method, types: NamedTypes) -> str:
    """Returns the reason why stackql-deploy can't manage a resource, or an empty text.

    Rule DV3: there is a reason if StackQL can't create the resource, or if no SELECT finds it.
    """
    limit = reason(create, types)
    if limit is not None:
        return limit.text().removesuffix(".")
    if resource.deploy is not None:
        return ""
    if not any(method.verb is SqlVerb.SELECT for method in resource.methods):
        return "no SELECT returns it"
    return "the provider file names no column that identifies it"
