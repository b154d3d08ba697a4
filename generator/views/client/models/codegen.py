"""Schemas in, the code of pydantic models out: only this module uses datamodel-code-generator.

That library reads the schemas that `json_schema` wrote, never the vendor's document. Its time grows
with the number of models, so several processes share the chunks. The result is the same, whichever
process makes a chunk.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from generator.json_types import JsonObject
from generator.views.templates import templates_folder
from generator.workers import run_worker, start_worker

if TYPE_CHECKING:
    from datamodel_code_generator.parser.jsonschema import JsonSchemaParser
    from typing_extensions import TypeIs

_WIDTH = 100
_FUTURE = "from __future__ import annotations"
_FIRST_TYPE = re.compile(r"^(class |\w+ = TypeAliasType\()", re.MULTILINE)
_FEW = 120  # definitions: one process makes them before a second one has started


@dataclass(frozen=True, slots=True)
class TypeText:
    """The Python text that the templates add to a type."""

    choice: str = ""  # the expression that tells a union's variants apart
    doc: str = ""  # a docstring
    docs: Mapping[str, str] = field(default_factory=dict)  # attribute → a docstring
    made: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #   attribute → a docstring and the expression that makes the text
    in_answers: Sequence[str] = ()  # attributes that every answer has and no request needs
    read_only: str = ""  # a Python set of the attributes that a request leaves out


@dataclass(frozen=True, slots=True)
class Chunk:
    """The input for one module."""

    module: str
    definitions: JsonObject  # by class name; also the types of other modules that these refer to
    attributes: Mapping[str, str]  # "Class.name on the wire" → name, where the two differ
    texts: Mapping[str, TypeText]


def model_code(chunks: Sequence[Chunk], base_module: str) -> Mapping[str, str]:
    """Returns the code of each chunk's module. `base_module` defines `BaseModel` and `OneOf`."""
    first, *others = _shares(chunks)
    with ExitStack() as running:
        processes = [running.enter_context(start_worker(__name__)) for _ in others]
        for process, share in zip(processes, others, strict=True):
            process.send(_work(share, base_module))
        code = {chunk.module: module_code(chunk, base_module) for chunk in first}
        for process in processes:
            code.update(process.receive())
    return code


def module_code(chunk: Chunk, base_module: str) -> str:
    """Returns the code of one module. Raises RuntimeError if a class has another name than ours."""
    code = _parser(chunk, base_module).parse()
    if not isinstance(code, str):
        raise RuntimeError(f"{chunk.module}: several modules for one")
    for name, schema in chunk.definitions.items():
        own = isinstance(schema, dict) and "x-python-import" not in schema
        if own and f"class {name}(" not in code and f"{name} = TypeAliasType(" not in code:
            raise RuntimeError(f"{chunk.module}: no type has the name {name}")
    return _with_relative_imports(mark_exact(code, base_module), base_module.partition(".")[0])


def mark_exact(code: str, base_module: str) -> str:
    """Marks the types that pydantic alone doesn't keep exact.

    Rule SD3: `true` is not 1, also among the values of an enum.
    Rule SD6: an integer that a float can't hold stays an integer, where the type is a number.
    """
    lines = code.splitlines(keepends=True)
    found = [node for node in ast.walk(ast.parse(code)) if _is_literal(node) or _is_float(node)]
    marks = sorted({_mark_of(node) for node in found})
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        start, end = node.col_offset, node.end_col_offset
        mark = _mark_of(node).encode()
        marked = b"%b[%b]" % (mark, line[start:end]) if mark == b"Exact" else mark
        lines[node.lineno - 1] = (line[:start] + marked + line[end:]).decode()
    if not found:
        return code
    names = ", ".join(marks)
    return "".join(lines).replace(_FUTURE, f"{_FUTURE}\n\nfrom {base_module} import {names}", 1)


def _mark_of(node: ast.expr) -> str:
    return "ExactFloat" if isinstance(node, ast.Name) else "Exact"


def _is_float(node: ast.AST) -> TypeIs[ast.Name]:
    return isinstance(node, ast.Name) and node.id == "float"


def _is_literal(node: ast.AST) -> TypeIs[ast.Subscript]:
    match node:
        case ast.Subscript(ast.Name("Literal"), ast.Tuple(values)):
            pass
        case ast.Subscript(ast.Name("Literal"), value):
            values = [value]
        case _:
            return False
    # A negative integer is an operator before a constant.
    return not any(
        isinstance(value, ast.Constant) and isinstance(value.value, str) for value in values
    )


def _with_relative_imports(code: str, package: str) -> str:
    """Makes imports relative, as in the rest of the package.

    The library takes only absolute names. Linters sort these differently outside the package.
    """
    found = _FIRST_TYPE.search(code)
    end = found.start() if found else len(code)
    imports = code[:end].replace(f"from {package}.types.", "from .")
    return imports.replace(f"from {package}.", "from ..") + code[end:]


def _parser(chunk: Chunk, base_module: str) -> JsonSchemaParser:
    # Imported here: it takes a third of a second, and runs without models don't need it.
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import Formatter, PythonVersion
    from datamodel_code_generator.model import get_data_model_types
    from datamodel_code_generator.parser import LiteralType
    from datamodel_code_generator.parser.jsonschema import JsonSchemaParser

    kinds = get_data_model_types(
        DataModelType.PydanticV2BaseModel, PythonVersion.PY_311, use_type_alias=True
    )
    return JsonSchemaParser(
        json.dumps({"$defs": chunk.definitions}),
        additional_imports=_further_imports(chunk, base_module),
        aliases=dict(chunk.attributes),
        base_class=f"{base_module}.BaseModel",
        builtin_format_line_length=_WIDTH,
        custom_class_name_generator=str,  # keeps our names
        custom_template_dir=templates_folder() / "client" / "models",
        data_model_field_type=kinds.field_model,
        data_model_root_type=kinds.root_model,
        data_model_type=kinds.data_model,
        data_type_manager_type=kinds.data_type_manager,
        enum_field_as_literal=LiteralType.All,
        extra_template_data=defaultdict(
            dict, {name: _template_data(text) for name, text in chunk.texts.items()}
        ),
        field_constraints=True,
        formatters=[Formatter.BUILTIN],
        skip_root_model=True,
        target_python_version=PythonVersion.PY_311,
        use_annotated=True,
        use_double_quotes=True,
        use_standard_collections=True,
        use_type_alias=True,
        use_union_operator=True,
    )


def _further_imports(chunk: Chunk, base_module: str) -> list[str]:
    """Returns the imports for what the templates add."""
    imports = []
    if any(text.choice for text in chunk.texts.values()):
        imports += ["typing.Annotated", "typing.Union", f"{base_module}.OneOf"]
    schemas = (schema for schema in chunk.definitions.values() if isinstance(schema, dict))
    if any({"properties", "additionalProperties"} <= schema.keys() for schema in schemas):
        imports.append("pydantic.Field")
    if any(text.in_answers for text in chunk.texts.values()):
        imports.append(f"{base_module}.InAnswers")
    return imports


def _template_data(text: TypeText) -> dict[str, object]:
    """Returns the variables of the templates in `client/models`."""
    data: dict[str, object] = {
        "docs": text.docs,
        "made": text.made,
        "in_answers": text.in_answers,
        "read_only": text.read_only,
    }
    if text.choice:
        data["one_of"] = text.choice
    if text.doc:
        data["doc"] = text.doc
    return data


def _shares(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Divides the chunks so that all processes end at about the same time; the first is ours."""
    size = sum(len(chunk.definitions) for chunk in chunks)
    count = min(os.cpu_count() or 1, 1 + size // _FEW, 8)
    shares: list[list[Chunk]] = [[] for _ in range(count)]
    sizes = [0, *[_FEW] * (count - 1)]
    for chunk in sorted(chunks, key=lambda chunk: -len(chunk.definitions)):
        least = sizes.index(min(sizes))
        shares[least].append(chunk)
        sizes[least] += len(chunk.definitions)
    return shares


def _work(share: Sequence[Chunk], base_module: str) -> dict[str, object]:
    return {"base_module": base_module, "share": [asdict(chunk) for chunk in share]}


def _chunk(
    *,
    module: str,
    definitions: JsonObject,
    attributes: dict[str, str],
    texts: dict[str, dict[str, Any]],
) -> Chunk:
    """Returns a chunk that was sent as JSON."""
    return Chunk(
        module, definitions, attributes, {name: TypeText(**text) for name, text in texts.items()}
    )


def _answer(work: dict[str, Any]) -> dict[str, str]:
    """Returns a share's code; runs in a child process."""
    share = [_chunk(**chunk) for chunk in work["share"]]
    return {chunk.module: module_code(chunk, work["base_module"]) for chunk in share}


if __name__ == "__main__":
    run_worker(_answer)
