"""The format of the key `client` of a provider file, as data."""

from __future__ import annotations

from generator.mapping.forms import FlagForm, Key, ListForm, RecordForm, TableForm
from generator.mapping.text_forms import (
    ARGUMENT,
    CLASS_NAME,
    CLIENT_TYPE,
    ENVIRONMENT,
    EXPORT,
    FILE,
    HEADER,
    IDENTIFIER,
    KEYWORD,
    LABEL,
    LICENSE,
    MEMBER_OF_MODULE,
    NAME,
    PACKAGE_NAME,
    PACKAGE_VERSION,
    PROGRAM,
    PUBLISHED,
    PYTHON_PATH,
    RESOURCE_PATH,
    SCHEMA,
    SCHEME,
    TEXTS_PATH,
    TYPE_NAME,
)

CLIENT_HEADER = RecordForm(
    "header",
    (
        Key("header", HEADER, "The header's name on the wire.", True),
        Key("env", ENVIRONMENT, "The environment variable that sets it.", True),
    ),
)
CLIENT_KEY = RecordForm(
    "key",
    (
        Key("scheme", SCHEME, "The spec's security scheme that uses this key.", True),
        Key("env", ENVIRONMENT, "The environment variable that holds it.", True),
    ),
)
CLIENT_WEBHOOKS = RecordForm(
    "webhooks",
    (
        Key(
            "prefix",
            HEADER,
            "The start of the names of the headers with the id, the timestamp and the signature; "
            "`webhook-` by default.",
        ),
        Key(
            "verify",
            MEMBER_OF_MODULE,
            "A function of your code that checks signatures in place of Standard Webhooks. It "
            "takes the body, the headers with lower-case names, and the secret, and returns True "
            "if the signature is valid.",
        ),
        Key(
            "secret_env",
            ENVIRONMENT,
            "The environment variable that holds the secret; by default `ACME_WEBHOOK_SECRET` "
            "beside `ACME_API_KEY`.",
        ),
    ),
)
CLIENT = RecordForm(
    "client",
    (
        Key("package", PACKAGE_NAME, "The import name of the generated package."),
        Key("class", CLASS_NAME, "The client class of the package."),
        Key("api_key_env", ENVIRONMENT, "The environment variable that holds the API key."),
        Key("base_url_env", ENVIRONMENT, "The environment variable that replaces the base URL."),
        Key(
            "headers",
            TableForm("header", ARGUMENT, CLIENT_HEADER, "add an argument, or remove the key"),
            "Headers that the client sends, each under the argument that sets it.",
        ),
        Key(
            "keys",
            TableForm("key", ARGUMENT, CLIENT_KEY, "add an argument, or remove the key"),
            "Further API keys, each under the argument that sets it. A user name and a password "
            "are two arguments: `login` becomes `login_username` and `login_password`.",
        ),
        Key(
            "brackets",
            FlagForm(),
            "Send lists as `tags[]` and objects as `range[from]` in queries and forms, "
            "unless the spec gives a style.",
        ),
        Key(
            "datetimes",
            FlagForm(),
            "Give members of models with the format `date-time` or `date` as `datetime` and "
            "`date` objects, in place of text.",
        ),
        Key(
            "texts",
            TableForm(
                "type",
                SCHEMA,
                TableForm("text", NAME, TEXTS_PATH, "add a member, or remove the type"),
                "add a schema, or remove the key",
            ),
            "Members that the client computes, by schema: the joined texts at a path in it.",
        ),
        Key(
            "code",
            FILE,
            "A folder of your own Python modules, relative to this file. Each becomes a module of "
            "the package.",
        ),
        Key(
            "extends",
            TableForm("class", RESOURCE_PATH, MEMBER_OF_MODULE, "add a class, or remove the key"),
            "Classes of your code that extend the generated class of a resource, or of the client "
            "(`$`). The class for the async client has the prefix `Async`.",
        ),
        Key(
            "exports",
            TableForm("export", IDENTIFIER, EXPORT, "add a name, or remove the key"),
            "Further names that the package exports: of your code, or other names for its own.",
        ),
        Key(
            "types",
            TableForm("alias", TYPE_NAME, CLIENT_TYPE, "add an alias, or remove the key"),
            "Further names of types, of the spec or of your code. `chat.ChatCompletion` is in the "
            "module `types.chat`.",
        ),
        Key(
            "methods",
            TableForm("alias", PYTHON_PATH, NAME, "add an alias, or remove the key"),
            "Further names of methods: the path of the new name, and the method of that resource.",
        ),
        Key(
            "webhooks",
            CLIENT_WEBHOOKS,
            "How the API signs webhooks; as Standard Webhooks describes it by default.",
        ),
        Key("version", PACKAGE_VERSION, "The version of the package; by default that of the spec."),
        Key("license", LICENSE, "The license of the package, as an SPDX expression."),
        Key(
            "urls",
            TableForm("URL", LABEL, PUBLISHED, "add a URL, or remove the key"),
            "Links that a package index shows, each under its label.",
        ),
        Key(
            "keywords",
            ListForm("keywords", KEYWORD, "add a keyword, or remove the key"),
            "Keywords by which a package index finds the package.",
        ),
        Key(
            "documents",
            ListForm("documents", FILE, "name a file, or remove the key"),
            "Text files, relative to this file, that go with the package, such as a changelog. The "
            "README links them, and the source distribution has them.",
        ),
        Key(
            "showcase",
            TableForm("program", LABEL, PROGRAM, "add a program, or remove the key"),
            "Programs that show what people do, each under its title. They use `client`, begin the "
            "README, and are files of `examples`.",
        ),
    ),
)
