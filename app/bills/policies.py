"""Who may do what with bills. What a person may not even see, the queries do not give."""

from typing import Any

from app.accounts import permissions
from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.bills.models import Bill, Biller, Subscription, Tariff


def may_follow(viewer: Viewer, subscription: Subscription) -> bool:
    """A person looks after the codes they follow themselves."""
    return subscription.user_id == viewer.user_id


def may_read_bill(viewer: Viewer, bill: Bill) -> bool:
    """The query gives a bill only to those who proved its code, and to its biller's clerks."""
    return viewer.is_signed_in and not bill.biller.paper_only


def may_clerk(viewer: Viewer, biller: Biller) -> bool:
    """A biller's clerk imports, publishes, corrects and matches."""
    return viewer.can(permissions.CLERK, biller.agency)


def may_export(viewer: Viewer, wanted: tuple[Biller, str]) -> bool:
    """Whoever is a biller's clerk may take its list away as a sheet."""
    return may_clerk(viewer, wanted[0])


def may_clerk_bill(viewer: Viewer, bill: Bill) -> bool:
    """A biller's clerk looks after its bills, but not after people's own records."""
    return may_clerk(viewer, bill.biller) and not bill.is_own


def may_connect(viewer: Viewer, biller: Biller) -> bool:
    """A biller's clerk and its administrator say where its program is."""
    return may_clerk(viewer, biller) or may_run(viewer, biller)


def may_run(viewer: Viewer, biller: Biller) -> bool:
    """An administrator says how a biller of theirs bills."""
    return viewer.can(permissions.ADMINISTER, biller.agency)


def runs_billers(viewer: Viewer) -> bool:
    return viewer.has(permissions.ADMINISTER)


def is_clerk(viewer: Viewer) -> bool:
    """Whoever is a clerk somewhere has a desk of bills."""
    return viewer.has(permissions.CLERK)


def sees_tariffs(viewer: Viewer) -> bool:
    """Clerks and administrators read the price lists on the desk."""
    return is_clerk(viewer) or viewer.has(permissions.ADMINISTER)


def may_edit_tariff(viewer: Viewer, tariff: Tariff) -> bool:
    """A biller's own list is its clerks'; one common to all is the whole province's."""
    if tariff.agency is not None:
        return viewer.can(permissions.CLERK, tariff.agency)
    return administers_all(viewer)


def may_edit_taxes(viewer: Viewer, tariff: Tariff) -> bool:
    """Rates of tax hold for all lists of a kind, whoever's list they are shown with."""
    return administers_all(viewer)


def own_card(viewer: Viewer, card: Any) -> bool:
    """A person looks after their own insurance cards."""
    return bool(card.user_id == viewer.user_id)
