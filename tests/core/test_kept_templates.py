"""Compiled templates: kept from one start to the next, known by their source, never in the way."""

from pathlib import Path

import pytest
from jinja2 import Environment

from app.core import templates


@pytest.fixture
def kept(app, tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", None)
    monkeypatch.setattr(app.jinja_env, "cache", {})
    templates.keep(app, tmp_path)
    return tmp_path


def fails(*given, **named) -> None:
    raise AssertionError("compiled again")


@pytest.mark.one_database
def test_a_second_start_compiles_nothing(app, kept, monkeypatch):
    templates.load_all(app)
    assert len(list(kept.rglob("*/*"))) == len(app.jinja_env.list_templates())
    app.jinja_env.cache.clear()
    monkeypatch.setattr(Environment, "compile", fails)
    templates.load_all(app)


@pytest.mark.one_database
def test_a_template_that_changed_is_compiled_anew(app, kept, monkeypatch):
    env, name = app.jinja_env, "errors/error.html"
    env.get_template(name)
    env.cache.clear()
    source, path, _ = env.loader.get_source(env, name)
    changed = (f"{source}{{# more #}}", path, lambda: True)
    monkeypatch.setattr(type(env.loader), "get_source", lambda *_: changed)
    monkeypatch.setattr(Environment, "compile", fails)
    with pytest.raises(AssertionError, match="compiled again"):
        env.get_template(name)


@pytest.mark.one_database
def test_a_full_or_closed_disk_shows_the_page_all_the_same(app, client, kept, monkeypatch):
    def full(*given, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", full)
    assert client.get("/khan-cap").status_code == 200


@pytest.mark.one_database
def test_other_filters_make_another_folder(app):
    before = templates._recipe(app.jinja_env)
    app.jinja_env.filters["one_more"] = str
    try:
        assert templates._recipe(app.jinja_env) != before
    finally:
        del app.jinja_env.filters["one_more"]
