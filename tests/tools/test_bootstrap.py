"""What a new machine lacks is said with the line that helps; what is current is left alone."""

import importlib.util

import pytest

from tools import bootstrap


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with pinned requirements and an environment that looks installed."""
    for name in bootstrap.FILES["dev"]:
        (tmp_path / name).write_text(f"{name}\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "runs", lambda python: True)
    return tmp_path


def _installed(project, kind: str) -> None:
    (project / ".venv" / "installed").write_text(bootstrap.fingerprint(kind))


def test_a_machine_with_all_parts_lacks_nothing():
    assert bootstrap.missing_parts() == ""


def test_an_old_python_is_refused_by_its_version(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (9, 0))
    assert "Python 9.0 or later is needed" in bootstrap.missing_parts()


def test_without_the_venv_module_the_apt_line_is_given(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else found(name)
    )
    assert "sudo apt-get install -y python3-venv" in bootstrap.missing_parts()


def test_what_is_installed_for_the_tests_suffices_to_run(project):
    _installed(project, "dev")
    assert bootstrap.is_current(bootstrap.fingerprint("run"))
    assert bootstrap.is_current(bootstrap.fingerprint("dev"))


def test_what_is_installed_to_run_does_not_suffice_for_the_tests(project):
    _installed(project, "run")
    assert bootstrap.is_current(bootstrap.fingerprint("run"))
    assert not bootstrap.is_current(bootstrap.fingerprint("dev"))


def test_a_changed_pin_is_installed(project):
    _installed(project, "run")
    (project / "requirements.txt").write_text("another==2\n")
    assert not bootstrap.is_current(bootstrap.fingerprint("run"))


def test_an_environment_that_no_longer_starts_is_made_anew(project, monkeypatch):
    _installed(project, "run")
    monkeypatch.setattr(bootstrap, "runs", lambda python: False)
    assert not bootstrap.is_current(bootstrap.fingerprint("run"))


@pytest.fixture
def machine(monkeypatch):
    """`machine(*programs)`: what is on the path; gives the groups that apt-get was asked for."""
    asked: list[tuple[str, ...]] = []

    def with_programs(*programs: str) -> list[tuple[str, ...]]:
        monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name in programs or None)
        monkeypatch.setattr(bootstrap, "apt_prefix", list)
        monkeypatch.setattr(bootstrap, "apt_install", lambda prefix, wanted: asked.extend(wanted))
        return asked

    return with_programs


def test_a_new_environment_asks_for_both_browsers(machine, capsys):
    asked = machine()
    bootstrap.offer_browser(anew=True)
    assert asked == [("chromium", "fonts-dejavu-core"), ("chromium-headless-shell",)]
    assert "sudo apt-get install -y chromium" in capsys.readouterr().out


def test_the_quick_browser_is_not_asked_for_again_and_again(machine, capsys):
    asked = machine("chromium")
    bootstrap.offer_browser(anew=False)
    assert asked == []
    assert capsys.readouterr().out == ""


def test_with_both_browsers_nothing_is_installed(machine):
    asked = machine("chromium", "chromium-headless-shell")
    bootstrap.offer_browser(anew=True)
    assert asked == []
