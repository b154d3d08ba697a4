"""The reference of the provider file: format in, Markdown out.

`python -m tests.structure.provider_file` writes docs/provider-file.md anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.mapping.file_format import PROVIDER_FILE
from generator.mapping.forms import (
    ChoiceForm,
    FlagForm,
    Form,
    ListForm,
    RecordForm,
    TableForm,
    TextForm,
)

PAGE = Path(__file__).parents[2] / "docs" / "provider-file.md"
_HEAD = """# The provider file: every key

`generate infer` drafts this YAML file, and the other commands read it. The tables are generated
from the format by which the reader checks a file. `generate schema` prints the same format as a
JSON Schema for editors.

`<name>` stands for a name that you choose. `[]` stands for each element of a list. An unknown key
is an error.
"""
_REQUIRED = {True: "yes", False: ""}


def reference() -> str:
    """Returns the page: one table for each object of the file."""
    return "\n".join([_HEAD, *_sections("", PROVIDER_FILE)])


def _sections(path: str, form: Form) -> Iterator[str]:
    """Yields the section of the object at `path`, then those of the objects below it."""
    match form:
        case RecordForm():
            yield from _section(path, form)
            for key in form.keys:
                yield from _sections(f"{path}.{key.name}" if path else key.name, key.form)
        case TableForm():
            yield from _sections(f"{path}.<name>", form.entry)
        case ListForm():
            yield from _sections(f"{path}[]", form.entry)


def _section(path: str, record: RecordForm) -> Iterator[str]:
    yield f"## `{path}`\n" if path else "## Top level\n"
    yield "| key | value | required | meaning |"
    yield "| --- | --- | --- | --- |"
    for key in record.keys:
        required = "one of" if key.name in record.one_of else _REQUIRED[key.required]
        yield f"| `{key.name}` | {_value(key.form)} | {required} | {_cell(key.about)} |"
    yield ""
    if record.one_of:
        yield f"Exactly one of {_listed(record.one_of, 'and')} is present.\n"
    for pair in record.pairs:
        yield f"{_listed(pair, 'and')} are used together.\n"


def _value(form: Form) -> str:
    match form:
        case TextForm():
            return _cell(form.what)
        case ChoiceForm():
            return f"one of {_listed(form.values, 'or')}"
        case FlagForm():
            return "`true` or `false`"
        case RecordForm(short=""):
            return "an object"
        case RecordForm(short=key):
            return f"an object, or its `{key}`"
        case TableForm():
            return f"a mapping from {_cell(form.name.what)} to {_value(form.entry)}"
        case ListForm():
            return f"a list; each element is {_value(form.entry)}"


def _listed(names: tuple[str, ...], word: str) -> str:
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)} {word} {last}" if first else last


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("[*]", "`[*]`").replace("[-1]", "`[-1]`")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
