"""A report form made of the real macros and scripts, with places that answer as docs/places.md."""

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, render_template_string
from playwright.sync_api import Page, Request, Route

from app.core.security import CSP

FORM = """{% extends "layouts/page.html" %}{% set heading = "Form" %}{% set bare = true %}
{% import "components/forms.html" as forms %}{% import "components/report.html" as report %}
{% block header %}<header class="top"><h1>Form</h1></header>{% endblock %}
{% block main %}
<form class="stack" method="post" action="/trial-sent" enctype="multipart/form-data"
  {{ report.report_data(refused=refused) }}>
<input type="hidden" name="idempotency_key" value="k">
{% call forms.pictures("service", "What?", [("road", "Road", "road"),
  ("electric", "Power", "bolt")], chosen=service, data_part="service") %}
{{ report.missing("Choose") }}{% endcall %}
<p class="banner late" data-when-service="electric">Call first</p>
{{ report.photos("Photos", staged=staged) }}
{{ report.where("Where?", near="/dia-danh/gan", search="/dia-danh",
  villages="/dia-danh/{code}/thon", options=options, chosen=chosen) }}
{{ forms.textarea("description", "More", value=words, data_keep=true) }}
{{ report.send("Send") }}
</form>
{% endblock %}
{% block scripts %}<script defer src="{{ asset('form.js') }}"></script>{% endblock %}"""


def place(code: str, label: str, **more: Any) -> dict[str, Any]:
    """A place as the server describes it to scripts."""
    return {"code": code, "label": label, **more}


class Places:
    """What the server would answer; a test sets it and reads the questions back."""

    def __init__(self) -> None:
        """Begin inside one commune without villages."""
        self.near: dict[str, Any] = {
            "inside": True,
            "certain": True,
            "message": "",
            "places": [place("1", "Phường Một", metres=0), place("2", "Xã Hai", metres=900)],
        }
        self.found: list[dict[str, Any]] = [place("3", "Xã Ba")]
        self.villages: list[dict[str, Any]] = []
        self.asked: list[str] = []

    def answer(self, route: Route) -> None:
        """Answer one request of the script."""
        path = route.request.url.split("//", 1)[1].partition("/")[2]
        self.asked.append(path)
        if path.startswith("dia-danh/gan"):
            body: Any = self.near
        else:
            body = self.villages if path.endswith("/thon") else self.found
        route.fulfill(body=json.dumps(body), content_type="application/json")


class FormPage:
    """The form in one page of the browser."""

    def __init__(self, app: Flask, page: Page, places: Places) -> None:
        """Let `page` find the form at /trial and count what is sent."""
        self.app, self.page, self.places = app, page, places
        self.sent: list[Request] = []
        page.route("**/dia-danh**", places.answer)
        page.route("**/trial-sent", self._receive)

    def open(self, **values: Any) -> Page:
        """Load the form; `values` are what the server knows (staged, options, words …)."""
        with self.app.test_request_context("/trial"):
            html = render_template_string(FORM, **values)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
        self.page.route("**/trial", lambda route: route.fulfill(body=html, headers=headers))
        self.page.goto("/trial")
        return self.page

    def _receive(self, route: Route) -> None:
        self.sent.append(route.request)
        route.fulfill(body="<!doctype html><title>Sent</title>", content_type="text/html")

    def fill_in(self) -> None:
        """Choose what is needed, but a photo or words."""
        self.page.check("[name=service][value=road]", force=True)
        self.page.fill("[data-where-query]", "ba")
        self.page.check("[name=place][value='3']")

    def photos(self) -> list[dict[str, Any]]:
        """The files the form would send: name, type, size and pixels (0 where undecodable)."""
        found: list[dict[str, Any]] = self.page.evaluate(CARRIED)
        return found


CARRIED = """async () => {
  const files = new FormData(document.querySelector('form[data-report]')).getAll('photos');
  return Promise.all(files.filter((file) => file.size).map(async (file) => {
    const bitmap = await createImageBitmap(file).catch(() => ({ width: 0, height: 0 }));
    return { name: file.name, type: file.type, size: file.size, width: bitmap.width,
      height: bitmap.height };
  }));
}"""

OpenForm = Callable[..., FormPage]
