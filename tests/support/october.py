"""The October 2024 set: a provider folder made from the methods that its CSV lists."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from generator.diagnostics import Problems
from generator.inputs import read_inputs
from generator.model.provider import Provider
from generator.pipeline import compile_provider

SHARED = Path(__file__).parents[3] / "shared"
SPEC = SHARED / "parity" / "openai-2024-10.yaml"
METHODS = SHARED / "parity" / "openai-2024-10-methods.csv"
SAMPLE = SHARED / "seed" / "jobs.md"

_REPEATED_MODELS = {  # schema → index of the name that its enum repeats
    "CreateAssistantRequest": 3,
    "CreateChatCompletionRequest": 7,
    "CreateRunRequest": 3,
    "CreateThreadAndRunRequest": 3,
}


@dataclass(frozen=True)
class Row:
    """A line of the CSV."""

    service: str
    resource: str
    method: str
    verb: str
    order: int  # among the resource's methods of that verb
    operation: str
    items: str


def is_there() -> bool:
    return SPEC.exists() and METHODS.exists() and SAMPLE.exists()


def rows() -> tuple[Row, ...]:
    with METHODS.open(newline="", encoding="utf-8") as file:
        return tuple(
            Row(
                service=line["service"],
                resource=line["resource"],
                method=line["method"],
                verb=line["sql_verb"],
                order=int(line["order"]),
                operation=line["operation_id"],
                items=line["items_path"],
            )
            for line in csv.DictReader(file)
        )


@cache
def provider() -> Provider:
    """The model of the set."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        return compile_provider(read_inputs(_write_provider(Path(folder)), problems), problems)


def _write_provider(folder: Path) -> Path:
    """Writes the provider file, its overlay and the spec; gives the provider file."""
    spec = SPEC.read_bytes()
    (folder / "openapi.yaml").write_bytes(spec)
    (folder / "overlay.yaml").write_text(yaml.safe_dump(_overlay()))
    provider = {
        "provider": "openai",
        "docusaurus": {"layout": "sample"},
        "title": "OpenAI",
        "source": {"file": "openapi.yaml", "sha256": hashlib.sha256(spec).hexdigest()},
        "overlay": "overlay.yaml",
        "services": _services(),
    }
    file = folder / "provider.yaml"
    file.write_text(yaml.safe_dump(provider, sort_keys=False))
    return file


def _services() -> dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]]:
    services: dict[str, dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]] = {}
    for row in sorted(rows(), key=lambda row: row.order):
        resources = services.setdefault(row.service, {"resources": {}})["resources"]
        methods = resources.setdefault(row.resource, {"methods": {}})["methods"]
        methods[row.method] = {
            "operation": row.operation,
            "verb": row.verb,
            "python": f"{row.service}.{row.resource}.{row.method}",
        }
        # A list for which the CSV has no path shows its items' fields all the same.
        if items := row.items or ("$.data" if row.method.startswith("list_") else ""):
            methods[row.method]["items"] = items
    return services


def _overlay() -> dict[str, object]:
    return {
        "overlay": "1.0.0",
        "info": {"title": "Repairs of OpenAI's spec of October 2024", "version": "1.0.0"},
        "actions": [
            {
                "target": f"$.components.schemas.{name}.properties.model.anyOf[1].enum[{at}]",
                "description": "The enum names this model twice.",
                "remove": True,
            }
            for name, at in _REPEATED_MODELS.items()
        ],
    }
