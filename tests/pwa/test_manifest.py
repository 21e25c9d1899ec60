"""The manifest, as a browser that installs the app reads it."""

import json
from io import BytesIO

from PIL import Image


def described(client) -> dict:
    answer = client.get("/manifest.webmanifest")
    assert answer.status_code == 200
    assert answer.mimetype == "application/manifest+json"
    return json.loads(answer.get_data(as_text=True))


def test_it_names_the_site_as_its_operator_does(client, app):
    manifest = described(client)
    assert manifest["name"] == app.config["SETTINGS"].site_name
    assert manifest["id"] == manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["display"] == "standalone"
    assert len(manifest["short_name"]) <= 12


def test_every_icon_is_a_picture_of_the_size_it_claims(client):
    icons = described(client)["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("192x192", "maskable"),
        ("512x512", "maskable"),
    }
    for icon in icons:
        picture = Image.open(BytesIO(client.get(icon["src"]).get_data()))
        assert "{}x{}".format(*picture.size) == icon["sizes"]
        assert picture.format == "PNG"


def test_a_maskable_icon_has_no_clear_corner(client):
    masks = [icon for icon in described(client)["icons"] if icon["purpose"] == "maskable"]
    for icon in masks:
        picture = Image.open(BytesIO(client.get(icon["src"]).get_data())).convert("RGBA")
        assert picture.getpixel((0, 0))[3] == 255


def test_every_shortcut_leads_somewhere(client, app):
    urls = app.url_map.bind("localhost")
    for shortcut in described(client)["shortcuts"]:
        assert urls.test(shortcut["url"], "GET"), shortcut["url"]


def test_it_may_be_kept_for_an_hour_and_sets_no_cookie(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers


def test_its_pictures_are_narrow_and_small(client):
    for shot in described(client)["screenshots"]:
        content = client.get(shot["src"]).get_data()
        assert "{}x{}".format(*Image.open(BytesIO(content)).size) == shot["sizes"]
        assert shot["form_factor"] == "narrow"
        assert len(content) < 40_000


def test_a_photo_may_be_shared_into_it(client, app):
    share = described(client)["share_target"]
    assert (share["method"], share["enctype"]) == ("POST", "multipart/form-data")
    assert share["params"]["files"][0]["accept"] == ["image/*"]
    assert app.url_map.bind("localhost").test(share["action"], "POST")
