"""Chooses the call that a newcomer makes first, for the website and the README of the client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from generator.model.methods import Method
from generator.model.provider import Provider, Resource, Service
from generator.model.walk import walk_methods
from generator.vocabulary import SqlVerb

Groups: TypeAlias = Sequence[frozenset[str]]
"""The services of each group of the website, in the order in which readers look for them."""


def service_groups(provider: Provider) -> Groups:
    """Returns the groups of the website; empty if its services have none."""
    return [frozenset(group.services) for group in provider.site.groups]


def group_rank(service: str, groups: Groups) -> int:
    """Returns the position of the group with a service; the last for one in no group."""
    found = (at for at, services in enumerate(groups) if service in services)
    return next(found, len(groups))


def choose_first_call(provider: Provider) -> tuple[Service, Resource, Method] | None:
    """Rule FC1: the first call lists rows without a required argument; of several such methods, it
    is one of the first group of services, with the fewest arguments, then with the shortest Python
    path.
    """
    groups = service_groups(provider)
    free = [
        (
            (
                group_rank(service.name, groups),
                len(method.params),
                len(".".join(method.python)),
                service.name,
                resource.name,
            ),
            (service, resource, method),
        )
        for service, resource, method in walk_methods(provider.services)
        if method.verb is SqlVerb.SELECT and method.items and not method.deprecated
        if not any(param.required for param in method.params)
    ]
    return min(free, key=lambda one: one[0])[1] if free else None
