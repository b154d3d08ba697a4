"""What loads modules leaves the garbage collector as a program has set it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from generator.runtime.preload import loading


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_garbage_is_collected_again_when_modules_are_loaded() -> None:
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_it_is_after_one_that_cannot_be_loaded_too() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    with loading():
        pass
    assert not gc.isenabled()


def test_what_a_program_froze_stays_frozen() -> None:
    gc.freeze()
    with loading():
        assert gc.isenabled()
    assert gc.get_freeze_count() > 0
