"""What the pages of every kind of sheet share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Blueprint, render_template, request, url_for

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.act import FRESH, Done, acts
from app.sheets import jobs, uploads
from app.sheets.kinds import SheetKind
from app.sheets.models import SheetUpload

Guard = Callable[[Callable[..., Any]], Callable[..., Any]]
"""What ``access(rule, load)`` gives."""


class Endpoints(NamedTuple):
    """The names of a sheet's pages, within their blueprint."""

    new: str
    send: str
    sheet: str
    check: str
    drop: str


@dataclass(frozen=True)
class SheetPages:
    """A room's pages of one sheet: sent, columns confirmed, checked and taken over, or dropped.

    ``templates`` are the form's and the sheet's; both know as ``called`` whose sheet it is, which
    ``subject`` gives. ``home`` gives where one is once a sheet is dropped, ``beside`` what the
    form's template shows besides, ``take`` how a file becomes a sheet where that is not plain.
    """

    kind: SheetKind
    endpoints: Endpoints
    templates: tuple[str, str]
    called: str
    subject: Callable[[SheetUpload], Any]
    home: Callable[[Any], str]
    beside: Callable[[Any], dict[str, Any]] = lambda _subject: {}
    take: Callable[[Any], Done] | None = None

    def add_routes(
        self, blueprint: Blueprint, form: tuple[str, Guard], sheet: tuple[str, Guard]
    ) -> None:
        """Add the pages: where the form and where a sheet stands, and whom ``access`` lets in."""
        (new, of_subject), (at, of_sheet) = form, sheet
        sends = acts(again=self._form)(self.take or self._send)
        for url, endpoint, method, view in zip(
            (new, new, at, at, f"{at}/bo"),
            self.endpoints,
            ("GET", "POST", "GET", "POST", "POST"),
            (
                of_subject(self._form),
                of_subject(sends),
                of_sheet(self.show),
                of_sheet(acts(again=self.show)(self.confirm)),
                of_sheet(acts()(self._drop)),
            ),
            strict=True,
        ):
            blueprint.add_url_rule(url, endpoint, view, methods=[method])

    def url(self, found: SheetUpload) -> str:
        return url_for(f".{self.endpoints.sheet}", code=found.code)

    def show(self, found: SheetUpload, **refused: Any) -> str:
        """Show columns to confirm, progress, what is wrong, what became of it."""
        values = {
            "upload": found,
            self.called: self.subject(found),
            "fields": self.kind.fields,
            "confirm": url_for(f".{self.endpoints.check}", code=found.code),
            "drop": url_for(f".{self.endpoints.drop}", code=found.code),
            **FRESH,
        }
        return render_template(self.templates[1], **{**values, **refused})

    def confirm(self, found: SheetUpload) -> str:
        """Take the columns as they were confirmed: the worker checks every row. Gives the page."""
        uploads.check(found, request.form.to_dict())
        return self.url(found)

    def _form(self, subject: Any, **refused: Any) -> str:
        values = {self.called: subject, **self.beside(subject), **FRESH}
        return render_template(self.templates[0], **{**values, **refused})

    def _send(self, subject: Any) -> str:
        return self.url(take_sheet(self.kind, subject.id))

    def _drop(self, found: SheetUpload) -> str:
        subject = self.subject(found)
        jobs.drop(found)
        return self.home(subject)


def may_handle(viewer: Viewer, _sheet: SheetUpload) -> bool:
    """Whoever finds a sheet may handle it: its loader asked."""
    return viewer.is_signed_in


def take_sheet(kind: SheetKind, subject_id: int) -> SheetUpload:
    """Keep the sheet that was sent; raises what ``uploads.receive`` raises."""
    user_id = viewer().user_id
    return uploads.receive(kind, subject_id, sent_file(), user_id, clock.now())


def sent_file() -> tuple[str, bytes]:
    """Give the uploaded file's name and bytes, empty where none was chosen."""
    file = request.files.get("file")
    if file is None:
        return "", b""
    try:
        return file.filename or "", file.read()
    finally:
        file.close()
