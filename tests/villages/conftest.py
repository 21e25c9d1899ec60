"""A village and who heads it."""

import pytest

from tests.factories import villages as make


@pytest.fixture
def village(app):
    """A village of a commune."""
    return make.place()


@pytest.fixture
def head(village):
    """Its head, who may act for it."""
    return make.head(village)
