"""Writes the files of a stack for stackql-deploy: a manifest and the queries of each resource.

Users of the stack keep the resources that they need and set the values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.escape import comment_text, yaml_scalar
from generator.model.provider import Provider
from generator.model.walk import named_types
from generator.views.deploy.deployables import Deployable, deployables
from generator.views.deploy.props import Prop
from generator.views.deploy.queries import query_file
from generator.views.deploy.sample_values import Samples
from generator.views.output_tree import OutputFile
from generator.views.text.prose import one_line

MANIFEST = "deploy/stackql_manifest.yml"


def deploy_files(provider: Provider) -> Iterator[OutputFile]:
    """Yields the manifest, and a file of queries for each resource that can be created."""
    types = named_types(provider)
    resources = tuple(deployables(provider, types))
    for resource in resources:
        text = query_file(resource, types)
        yield OutputFile(f"deploy/resources/{resource.file}.iql", text.encode())
    yield OutputFile(MANIFEST, _manifest(provider, resources, Samples(provider)).encode())


def _manifest(provider: Provider, resources: tuple[Deployable, ...], samples: Samples) -> str:
    return "\n".join((*_lines(provider, resources, samples), ""))


def _lines(
    provider: Provider, resources: tuple[Deployable, ...], samples: Samples
) -> Iterator[str]:
    kept = ordered([one for one in resources if one.deployment is not None])
    yield _comment(
        f"Every resource of {provider.title} that stackql-deploy can create and find again, with "
        "sample values. Keep the resources that you need, and set your own values."
    )
    yield "version: 1"
    yield f"name: {yaml_scalar(provider.name)}"
    yield f"description: {yaml_scalar(f'Resources of {comment_text(provider.title)}')}"
    yield "providers:"
    for name in sorted({one.provider for one in kept}) or [provider.name]:
        yield f"  - {yaml_scalar(name)}"
    yield "resources:" if kept else "resources: []"
    for resource in kept:
        yield from _entry(resource, samples)
    others = [one for one in resources if one.deployment is None]
    if others:
        yield _comment("Resources that can be created, but aren't in this stack:")
        for resource in others:
            yield _comment(f"{resource.file}: {resource.obstacle}")


def ordered(resources: list[Deployable]) -> tuple[Deployable, ...]:
    """Returns the resources in the order of the manifest.

    Rule DV4: a resource follows the resources whose ids it takes; apart from that, the resources
    keep the order of the model.
    """
    by_name = {(one.service, one.name): one for one in resources}
    done: dict[str, Deployable] = {}

    def add(resource: Deployable, above: Collection[str]) -> None:
        for parent in resource.deployment.parents if resource.deployment else ():
            other = by_name.get((parent.service, parent.resource))
            if other is not None and other.file not in (*above, *done):
                add(other, (*above, resource.file))
        done.setdefault(resource.file, resource)

    for resource in resources:
        add(resource, ())
    return tuple(done.values())


def _entry(resource: Deployable, samples: Samples) -> Iterator[str]:
    """Yields the lines of a resource's entry in the manifest.

    Rule DV5: stackql-deploy renders all queries of an entry before it runs the first one. If an
    update needs the row's id, a query entry before the resource's entry exports the id.
    """
    deployment = resource.deployment
    exports = []
    if deployment is not None and deployment.id:
        exports = ["    exports:", f"      - {yaml_scalar(deployment.id)}: {resource.id_variable}"]
    yield ""
    yield f"  {_comment(one_line(resource.about))}"
    if deployment is not None and deployment.id_param and resource.update is not None and exports:
        yield f"  - name: find_{resource.file}"
        yield "    type: query"
        yield f"    file: {resource.file}.iql"
        yield f"    props: &{resource.file}"
        yield from _props(resource, samples)
        yield from exports
        yield f"  - name: {resource.file}"
        yield f"    props: *{resource.file}"
    else:
        yield f"  - name: {resource.file}"
        yield "    props:" if any(one.required for one in resource.props) else "    props: []"
        yield from _props(resource, samples)
    yield from exports


def _props(resource: Deployable, samples: Samples) -> Iterator[str]:
    for prop in resource.props:
        need = "required" if prop.required else "optional"
        about = one_line(prop.source.description)
        yield f"      {_comment(f'{need}, {prop.words}' + (f': {about}' if about else ''))}"
        mark = "" if prop.required else "# "
        yield f"      {mark}- name: {yaml_scalar(prop.variable)}"
        yield f"      {mark}  value: {_value(resource, prop, samples)}"


def _value(resource: Deployable, prop: Prop, samples: Samples) -> str:
    """Returns the value of a prop in the manifest.

    Rule DV6: the id of a parent resource is the variable that the parent exports. A name by which
    the resource is found consists of the names of the stack and its environment. Any other value is
    a sample.
    """
    deployment = resource.deployment
    for parent in deployment.parents if deployment else ():
        if parent.argument == prop.name:
            return yaml_scalar(f"{{{{ {parent.service}_{parent.resource}_id }}}}")
    if deployment and prop.name == deployment.key_from and samples.is_free_name(prop.source):
        return yaml_scalar("{{ stack_name }}-{{ stack_env }}")
    return samples.yaml(prop.source)


def _comment(text: str) -> str:
    return f"# {comment_text(text)}"
