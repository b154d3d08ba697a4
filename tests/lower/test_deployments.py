"""How stackql-deploy finds a resource again, and which methods keep it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.diagnostics import Location, Problems
from generator.lower.deployments import add_deployments
from generator.mapping.model import DeployMapping, ResourceMapping, ServiceMapping
from generator.model.deploy import Deployment, Parent
from generator.model.methods import Method
from generator.model.provider import Resource, Service
from generator.vocabulary import SqlVerb
from tests.support.providers import body, column, method, param, prop, resource

PLACE = Location("provider.yaml", 1, 1)
LIST = method("list_trees", SqlVerb.SELECT, fields=(column("id"), column("name")))
GET = method("get_tree", SqlVerb.SELECT, params=(param("name"),), fields=(column("id"),))
CREATE = method("create_tree", SqlVerb.INSERT, sent=body(prop("name"), required=("name",)))


def deployments(*resources: Resource, value: str = "name") -> list[Deployment | None]:
    """Of resources that are all found by `name`."""
    service = Service("land", "Land", "", resources)
    deploy = DeployMapping("name", value, PLACE, PLACE)
    mapped = tuple(ResourceMapping(one.name, (), PLACE, deploy=deploy) for one in resources)
    problems = Problems()
    services = add_deployments((service,), (ServiceMapping("land", mapped, PLACE),), problems)
    assert not problems.errors
    return [one.deploy for one in services[0].resources]


def deployment(*methods: Method) -> Deployment:
    found = deployments(resource(*methods, name="trees", service="land"))[0]
    assert found is not None
    return found


def test_the_first_insert_creates_a_resource() -> None:
    other = replace(CREATE, name="import_tree")
    assert deployment(LIST, CREATE, other).create == "create_tree"


def test_a_select_that_requires_the_key_comes_first() -> None:
    assert deployment(LIST, GET, CREATE).select == "get_tree"
    assert not deployment(LIST, GET, CREATE).is_filtered
    assert deployment(LIST, CREATE).is_filtered


@pytest.mark.parametrize(
    ("params", "kept"), [(("tree_id",), "delete_tree"), (("tree_id", "field_id"), "")]
)
def test_a_method_that_needs_more_than_an_id_is_left_out(
    params: tuple[str, ...], kept: str
) -> None:
    delete = method("delete_tree", SqlVerb.DELETE, params=tuple(map(param, params)))
    assert deployment(LIST, CREATE, delete).delete == kept


def test_the_id_of_a_row_is_the_column_of_the_params_name() -> None:
    delete = method("delete_tree", SqlVerb.DELETE, params=(param("tree_id"),))
    with_own = replace(LIST, fields=(*LIST.fields, column("tree_id")))
    nameless = replace(LIST, fields=(column("name"),))
    assert deployment(LIST, CREATE, delete).id == "id"
    assert deployment(with_own, CREATE, delete).id == "tree_id"
    assert deployment(nameless, CREATE).id == "name"
    assert deployment(nameless, CREATE, delete).delete == ""


def test_an_argument_is_the_id_of_the_resource_above() -> None:
    def parent(name: str, path: str) -> Resource:
        delete = method(f"delete_{name}", SqlVerb.DELETE, params=(param("field_id"),))
        methods = (LIST, CREATE, replace(delete, path=path))
        return resource(*methods, name=name, service="land")

    need = (param("field_id"),)
    create = replace(CREATE, params=need, path="/fields/{field_id}/trees")
    trees = resource(replace(LIST, params=need), create, name="trees", service="land")
    fields = parent("fields", "/fields/{field_id}")
    others = parent("others", "/others/{field_id}")
    found = deployments(fields, others, trees)[-1]
    assert found is not None
    assert found.parents == (Parent("field_id", "land", "fields"),)
    elsewhere = replace(trees, methods=(trees.methods[0], replace(create, path="/trees")))
    unclear = deployments(fields, others, elsewhere)[-1]
    assert unclear is not None
    assert unclear.parents == ()
