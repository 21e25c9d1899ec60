"""What an operator may run: looked up and explained without the app, run in it."""

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app.commands import COMMANDS
from app.commands.late import StandIn, named
from app.core.config import ROOT
from tests.core.test_starting import LATE

SETTINGS = ("APP_ENV", "DATABASE_URL", "INSTANCE_PATH", "SECRET_KEY", "DATA_KEY")
HELP = """
import sys
from flask.cli import cli
cli.main(sys.argv[1:], standalone_mode=False)
print("loaded:", *sorted(name for name in sys.modules))
"""
HEAVY = {*LATE, "sqlalchemy", "flask_sqlalchemy", "babel", "wtforms", "app.start", "app.factory"}


def declared(
    commands: tuple[click.Command, ...], *before: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command that runs something of ours, with the words that call it."""
    for command in commands:
        words = (*before, command.name or "")
        if isinstance(command, click.Group):
            yield from declared(tuple(command.commands.values()), *words)
        elif hasattr(command.callback, "path"):
            yield words, command


OURS = dict(declared(COMMANDS))


def help_of(*words: str) -> tuple[str, set[str]]:
    """The help of a command where nothing is set, and the modules loaded for it."""
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [sys.executable, "-c", HELP, "--app", "wsgi", *words, "--help"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    shown, _, loaded = done.stdout.partition("loaded:")
    return shown, set(loaded.split())


@pytest.mark.parametrize("words", [(), ("demo",), ("bills", "import"), ("worker",), ("init",)])
def test_help_needs_neither_the_app_nor_its_settings(words: tuple[str, ...]) -> None:
    shown, loaded = help_of(*words)
    assert "Options:" in shown
    assert loaded & HEAVY == set()
    assert not {name for name in loaded if name.startswith("app.")} - {
        name for name in loaded if name.startswith(("app.commands", "app.core"))
    }


def test_help_lists_every_command() -> None:
    shown, _ = help_of()
    for command in COMMANDS:
        assert f"\n  {command.name} " in shown


def test_the_help_of_a_migration_needs_no_settings() -> None:
    shown, loaded = help_of("db", "upgrade")
    assert "[REVISION]" in shown
    assert "app.start" not in loaded


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_what_a_command_runs_is_there_and_takes_its_parameters(words: tuple[str, ...]) -> None:
    command = OURS[words]
    assert command.callback
    wanted = inspect.signature(named(command.callback.path)).parameters.values()
    given = {each.name for each in command.params}
    one_by_one = {each.name for each in wanted if each.kind is not each.VAR_KEYWORD}
    assert one_by_one == given if len(one_by_one) == len(wanted) else one_by_one < given
    assert command.help


def test_an_app_has_every_command_and_no_other(app) -> None:
    assert {*app.cli.commands} == {command.name for command in COMMANDS}
    assert {*StandIn(COMMANDS).cli.commands} == {*app.cli.commands}


@pytest.mark.slow
def test_a_command_runs_in_the_whole_app(tmp_path: Path) -> None:
    env = {**os.environ, "APP_ENV": "development", "INSTANCE_PATH": str(tmp_path)}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'app.sqlite'}"
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "working-days", "list"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "no such table: calendar_day" in done.stderr


def test_an_unknown_command_is_refused_without_the_app() -> None:
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("Error: No such command 'nonsense'.\n")


def test_the_demonstration_is_refused_in_production(app, monkeypatch) -> None:
    monkeypatch.setattr("app.core.config.Config.is_production", True)
    for words in (["load"], ["generate", "1"], ["sign-ins"]):
        refused = app.test_cli_runner().invoke(args=["demo", *words])
        assert "not for production" in refused.output
        assert refused.exit_code == 1
