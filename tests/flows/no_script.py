"""A browser without scripts: it follows links by their words and sends forms as they stand."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.client import Visitor

Attributes = dict[str, str]


class _Read(HTMLParser):
    """The links of a page, and its forms with what they would send."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._in: list[tuple[str, Attributes, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given))
        elif tag == "input" and self.forms:
            self.forms[-1].input(given)
        elif tag == "option" and self.forms and "selected" in given:
            select = next(each for name, each, _words in reversed(self._in) if name == "select")
            self.forms[-1].fields[select["name"]] = given["value"]
        if tag in ("a", "button", "select", "textarea", "script", "style"):
            self._in.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        if not self._in or self._in[-1][0] != tag:
            return
        _tag, given, heard = self._in.pop()
        words = " ".join("".join(heard).split())
        if tag == "a":
            self.links.append((words, given.get("href", "")))
        elif tag == "button" and self.forms and given.get("type") != "button":
            self.forms[-1].buttons.append((given.get("aria-label") or words, given))
        elif tag == "textarea" and self.forms:
            self.forms[-1].fields[given["name"]] = "".join(heard).strip("\n")

    def handle_data(self, data: str) -> None:
        for _tag, _given, heard in self._in:
            heard.append(data)
        if not any(tag in ("script", "style") for tag, _given, _words in self._in):
            self.words.append(data)


class Form:
    """What a form holds: fields by name, and its buttons by their words."""

    def __init__(self, given: Attributes) -> None:
        self.action, self.method = given.get("action", ""), given.get("method", "get").lower()
        self.fields: dict[str, str] = {}
        self.known: set[str] = set()
        """What it has, of radio buttons too where none is chosen."""
        self.buttons: list[tuple[str, Attributes]] = []

    def input(self, given: Attributes) -> None:
        kind = given.get("type", "text")
        self.known.add(given.get("name", ""))
        chosen = kind not in ("radio", "checkbox") or "checked" in given
        if chosen and kind != "file" and "name" in given:
            self.fields[given["name"]] = given.get("value", "on")


class NoScript:
    """`at(url)`, `follow("words of a link")`, `press("words of a button", field="typed")`."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.url = ""
        self._page = _Read("")

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._page.words).split())

    def at(self, url: str) -> "NoScript":
        return self._came(self.visitor.get(url, follow_redirects=True))

    def follow(self, words: str) -> "NoScript":
        found = [href for said, href in self._page.links if words in said]
        assert found, (words, self._page.links)
        return self.at(found[0])

    def press(self, words: str, **typed: Any) -> "NoScript":
        """Press the button with these words; fields of its form that are named are typed first."""
        form, button = next(
            (form, given)
            for form in self._page.forms
            for said, given in form.buttons
            if words in said
        )
        assert set(typed) <= form.known | set(form.fields), (typed, form.fields)
        sent = {**form.fields, **typed}
        if "name" in button:
            sent[button["name"]] = button.get("value", "")
        url = form.action or self.url
        if form.method == "get":
            return self.at(f"{url}?{urlencode(sent)}")
        return self._came(self.visitor.post(url, data=sent, follow_redirects=True))

    def _came(self, answer: Any) -> "NoScript":
        assert answer.status_code == 200, (answer.status_code, answer.request.path, answer.text)
        parts = urlsplit(answer.request.url)
        self.url, self._page = parts.path, _Read(answer.text)
        return self
