"""Finding households: a page of a village's list, by words, by code, by account, by phone."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import phones
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import Listing, Page
from app.core.personal import PersonKey, decrypt_each
from app.core.text import fold
from app.places import queries as places
from app.places.models import Place
from app.villages.households.models import (
    Household,
    HouseholdMember,
    HouseholdPhone,
    PhoneLook,
    index_of,
)
from app.villages.rights import may_head

PAGE = 50
LIST = Listing(Household.number, most=PAGE)
LOOKS = 5


def listed(village_id: int) -> Select[Household]:
    """Select the households on a village's list, with their phones."""
    mine = Household.village_id == village_id, Household.number.is_not(None)
    return select(Household).where(*mine).options(selectinload(Household.numbers))


def page(
    village: Place, after: int | None, most: int = PAGE, among: Collection[int] | None = None
) -> Page[Household]:
    """Give a page of the list by number; ``after``: the last number of the page before.

    ``among``: only households with these ids.
    """
    statement = listed(village.id).options(selectinload(Household.members))
    if among is not None:
        statement = statement.where(Household.id.in_(among))
    return LIST.at_most(most).page(statement, after, lambda each: each.number)


def matching(village: Place, typed: str) -> Sequence[Household]:
    """Give those in which every word typed stands, without regard to accents, by number.

    Names are sealed, so the village's list is opened and looked through; a number is looked for
    among the telephones, whole.
    """
    wanted = fold(typed).split()
    called = _called_like(village, wanted[0]) if len(wanted) == 1 else frozenset()
    found = [
        number for household_id, number, text in _texts(village)
        if household_id in called or all(word in text for word in wanted)
    ][:PAGE]  # fmt: skip
    statement = listed(village.id).where(Household.number.in_(found))
    shown = statement.options(selectinload(Household.members)).order_by(Household.number)
    return db.session.scalars(shown).all()


def _texts(village: Place) -> Iterator[tuple[int, int, str]]:
    """Give of each household its id, its number, and what is searched of it, folded."""
    columns = (Household.id, Household.number, Household.head_sealed, Household.address_sealed)
    statement = select(*columns, PersonKey.wrapped).join(Household.person_key)
    mine = Household.village_id == village.id, Household.number.is_not(None)
    for row in db.session.execute(statement.where(*mine).order_by(Household.number)):
        opened = decrypt_each(row.wrapped, [row.head_sealed, row.address_sealed])
        yield row.id, row.number, fold(" ".join([str(row.number), *filter(None, opened)]))


def _called_like(village: Place, typed: str) -> frozenset[int]:
    """Give the ids of the households called at that very number, typed in whatever way."""
    try:
        index = phones.index(phones.parse(typed))
    except phones.NotAPhone:
        return frozenset()
    mine = HouseholdPhone.phone_index == index, Household.village_id == village.id
    return frozenset(db.session.scalars(select(Household.id).join(HouseholdPhone).where(*mine)))


def everyone(village_id: int) -> Sequence[Household]:
    """Give the whole list by number: for slips, and for what is sent to all."""
    return db.session.scalars(listed(village_id).order_by(Household.number)).all()


def ids(village_id: int) -> Sequence[int]:
    mine = Household.village_id == village_id, Household.number.is_not(None)
    return db.session.scalars(select(Household.id).where(*mine).order_by(Household.number)).all()


def counts(village_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Give (households, people, households with an account) by village."""
    wanted = list(village_ids)
    bound = select(HouseholdMember.household_id).distinct().subquery()
    statement = (
        select(
            Household.village_id, func.count(Household.id), func.sum(Household.people),
            func.count(bound.c.household_id),
        )
        .outerjoin(bound, bound.c.household_id == Household.id)
        .where(Household.village_id.in_(wanted), Household.number.is_not(None))
        .group_by(Household.village_id)
    )  # fmt: skip
    rows = db.session.execute(statement)
    return {village: (homes, int(people or 0), held) for village, homes, people, held in rows}


def by_code(viewer: Viewer, code: str) -> Household | None:
    """Give the household with that code, to the head of its village."""
    found: Household | None = one(
        select(Household).where(Household.code == code, Household.number.is_not(None)), of=Household
    )
    if found is None:
        return None
    village = places.get(found.village_id)
    return found if village is not None and may_head(viewer, village) else None


def by_number(village_id: int, number: int) -> Household | None:
    mine = Household.village_id == village_id, Household.number == number
    return db.session.scalar(select(Household).where(*mine))


def by_numbers(village_id: int, numbers: Iterable[int]) -> dict[int, Household]:
    statement = listed(village_id).where(Household.number.in_(list(numbers)))
    return {each.number: each for each in db.session.scalars(statement) if each.number is not None}


def by_slip(code: str) -> Household | None:
    """Give the household whose slip shows that code."""
    return db.session.scalar(select(Household).where(Household.slip_index == index_of(code)))


def of_person(user_id: int | None) -> HouseholdMember | None:
    """Give to which household an account belongs."""
    if user_id is None:
        return None
    statement = select(HouseholdMember).where(HouseholdMember.user_id == user_id)
    whole = joinedload(HouseholdMember.household).joinedload(Household.village)
    return db.session.scalar(statement.options(whole.joinedload(Place.parent)))


def called_at(phone_index: str | None) -> Sequence[Household]:
    """Give the households on whose lists a number stands."""
    if phone_index is None:
        return []
    statement = select(Household).join(HouseholdPhone).where(
        HouseholdPhone.phone_index == phone_index, Household.number.is_not(None)
    )  # fmt: skip
    return db.session.scalars(statement.options(joinedload(Household.village)).limit(5)).all()


def sharing(household: Household) -> Sequence[Household]:
    """Give the other households of the village that are called at one of its numbers."""
    numbers = [each.phone_index for each in household.numbers]
    statement = select(Household).join(HouseholdPhone).where(
        HouseholdPhone.phone_index.in_(numbers), Household.village_id == household.village_id,
        Household.id != household.id, Household.number.is_not(None),
    )  # fmt: skip
    return db.session.scalars(statement.distinct().order_by(Household.number)).all()


def accounts_called(household: Household) -> Sequence[User]:
    """Give the accounts that have one of the household's numbers and belong to no household."""
    numbers = [each.phone_index for each in household.numbers]
    bound = select(HouseholdMember.user_id)
    statement = select(User).where(User.phone_index.in_(numbers), User.id.not_in(bound))
    return db.session.scalars(statement).all()


def members_of(household_ids: Iterable[int]) -> dict[int, list[User]]:
    """Give the accounts of each of those households."""
    wanted = list(household_ids)
    found: dict[int, list[User]] = {}
    for start in range(0, len(wanted), PAGE * 10):
        some = wanted[start : start + PAGE * 10]
        statement = select(HouseholdMember).where(HouseholdMember.household_id.in_(some))
        for row in db.session.scalars(statement.options(joinedload(HouseholdMember.user))):
            found.setdefault(row.household_id, []).append(row.user)
    return found


def is_open_to(viewer: Viewer, village: Place, now: datetime) -> bool:
    """Tell whether the viewer opened the village's phones a while ago, and it still holds."""
    mine = (
        PhoneLook.user_id == viewer.user_id,
        PhoneLook.village_id == village.id,
        PhoneLook.until > now,
    )
    return db.session.scalar(select(PhoneLook.id).where(*mine).limit(1)) is not None


def looks(village_id: int) -> Sequence[PhoneLook]:
    """Give when the village's phones were opened last."""
    mine = select(PhoneLook).where(PhoneLook.village_id == village_id)
    return db.session.scalars(mine.order_by(PhoneLook.id.desc()).limit(LOOKS)).all()
