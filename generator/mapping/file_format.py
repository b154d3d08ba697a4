"""The format of a provider file as data: every key, its form and what it is for.

`format_check` checks a file by it, `schema` makes the JSON Schema of it, and the reference of every
key is written from it.
"""

from __future__ import annotations

from generator.mapping.client_format import CLIENT
from generator.mapping.forms import ChoiceForm, FlagForm, Key, ListForm, RecordForm, TableForm
from generator.mapping.text_forms import (
    COLUMN,
    DIGEST,
    EVENT,
    FILE,
    HEADER,
    HEADER_VALUE,
    IMAGE,
    ITEMS_PATH,
    KEYWORD,
    LINE,
    LINKED_FILE,
    NAME,
    OPERATION_ID,
    PACKAGE,
    PARAM,
    PROSE,
    PUBLISHED,
    PYTHON_PATH,
    RESOURCE,
    RESPONSE_PLACE,
    SCHEME,
    SITE,
    STATE,
    URL,
    VALUE_PATH,
    VERSION,
)
from generator.vocabulary import DocusaurusLayout, PageCounting, PageLimit, SqlVerb

SOURCE = RecordForm(
    "source",
    (
        Key(
            "package",
            PACKAGE,
            "The installed distribution that contains the spec, with its version.",
        ),
        Key("resource", RESOURCE, "The spec's path inside the package."),
        Key("file", FILE, "The spec's path, relative to this file."),
        Key("url", URL, "The URL of the spec."),
        Key("sha256", DIGEST, "The digest of the spec's bytes. A run stops if it differs.", True),
        Key(
            "files",
            TableForm("file", LINKED_FILE, DIGEST, "list a file, or remove the key"),
            "The other files that the spec refers to, below its folder, each with its digest. "
            "References to other files are refused.",
        ),
    ),
    one_of=("package", "file", "url"),
    pairs=(("package", "resource"),),
)
DOCUSAURUS = RecordForm(
    "docusaurus",
    (
        Key(
            "layout",
            ChoiceForm("layout", tuple(DocusaurusLayout)),
            "The layout of the pages: `current`, the default, or `sample`, whose SQL doesn't run.",
        ),
        Key(
            "descriptions",
            FlagForm(),
            "Fill the Description column of the Methods table in the layout `sample`.",
        ),
        Key(
            "image",
            IMAGE,
            "The image of the pages' front matter, which links to a page show. By default, "
            "`current` has none and `sample` names the one of StackQL's registry.",
        ),
        Key(
            "keywords",
            ListForm("keywords", KEYWORD, "add a keyword, or remove the key"),
            "Keywords of the pages' front matter, after the names of resource, service and "
            "provider. By default, `current` has no others and `sample` has those of StackQL's "
            "registry.",
        ),
    ),
)
STACKQL_PROVIDER = RecordForm(
    "StackQL provider",
    (Key("scheme", SCHEME, "The security scheme of the spec whose credential it sends.", True),),
)
STACKQL = RecordForm(
    "stackql",
    (
        Key(
            "version", VERSION, "The version of the registry documents; by default `v00.00.00000`."
        ),
        Key(
            "body_columns",
            ChoiceForm("way to name columns", ("bare", "prefixed")),
            "The names of body columns: `bare` property names, or `prefixed` with `data__`.",
        ),
        Key(
            "providers",
            TableForm("provider", NAME, STACKQL_PROVIDER, "name a provider, or remove the key"),
            "Additional StackQL providers, by name, each with a credential of its own.",
        ),
    ),
)
PAGINATION = RecordForm(
    "pagination",
    (
        Key(
            "send",
            PARAM,
            "The parameter that asks for the next page. Without it, `next` is a URL.",
        ),
        Key(
            "next",
            RESPONSE_PLACE,
            "The place in the response of the value to send, or of the next page's URL. "
            "`header:Link` is the link of the relation `next`.",
        ),
        Key(
            "count",
            ChoiceForm("way to count", tuple(PageCounting)),
            "What `send` counts: `pages`, `pages_from_zero`, `rows` (an offset) or "
            "`rows_from_one`. The client counts; the list ends with a page without rows.",
        ),
        Key("more", RESPONSE_PLACE, "The place of a boolean: are there more pages?"),
        Key("last", RESPONSE_PLACE, "The place of a boolean: is this the last page?"),
        Key("total", RESPONSE_PLACE, "The place of the number of rows on all pages."),
        Key("pages", RESPONSE_PLACE, "The place of the number of pages."),
        Key(
            "end",
            ChoiceForm("way to end", tuple(PageLimit)),
            "How the last page shows if nothing else says it: `empty_page` or `short_page`, "
            "which has fewer rows than `size`.",
        ),
        Key("size", PARAM, "The parameter that sets the number of rows on a page."),
    ),
    one_of=("next", "count"),
)
WAIT = RecordForm(
    "wait",
    (
        Key("poll", NAME, "The client's method, in the same resource, that returns the job.", True),
        Key("status", VALUE_PATH, "The path in that method's response to the job's state.", True),
        Key(
            "until",
            ListForm("states", STATE, "list the states that end a job"),
            "The states that end a job.",
            True,
        ),
        Key("id", VALUE_PATH, "The path in the first response to the job's id; `$.id` by default."),
    ),
)
GENERATED_TEXT = RecordForm(
    "generated text",
    (
        Key("text", VALUE_PATH, "The place of the text in the response.", True),
        Key(
            "schema",
            VALUE_PATH,
            "The place in the body of the request of a JSON Schema that the text must fit.",
        ),
        Key(
            "unless",
            VALUE_PATH,
            "A place in the body. The schema doesn't count if the request has a value there.",
        ),
        Key(
            "copies",
            TableForm("copy", VALUE_PATH, VALUE_PATH, "add a place, or remove the key"),
            "Values of the body that the response repeats beside the text: the place in the "
            "response, and the place in the body.",
        ),
        Key("delta", VALUE_PATH, "The place in an event of a part of the text."),
        Key(
            "event",
            EVENT,
            "The name of the events with `delta`, if others have a member of that name.",
        ),
        Key(
            "response",
            VALUE_PATH,
            "The place in an event of the whole response. Without it, each event is a part of "
            "the response.",
        ),
        Key("number", VALUE_PATH, "The place in an event of its number in the stream."),
    ),
)
METHOD = RecordForm(
    "method",
    (
        Key("operation", OPERATION_ID, "The operationId in the spec.", True),
        Key(
            "verb",
            ChoiceForm("SQL verb", tuple(SqlVerb)),
            "The SQL verb: select, insert, update, replace, delete or exec.",
            True,
        ),
        Key("python", PYTHON_PATH, "The method's name in the Python client.", True),
        Key("items", ITEMS_PATH, "The path to the rows, or to the only row in an envelope."),
        Key("pagination", NAME, "The name of one of `paginations`."),
        Key("wait", NAME, "The name of one of `waits`: the client can wait until the job ends."),
        Key(
            "generates",
            ListForm("generated texts", GENERATED_TEXT, "add a text, or remove the key"),
            "Texts that a model writes. The mock server makes the first text whose `schema` the "
            "request has, and streams the first one with `delta` in parts that add up.",
        ),
    ),
)
DEPLOY = RecordForm(
    "deploy",
    (
        Key(
            "exists_by",
            COLUMN,
            "The column or parameter of a SELECT by which stackql-deploy finds the resource.",
            True,
        ),
        Key(
            "value",
            COLUMN,
            "The property or parameter of the INSERT that sets it; by default, the same name.",
        ),
    ),
)
RESOURCE_ENTRY = RecordForm(
    "resource",
    (
        Key("deploy", DEPLOY, "How stackql-deploy finds the resource."),
        Key("description", PROSE, "The description of the resource on its page."),
        Key(
            "methods",
            TableForm("method", NAME, METHOD, "map an operation, or remove the resource"),
            "The methods by name. The first SELECT gives the page's fields.",
            True,
        ),
    ),
)
SERVICE = RecordForm(
    "service",
    (
        Key("title", LINE, "The service's display name."),
        Key("description", PROSE, "The description of the service on its page."),
        Key(
            "headers",
            TableForm("header", HEADER, HEADER_VALUE, "add a header, or remove the key"),
            "Headers, with their values, that the client sends with each call of the service.",
        ),
        Key(
            "resources",
            TableForm("resource", NAME, RESOURCE_ENTRY, "add a resource, or remove the service"),
            "The resources by name.",
            True,
        ),
    ),
)
NAV_GROUP = RecordForm(
    "group",
    (
        Key("title", LINE, "The group's title.", True),
        Key(
            "services",
            ListForm("services", NAME, "list the services of the group"),
            "The services in the group, in this order.",
            True,
        ),
        Key("badge", LINE, "A word beside each service of the group, like `legacy`."),
    ),
)
WEBSITE = RecordForm(
    "site",
    (
        Key("url", PUBLISHED, "The URL where the website is published."),
        Key("title", LINE, "The website's title; by default, that of the provider."),
        Key("logo", FILE, "An image in the folder `site/docs` beside this file."),
        Key(
            "groups",
            ListForm("groups", NAV_GROUP, "list the groups, or remove the key"),
            "The groups of services in the navigation. Services in no group come last.",
        ),
    ),
    short="url",
)
EXCLUSION = RecordForm(
    "exclusion",
    (
        Key("operation", OPERATION_ID, "The operationId in the spec.", True),
        Key("reason", PROSE, "The reason for leaving the operation out.", True),
    ),
)
PROVIDER_FILE = RecordForm(
    "provider file",
    (
        Key(
            "provider",
            NAME,
            "The provider's name, which is the first part of each resource's id.",
            True,
        ),
        Key("title", LINE, "The provider's display name."),
        Key("source", SOURCE, "Where the OpenAPI document comes from.", True),
        Key(
            "overlay", FILE, "An OpenAPI Overlay that corrects the document, relative to this file."
        ),
        Key(
            "documentation",
            SITE,
            "The vendor's documentation site; relative links in descriptions point to it.",
        ),
        Key("site", WEBSITE, "The generated website: its address, title, logo and navigation."),
        Key(
            "client",
            CLIENT,
            "Names of the Python client; the defaults come from the provider's name.",
        ),
        Key("docusaurus", DOCUSAURUS, "Options of the Docusaurus layout."),
        Key("stackql", STACKQL, "How StackQL loads the provider."),
        Key(
            "paginations",
            TableForm("pagination", NAME, PAGINATION, "add a pagination, or remove the key"),
            "How list calls get the next page, by name.",
        ),
        Key(
            "waits",
            TableForm("wait", NAME, WAIT, "add a wait, or remove the key"),
            "How the client waits for asynchronous jobs, by name.",
        ),
        Key(
            "services",
            TableForm(
                "service", NAME, SERVICE, "`generate infer SPEC` drafts a mapping of all operations"
            ),
            "The services by name, each with its resources and their methods.",
            True,
        ),
        Key(
            "exclude",
            ListForm("exclusions", EXCLUSION),
            "Operations that are left out, each with the reason.",
        ),
    ),
)
