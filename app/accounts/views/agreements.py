"""What a person agreed to, and taking it back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts import consents
from app.accounts.models.consent import LOCATION
from app.accounts.views.common import accounts, person
from app.core import clock
from app.core.access import SIGNED_IN, access
from app.core.act import Done, acts


@accounts.get("/tai-khoan/da-dong-y")
@access(SIGNED_IN)
def agreements() -> ResponseReturnValue:
    rows = consents.of_user(person())
    return render_template(
        "accounts/agreements.html",
        rows=rows,
        purposes=consents.PURPOSES,
        places=sum(row.purpose == LOCATION and row.withdrawn_at is None for row in rows),
    )


@accounts.post("/tai-khoan/da-dong-y/vi-tri")
@access(SIGNED_IN)
@acts()
def withdraw_location() -> Done:
    count, kept = consents.withdraw_location(person(), clock.now())
    said = ngettext(
        "The exact place of %(num)d report is deleted.",
        "The exact places of %(num)d reports are deleted.",
        count - kept,
    )
    if kept:
        stays = ngettext(
            "That of %(num)d has to be kept for now, as the law demands.",
            "Those of %(num)d have to be kept for now, as the law demands.",
            kept,
        )
        said = f"{said} {stays}"
    return Done(url_for("accounts.agreements"), said)
