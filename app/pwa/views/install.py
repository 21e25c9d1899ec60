"""How to install the app: for the phone at hand, and as a poster with a helper's tag."""

import re

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.core.db import kept_though_refused
from app.core.errors import DomainError
from app.payments.qr_image import svg
from app.places import queries as places
from app.places.models import VILLAGE, Place
from app.pwa.blueprint import pwa
from app.pwa.models import LONGEST_TAG, count_install
from app.pwa.queries import installs
from app.pwa.views.no_signal import may_see

TAG = re.compile(rf"[A-Za-z0-9-]{{1,{LONGEST_TAG}}}")


@pwa.get("/cai-dat")
@access(PUBLIC)
def install() -> ResponseReturnValue:
    """Show how to install; ``?nguoi=`` is a helper's tag, ``?ap=`` a village's code."""
    tag, village = _tag(), _village()
    code = village.code if village else None
    address = settings().base_url.rstrip("/")
    target = address + url_for("pwa.install", nguoi=tag or None, ap=code)
    return render_template(
        "pwa/install.html",
        tag=tag,
        village=village,
        target=target,
        address=address.split("//", 1)[1] + url_for("pwa.install"),
        qr=svg(target, _("QR code that opens this page")),
    )


@pwa.post("/cai-dat/da-cai")
@access(PUBLIC)
def count() -> ResponseReturnValue:
    """Count one install for the helper's tag and the village; nothing of the phone is kept."""
    tag, village, now = _tag(), _village(), clock.now()
    with kept_though_refused():
        sending.spend(sending.INSTALLS, now)
        count_install(tag, village.code if village else "", village.id if village else None)
    return "", 204


@pwa.get("/can-bo/cai-dat")
@access(may_see)
def install_counts() -> ResponseReturnValue:
    """Show the operator how many installs each helper's poster brought, and make posters."""
    return render_template("pwa/install_counts.html", rows=installs())


def _tag() -> str:
    """Give the helper's tag; empty for none, raise ``DomainError`` for what is none."""
    typed = request.values.get("nguoi", "").strip()
    if typed and not TAG.fullmatch(typed):
        raise DomainError(_l("A helper's tag has letters, digits and dashes, 20 at most."))
    return typed.upper()


def _village() -> Place | None:
    found = places.by_code(request.values.get("ap", "").strip())
    return found if found is not None and found.kind == VILLAGE else None
