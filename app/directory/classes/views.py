"""The pages of a list: opened by a teacher, joined by parents, followed and said to be done."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import person, viewer
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.access import PROVED, PUBLIC, SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.forms import Form, Line, Tick, needed, takes
from app.core.offline import keep
from app.core.text import line
from app.directory.blueprint import directory
from app.directory.classes import keeping, matters, queries
from app.directory.classes.matters import Matter
from app.directory.classes.models import MAX_NAME, MAX_TITLE, GuideClass, GuideClassMember
from app.directory.guides import queries as guides
from app.directory.guides.models import Guide
from app.payments.qr_image import svg


class ListForm(Form):
    """What those who join read: of which class it is, and whose list."""

    title = Line(MAX_TITLE, needed(_l("Write of which class it is.")), name="lop")
    name = Line(MAX_NAME, needed(_l("Write who you are.")), name="ten")


class JoinForm(Form):
    """By which name one stands on the list, and that one agrees."""

    name = Line(MAX_NAME, needed(_l("Write the name they know you by.")), name="ten")
    agrees = Tick(name="dong_y")
    key = Line(name="idempotency_key")


def load_member(viewer: Viewer, code: str, number: int) -> GuideClassMember | None:
    """Give somebody on a list to whoever opened it."""
    found = queries.own(viewer, code)
    return next((each for each in found.members if each.id == number), None) if found else None


def may_remove(viewer: Viewer, member: GuideClassMember) -> bool:
    return queries.opened_by(viewer, member.whole)


@directory.get("/lop")
@access(PUBLIC)
def classes() -> ResponseReturnValue:
    """Show the lists one opened and those one is on; a code that is typed leads to its list."""
    typed = line(request.args.get("ma", ""), 20)
    if typed:
        found = queries.by_code(viewer(), typed)
        if found is not None:
            return redirect(url_for(".class_page", code=found.code), 303)
    mine = queries.opened(viewer()), queries.joined(viewer())
    return render_template(
        "directory/classes/index.html", opened=mine[0], joined=mine[1], typed=typed
    )


@directory.get("/huong-dan/<code>/lop")
@access(SIGNED_IN, load=guides.shown)
def new_class(found: Guide) -> ResponseReturnValue:
    return _new(found, ListForm(None))


@directory.post("/huong-dan/<code>/lop")
@access(SIGNED_IN, load=guides.shown)
@acts(
    again=lambda found, form, **refused: _new(found, form, **refused),
    said=_l("The list is open. Pass its code on."),
)
@takes(ListForm)
def open_class(found: Guide, form: ListForm) -> str:
    return opened(keeping.Of(found), form)


@directory.get("/lop/<code>")
@access(PUBLIC, load=queries.by_code)
def class_page(found: GuideClass) -> ResponseReturnValue:
    """Show the form to join; to whoever stands on the list the guide, to say that one is done."""
    return _page(found, JoinForm(None))


@directory.post("/lop/<code>")
@access(PUBLIC, load=queries.by_code)
@acts(again=lambda found, form, **refused: _page(found, form, **refused), counts=True)
@takes(JoinForm)
def join_class(found: GuideClass, form: JoinForm) -> Done:
    said_of = keeping.Joining(form.name.data, form.agrees.data, form.key.data)
    keeping.join(found, viewer(), said_of, clock.now())
    said = _("You are on the list. Follow the steps, and say when you are done.")
    return Done(url_for(".class_page", code=found.code), said)


@directory.post("/lop/<code>/xong")
@access(PUBLIC, load=queries.place)
@acts(said=_l("Well done. Whoever opened the list sees that you are done."))
def say_done(member: GuideClassMember) -> str:
    keeping.set_done(member, clock.now())
    return url_for(".class_page", code=member.whole.code)


@directory.post("/lop/<code>/chua-xong")
@access(PUBLIC, load=queries.place)
@acts(said=_l("Noted: you are not done yet."))
def say_not_done(member: GuideClassMember) -> str:
    keeping.set_done(member, None)
    return url_for(".class_page", code=member.whole.code)


@directory.post("/lop/<code>/roi")
@access(PUBLIC, load=queries.place)
@acts(said=_l("You are off the list. Your name on it is deleted."))
def leave_class(member: GuideClassMember) -> str:
    matter = member.whole.matter
    keeping.remove(member)
    return matter.url if matter is not None else url_for(".classes")


@directory.get("/lop/<code>/danh-sach")
@access(queries.opened_by, load=queries.own, asks=PROVED)
def class_list(found: GuideClass) -> ResponseReturnValue:
    """Show who is done and who is not, and how others join."""
    link = settings().base_url.rstrip("/") + url_for(".class_page", code=found.code)
    names = sorted(found.members, key=lambda each: (each.is_done, each.name.casefold()))
    of = found.matter
    chat = _("%(title)s: %(guide)s. Open the link, write your name, say when you are done.",
             title=found.title, guide=of.title if of is not None else "")  # fmt: skip
    return render_template(
        "directory/classes/list.html",
        found=found, members=names, done=sum(each.is_done for each in names), link=link,
        qr=svg(link, _("QR code that opens this list")), chat=f"{chat} {link}",
    )  # fmt: skip


@directory.post("/lop/<code>/bo/<int:number>")
@access(may_remove, load=load_member, asks=PROVED)
@acts(said=_l("Removed."))
def remove_from_class(member: GuideClassMember) -> str:
    code = member.whole.code
    keeping.remove(member)
    return url_for(".class_list", code=code)


@directory.post("/lop/<code>/dong")
@access(queries.opened_by, load=queries.own, asks=PROVED)
@acts(said=_l("The list is closed, and all names on it are deleted."))
def close_class(found: GuideClass) -> str:
    keeping.close(found, person().reference, clock.now())
    return url_for(".classes")


def opened(of: keeping.Of, form: ListForm) -> str:
    """Open a list as the form says; give its address."""
    made = keeping.open_list(of, person(), form.title.data, form.name.data, clock.now())
    return url_for("directory.class_list", code=made.code)


def new_list(matter: Matter, action: str, form: ListForm, **refused: Any) -> str:
    """The form by which a list of a matter is opened; it is sent to ``action``."""
    values = {**FRESH, **refused, "matter": matter, "action": action, "form": form}
    return render_template("directory/classes/new.html", **values)


def _new(found: Guide, form: ListForm, **refused: Any) -> str:
    action = url_for(".open_class", code=found.code)
    return new_list(matters.of_guide(found), action, form, **refused)


def _page(found: GuideClass, form: JoinForm, **refused: Any) -> str:
    member = queries.place_on(viewer(), found)
    if member is None:
        key = form.key.data or codes.random_token()
        values = {**FRESH, **refused, "found": found, "form": form, "key": key}
        return render_template("directory/classes/join.html", **values)
    keep()
    matter = found.matter
    assert matter is not None  # the list is found as long as people read what it is of
    values = {"found": found, "member": member, "matter": matter, **matter.values}
    return render_template("directory/classes/follow.html", **values)
