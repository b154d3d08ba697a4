"""The root of the model: one immutable `Provider` that holds all that any view needs.

Names that views turn into identifiers, paths or files are safe by now (`names.SAFE`); every other
text is as the spec has it, hostile or not, and is encoded by each view for its target.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.client import AuthScheme, ClientNames
from generator.model.methods import Field, Method
from generator.model.stackql import Stackql
from generator.model.types import NamedType
from generator.vocabulary import DocusaurusLayout, HttpVerb


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    service: str
    description: str
    methods: tuple[Method, ...]  # in mapping order
    fields: tuple[Field, ...]  # of the first SELECT, in page order


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    title: str  # the tag as the spec has it
    description: str
    resources: tuple[Resource, ...]  # by name
    headers: tuple[tuple[str, str], ...] = ()  # what each call of the client sends


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
    servers: tuple[str, ...]
    auth: tuple[AuthScheme, ...]
    client: ClientNames
    docusaurus_descriptions: bool
    docusaurus_layout: DocusaurusLayout
    stackql: Stackql
    services: tuple[Service, ...]  # by name
    types: tuple[NamedType, ...]  # all that a method reaches, by name
    excluded: tuple[Exclusion, ...]  # in spec order
    documentation: str = ""  # "https://platform.openai.com": what `/docs/…` links are below, or ""
    site: str = ""  # where the generated website is published, or ""
