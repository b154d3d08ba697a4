"""Forms of OpenAPI 3.0 and 3.1 are normalised to one, and vendor extensions are read."""

from __future__ import annotations

import textwrap

from generator.diagnostics import Problems
from generator.json_types import JsonValue
from generator.openapi.document import read_spec
from generator.openapi.model import Operation, Schema, SpecDoc
from generator.openapi.tree import parse
from generator.vocabulary import Limits, ParamPlace, Server, ServerVariable


def read(text: str, version: str = "3.1.0") -> SpecDoc:
    problems = Problems()
    head = f"openapi: {version}\ninfo: {{title: Acme, version: '1'}}\n"
    tree = parse("spec.yaml", (head + textwrap.dedent(text)).encode(), problems)
    spec = read_spec(tree, "", problems)
    assert [found for found in problems if found.code != "no-operations"] == []
    return spec


def schema_of(text: str, version: str = "3.1.0") -> Schema:
    body = textwrap.indent(textwrap.dedent(text).strip(), "      ")
    spec = read(f"components:\n  schemas:\n    S:\n{body}\n    Other: {{}}\n", version)
    return spec.schemas["/components/schemas/S"]


def operation_of(text: str, components: str = "components: {}") -> Operation:
    body = textwrap.indent(textwrap.dedent(text).strip(), "      ")
    [operation] = read(
        f"paths:\n  /jobs/{{id}}:\n    parameters: [{{name: id, in: path, required: true}}]\n"
        f"    post:\n      operationId: run\n{body}\n{components}\n"
    ).operations
    return operation


def test_nullable_has_one_form() -> None:
    forms = (
        ("{type: string, nullable: true}", "3.0.3"),
        ("{type: string, nullable: true}", "3.1.0"),
        ("{type: [string, 'null']}", "3.1.0"),
    )
    read_forms = {schema_of(text, version) for text, version in forms}
    assert read_forms == {Schema("/components/schemas/S", types=("string",), nullable=True)}


def test_a_null_variant_makes_its_union_nullable() -> None:
    for null in ("{type: 'null'}", "{type: ['null']}", "{const: null}", "{enum: [null]}"):
        schema = schema_of(f"anyOf: [{{type: string}}, {null}]")
        assert schema.nullable
        assert [variant.types for variant in schema.any_of] == [("string",)]


def test_an_enum_has_no_null_and_no_duplicates() -> None:
    schema = schema_of("enum: [a, 1, true, null, a, '1']")
    assert (schema.enum, schema.nullable) == (("a", 1, True, "1"), True)


def test_single_values_are_constants() -> None:
    assert schema_of("const: a").const == JsonValue("a")
    assert schema_of("{enum: [a], x-stainless-const: true}").const == JsonValue("a")
    assert schema_of("{enum: [a], x-stainless-const: true}").enum == ()
    assert schema_of("{enum: [a, b], x-stainless-const: true}").const is None
    null = schema_of("type: 'null'")
    assert (null.const, null.nullable, null.types) == (JsonValue(None), True, ())


def test_exclusive_bounds_are_numbers() -> None:
    old = schema_of(
        "{minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false}", "3.0.3"
    )
    new = schema_of("{exclusiveMinimum: 1, maximum: 9}")
    assert old.limits == new.limits == Limits(exclusive_minimum=1, maximum=9)


def test_a_reference_keeps_its_siblings() -> None:
    schema = schema_of("{$ref: '#/components/schemas/Other', nullable: true, description: Why}")
    assert schema.ref == "/components/schemas/Other"
    assert (schema.nullable, schema.description) == (True, "Why")


def test_references_to_any_place_are_read() -> None:
    spec = read("""
        components:
          schemas:
            A:
              properties:
                part: {type: string}
                next: {$ref: '#/components/schemas/A/properties/part'}
                deep: {$ref: '#/components/schemas/B~1c/%24defs/d'}
            B/c: {$defs: {d: {type: integer}}}
            C: {items: {$ref: '#named'}}
            D: {properties: {named: {$anchor: named, type: boolean}}}
    """)
    assert spec.schemas["/components/schemas/A/properties/part"].types == ("string",)
    assert spec.schemas["/components/schemas/B~1c/$defs/d"].types == ("integer",)
    assert spec.schemas["/components/schemas/D/properties/named"].types == ("boolean",)


def test_recursive_keywords_refer_to_the_enclosing_schema() -> None:
    for keyword in ("$recursiveRef", "$dynamicRef"):
        schema = schema_of(f"properties: {{inner: {{items: {{{keyword}: '#'}}}}}}")
        items = schema.properties[0].schema.items
        assert items is not None
        assert items.ref == "/components/schemas/S"


def test_additional_properties_have_one_form() -> None:
    assert schema_of("additionalProperties: false").additional is False
    assert schema_of("type: object").additional is None
    typed = schema_of("additionalProperties: {type: string}").additional
    assert isinstance(typed, Schema)
    assert typed.types == ("string",)
    pattern = schema_of("patternProperties: {'^x': {type: integer}}").additional
    assert isinstance(pattern, Schema)
    assert pattern.types == ("integer",)
    assert schema_of("properties: {no: false, yes: true}").properties[0].name == "yes"


def test_a_discriminator_maps_values_to_pointers() -> None:
    schema = schema_of("""
        oneOf: [{$ref: '#/components/schemas/Other'}]
        discriminator:
          propertyName: kind
          mapping: {a: Other, b: '#/components/schemas/Other'}
    """)
    assert schema.discriminator is not None
    assert schema.discriminator.mapping == (
        ("a", "/components/schemas/Other"),
        ("b", "/components/schemas/Other"),
    )


def test_a_value_that_is_not_a_schema_gives_an_empty_schema() -> None:
    assert schema_of("items: text").items is None
    odd = schema_of("{type: 3, enum: a, required: b, properties: [], allOf: {}, minLength: x}")
    assert odd == Schema("/components/schemas/S")


def test_parameters_are_merged_with_those_of_the_path_and_have_explicit_styles() -> None:
    operation = operation_of(
        """
        parameters:
          - {name: page, in: query, schema: {type: integer}, example: 2}
          - {name: tags, in: query, style: pipeDelimited}
          - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
          - {name: Authorization, in: header}
          - {$ref: '#/components/parameters/Trace'}
        """,
        "components: {parameters: {Trace: {name: X-Trace, in: header, deprecated: true}}}",
    )
    read_parameters = [
        (p.name, p.place, p.style, p.explode, p.content_type) for p in operation.parameters
    ]
    assert read_parameters == [
        ("page", ParamPlace.QUERY, "form", True, ""),
        ("tags", ParamPlace.QUERY, "pipeDelimited", False, ""),
        ("filter", ParamPlace.QUERY, "form", True, "application/json"),
        ("X-Trace", ParamPlace.HEADER, "simple", False, ""),
        ("id", ParamPlace.PATH, "simple", False, ""),
    ]
    assert operation.parameters[0].examples == (2,)
    assert operation.parameters[2].schema.types == ("object",)


def test_an_operation_replaces_a_parameter_of_its_path() -> None:
    operation = operation_of(
        "parameters: [{name: id, in: path, required: true, description: Mine}]"
    )
    assert [p.description for p in operation.parameters] == ["Mine"]


def test_bodies_and_responses_follow_references() -> None:
    operation = operation_of(
        """
        requestBody: {$ref: '#/components/requestBodies/Job'}
        responses:
          '200': {$ref: '#/components/responses/Done'}
          4xx: {description: Wrong}
          default: {description: Odd}
        """,
        """
components:
  requestBodies:
    Job:
      required: true
      content:
        Multipart/Form-Data; boundary=x:
          schema: {type: object}
          encoding: {file: {contentType: image/png}}
  examples: {E: {value: {a: 1}}}
  headers: {H: {schema: {type: integer}, description: How many}}
  responses:
    Done:
      description: Done
      headers: {X-Count: {$ref: '#/components/headers/H'}}
      content:
        application/json:
          examples: {one: {$ref: '#/components/examples/E'}, two: {value: 2}}
""",
    )
    assert operation.body is not None
    assert operation.body.pointer == "/components/requestBodies/Job"
    assert operation.body.content[0].content_type == "multipart/form-data"
    encodings = operation.body.content[0].encodings
    assert [(one.name, one.content_type) for one in encodings] == [("file", "image/png")]
    done = operation.responses[0]
    assert [response.status for response in operation.responses] == ["200", "4XX", "default"]
    assert done.content[0].examples == ({"a": 1}, 2)
    assert done.headers[0].schema is not None
    assert (done.headers[0].name, done.headers[0].schema.types) == ("X-Count", ("integer",))


def test_servers_are_read_with_their_variables() -> None:
    spec = read("""
        servers:
          - url: https://{region}.acme.test:{port}/{version}
            description: All of it.
            variables:
              region: {default: eu, enum: [eu, us], description: Where data is kept.}
              port: {default: 8443}
          - description: This one has no URL.
        paths: {/a: {get: {operationId: a, responses: {}}}}
    """)
    variables = (
        ServerVariable("region", "eu", ("eu", "us"), "Where data is kept."),
        ServerVariable("port", "8443", (), ""),
        ServerVariable("version", None, (), ""),
    )
    template = "https://{region}.acme.test:{port}/{version}"
    assert spec.servers == (Server(template, "All of it.", variables),)
    assert spec.servers[0].url == "https://eu.acme.test:8443/{version}"


def test_the_servers_of_an_operation_replace_those_of_its_path() -> None:
    spec = read("""
        servers: [{url: https://api.acme.test}]
        paths:
          /a:
            servers: [{url: https://path.acme.test}]
            get: {operationId: a, responses: {}}
            put: {operationId: b, servers: [{url: /own}], responses: {}}
            post: {operationId: c, servers: [], responses: {}}
          /d:
            get: {operationId: d, servers: [{url: https://api.acme.test}], responses: {}}
    """)
    found = {operation.id: operation.servers for operation in spec.operations}
    path, own = Server("https://path.acme.test", ""), Server("/own", "")
    assert found == {"a": (path,), "b": (own,), "c": (path,), "d": ()}


def test_security_is_read_as_alternatives() -> None:
    spec = read("""
        security: [{key: []}, {}]
        components:
          securitySchemes:
            key: {type: apiKey, in: header, name: X-Key}
            bearer: {type: http, scheme: Bearer}
        paths:
          /a: {get: {operationId: a, security: [], responses: {}}}
          /b: {get: {operationId: b, responses: {}}}
    """)
    assert spec.security == (("key",), ())
    assert [operation.security for operation in spec.operations] == [(), None]
    assert [scheme.scheme for scheme in spec.security_schemes] == ["", "bearer"]


def test_samples_are_read_in_the_format_of_each_vendor() -> None:
    operation = operation_of("""
        responses: {}
        x-oaiMeta:
          name: Run a job
          examples:
            - title: First
              request: {Python: run(), node.js: 'run();'}
              response: '{}'
            - response: {id: 1}
        x-codeSamples: [{lang: Shell, label: By hand, source: run}]
        x-fern-examples:
          - code-samples: [{sdk: go, name: Default, code: Run()}]
            response: {body: [1]}
    """)
    assert [(s.title, s.language, s.text) for s in operation.samples] == [
        ("First", "python", "run()"),
        ("First", "node.js", "run();"),
        ("By hand", "shell", "run"),
        ("Default", "go", "Run()"),
    ]
    titles = [title for title, _ in operation.sample_responses]
    assert titles == ["First", "Run a job", ""]


def test_samples_by_language_are_read() -> None:
    operation = operation_of("""
        responses: {}
        x-oaiMeta: {name: Run, examples: {request: {curl: curl}, response: text}}
    """)
    assert [sample.language for sample in operation.samples] == ["curl"]
    assert operation.sample_responses == (("Run", "text"),)


def test_a_deprecation_has_its_reason() -> None:
    said = operation_of(
        "deprecated: true\ndescription: Runs it. This is deprecated; use walk.\n  Bye."
    )
    assert (said.deprecated, said.deprecation_reason) == (True, "This is deprecated; use walk.")
    extension = operation_of("x-deprecation-message: Use walk.")
    assert (extension.deprecated, extension.deprecation_reason) == (True, "Use walk.")
    assert not operation_of("description: Lists deprecated jobs.").deprecated
    replaced = operation_of("deprecated: true\ndescription: Old. Is being replaced by walk. Bye.")
    assert replaced.deprecation_reason == "Is being replaced by walk."
    with_param = operation_of(
        """
        parameters:
          - {name: pace, in: query, deprecated: true, description: Deprecated for good., schema: {}}
          - {name: gait, in: query, schema: {deprecated: true, description: Deprecated too.}}
        """
    )
    pace, gait, _ = with_param.parameters
    assert (pace.deprecated, pace.deprecation_reason) == (True, "Deprecated for good.")
    assert (gait.schema.deprecated, gait.schema.deprecation_reason) == (True, "Deprecated too.")


def test_a_path_item_may_be_a_reference() -> None:
    spec = read("""
        paths:
          /a: {$ref: '#/components/pathItems/A'}
        components:
          pathItems: {A: {get: {operationId: a, responses: {}}}}
    """)
    [operation] = spec.operations
    assert (operation.path, operation.pointer) == ("/a", "/components/pathItems/A/get")


def problems_of(text: str) -> list[tuple[str, str]]:
    """The code and the pointer of each problem that the reader finds."""
    problems = Problems()
    head = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\n"
    tree = parse("spec.yaml", (head + textwrap.dedent(text)).encode(), problems)
    read_spec(tree, "", problems)
    return [(found.code, found.defect.pointer if found.defect else "") for found in problems]


def test_a_security_scheme_is_declared() -> None:
    assert problems_of("""
        security: [{Root: []}]
        paths:
          /a: {get: {operationId: a, security: [{Key: []}, {Key: [], Gone: []}], responses: {}}}
        components: {securitySchemes: {Key: {type: http, scheme: basic}}}
    """) == [
        ("unknown-security-scheme", "/security/0"),
        ("unknown-security-scheme", "/paths/~1a/get/security/1"),
    ]


def test_a_parameter_and_a_tag_occur_once() -> None:
    assert problems_of("""
        tags: [{name: a}, {name: b}, {name: a}]
        paths:
          /a:
            parameters:
              - {name: q, in: query, schema: {}}
              - {name: q, in: header, schema: {}}
              - {$ref: '#/components/parameters/Q'}
            get: {operationId: a, responses: {}}
        components: {parameters: {Q: {name: q, in: query, schema: {type: string}}}}
    """) == [
        ("repeated-tag", "/tags/2"),
        ("repeated-parameter", "/paths/~1a/parameters/2"),
    ]


def test_a_path_parameter_outside_of_the_path_is_reported_at_its_list() -> None:
    assert problems_of("""
        paths:
          /a:
            parameters: [{$ref: '#/components/parameters/Id'}]
            get: {operationId: a, responses: {}}
        components: {parameters: {Id: {name: id, in: path, required: true, schema: {}}}}
    """) == [("path-parameter-not-in-path", "/paths/~1a/parameters/0")]


def test_items_of_a_media_type_that_is_no_stream_are_noted() -> None:
    content = "{multipart/mixed: {itemSchema: {type: string}}, application/jsonl: {itemSchema: {}}}"
    assert problems_of(f"""
        paths:
          /parts:
            get: {{operationId: a, responses: {{'200': {{description: d, content: {content}}}}}}}
    """) == [("stream-items-are-not-read", "")]
