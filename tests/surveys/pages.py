"""What the room's pages may weigh and ask of the database."""

from app.accounts import permissions as may
from app.accounts.queries import user_by_phone
from app.core import clock
from app.core.db import db
from app.surveys import answering, making
from app.surveys.answering import LATE
from app.surveys.models import CONSULTATION
from app.surveys.takers import Taker
from app.surveys.usefulness import giving
from app.surveys.usefulness import pages as useful
from app.surveys.usefulness.models import PageOpinion
from app.surveys.usefulness.pages import this_month
from tests.budgets import Page
from tests.factories import surveys as make
from tests.factories.accounts import make_official, make_user

READER, WRITER, EDITOR = "+84900000914", "+84900000915", "+84900000916"
OPERATOR = "+84900000917"


def reader():
    return user_by_phone(READER) or make_user(phone=READER)


def writer():
    return user_by_phone(WRITER) or make_official(may.WRITE_NEWS, phone=WRITER)


def editor():
    office = writer().rights[0].agency
    return user_by_phone(EDITOR) or make_official(may.PUBLISH_NEWS, phone=EDITOR, agency=office)


def listed(rows: int) -> str:
    reader()
    for _each in range(rows):
        make.opened(writer(), editor())
    return "/khao-sat"


def asked(rows: int) -> str:
    """A survey of fifteen questions."""
    made = make.survey(writer(), questions=make.QUESTIONS * 3)
    making.publish(made, make.actor(editor()), clock.now())
    return f"/khao-sat/{made.code}"


def _over(rows: int):
    parts = tuple(making.Asked("part", f"Điều {at}", words="Nội dung. " * 20) for at in range(8))
    made = make.opened(writer(), editor(), questions=parts, kind=CONSULTATION)
    now = clock.now()
    for at in range(max(rows, 6)):
        sent = {each.name: (str(at % 3),) for each in made.questions}
        sent |= {f"{each.name}-w": (f"Ý kiến thứ {at}",) for each in made.questions}
        answering.answer(made, Taker(f"user:{at}"), sent, now, None)
    made.starts_at, made.ends_at = now - LATE * 9, now - LATE
    making.count(made, now)
    return made


def counted(rows: int) -> str:
    return f"/can-bo/khao-sat/{_over(rows).code}"


def points(rows: int) -> str:
    return f"{counted(rows)}/y-kien"


def minutes(rows: int) -> str:
    return f"{counted(rows)}/bien-ban"


def on_desk(rows: int) -> str:
    listed(rows)
    return "/can-bo/khao-sat"


def faces(_rows: int) -> str:
    return "/co-ich/danh-ba?mat=fair"


def operator():
    return user_by_phone(OPERATOR) or make_official(may.ADMINISTER, phone=OPERATOR)


def usefulness(rows: int) -> str:
    """A year of answers for every page that asks."""
    period = this_month()
    for _at in range(12):
        for page in useful.PAGES:
            for face in giving.FACES:
                row = PageOpinion(month=period.first, page=page.name, face=face, count=rows)
                db.session.add(row)
        period = period.before
    db.session.commit()
    return "/can-bo/quan-tri/trang-co-ich"


PAGES = [
    Page("the three faces", faces),
    Page("whether pages are useful", usefulness, operator),
    Page("surveys", listed),
    Page("a survey's form", asked, reader),
    Page("surveys at the desk", on_desk, editor),
    Page("a survey at the desk", counted, editor),
    Page("what people wrote", points, editor),
    Page("minutes of a consultation", minutes, editor),
]
