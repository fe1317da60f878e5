"""The examples in docstrings come out as they are written."""

import doctest
from types import ModuleType

import pytest

from assets.reading import dates, markdown, money


@pytest.mark.parametrize("module", [dates, markdown, money], ids=lambda module: module.__name__)
def test_examples(module: ModuleType) -> None:
    results = doctest.testmod(module)
    assert results.attempted
    assert not results.failed
