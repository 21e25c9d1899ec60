"""Who may administer, help and change numbers."""

from app.accounts.models import Agency, Right, RightProposal, User
from app.accounts.permissions import (
    ADMINISTER,
    CHANGE_PHONE,
    EVERYWHERE,
    ISSUE_HELPER_CODE,
    OPERATE,
)
from app.accounts.viewer import Viewer


def may_administer(viewer: Viewer) -> bool:
    return viewer.has(ADMINISTER)


def administers_all(viewer: Viewer) -> bool:
    """Tell whether the viewer administers a whole tree: what holds for all is theirs alone."""
    return any(agency.depth == 0 for agency in viewer.agencies(ADMINISTER))


def may_give(viewer: Viewer, permission: str) -> bool:
    """Tell whether the viewer may give or take that right in an agency of theirs.

    A branch's administrator gives nothing that reaches beyond the branch.
    """
    return viewer.has(ADMINISTER) and (permission not in EVERYWHERE or administers_all(viewer))


def may_administer_agency(viewer: Viewer, agency: Agency) -> bool:
    """Tell whether the viewer administers ``agency``."""
    return viewer.can(ADMINISTER, agency)


def may_move(viewer: Viewer, agency: Agency, parent: Agency | None) -> bool:
    """Tell whether the viewer may put ``agency`` below ``parent``: from and to their own."""
    above = agency.parent is not None and viewer.can(ADMINISTER, agency.parent)
    return above and viewer.can(ADMINISTER, parent)


def may_administer_official(viewer: Viewer, user: User) -> bool:
    """Tell whether the viewer administers every agency in which ``user`` has a right.

    Else whoever administers one branch could take over an official of the branch above.
    """
    return viewer.has(ADMINISTER) and all(
        viewer.can(ADMINISTER, r.agency) and may_give(viewer, r.permission) for r in user.rights
    )


def may_close(viewer: Viewer, user: User) -> bool:
    """Tell whether the viewer may close the account of ``user``: nobody closes their own."""
    return may_administer_official(viewer, user) and user.id != viewer.user_id


def may_take(viewer: Viewer, right: Right) -> bool:
    """Tell whether the viewer may take ``right`` away: nobody stops administering by mistake."""
    own = right.user_id == viewer.user_id and right.permission == ADMINISTER
    within = viewer.can(ADMINISTER, right.agency) and may_give(viewer, right.permission)
    return within and not own


def may_operate(viewer: Viewer) -> bool:
    """Tell whether the viewer runs the service: an own right, not one lent by somebody absent.

    Network addresses are shown and closed there.
    """
    return viewer.has_self(OPERATE)


def may_decide(viewer: Viewer, row: RightProposal) -> bool:
    """Tell whether the viewer may settle a proposed right: whoever could have proposed it.

    That it is another one than the proposer, the act itself sees to.
    """
    return viewer.can(ADMINISTER, row.agency) and may_give(viewer, row.permission)


def is_official(viewer: Viewer) -> bool:
    return viewer.is_official


def may_issue_helper_code(viewer: Viewer) -> bool:
    return viewer.has(ISSUE_HELPER_CODE)


def may_change_phone(viewer: Viewer) -> bool:
    """Tell whether the viewer may change a citizen's number at a counter."""
    return viewer.has(CHANGE_PHONE)
