"""Ids of elements."""

from __future__ import annotations

import markdown
import pytest

from generator.escape.element_ids import anchor_text


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("create_job.model_id", "create_job.model_id"),
        ("x.__import__('os')", "x.import-os"),
        ("field-_id", "field-id"),
        ("a} #b .c", "a-b-.c"),
        ("🙂", "unnamed"),
        ("__a_b__c___", "a_bc"),
        ("a_-b-_c", "a-b-c"),
    ],
)
def test_an_id_is_read_by_an_attribute_list(name: str, anchor: str) -> None:
    assert anchor_text(name) == anchor
    html = markdown.markdown(f"**`x`**{{ #{anchor} }}", extensions=["attr_list"])
    assert f'id="{anchor}"' in html
