"""Attributes that are computed once."""

from __future__ import annotations

from generator.runtime.lazy_attribute import cached_property


class Owner:
    def __init__(self) -> None:
        self.count = 0

    @cached_property
    def value(self) -> int:
        """What was computed."""
        self.count += 1
        return self.count


def test_an_attribute_is_computed_once_for_each_instance() -> None:
    first, second = Owner(), Owner()
    assert (first.value, first.value, second.value) == (1, 1, 1)
    assert vars(first) == {"count": 1, "value": 1}


def test_an_attribute_offers_no_members_of_its_own() -> None:
    found = Owner.value
    assert [name for name in dir(found) if not name.startswith("_")] == []
    assert found.__doc__ == "What was computed."
