"""The public look-ups."""

import pytest
from flask import render_template_string

from app.core.errors import TooMany
from app.places import queries, views
from app.places.limits import Window
from tests.factories import places as make

JSON = {"Accept": "application/json"}
pytestmark = pytest.mark.usefixtures("province")


def test_a_script_gets_choices_as_documented(client) -> None:
    answer = client.get("/dia-danh?q=nguyen+thai+hoc", headers=JSON)
    [found] = answer.json
    assert found.pop("id")
    assert found == {
        "code": "04252",
        "kind": "commune",
        "name": "Phường Yên Bái",
        "was": "phường Nguyễn Thái Học",
        "parent": "Tỉnh Lào Cai",
        "label": "Phường Yên Bái (trước là phường Nguyễn Thái Học)",
    }
    assert "Accept" in answer.vary


def test_a_script_gets_nothing_for_nothing(client) -> None:
    for q in ("", "?q=", "?q=%25", "?q=zzzz&kind=galaxy"):
        assert client.get("/dia-danh" + q, headers=JSON).json == []


def test_a_browser_gets_a_page_that_needs_no_script(client) -> None:
    page = client.get("/dia-danh?q=Hồng+Hà").text
    assert "Phường Yên Bái" in page
    assert "trước là phường Hồng Hà, thành phố Yên Bái" in page
    assert 'name="q"' in page
    assert client.get("/dia-danh").status_code == 200
    assert "zzzz" in client.get("/dia-danh?q=zzzz").text


def test_htmx_gets_radio_buttons(client) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    part = client.get("/dia-danh?q=hong+ha", headers=headers).text
    assert '<input type="radio" name="place" value="04252">' in part
    assert "<html" not in part


def test_what_was_typed_is_escaped(client) -> None:
    page = client.get("/dia-danh?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page


def test_a_point_gives_the_nearest_three(client) -> None:
    answer = client.get("/dia-danh/gan?lat=21.705&long=104.87&accuracy=30")
    assert (answer.json["inside"], answer.json["certain"]) == (True, False)
    assert answer.json["places"][0]["code"] == "04252"
    assert len(answer.json["places"]) == 3
    assert {"label", "metres"} <= set(answer.json["places"][0])
    assert answer.cache_control.no_store


@pytest.mark.parametrize("where", ["lat=0&long=0", "lat=19.9&long=102.1"])
def test_a_point_elsewhere_is_refused_politely(client, where: str) -> None:
    answer = client.get(f"/dia-danh/gan?{where}").json
    assert (answer["inside"], answer["places"]) == (False, [])
    assert "ngoài tỉnh" in answer["message"]


@pytest.mark.parametrize(
    "where", ["", "lat=abc&long=1", "lat=nan&long=1", "lat=22", "lat=22&long=999"]
)
def test_what_is_no_point_gets_a_sentence(client, where: str) -> None:
    assert client.get(f"/dia-danh/gan?{where}").status_code == 422


def test_villages_of_a_commune(client) -> None:
    make.make_village(queries.by_code("04387"), "Khe Thử")
    [village] = client.get("/dia-danh/04387/thon", headers=JSON).json
    assert (village["name"], village["parent"]) == ("Thôn Khe Thử", "Xã Châu Quế")
    assert client.get("/dia-danh/00000/thon").status_code == 404


def test_look_ups_write_nothing_and_are_few(client, statements) -> None:
    for url in ("/dia-danh?q=hong+ha", "/dia-danh/gan?lat=21.705&long=104.87"):
        with statements() as seen:
            client.get(url, headers=JSON)
        assert len(seen) <= 4
        assert all(one.lstrip().startswith(("SELECT", "WITH")) for one in seen)


def test_coordinates_are_not_logged(client, caplog, capfd) -> None:
    client.get("/dia-danh/gan?lat=21.70512&long=104.87034")
    client.get("/dia-danh/gan?lat=21.70512&long=abc")
    written = caplog.text + "".join(capfd.readouterr())
    assert "21.70512" not in written
    assert "104.87034" not in written


def test_a_caller_over_the_limit_waits(client, monkeypatch) -> None:
    monkeypatch.setattr(views, "searches", Window(limit=2, seconds=3600))
    codes = [client.get("/dia-danh?q=a", headers=JSON).status_code for _ in range(3)]
    assert codes == [200, 200, TooMany.status]


def test_callers_are_counted_apart_and_forgotten(monkeypatch) -> None:
    monkeypatch.setattr("app.places.limits.MOST_CALLERS", 2)
    window = Window(limit=1, seconds=3600)
    assert window.allows("a")
    assert not window.allows("a")
    assert window.allows("b")
    assert window.allows("c")
    assert window.allows("a")


def test_the_picker_works_inside_a_form(app, client) -> None:
    source = (
        '{% from "places/_picker.html" import picker, villages %}'
        '{{ picker("Ở đâu?", matches, chosen, typed="hong ha", error="Chọn xã", searched=true) }}'
        '{{ villages("Thôn", []) }}'
    )
    with app.test_request_context():
        matches, chosen = queries.search("hong ha", "commune"), queries.by_code("04387")
        page = render_template_string(source, matches=matches, chosen=chosen)
        empty = render_template_string(source, matches=[], chosen=None)
    assert page.count('type="radio"') == 2
    assert 'value="04387" checked' in page
    assert 'name="tim-xa"' in page
    assert 'name="tim"' in page
    assert 'role="status"' in empty


def test_a_script_gets_the_ground_of_a_view_a_commune_or_the_province(client) -> None:
    of_a_view = client.get("/dia-danh/nen?o=27/21.7/104.9").json
    assert of_a_view["o"] == "27/21.70000/104.90000"
    of_a_commune = client.get("/dia-danh/nen?place=04252").json
    of_all = client.get("/dia-danh/nen?place=khong-co").json
    zooms = [int(each["o"].split("/")[0]) for each in (of_all, of_a_commune)]
    assert zooms[0] < zooms[1]
    assert "Phường Yên Bái" in [name for name, _x, _y in of_a_commune["names"]]
    assert of_a_commune["tiles"] == [] and of_a_commune["credit"] == ""


def test_the_ground_is_counted_like_any_look_up(client, monkeypatch) -> None:
    monkeypatch.setattr(views, "fixes", Window(limit=1, seconds=60))
    assert client.get("/dia-danh/nen").status_code == 200
    assert client.get("/dia-danh/nen").status_code == 429
