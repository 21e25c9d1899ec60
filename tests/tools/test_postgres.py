"""Where the tests find PostgreSQL."""

import platform
import sys
from pathlib import Path

import pytest

from tests import postgres


@pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="no wheel of the package"
)
def test_a_machine_without_postgresql_takes_the_packages(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path)
    monkeypatch.setattr(postgres.shutil, "which", lambda name: None)
    found = postgres.programs()
    assert found is not None
    assert postgres.PACKAGE in found.parts


def test_the_systems_newest_come_first(monkeypatch, tmp_path: Path) -> None:
    for version in ("9", "17", "notes"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (folder / name).touch(0o755)
    monkeypatch.setattr(postgres, "SYSTEM", tmp_path)
    assert postgres.programs() == tmp_path / "17" / "bin"
