"""Every page of the room opens, for whom it is meant."""

import pytest

from app.accounts import permissions
from tests.factories.accounts import make_agency, make_official, make_user, sign_in

OPEN = [
    "/tai-khoan",
    "/tai-khoan/dang-nhap",
    "/tai-khoan/chung-minh",
    "/tai-khoan/noi-o",
    "/tai-khoan/may-khac",
    "/tai-khoan/mat-so-cu",
    "/dieu-khoan",
    "/quyen-rieng-tu",
    "/can-bo/dang-nhap",
    "/can-bo/kich-hoat",
    "/can-bo/quen-mat-khau",
]
OWN = [
    "/tai-khoan",
    "/tai-khoan/dong-y",
    "/tai-khoan/xac-nhan",
    "/tai-khoan/ten",
    "/tai-khoan/gio-yen-lang",
    "/tai-khoan/pin",
    "/tai-khoan/du-lieu",
    "/tai-khoan/xoa",
    "/tai-khoan/thiet-bi",
    "/tai-khoan/so-dien-thoai",
]
DESK = [
    "/can-bo/toi",
    "/can-bo/mat-khau",
    "/can-bo/yeu-to-thu-hai",
    "/can-bo/ma-ho-tro",
    "/can-bo/doi-so",
    "/can-bo/quan-tri/co-quan",
    "/can-bo/quan-tri/co-quan/moi",
    "/can-bo/quan-tri/can-bo",
    "/can-bo/quan-tri/can-bo/moi",
]


@pytest.mark.parametrize("url", OPEN)
def test_anybody_opens_it(client, url):
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", OWN)
def test_a_citizen_opens_it(client, url):
    sign_in(client, make_user())
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [url for url in OWN if url not in OPEN])
def test_a_stranger_is_asked_to_sign_in(client, url):
    answer = client.get(url)
    assert answer.status_code == 303
    assert answer.location.startswith("/tai-khoan/dang-nhap?next=")


@pytest.mark.parametrize("url", DESK)
def test_an_administrator_opens_it(client, url):
    sign_in(client, make_official(*permissions.ALL))
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", DESK)
def test_a_citizen_is_refused_at_the_desk(client, url):
    sign_in(client, make_user())
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", DESK[3:])
def test_an_official_without_the_right_is_refused(client, url):
    sign_in(client, make_official(permissions.HANDLE))
    assert client.get(url).status_code == 403


def test_pages_about_one_thing_open_for_the_administrator(client):
    agency = make_agency()
    sign_in(client, make_official(*permissions.ALL, agency=agency))
    other = make_official(permissions.HANDLE, agency=agency)
    assert client.get(f"/can-bo/quan-tri/co-quan/{agency.code}").status_code == 200
    assert client.get(f"/can-bo/quan-tri/can-bo/{other.code}").status_code == 200
