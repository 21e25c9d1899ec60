"""What an office types about a guide, and how a cell of a sheet is read alike."""

import re

from flask_babel import lazy_gettext as _l

from app.core.forms import Form, Line, Read, Words, needed
from app.core.tables.errors import BadValue
from app.core.text import whole
from app.directory.guides import keeping, steps
from app.directory.guides.models import MAX_LINK, MAX_SAID, MAX_STEPS, MAX_TITLE, Guide

PORTAL = re.compile(r"https://([a-z0-9-]+\.)*gov\.vn(/[^\s<>\"']*)?")


def as_link(typed: str) -> str:
    """Read an address of the state's; raises ``BadValue``."""
    if not PORTAL.fullmatch(typed):
        raise BadValue(_l("Only pages of the state: https://… that ends in gov.vn."))
    return typed


def as_steps(typed: str) -> str:
    """Read the steps, and give them as they are kept; raises ``DomainError``."""
    return steps.written(steps.read(typed))


class GuideForm(Form):
    """A guide as its office writes it."""

    title = Line(MAX_TITLE, needed(_l("Write what it is called.")), name="ten")
    words = Line(MAX_SAID, name="tu_khoa")
    audience = Line(MAX_SAID, name="ai")
    place = Line(MAX_SAID, name="noi_nop")
    fee = Line(MAX_SAID, name="le_phi")
    takes = Line(MAX_SAID, name="thoi_han")
    helper = Line(MAX_SAID, name="ho_tro")
    link = Read(as_link, name="duong_dan", empty="", most=MAX_LINK)
    steps_text = Words(MAX_STEPS, needed(steps.NONE), name="buoc")
    version = Read(whole, name="version", empty=None)

    def fill(self, guide: Guide) -> None:
        for name in (*keeping.SAID, "version"):
            self._fields[name].data = getattr(guide, name)

    @property
    def said(self) -> dict[str, str]:
        found = {name: self._fields[name].data for name in keeping.SAID}
        return {**found, "steps_text": as_steps(found["steps_text"])}
