"""The desk's pages of campaigns: begun, targets set, the ranking and how it was counted."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.campaigns import keeping, progress, queries
from app.community.campaigns.models import (
    LARGEST,
    MAX_PLEDGE,
    MAX_SOURCE,
    MAX_TITLE,
    MEASURES,
    PLEDGED,
    SKILL,
    CommunityCampaign,
)
from app.community.campaigns.ranking import Standing
from app.community.reports.views import load_commune
from app.community.rights import may_see_sums, runs_teams
from app.community.visits import skills
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Words, at_most, needed, takes
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date
from app.core.text import whole
from app.places import queries as places
from app.places.models import Place
from app.villages.rights import agency_of, chosen_commune, headed_villages, overseen_communes

NO_NUMBER = _l("Write a whole number from 1.")


def as_number(typed: str) -> int:
    """Read a number of people; raises ``BadValue``."""
    found = whole(typed.replace(".", ""))
    if not found or found > LARGEST:
        raise BadValue(NO_NUMBER)
    return found


def as_percent(typed: str) -> int:
    """Read a share of a list, from 1 to 100; raises ``BadValue``."""
    found = whole(typed.rstrip("% "))
    if not found or found > 100:
        raise BadValue(_l("Write a share from 1 to 100."))
    return found


class CampaignForm(Form):
    """What a campaign is about, what is counted, from when to when, how much of each list."""

    title = Line(MAX_TITLE + 1, needed(_l("Give the campaign a name.")), at_most(MAX_TITLE),
                 name="ten")  # fmt: skip
    measure = Line(30, needed(_l("Choose what is counted.")), name="do")
    pledge = Words(MAX_PLEDGE + 1, at_most(MAX_PLEDGE), name="cam_ket")
    begins_on = Read(as_date, needed(_l("Choose the first day.")), name="tu_ngay")
    ends_on = Read(as_date, needed(_l("Choose the last day.")), name="den_ngay")
    percent = Read(as_percent, needed(_l("Write a share from 1 to 100.")), name="phan_tram")

    @property
    def said(self) -> keeping.Said:
        """Give what the form says; raises ``DomainError`` for what cannot be counted."""
        if self.measure.data not in dict(measures()):
            raise DomainError(_l("Choose what is counted."), field="do")
        if self.measure.data == PLEDGED and not self.pledge.data:
            raise DomainError(_l("Write what people sign."), field="cam_ket")
        return keeping.Said(
            self.title.data, self.measure.data, self.pledge.data, self.begins_on.data,
            self.ends_on.data, self.percent.data,
        )  # fmt: skip


class TargetForm(Form):
    """A village's target, typed by hand."""

    village = Line(80, name="thon")
    base = Read(as_number, needed(NO_NUMBER), name="so_nguoi", most=8)
    number = Read(as_number, needed(NO_NUMBER), name="chi_tieu", most=8)


class FigureForm(Form):
    """A figure entered by hand: of which village and day, from what."""

    village = Line(80, name="thon")
    number = Read(as_number, needed(NO_NUMBER), name="so", most=8)
    day = Read(as_date, needed(_l("Choose the day.")), name="ngay")
    source = Line(MAX_SOURCE + 1, needed(_l("Write where the figure comes from.")),
                  at_most(MAX_SOURCE), name="nguon")  # fmt: skip


def measures() -> Sequence[tuple[str, Any]]:
    """Give what may be counted, with its name."""
    taught = [(f"{SKILL}{each.code}", each.name) for each in skills.every()]
    return [*MEASURES.items(), *taught]


def load_campaign(viewer: Viewer, code: str) -> CommunityCampaign | None:
    """Give a campaign to its commune's office, and to the heads of its villages."""
    found = queries.by_code(code)
    return found if found is not None and found.is_open and may_look(viewer, found) else None


def may_look(viewer: Viewer, campaign: CommunityCampaign) -> bool:
    own = {each.parent_id for each in headed_villages(viewer)}
    return may_run_campaign(viewer, campaign) or campaign.place_id in own


def may_run_campaign(viewer: Viewer, campaign: CommunityCampaign) -> bool:
    return may_see_sums(viewer, campaign.place)


@community.get("/can-bo/phong-trao")
@access(runs_teams)
def campaign_index() -> ResponseReturnValue:
    """List the campaigns of a commune, and those of one's own village's."""
    return _index(chosen_commune(overseen_communes(current_viewer()), request.args.get("xa", "")))


@community.post("/can-bo/phong-trao/xa/<code>")
@access(may_see_sums, load=load_commune)
@acts(
    again=lambda commune, form, **refused: _index(commune, form=form, **refused),
    said=_l("The campaign is there. Look at the targets of the villages."),
)
@takes(CampaignForm)
def begin_campaign(commune: Place, form: CampaignForm) -> str:
    actor = viewer().actor(agency_of(viewer(), commune))
    made = keeping.begin(commune, form.said, actor, clock.now())
    return url_for(".desk_campaign", code=made.code)


@community.get("/can-bo/phong-trao/<code>")
@access(may_look, load=load_campaign)
def desk_campaign(campaign: CommunityCampaign) -> ResponseReturnValue:
    return _campaign(campaign)


@community.post("/can-bo/phong-trao/<code>/chi-tieu")
@access(may_run_campaign, load=load_campaign)
@acts(again=lambda campaign, form, **refused: _campaign(campaign, target_form=form, **refused),
      said=_l("Kept."))  # fmt: skip
@takes(TargetForm)
def set_target(campaign: CommunityCampaign, form: TargetForm) -> str:
    village = _village(campaign, form.village.data)
    said = form.base.data, form.number.data
    keeping.set_target(campaign, village, *said, _actor(campaign), clock.now())
    return url_for(".desk_campaign", code=campaign.code)


@community.post("/can-bo/phong-trao/<code>/so-lieu")
@access(may_run_campaign, load=load_campaign)
@acts(again=lambda campaign, form, **refused: _campaign(campaign, figure_form=form, **refused),
      said=_l("Kept, and marked as entered by hand."))  # fmt: skip
@takes(FigureForm)
def enter_figure(campaign: CommunityCampaign, form: FigureForm) -> str:
    village = _village(campaign, form.village.data)
    said = keeping.ByHand(form.number.data, form.day.data, form.source.data)
    keeping.enter(campaign, village, said, _actor(campaign), clock.now())
    return url_for(".desk_campaign", code=campaign.code)


@community.post("/can-bo/phong-trao/<code>/huy")
@access(may_run_campaign, load=load_campaign)
@acts(said=_l("The campaign is withdrawn."))
def withdraw_campaign(campaign: CommunityCampaign) -> str:
    keeping.withdraw(campaign, _actor(campaign), clock.now())
    return url_for(".campaign_index")


@community.get("/can-bo/phong-trao/<code>/giay-khen")
@access(may_run_campaign, load=load_campaign)
def certificates(campaign: CommunityCampaign) -> ResponseReturnValue:
    """Show a sheet for each village that reached its target, to be printed and signed."""
    rows = queries.standings(campaign, queries.counted(campaign))
    return render_template(
        "community/campaigns/certificates.html",
        campaign=campaign,
        measure=dict(measures()).get(campaign.measure, campaign.measure),
        rows=[each for each in rows if each.counted >= each.target],
        many=len(rows),
        is_over=campaign.ends_on < clock.local(clock.now()).date(),
    )


def _village(campaign: CommunityCampaign, code: str) -> Place:
    villages = places.villages_of(campaign.place)
    found = next((each for each in villages if each.code == code), None)
    if found is None:
        raise DomainError(_l("Choose a village."), field="thon")
    return found


def _actor(campaign: CommunityCampaign) -> Any:
    return viewer().actor(agency_of(viewer(), campaign.place))


def _index(chosen: Place | None, **refused: Any) -> str:
    form = refused.pop("form", None) or CampaignForm(None)
    communes = overseen_communes(viewer())
    mine = {each.parent_id for each in headed_villages(viewer()) if each.parent_id}
    shown = mine | {each.id for each in ([chosen] if chosen is not None else communes)}
    return render_template(
        "community/campaigns/index.html",
        rows=queries.of_communes(shown),
        communes=[(each.code, each.title) for each in communes],
        chosen=chosen,
        runs=chosen is not None and may_see_sums(viewer(), chosen),
        form=form,
        measures=measures(),
        **{**FRESH, **refused},
    )


def _campaign(campaign: CommunityCampaign, **refused: Any) -> str:
    days, today = queries.counted(campaign), clock.local(clock.now()).date()
    rows: Sequence[Standing] = queries.standings(campaign, days)
    shown = next((each for each in rows if each.code == request.args.get("thon")), None)
    target_form = refused.pop("target_form", None) or TargetForm(None)
    figure_form = refused.pop("figure_form", None) or FigureForm(None)
    return render_template(
        "community/campaigns/campaign.html",
        campaign=campaign,
        measure=dict(measures()).get(campaign.measure, campaign.measure),
        rows=rows,
        shown=shown,
        told=progress.told(campaign, days, shown.code if shown else "", today),
        figures=queries.figures(campaign),
        villages=[(each.code, each.title) for each in places.villages_of(campaign.place)],
        runs=may_run_campaign(viewer(), campaign),
        target_form=target_form,
        figure_form=figure_form,
        **{**FRESH, **refused},
    )
