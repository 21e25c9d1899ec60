"""The room's pages and what they may weigh."""

from app.accounts import permissions as may
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.news.models import Alert
from app.news.models import article_life as life
from app.news.rescue import calling
from app.news.rescue.calling import SosForm
from tests.budgets import Page
from tests.factories import news
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.places import make_commune
from tests.news.rescue import flood

_kept: dict[str, object] = {}


def _agency():
    return make_agency("UBND xã Thử")


def _list(rows: int) -> str:
    for _ in range(rows):
        news.picture(news.article(places=(make_commune(),)))
    return "/tin-tuc"


def _search(rows: int) -> str:
    _list(rows)
    return "/tin-tuc?q=tiem phong"


def _article(rows: int) -> str:
    here = make_commune()
    for _ in range(rows):
        news.article(places=(here,))
    made = news.article(places=(here,), body="Bà con đưa trẻ đến trạm y tế từ 07:30.\n\n" * 40)
    news.picture(made)
    return f"/tin-tuc/{made.code}"


def _alerts(rows: int) -> str:
    for _ in range(rows):
        news.alert(make_commune(), make_commune())
    return "/canh-bao"


def _alert(rows: int) -> str:
    made = news.alert(*(make_commune() for _ in range(rows)))
    return f"/canh-bao/{made.code}"


def _desk(rows: int) -> str:
    agency = _kept["agency"] = _agency()
    for _ in range(rows):
        news.article(life.IN_REVIEW, agency=agency)
    return "/can-bo/tin?trang-thai=in_review"


def _editor(rows: int) -> str:
    agency = _kept["agency"] = _agency()
    made = news.article(
        life.DRAFT, agency=agency, places=tuple(make_commune() for _ in range(rows))
    )
    return f"/can-bo/tin/{made.code}"


def _run(rows: int) -> str:
    agency = _kept["agency"] = _agency()
    made = news.alert(*(make_commune() for _ in range(rows)), agency=agency)
    return f"/can-bo/canh-bao/{made.code}"


def _bulletin(rows: int) -> str:
    agency = _kept["agency"] = _agency()
    made = [news.article(agency=agency) for _ in range(rows)]
    return "/can-bo/ban-tin?" + "&".join(f"tin={each.code}" for each in made)


def _official():
    permissions = (may.WRITE_NEWS, may.PUBLISH_NEWS, may.ALERT)
    return make_official(*permissions, agency=_kept["agency"])


def _flood(rows: int) -> Alert:
    alert = flood()
    _kept["agency"] = alert.agency
    for _ in range(rows):
        commune = make_commune()
        calling.call(
            SosForm(key=codes.random_token(), place=commune.code, needs=("food",)), alert,
            Viewer(make_user()), clock.now(),
        )  # fmt: skip
    return alert


def _sos(rows: int) -> str:
    return f"/canh-bao/{_flood(rows).code}/cuu-giup"


def _rescues(rows: int) -> str:
    _flood(rows)
    return "/cuu-giup"


def _rescue_desk(rows: int) -> str:
    _flood(rows)
    return "/can-bo/cuu-giup"


PAGES = [
    Page("calling for rescue", _sos),
    Page("where to call for rescue", _rescues),
    Page("calls for rescue", _rescue_desk, who=_official),
    Page("news", _list),
    Page("news, searched", _search),
    Page("an article", _article),
    Page("alerts", _alerts),
    Page("an alert", _alert),
    Page("the editors' list", _desk, who=_official),
    Page("the editor", _editor, who=_official),
    Page("an alert's run", _run, who=_official),
    Page("the bulletin", _bulletin, who=_official),
]
