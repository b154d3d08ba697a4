"""Reads the key `client` of a provider file."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.diagnostics import Location
from generator.json_types import JsonObject
from generator.mapping.model import (
    ClientKeyMapping,
    ClientMapping,
    NameMapping,
    TextMapping,
    WebhookMapping,
)
from generator.mapping.records import (
    read_record,
    read_records,
    read_strings,
    read_text,
    read_texts,
)
from generator.openapi.pointers import child
from generator.openapi.tree import Tree
from generator.vocabulary import ClientHeader, Publication


def client_defaults(name: str, title: str) -> ClientMapping:
    """Rule N5: names of the client that the file doesn't give come from the provider's name."""
    spelled = names.class_case(title)
    own_name = spelled if names.is_safe_class(spelled) else names.class_case(name)
    constant = name.upper()
    return ClientMapping(
        package=f"{name}_client",
        class_name=own_name if names.is_safe_class(own_name) else f"{own_name}Client",
        api_key_env=f"{constant}_API_KEY",
        base_url_env=f"{constant}_BASE_URL",
    )


def read_client(client: JsonObject, name: str, title: str, tree: Tree) -> ClientMapping:
    """Reads the key `client`; `name` and `title` are the provider's."""
    default = client_defaults(name, title)
    return ClientMapping(
        package=read_text(client, "package") or default.package,
        class_name=read_text(client, "class") or default.class_name,
        api_key_env=read_text(client, "api_key_env") or default.api_key_env,
        base_url_env=read_text(client, "base_url_env") or default.base_url_env,
        headers=tuple(
            ClientHeader(argument, read_text(header, "header"), read_text(header, "env"))
            for argument, header in read_records(client, "headers")
        ),
        keys=tuple(
            ClientKeyMapping(
                argument=argument,
                scheme=read_text(key, "scheme"),
                env=read_text(key, "env"),
                location=tree.locate_key(child("/client/keys", argument)),
            )
            for argument, key in read_records(client, "keys")
        ),
        brackets=client.get("brackets") is True,
        datetimes=client.get("datetimes") is True,
        texts=tuple(_text_members(client, tree)),
        code=read_text(client, "code"),
        code_location=tree.locate("/client/code") if "code" in client else None,
        documents=tuple(_documents(client, tree)),
        extends=tuple(_names(client, "extends", tree)),
        exports=tuple(_names(client, "exports", tree)),
        types=tuple(_names(client, "types", tree)),
        methods=tuple(_names(client, "methods", tree)),
        webhooks=_webhooks(client, tree),
        publication=Publication(
            version=read_text(client, "version"),
            license=read_text(client, "license"),
            urls=tuple(read_texts(client, "urls")),
            keywords=read_strings(client, "keywords"),
            showcase=tuple(read_texts(client, "showcase")),
        ),
    )


def _documents(client: JsonObject, tree: Tree) -> Iterator[tuple[str, Location]]:
    for index, name in enumerate(read_strings(client, "documents")):
        yield name, tree.locate(child("/client/documents", index))


def _names(client: JsonObject, key: str, tree: Tree) -> Iterator[NameMapping]:
    for name, target in read_texts(client, key):
        pointer = child(f"/client/{key}", name)
        yield NameMapping(name, target, tree.locate_key(pointer), tree.locate(pointer))


def _webhooks(client: JsonObject, tree: Tree) -> WebhookMapping:
    if "webhooks" not in client:
        return WebhookMapping()
    webhooks = read_record(client, "webhooks")
    verify = read_text(webhooks, "verify")
    place = tree.locate("/client/webhooks/verify")
    return WebhookMapping(
        prefix=read_text(webhooks, "prefix"),
        verify=NameMapping("verify", verify, place, place) if verify else None,
        secret_env=read_text(webhooks, "secret_env"),
        location=tree.locate_key("/client/webhooks"),
    )


def _text_members(client: JsonObject, tree: Tree) -> Iterator[TextMapping]:
    for kind, members in read_records(client, "texts"):
        pointer = child("/client/texts", kind)
        for name, path in members.items():
            if isinstance(path, str):
                at = child(pointer, name)
                yield TextMapping(
                    type=kind,
                    name=name,
                    path=path,
                    type_location=tree.locate_key(pointer),
                    name_location=tree.locate_key(at),
                    path_location=tree.locate(at),
                )
