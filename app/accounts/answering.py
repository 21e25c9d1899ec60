"""Which office answers for a commune, by what its people may do."""

from sqlalchemy import select

from app.accounts import queries
from app.accounts.models import Agency
from app.accounts.models.agency import COMMITTEE
from app.core.db import db
from app.places import contacts
from app.places.models import Place


def office_for(permission: str, commune: Place) -> Agency | None:
    """Give the commune's own agency with people of that right, else the province's; None: none."""
    mine = select(Agency).where(Agency.place_id == commune.id, Agency.is_closed.is_(False))
    here = db.session.scalars(mine.order_by(Agency.path)).all()
    of_all = [each for each in queries.agencies(COMMITTEE) if contacts.whose(each.place) is None]
    able = (each for each in [*here, *of_all] if queries.officials_with(permission, each))
    return next(able, None)
