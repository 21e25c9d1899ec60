"""What the server says of the service worker; what it does is in tests/browser."""

import json
import re


def test_it_is_a_script_that_browsers_ask_for_anew_each_time(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_it_is_the_same_for_everybody_in_one_language(client, app):
    assert client.get("/sw.js?vi").get_data() == app.test_client().get("/sw.js?vi").get_data()


def test_another_language_makes_a_new_shell(client):
    name = re.compile(rb"shell-(\w+)")
    shells = {name.search(client.get(f"/sw.js?{each}").get_data())[1] for each in ("vi", "en")}
    assert len(shells) == 2


def test_s33_what_it_fetches_ahead_is_public(client):
    script = client.get("/sw.js").get_data(as_text=True)
    files = json.loads(re.search(r"FILES=(\[[^]]+\])", script)[1])
    assert files[0] == "/offline"
    assert all(name.startswith("/static/") for name in files[1:])
    assert any(re.fullmatch(r"/static/form\.\w+\.js", name) for name in files)
