"""Icons: inlined, named when they speak, and a mistyped name is noticed."""

import csv
import re

import pytest

from app.core.icons import FOLDER, NAMES, PATHS, icon
from app.service_requests.catalogue.forms import PICTURES
from tests.architecture import sources

ASKED_FOR = re.compile(r"""\bicon(?:_name)?(?:\(| ?= ?)["']([a-z-]+)["']""")
QUOTED = re.compile(r"""["']([a-z-]+)["']""")


def test_an_icon_is_decoration_unless_it_is_given_words():
    assert 'aria-hidden="true"' in icon("lamp")
    assert 'role="img" aria-label="Đèn &#34;mới&#34;"' in icon("lamp", 'Đèn "mới"')


def test_an_unknown_icon_raises():
    assert "no such picture" not in NAMES
    with pytest.raises(KeyError):
        icon("no such picture")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_path_stays_inside_what_can_be_an_attribute(name):
    assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", PATHS[name])
    assert len(PATHS[name]) < 260


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_file_is_a_picture_that_a_drawing_program_shows_as_a_page_does(name):
    drawn = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ')
    assert drawn.endswith(f'>\n<path d="{PATHS[name]}"/>\n</svg>\n')


def _matches(pattern: re.Pattern[str]) -> set[str]:
    files = (*sources.modules(), *sources.templates())
    return {name for file in files for name in pattern.findall(file.read_text(encoding="utf-8"))}


def _of_kinds_of_goods() -> set[str]:
    with (sources.ROOT / "app/market/data/kinds.csv").open(encoding="utf-8", newline="") as file:
        return {row["icon"] for row in csv.DictReader(file)}


def test_every_picture_that_is_asked_for_is_drawn():
    asked_for = _matches(ASKED_FOR) | _of_kinds_of_goods() | set(PICTURES)
    assert len(asked_for) > 60
    assert asked_for - NAMES == set()


def test_no_picture_is_drawn_that_nobody_asks_for():
    assert set(NAMES) - _matches(QUOTED) - _of_kinds_of_goods() == set()


def test_the_services_and_the_tabs_have_their_pictures():
    needed = """bell back search camera pin home flag news shop person bolt drop bin lamp road tree
    flood water call telecom order noise shield traffic building health school care attitude more
    clock warning check cross info lock people calendar reply note edit download qr settings list
    filter satisfied fair dissatisfied thanks undo plus star agency key logout"""
    assert set(needed.split()) <= NAMES
