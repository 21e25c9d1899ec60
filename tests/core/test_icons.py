"""Icons: inlined, named when they speak, and a mistyped name is noticed."""

import re

import pytest

from app.core.icons import NAMES, PATHS, has, icon


def test_an_icon_is_decoration_unless_it_is_given_words():
    assert 'aria-hidden="true"' in icon("lamp")
    assert 'role="img" aria-label="Đèn &#34;mới&#34;"' in icon("lamp", 'Đèn "mới"')


def test_an_unknown_icon_raises():
    assert not has("no such picture")
    with pytest.raises(KeyError):
        icon("no such picture")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_path_stays_inside_what_can_be_an_attribute(name):
    assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", PATHS[name])
    assert len(PATHS[name]) < 260


def test_the_services_and_the_tabs_have_their_pictures():
    needed = """bell back search camera pin home flag news shop person bolt drop bin lamp road tree
    flood water call telecom order noise shield traffic building health school care attitude more
    clock warning check cross info lock people calendar reply note edit download qr settings list
    filter satisfied fair dissatisfied thanks undo plus star agency key logout"""
    assert set(needed.split()) <= NAMES
