"""A person's own data: a copy to take along, and erasure."""

import json
from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import erasing, readable, sessions
from app.accounts.views.common import FRONT, accounts, person, shown
from app.core import audit, clock, scrubbing
from app.core.access import SIGNED_IN, access, again
from app.core.act import acts
from app.core.db import db
from app.core.downloads import download
from app.core.forms import Line, needed, takes
from app.core.gathered import once_committed


@accounts.get("/tai-khoan/du-lieu")
@access(SIGNED_IN, asks=again("accounts.data"))
def data() -> ResponseReturnValue:
    """Show what can be had, once it is sure who is there."""
    return render_template("accounts/data.html")


@accounts.get("/tai-khoan/du-lieu/xem")
@access(SIGNED_IN, asks=again("accounts.read"))
def read() -> ResponseReturnValue:
    """Show everything known of the person, in words."""
    found = readable.sections(erasing.export(person(), clock.now()))
    return render_template("accounts/read.html", sections=found)


@accounts.post("/tai-khoan/du-lieu")
@access(SIGNED_IN, asks=again("accounts.data"))
def export() -> ResponseReturnValue:
    """Hand over everything known of the person, as a JSON file."""
    now, user = clock.now(), person()
    audit.record(user.reference, "account.export", user.reference, now=now)
    content = json.dumps(erasing.export(user, now), ensure_ascii=False, indent=1, default=str)
    db.session.commit()
    return download(content, "du-lieu-cua-toi.json", "application/json")


@accounts.get("/tai-khoan/xoa")
@access(SIGNED_IN, asks=again("accounts.confirm_erasure"))
def confirm_erasure() -> ResponseReturnValue:
    """Say what erasing means, once it is sure who is there."""
    return shown("accounts/erase.html")


@accounts.post("/tai-khoan/xoa")
@access(SIGNED_IN, asks=again("accounts.confirm_erasure"))
@acts(
    again=partial(shown, "accounts/erase.html"),
    said=_l("Your account is erased. Thank you for having been here."),
)
@takes(sure=Line(200, needed(_l("Tick the box if you really want this."))))
def erase(**_sure: str) -> str:
    erasing.erase(person(), clock.now())
    sessions.forget_browser()
    db.session.commit()  # what scrubs looks at the database from outside
    once_committed(db.session(), scrubbing.scrub)
    return FRONT
