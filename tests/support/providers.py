"""Providers made by hand, for tests of views: what a test doesn't name gets a plain default."""

from __future__ import annotations

from generator.model.client import AuthKind, AuthScheme, ClientNames
from generator.model.methods import (
    Answer,
    Body,
    BodyProperty,
    Content,
    ContentKind,
    Field,
    Method,
    Param,
)
from generator.model.provider import Provider, Resource, Service
from generator.model.stackql import (
    UNRELEASED,
    BodyColumns,
    Stackql,
    StackqlKey,
    StackqlProvider,
)
from generator.model.types import NamedType, Object, Origin, Property, Scalar, ScalarKind, Type
from generator.vocabulary import DocusaurusLayout, DocusaurusOptions, HttpVerb, ParamPlace, SqlVerb

ORIGIN = Origin("")
STRING = Scalar(ScalarKind.STRING)
INTEGER = Scalar(ScalarKind.INTEGER)


BEARER = AuthScheme(
    "key", AuthKind.BEARER, ParamPlace.HEADER, "Authorization", "Bearer", "ACME_API_KEY", ""
)


def prop(
    name: str, type_: Type = STRING, *, required: bool = False, read_only: bool = False
) -> Property:
    return Property(
        name=name,
        type=type_,
        nullable=False,
        required=required,
        description="",
        default=None,
        read_only=read_only,
        write_only=False,
        deprecated=False,
        origin=ORIGIN,
    )


def record(*properties: Property) -> Object:
    return Object(properties, None)


def column(name: str, type_: Type = STRING, description: str = "") -> Field:
    return Field(name, type_, False, description, False, ORIGIN)


def param(name: str, place: ParamPlace = ParamPlace.PATH, *, required: bool = True) -> Param:
    return Param(
        name=name,
        python_name="value",
        place=place,
        type=STRING,
        nullable=False,
        required=required,
        description="",
        default=None,
        style="simple",
        explode=False,
        content_type="",
        deprecated=False,
        origin=ORIGIN,
    )


def body(*properties: Property, required: tuple[str, ...] = ()) -> Body:
    """A JSON body; `required` in the order of its schema."""
    content = Content("application/json", ContentKind.JSON, record(*properties), False, ORIGIN)
    arguments = tuple(BodyProperty(part, "value") for part in properties if not part.read_only)
    return Body(True, "", (content,), arguments, "body", required)


def method(
    name: str,
    verb: SqlVerb,
    *,
    params: tuple[Param, ...] = (),
    sent: Body | None = None,
    fields: tuple[Field, ...] = (),
    summary: str = "",
) -> Method:
    return Method(
        name=name,
        verb=verb,
        operation=name,
        http=HttpVerb.POST,
        path="/",
        python=("things", name),
        summary=summary,
        description="",
        deprecated=False,
        deprecation_reason="",
        params=params,
        body=sent,
        answer=Answer("200", "", ()),
        failures=(),
        items=None,
        fields=fields,
        pagination=None,
        auth=(),
        samples=(),
        sample_responses=(),
        origin=ORIGIN,
        stackql_provider="acme",
    )


def resource(*methods: Method, name: str = "things", service: str = "acme_things") -> Resource:
    """Its fields are those of its first SELECT."""
    selects = [part for part in methods if part.verb is SqlVerb.SELECT]
    return Resource(name, service, "", methods, selects[0].fields if selects else ())


def provider(
    *resources: Resource,
    types: tuple[NamedType, ...] = (),
    auth: tuple[AuthScheme, ...] = (BEARER,),
    descriptions: bool = False,
    layout: DocusaurusLayout = DocusaurusLayout.SAMPLE,
) -> Provider:
    """All resources in the service that the first one names."""
    service = Service(resources[0].service, "Things", "", resources)
    return Provider(
        name="acme",
        title="Acme",
        version="1",
        description="",
        spec_sha256="0" * 64,
        servers=(),
        auth=auth,
        client=ClientNames("acme_client", "Acme", "ACME_API_KEY", "ACME_BASE_URL", ()),
        docusaurus=DocusaurusOptions(descriptions, layout),
        stackql=Stackql(
            UNRELEASED,
            BodyColumns.BARE,
            (StackqlProvider("acme", (StackqlKey(AuthKind.BEARER, "", "ACME_API_KEY"),)),),
        ),
        services=(service,),
        types=types,
        excluded=(),
    )


def named(name: str, type_: Type) -> NamedType:
    return NamedType(name, name, type_, "", False, ORIGIN)
