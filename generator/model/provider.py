"""The root of the model: one immutable `Provider` that holds all that views need.

Names that views turn into identifiers, paths or files are safe (`names.SAFE`). Every other text is
raw text of the spec, possibly hostile, and each view encodes it for its target.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.client import AuthScheme, ClientNames
from generator.model.deploy import Deployment
from generator.model.methods import Field, Method
from generator.model.stackql import Stackql
from generator.model.types import NamedType, Type
from generator.model.webhooks import Webhook
from generator.vocabulary import DocusaurusOptions, HttpVerb, Server, SiteOptions


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    service: str
    description: str
    methods: tuple[Method, ...]  # in mapping order
    fields: tuple[Field, ...]  # of the first SELECT, in page order
    deploy: Deployment | None = None  # None: stackql-deploy can't find it again
    purpose: str = ""  # what the resource is, in the vendor's words; "" if they say nothing


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    title: str  # the tag's name in the spec
    description: str
    resources: tuple[Resource, ...]  # by name
    headers: tuple[tuple[str, str], ...] = ()  # that each call of the client sends
    purpose: str = ""  # the description, or the purpose of the resource that is the service


@dataclass(frozen=True, slots=True)
class Exclusion:
    operation: str
    http: HttpVerb
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Provider:
    name: str  # "openai"
    title: str  # "OpenAI"
    version: str  # the spec's info.version
    description: str
    spec_sha256: str
    servers: tuple[Server, ...]  # calls go to the first one
    auth: tuple[AuthScheme, ...]
    client: ClientNames
    docusaurus: DocusaurusOptions
    stackql: Stackql
    services: tuple[Service, ...]  # by name
    types: tuple[NamedType, ...]  # all that methods use, by name
    excluded: tuple[Exclusion, ...]  # in spec order
    documentation: str = ""  # "https://platform.openai.com": the base of `/docs/…` links, or ""
    site: SiteOptions = SiteOptions()
    webhooks: tuple[Webhook, ...] = ()  # and callbacks, in spec order
    webhook_event: Type | None = None  # the JSON of all of them; None: none has JSON
