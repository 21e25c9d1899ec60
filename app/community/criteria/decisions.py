"""The desk's acts on a score that was sent: appraised, given back, published, taken back."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.present import viewer
from app.community.blueprint import community
from app.community.criteria import deciding, rights
from app.community.criteria.desk import actor_for, load_score, page_of
from app.community.criteria.forms import as_tenths
from app.community.criteria.scores import MAX_WORDS, CriteriaScore
from app.core import clock
from app.core.access import access
from app.core.act import acts
from app.core.errors import DomainError
from app.core.forms import Form, Line, Named, takes
from app.core.tables.errors import BadValue
from app.core.text import whole


class AppraisalForm(Form):
    """The points of all criteria, and why they differ."""

    tenths = Named("diem-", most=8)
    words = Named("ly_do-", most=MAX_WORDS)

    @property
    def given(self) -> dict[int, tuple[int, str]]:
        """Give points and words by the criterion's number; raises ``DomainError``."""
        return {
            number: (self._points(key), self.words.data.get(key, ""))
            for key in self.tenths.data
            if (number := whole(key)) is not None
        }

    def _points(self, key: str) -> int:
        try:
            return as_tenths(self.tenths.data[key])
        except BadValue as wrong:
            raise DomainError(wrong.message, field=f"diem-{key}") from wrong


@community.post("/can-bo/tieu-chi/cham/<code>/tham-dinh")
@access(rights.may_appraise, load=load_score)
@acts(again=lambda score, form, **refused: page_of(score, **refused),
      said=_l("Appraised. The province publishes it."))  # fmt: skip
@takes(AppraisalForm)
def appraise_score(score: CriteriaScore, form: AppraisalForm) -> str:
    given = form.given
    if {each.criterion_id for each in score.marks} - set(given):
        raise DomainError(_l("Give every criterion its points."))
    deciding.appraise(score, given, viewer().user_id, actor_for(score), clock.now())
    return url_for(".desk_score", code=score.code)


@community.post("/can-bo/tieu-chi/cham/<code>/tra-lai")
@access(rights.may_send_back, load=load_score)
@acts(again=lambda score, **refused: page_of(score, **refused), said=_l("Given back."))
@takes(why=Line(MAX_WORDS, name="vi_sao"))
def send_score_back(score: CriteriaScore, why: str) -> str:
    roles = rights.roles(viewer(), score)
    deciding.send_back(score, why, roles, actor_for(score), clock.now())
    return url_for(".criteria_index")


@community.post("/can-bo/tieu-chi/cham/<code>/cong-bo")
@access(rights.may_publish, load=load_score)
@acts(
    again=lambda score, **refused: page_of(score, **refused),
    said=lazy_pgettext("criteria", "Published."),
)
def publish_score(score: CriteriaScore) -> str:
    deciding.publish(score, viewer().user_id, actor_for(score), clock.now())
    return url_for(".desk_score", code=score.code)


@community.post("/can-bo/tieu-chi/cham/<code>/go")
@access(rights.may_publish, load=load_score)
@acts(
    again=lambda score, **refused: page_of(score, **refused),
    said=lazy_pgettext("criteria", "Taken back."),
)
@takes(why=Line(MAX_WORDS, name="vi_sao"))
def withdraw_score(score: CriteriaScore, why: str) -> str:
    deciding.withdraw(score, why, actor_for(score), clock.now())
    return url_for(".desk_score", code=score.code)
