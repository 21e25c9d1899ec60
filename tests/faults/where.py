"""On which databases the costliest fault tests run."""

import os

import pytest

fault_databases = pytest.mark.slow if "FAULT_ROUNDS" in os.environ else pytest.mark.one_database
"""`make faults` runs them on both; `make test` on SQLite, as killing is what costs the time."""
