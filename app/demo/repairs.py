"""Repairs that the ward's lead shows as before and after."""

from datetime import datetime

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import User
from app.service_requests.following import mended
from app.service_requests.showing import picking


def load(lead: User, now: datetime) -> None:
    """Pick what was mended last; its photos are ready by now."""
    for each in mended.lately(None).rows:
        picking.pick(each.report, Actor(OFFICIAL, lead.id, each.agency_id), now)
