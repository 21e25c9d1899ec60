"""The demonstration's agencies and who gets what: a province in its present two tiers."""

from app.accounts.models import Agency
from app.core.db import db
from app.places import queries as places
from app.places.models import Place
from app.service_requests.models import RoutingRule, Service

SOCIETY = ("health", "education", "social-care")
WARD = "Phường"


def load(services: dict[str, Service]) -> dict[str, Agency]:
    """Found the province's and every commune's agencies with their rules; give them by code."""
    province = places.province()
    if province is None:
        raise RuntimeError("import the places first")
    made = _province_agencies(province)
    _province_rules(province, made, services)
    for commune in places.communes():
        made |= _commune_agencies(commune, made["province"])
        _commune_rules(commune, made, services)
    db.session.flush()
    return made


def _province_agencies(province: Place) -> dict[str, Agency]:
    top = Agency.found(
        "province", "committee", f"Ủy ban nhân dân {province.label}", place_id=province.id,
        short_name=f"UBND {province.label}",
    )  # fmt: skip
    top.call("en", f"People's Committee of {province.name}")
    rows = (
        ("operations", "operations", "Trung tâm Điều hành thông minh", "Smart Operations Centre"),
        ("reception", "reception", "Ban Tiếp công dân tỉnh", "Citizens' Reception Office"),
        ("power", "office", "Đơn vị quản lý lưới điện", "Power grid operator"),
        ("telecom", "office", "Sở Khoa học và Công nghệ", "Department of Science and Technology"),
        ("home-affairs", "office", "Sở Nội vụ", "Department of Home Affairs"),
    )
    made = {"province": top}
    for code, kind, vi, en in rows:
        made[code] = Agency.found(code, kind, vi, parent=top, place_id=province.id)
        made[code].call("en", en)
    return made


def _province_rules(province: Place, made: dict[str, Agency], services: dict[str, Service]) -> None:
    for service, agency in (("power", "power"), ("telecom", "telecom")):
        _rule(services[service], province, made[agency])
    # One level up from the commune it is about, where the commune cannot see it.
    _rule(services["attitude"], province, made["home-affairs"])


def _commune_agencies(commune: Place, top: Agency) -> dict[str, Agency]:
    committee = Agency.found(
        f"ubnd-{commune.code}", "committee", f"Ủy ban nhân dân {commune.label}", parent=top,
        place_id=commune.id, short_name=f"UBND {commune.label}",
    )  # fmt: skip
    is_ward = commune.unit_type == WARD
    works = "Phòng Kinh tế, Hạ tầng và Đô thị" if is_ward else "Phòng Kinh tế"
    police = "Công an phường" if is_ward else "Công an xã"
    return {
        committee.code: committee,
        **_office(f"kt-{commune.code}", works, committee, commune),
        **_office(f"vhxh-{commune.code}", "Phòng Văn hóa - Xã hội", committee, commune),
        **_office(f"ca-{commune.code}", police, committee, commune),
    }


def _office(code: str, name: str, committee: Agency, commune: Place) -> dict[str, Agency]:
    full = f"{name}, {committee.short_name}"
    office = Agency.found(
        code, "office", full, parent=committee, place_id=commune.id, short_name=name
    )
    return {code: office}


def _commune_rules(commune: Place, made: dict[str, Agency], services: dict[str, Service]) -> None:
    _rule(None, commune, made[f"kt-{commune.code}"])
    _rule(services["security"], commune, made[f"ca-{commune.code}"])
    for code in SOCIETY:
        _rule(services[code], commune, made[f"vhxh-{commune.code}"])


def _rule(service: Service | None, place: Place, agency: Agency) -> None:
    service_id = service.id if service else None
    db.session.add(RoutingRule(service_id=service_id, place_id=place.id, agency_id=agency.id))
