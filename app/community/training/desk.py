"""Whoever keeps classes: all of a place, a new one, changed, opened, closed, held, called off."""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.rights import leads, runs_teams
from app.community.teams import queries as teams
from app.community.teams.models import CommunityTeam
from app.community.teams.own import load_team
from app.community.training import forms, keeping, queries
from app.community.training.forms import FileForm, TrainingForm
from app.community.training.models import AUDIENCES, MAX_REASON, Training, TrainingFile
from app.community.training.people import kept_page
from app.community.training.rights import may_keep, may_train
from app.community.visits import skills
from app.core import clock, codes
from app.core.access import PROVED, access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Words, takes
from app.core.listing import ways
from app.media import actions as media
from app.media.kinds import PAPER, PHOTO
from app.places import queries as places
from app.places.models import Place
from app.villages.rights import agency_of, chosen_commune, headed_villages, overseen_communes


def load_place(viewer: Viewer, code: str) -> Place | None:
    """Give the place where the viewer announces classes."""
    found = places.by_code(code)
    return found if found is not None and may_train(viewer, found) else None


def load_kept(viewer: Viewer, code: str) -> Training | None:
    """Give a class to whoever keeps it."""
    found = queries.by_code(code)
    return found if found is not None and may_keep(viewer, found) else None


def load_link(viewer: Viewer, code: str, thing: str) -> tuple[Training, TrainingFile] | None:
    found = load_kept(viewer, code)
    link = queries.file_of(found, thing) if found is not None else None
    return (found, link) if found is not None and link is not None else None


def may_keep_link(viewer: Viewer, of: tuple[Training, TrainingFile]) -> bool:
    return may_keep(viewer, of[0])


def actor_for(training: Training) -> Actor:
    return viewer().actor(agency_of(viewer(), training.place))


@community.get("/can-bo/tap-huan")
@access(runs_teams)
def desk_trainings() -> ResponseReturnValue:
    """List the classes of one's own villages and of a commune."""
    viewer = current_viewer()
    communes, own = overseen_communes(viewer), headed_villages(viewer)
    chosen = chosen_commune(communes, request.args.get("xa", ""))
    here = own + ([chosen] if chosen is not None else [])
    ids = [each.id for each in own] + (queries.inside(chosen) if chosen is not None else [])
    return render_template(
        "community/training/desk.html",
        places=here, chosen=chosen, communes=[(each.code, each.title) for each in communes],
        **_listed(ids, ".desk_trainings", xa=chosen.code if chosen is not None else None),
    )  # fmt: skip


@community.get("/to-cong-nghe/<code>/tap-huan")
@access(leads, load=load_team, asks=PROVED)
def team_trainings(team: CommunityTeam) -> ResponseReturnValue:
    """List the classes of a team's place for its lead."""
    return render_template(
        "community/training/team.html",
        team=team, places=[team.place],
        **_listed([team.place_id], ".team_trainings", code=team.code),
    )  # fmt: skip


@community.get("/tap-huan/o/<code>")
@access(may_train, load=load_place, asks=PROVED)
def new_training(place: Place) -> ResponseReturnValue:
    return _form(place, None, forms.soon(clock.now()))


@community.post("/tap-huan/o/<code>")
@access(may_train, load=load_place, asks=PROVED)
@acts(again=lambda place, form, **refused: _form(place, None, form, **refused),
      said=_l("The class is announced. Open it when people may sign up."))  # fmt: skip
@takes(TrainingForm)
def announce_training(place: Place, form: TrainingForm) -> str:
    by = viewer().actor(agency_of(viewer(), place))
    made = keeping.announce(place, form.said(skills.taught()), by, clock.now())
    return _keep_page(made)


@community.get("/tap-huan/<code>/sua")
@access(may_keep, load=load_kept, asks=PROVED)
def edit_training(found: Training) -> ResponseReturnValue:
    form = TrainingForm(None)
    form.fill(found)
    return _form(found.place, found, form)


@community.post("/tap-huan/<code>/sua")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(again=lambda found, form, **refused: _form(found.place, found, form, **refused),
      said=_l("Kept. Whoever signed up is told of another time or place."))  # fmt: skip
@takes(TrainingForm)
def change_training(found: Training, form: TrainingForm) -> str:
    found.check_version(form.version.data)
    keeping.change(found, form.said(skills.taught()), actor_for(found), clock.now())
    return _keep_page(found)


@community.post("/tap-huan/<code>/mo")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(said=_l("People can sign up now."))
def open_training(found: Training) -> str:
    return _moved(found, keeping.open_up)


@community.post("/tap-huan/<code>/dong")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(said=_l("Nobody signs up any more. Whoever has a place keeps it."))
def close_training(found: Training) -> str:
    return _moved(found, keeping.close)


@community.post("/tap-huan/<code>/xong")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(said=_l("The class was held. The hours of those who taught and helped wait for approval."))
def hold_training(found: Training) -> str:
    return _moved(found, keeping.hold)


@community.post("/tap-huan/<code>/huy")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(again=kept_page, said=_l("Called off. All who signed up are told."))
@takes(reason=Words(MAX_REASON, name="ly_do"))
def call_off_training(found: Training, reason: str) -> str:
    keeping.call_off(found, reason, actor_for(found), clock.now())
    return _keep_page(found)


@community.get("/tap-huan/<code>/tep")
@access(may_keep, load=load_kept, asks=PROVED)
def training_files(found: Training) -> ResponseReturnValue:
    return _files(found, FileForm(None))


@community.post("/tap-huan/<code>/tep")
@access(may_keep, load=load_kept, asks=PROVED)
@acts(again=lambda found, form, **refused: _files(found, form, **refused),
      said=_l("The file is there for whoever reads of the class."))  # fmt: skip
@takes(FileForm)
def add_training_file(found: Training, form: FileForm) -> str:
    """Look the file through without the database's write lock, then write all at once."""
    code, sent = found.code, {PHOTO: form.photos.data[:1], PAPER: form.paper.data[:1]}
    if not any(each.filename for each in (*sent[PHOTO], *sent[PAPER])):
        raise DomainError(_l("Choose a picture or a document."), field="paper")
    prepared = media.prepare_apart(sent)
    again = load_kept(viewer(), code)
    if again is None:
        prepared.drop()
        abort(404)
    photos, papers = media.stage_all((PHOTO, PAPER), prepared, codes.random_token(), clock.now())
    for each in (*photos, *papers):
        keeping.add_file(again, form.title.data, each)
    return url_for(".training_files", code=code)


@community.post("/tap-huan/<code>/tep/<thing>/bo")
@access(may_keep_link, load=load_link, asks=PROVED)
@acts(said=_l("The file is taken away."))
def drop_training_file(of: tuple[Training, TrainingFile]) -> str:
    keeping.drop_file(*of)
    return url_for(".training_files", code=of[0].code)


def _moved(found: Training, step: Callable[..., None]) -> str:
    step(found, actor_for(found), clock.now())
    return _keep_page(found)


def _keep_page(found: Training) -> str:
    return url_for(".keep_training", code=found.code)


def _listed(ids: list[int], endpoint: str, **given: Any) -> dict[str, Any]:
    """Give the classes that come, or with ?cu=1 those that were."""
    is_past, now = request.args.get("cu") == "1", clock.now()
    listed = queries.past if is_past else queries.coming
    page = listed(ids, now, request.args.get("sau", "")[:20] or None, teams=True)
    own = {**given, "cu": "1" if is_past else None}
    here = url_for(endpoint, **given), url_for(endpoint, **given, cu=1)
    return {"rows": page.rows, "is_past": is_past, "here": here,
            **ways(endpoint, page, "sau", **own)}  # fmt: skip


def _form(place: Place, found: Training | None, form: TrainingForm, **refused: Any) -> str:
    team = teams.of_place(place.id)
    members = teams.members(team.id) if team is not None else []
    return render_template(
        "community/training/edit.html",
        place=place, training=found, form=form, audiences=list(AUDIENCES.items()),
        taught=[(each.code, each.name) for each in skills.taught()],
        members=[(str(each.id), each.name) for each in members], **{**FRESH, **refused},
    )  # fmt: skip


def _files(found: Training, form: FileForm, **refused: Any) -> str:
    return render_template(
        "community/training/files.html", training=found, form=form, **{**FRESH, **refused}
    )
