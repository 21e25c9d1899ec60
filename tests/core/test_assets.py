"""Static files: named by content, small, kept for good, with the headers of every answer."""

import re

import brotli
import pytest
from rcssmin import cssmin

from app.core import assets
from app.core.assets import Assets


@pytest.fixture
def sources(tmp_path, monkeypatch):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "app.css").write_text("/* why */\na { color: red }\n")
    monkeypatch.setattr(assets, "SOURCES", tmp_path)
    return tmp_path


def test_a_file_is_named_by_its_content(sources, tmp_path):
    first = Assets(tmp_path / "build").url("app.css")
    assert Assets(tmp_path / "build").url("app.css") == first
    (sources / "css" / "app.css").write_text("a { color: blue }")
    assert Assets(tmp_path / "build").url("app.css") != first


def test_comments_and_space_stay_behind(sources, tmp_path):
    name = Assets(tmp_path / "build").names["app.css"]
    assert (tmp_path / "build" / name).read_text() == "a{color:red}"
    assert brotli.decompress((tmp_path / "build" / f"{name}.br").read_bytes()) == b"a{color:red}"


SPACED = re.compile(r"[\w)\]*] :[a-z]")
"""What is inside of something else: `.list :is(td)`, which is not `.list:is(td)`."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("sheet", sorted(assets.SOURCES.glob("css/*.css")), ids=lambda p: p.stem)
def test_what_is_left_selects_the_same(sheet):
    """The minifier joins selectors within @container and @layer: none of ours is written so."""
    written = sheet.read_text()
    assert len(SPACED.findall(cssmin(written))) == len(SPACED.findall(COMMENT.sub("", written)))


def test_a_vendored_file_is_served_as_it_was_published(sources, tmp_path):
    (sources / "vendor").mkdir()
    (sources / "vendor" / "lib.min.js").write_text("// licence\nlet a = 1;\n")
    name = Assets(tmp_path / "build").names["lib.min.js"]
    assert (tmp_path / "build" / name).read_text() == "// licence\nlet a = 1;\n"


def test_no_half_written_file_is_left(sources, tmp_path):
    Assets(tmp_path / "build")
    kinds = {"".join(path.suffixes[-2:]) for path in (tmp_path / "build").iterdir()}
    assert len(list((tmp_path / "build").iterdir())) == 3
    assert all(kind.endswith((".css", ".br", ".gz")) for kind in kinds)


def test_an_unknown_name_raises(app):
    with pytest.raises(KeyError):
        app.jinja_env.globals["asset"]("no-such.css")


def test_a_phone_keeps_a_file_for_good(client, app):
    url = app.jinja_env.globals["asset"]("app.css")
    answer = client.get(url, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"


def test_s17_s18_static_files_carry_the_headers_too(client, app):
    answer = client.get(app.jinja_env.globals["asset"]("icon.svg"))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_of_an_older_release_is_led_to_the_file_of_today(client, app):
    today = app.jinja_env.globals["asset"]("similar.js")
    answer = client.get("/static/similar.0123456789.js")
    assert (answer.status_code, answer.headers["Location"]) == (302, today)
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("similar.js", "nothing.0123456789.js", "similar.012345678x.js"):
        assert client.get(f"/static/{name}").status_code == 404


def test_a_script_s_inner_names_become_short(sources, tmp_path):
    (sources / "js").mkdir()
    (sources / "js" / "a.js").write_text("function f(longName) { return longName + 1; }\nf(2);\n")
    name = Assets(tmp_path / "build").names["a.js"]
    made = (tmp_path / "build" / name).read_text()
    assert "longName" not in made
    assert made.startswith("function f(")


def test_sources_and_unknown_files_are_not_served(client):
    assert client.get("/static/app.css").status_code == 404
    assert client.get("/static/../app/factory.py").status_code == 404
