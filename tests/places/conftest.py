"""The units of a real province, read out of the package once and stored for a test."""

from collections.abc import Callable

import pytest

from app.places.imports import dataset
from app.places.imports.dataset import Dataset
from app.places.imports.units import Report, import_units


@pytest.fixture(scope="session")
def lao_cai() -> Dataset:
    """Lào Cai, into which Yên Bái merged."""
    return dataset.read("15")


@pytest.fixture
def province(filled: Callable[..., Report], lao_cai: Dataset) -> Report:
    """All its units, present and former, in the database."""
    return filled("province", lambda: import_units(lao_cai))
