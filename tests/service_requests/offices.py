"""An office tree with its people, for tests of who may do what."""

from dataclasses import dataclass

from app.accounts import permissions
from app.accounts.models import Agency, User
from tests.factories.accounts import make_agency, make_official
from tests.planted import planted


@dataclass(frozen=True)
class Offices:
    """A province committee, a commune's committee and its office, a neighbour; their people."""

    province: Agency
    commune: Agency
    office: Agency
    neighbour: Agency
    centre: Agency
    reception: Agency
    handler: User
    lead: User
    colleague: User
    overseer: User
    commune_handler: User
    neighbour_handler: User
    operator: User
    receptionist: User
    administrator: User


@planted
def make_offices() -> Offices:
    """Make them all; phones may be seen by the lead."""
    province = make_agency("UBND tỉnh Thử", "committee")
    commune = make_agency("UBND xã Thử", "committee", province)
    office = make_agency("Phòng Kinh tế xã Thử", "office", commune)
    neighbour = make_agency("Phòng Kinh tế xã Khác", "office", province)
    centre = make_agency("Trung tâm Điều hành Thử", "operations", province)
    reception = make_agency("Ban Tiếp công dân Thử", "reception", province)
    return Offices(
        province=province,
        commune=commune,
        office=office,
        neighbour=neighbour,
        centre=centre,
        reception=reception,
        handler=make_official(permissions.HANDLE, agency=office, name="Cán Bộ Một"),
        lead=make_official(
            permissions.HANDLE,
            permissions.LEAD,
            permissions.SEE_PHONE,
            agency=office,
            name="Lãnh Đạo Một",
        ),
        colleague=make_official(permissions.HANDLE, agency=office, name="Cán Bộ Hai"),
        overseer=make_official(permissions.OVERSEE_OFFICIALS, agency=province, name="Giám Sát"),
        commune_handler=make_official(permissions.HANDLE, agency=commune, name="Cán Bộ Xã"),
        neighbour_handler=make_official(permissions.HANDLE, agency=neighbour, name="Cán Bộ Khác"),
        operator=make_official(permissions.OPERATE, agency=centre, name="Điều Hành"),
        receptionist=make_official(permissions.RECEPTION, agency=reception, name="Tiếp Dân"),
        administrator=make_official(permissions.ADMINISTER, agency=province, name="Quản Trị"),
    )
