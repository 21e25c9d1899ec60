"""One province with everybody and one of everything, for asking who may call what."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.accounts import permissions as may
from app.accounts import sessions
from app.accounts.models import Absence, Grant, PhoneChange, RightProposal, Session, User
from app.accounts.models.limit import (
    ADDRESS,
    PURPOSE,
    ClosedSource,
    LimitRefusal,
    source_index,
)
from app.accounts.viewer import NOBODY, Viewer
from app.bills.models import InsuranceCard, PlannedCut
from app.core import clock, holding, personal, retention
from app.core.db import db
from app.core.outbox import Job
from app.enquiries.models import Enquiry, EnquiryAttachment
from app.market.models import (
    Complaint,
    ComplaintAttachment,
    ForbiddenWord,
    SellerIdentity,
    ShopCheck,
    ShopInvite,
    ShopManager,
    Takedown,
    Taking,
)
from app.market.models.order_life import OrderAttachment
from app.news import hearing
from app.notifications.mail.models import MailAddress
from app.notifications.models import Notification
from app.operation.units import planning
from app.payments.models import BankLine
from app.payments.queries import account_of
from app.personal_data.asking import actions as asking
from app.personal_data.breaching import actions as breaching
from app.places import contacts
from app.service_requests.catalogue.editing import remove_rule
from app.service_requests.desk import due, exporting, saved_filters
from app.service_requests.desk.filters import Filters
from app.service_requests.directing import giving
from app.service_requests.models import (
    AnswerTemplate,
    FlagWord,
    MapBlank,
    Question,
    RemovedRule,
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    ShownRepair,
)
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from app.sheets.models import SheetUpload
from app.voices.models import SpokenMessage, SpokenText
from app.voices.views.listening import MARK
from tests.architecture import (
    matrix_appointments,
    matrix_community,
    matrix_directory,
    matrix_land,
    matrix_planning,
    matrix_rescue,
    matrix_surveys,
    matrix_villages,
)
from tests.factories import bills, market, market_orders, news, payments
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.media import paper, photo, recording, speech
from tests.factories.places import make_commune
from tests.service_requests.offices import make_offices

Values = dict[str, Any]
HANDLERS = ("handler", "lead", "overseer", "operator", "receptionist", "administrator")


class World:
    """``people``: who they are by role; ``things``: what stands in addresses, by name."""

    def __init__(self) -> None:
        """Make them all and commit."""
        self.people: dict[str, int] = {}
        self.things: dict[str, Values] = {
            "nothing": {"name": "app.css"},
            "provider": {"kind": "cong-dan"},
        }
        # "name": a file of an older release
        self.grant_id = 0
        self.offices, self.commune = make_offices(), make_commune()
        self._officials()
        self.sender, self.seller = make_user("Người Gửi"), make_user("Người Bán")
        self._are(citizen=make_user("Người Khác"), sender=self.sender, seller=self.seller)
        for fill in (self._reports, self._desk, self._bills, self._payments, self._market):
            fill()
        self._protection()
        self._news()
        matrix_villages.build(self, _upload)
        matrix_directory.build(self, _upload)
        matrix_surveys.build(self)
        matrix_planning.build(self)
        matrix_land.build(self)
        matrix_rescue.build(self)
        matrix_community.build(self, _upload)
        matrix_appointments.build(self)
        db.session.commit()
        db.session.expire_all()

    @property
    def roles(self) -> list[str]:
        """Give every role, from nobody on; "vouched" is the sender's own, opened by a helper."""
        return ["guest", "link", "vouched", *self.people]

    def viewer(self, role: str) -> Viewer:
        """Give the role's viewer, read in the present session of the database."""
        if role == "guest":
            return NOBODY
        if role == "link":
            return Viewer(None, None, frozenset({self.grant_id}), ())
        if role == "vouched":
            return sessions.viewer_in(db.session.get_one(Session, self.vouched_id), clock.now())
        user = db.session.get(User, self.people[role])
        session = db.session.get(Session, self.session_id) if role == "sender" else None
        return Viewer(user, session, frozenset())

    def _are(self, **people: User) -> None:
        self.people |= {role: person.id for role, person in people.items()}

    def _officials(self) -> None:
        offices = self.offices
        self._are(**{role: getattr(offices, role) for role in HANDLERS})
        self._are(
            neighbour=offices.neighbour_handler,
            branch_admin=make_official(may.ADMINISTER, agency=offices.commune),
            counter=make_official(
                may.ISSUE_HELPER_CODE, may.CHANGE_PHONE, may.INTAKE, agency=offices.office
            ),
        )

    def _report(self, name: str, **given: Any) -> Any:
        usual = {"agency": self.offices.office, "citizen": self.sender, "place": self.commune}
        given = {**usual, **given}
        status: str = given.pop("status", "accepted")
        report = make.service_request(status, **given)
        link = make.link_photo(report, photo(), RequestPhoto.REPORT)
        step, heard, read = report.changes[0], recording(), paper()
        shared = {"service_request_id": report.id, "status_change_id": step.id}
        of_report = {"role": RequestPhoto.REPORT, **shared}
        _add(RequestRecording(recording=heard, **of_report))
        of_reply = {"role": RequestPhoto.REPLY, "number": "1", "symbol": "TB", **shared}
        _add(RequestPaper(paper=read, issued_on=date(2026, 11, 1), **of_reply))
        self.things[name] = {
            "code": report.code, "photo": link.photo.code, "size": "thumb",
            "recording": heard.code, "kind": "webm", "paper": read.code,
        }  # fmt: skip
        return report

    def repaired(self, name: str, *, picked: bool) -> None:
        """Make a repair with a photo of before and one of after for everybody."""
        report = self._report(name, status="closed")
        make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
        make.reply_photo(report).status_change_id = report.changes[-1].id
        if picked:
            _add(ShownRepair(service_request_id=report.id, picked_at=clock.now()))

    def _reports(self) -> None:
        offices, now = self.offices, clock.now()
        self._report("public report")
        self._report("unread report", status="received")
        self._report("private report", service=make.service(private_by_default=True))
        about = make.service(about_officials=True)
        self._report("report about officials", service=about, agency=offices.commune)
        sealed = self._report("sealed report")
        sealing.seal(sealed, make.official_actor(offices.office), now, COMPLAINT)
        guests = self._report("guest's report", citizen=None, status="received")
        grant, _token = Grant.make("service_request", guests.id, now)
        part = make.part(self._report("supported"), offices.neighbour)
        db.session.flush()
        self.grant_id = grant.id
        self.repaired("shown repair", picked=True)
        taken = self._report("report taken in", source="phone")
        taken.changes[0].agency_id = offices.office.id
        self.things["part"] = {"code": part.code}

    def _desk(self) -> None:
        offices, now = self.offices, clock.now()
        own = saved_filters.save(offices.handler.id, "Của tôi", "khan=1", now)
        template = AnswerTemplate(
            code="mau", agency=offices.office, purpose="reply", title="Mẫu", body="Đã rõ"
        )
        absence = Absence(
            user_id=offices.handler.id, deputy_id=offices.colleague.id, created_at=now,
            starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2),
        )  # fmt: skip
        session, _token = Session.begin(now, self.sender, "Máy thử")
        told = Notification(
            user_id=self.sender.id, kind="accepted", url="/", created_at=now, push_after=now,
            dedupe_key="x", parameters={},
        )  # fmt: skip
        vouched, _token = Session.begin(now, self.sender, "Máy người giúp")
        vouched.unproved_since = now
        after = now + timedelta(seconds=1)  # the sealing
        export = exporting.ask(Viewer(offices.handler), "tat-ca", Filters(), "csv", after)
        export.finish(0, after)
        given_up = Job(queue="nowhere", kind="no.kind", payload={}, created_at=now,
                       run_at=now + timedelta(days=1), failed_at=now)  # fmt: skip
        blank = MapBlank(note="Doanh trại", lat=21.7, long=104.8, radius_m=300, marked_at=now)
        _add(given_up, blank)
        feed = due.make_link(Viewer(offices.handler), only_mine=False, now=now)
        directed = giving.give(
            Viewer(offices.lead), offices.office, "Trả lời dứt điểm trong tuần",
            clock.local(now).date() + timedelta(days=14), now, make.calendar(),
        )  # fmt: skip
        mailed = MailAddress(user=offices.colleague, morning=True, late=True)
        mailed.change("can.bo@coquan.invalid", now)
        _add(template, absence, session, vouched, told, own, export, mailed)
        self.session_id, self.vouched_id = session.id, vouched.id
        by = (self.people["counter"], offices.office.id)
        change, token = PhoneChange.ask(self.sender, "+84900900999", "lost", by, now)
        proposal = RightProposal(user=offices.handler, permission=may.SEE_PHONE, proposed_at=now,
                                 agency=offices.office)  # fmt: skip
        refused, shut = source(LimitRefusal, limit_name="x", hour=now, count=3), source(
            ClosedSource, closed_at=now, closed_by_id=offices.operator.id,
            until=now + timedelta(hours=24),
        )  # fmt: skip
        _add(proposal, refused, shut)
        self.things |= {
            "change of number": {"change_id": change.id, "token": token},
            "proposed right": {"proposal_id": proposal.id, "act": "dong-y"},
            "refusal by a limit": {"number": refused.id},
            "closed source": {"number": shut.id},
            "own filter": {"code": own.code},
            "own export": {"code": export.code},
            "direction": {"code": directed.code},
            "area left out": {"number": blank.id},
            "failed job": {"number": given_up.id},
            "calendar link": {"token": feed},
            "mail address": {"token": mailed.token},
            "answer template": {"code": template.code},
            "absence": {"absence_id": absence.id},
            "session": {"code": session.code},
            "notification": {"code": told.code},
        }
        self._administered()

    def _administered(self) -> None:
        offices, service, reason = self.offices, make.service("mot-linh-vuc"), make.reason()
        question = Question(service_id=service.id, code="cot", datatype="string")
        word = FlagWord(phrase="lừa", folded="lua", reason="Nặng lời", created_at=clock.now())
        _add(question, word)
        right = offices.handler.rights[0]
        self.things |= {
            "service": {"code": service.service_code},
            "question": {"code": service.service_code, "question": question.code},
            "word to flag": {"word_id": word.id},
            "urgency class": {"code": service.urgency_class.code},
            "reason": {"code": reason.code},
            "agency": {"code": offices.office.code},
            "official": {"code": offices.handler.code, "right_id": right.id},
            "commune": {"code": self.commune.code},
        }

    def _bills(self) -> None:
        """A biller with a program, one whose meters are read here; each has its own clerk."""
        now = clock.now()
        biller, meters = bills.make_biller(adapter="http"), bills.make_biller(adapter="ledger")
        for each in (biller, meters):
            each.agency.move_to(self.offices.province, [])
        self._are(clerk=bills.make_clerk(biller), other_clerk=bills.make_clerk(meters))
        customer, metered = bills.make_customer(biller), bills.make_customer(meters)
        bill = bills.make_bill(customer)
        followed = bills.make_subscription(self.sender, customer)
        own = bills.make_customer(bills.make_biller(adapter="own"))
        own.owner_user_id = self.sender.id
        recorded = bills.make_subscription(self.sender, own)
        span = (now + timedelta(days=1), now + timedelta(days=2))
        cut = PlannedCut.plan(biller, span, "Sửa ống", None, "", now)
        card = InsuranceCard(user_id=self.sender.id, nickname="Thẻ", expires_on=date(2027, 1, 1))
        tariff = bills.make_tariff()
        sheet = _upload("bills", biller.id)
        _add(cut, card, tariff)
        self.biller = biller
        self.things |= {
            "biller": {"biller": biller.code, "kind": "xlsx"},
            "ledger": {"biller": meters.code, "number": metered.id, "after": 0},
            "bill": {"code": bill.code},
            "followed code": {"code": followed.code},
            "own meter": {"code": recorded.code},
            "insurance card": {"code": card.code},
            "planned cut": {"code": cut.code},
            "common tariff": {"code": tariff.code},
            "sheet of bills": {"code": sheet.code},
        }

    def _payments(self) -> None:
        account = account_of("agency", self.biller.agency_id)
        assert account is not None
        statement = payments.take(account, payments.money("KHONG RO AI"))
        line = db.session.scalars(select(BankLine)).first()
        assert line is not None
        self.things |= {
            "bank account": {"code": account.code},
            "owner of an account": {"kind": "agency", "owner_id": self.biller.agency_id},
            "statement": {"code": statement.code},
            "bank line": {"code": line.code},
            "sheet of a statement": {"code": _upload("statement", account.id).code},
        }

    def _market(self) -> None:
        now, shop = clock.now(), market.make_shop(self.seller)
        self._are(market=market.make_market_official(shop))
        helper = make_user("Người Phụ")
        self._are(helper=helper)
        shop.managers.append(ShopManager(user_id=helper.id, since=now))
        product = market.make_product(shop)
        db.session.add(SellerIdentity(shop_id=shop.id, way="counter", level=1,
                                      identified_on=clock.local(now).date()))  # fmt: skip
        order = market_orders.make_order(product, buyer=self.sender)
        asked = order.add_change("ask", "buyer", order.status, now, "Còn không?")
        asked.links = [OrderAttachment(thing=photo())]
        rated = order.add_change("rate", "buyer", order.status, now)
        rated.links = [OrderAttachment(thing=photo())]
        fair, word = market_orders.make_fair(), ForbiddenWord(folded="phao", text="pháo")
        invite = ShopInvite.make(shop, self.sender.phone or "", now)
        taking = Taking.note_down(shop, 10_000, "cash", "", "k" * 20, self.seller.id, now)
        down = Takedown(shop_id=shop.id, reason="other", at=now)
        complaint = Complaint(shop_id=shop.id, user_id=self.sender.id, reason="other", words="?")
        complaint.links = [ComplaintAttachment(thing=photo())]
        check = ShopCheck(text="Địa chỉ có thật")
        _add(fair, word, invite, taking, down, complaint, check)
        self.things |= {
            "shop": {"slug": shop.slug, "code": shop.code, "kind": "gian-hang"},
            "catalogue": {"slug": shop.slug, "platform": "voso"},
            "product": {"code": product.code, "tap": "an", "act": "duyet"},
            "order": {"code": order.code, "act": "huy"},
            "asked order": {
                "code": order.code,
                "thing": asked.links[0].thing.code,
                "part": "thumb",
            },
            "rated order": {
                "code": order.code,
                "thing": rated.links[0].thing.code,
                "part": "thumb",
            },
            "fair": {"code": fair.code, "slug": shop.slug},
            "forbidden word": {"word_id": word.id},
            "check of shops": {"check_id": check.id},
            "invitation": {"code": invite.code},
            "taking down": {"code": down.code},
            "complaint": {
                "code": complaint.code,
                "thing": complaint.links[0].thing.code,
                "part": "thumb",
            },
            "managers": {"slug": shop.slug, "number": helper.id},
            "taking": {"slug": shop.slug, "number": taking.id},
        }

    def _protection(self) -> None:
        self._are(protector=make_official(may.PROTECT, agency=self.offices.province))
        report = self._report("report to hold", status="closed")
        kind = retention.kind_named("reports")
        assert kind is not None
        held = self._report("held report", status="closed", citizen=None)
        row = holding.hold(kind, held.code, "Tòa án", "system", clock.now())
        asked = asking.ask(self.sender, "correction", "Sai tên", clock.now(), [photo()])
        question = Enquiry(kind="how", user=self.sender, person_key=personal.new_key())
        question.asked_at, question.links = clock.now(), [EnquiryAttachment(thing=photo())]
        question.seal(words="Ở đâu?")
        _add(question)
        change = planning.plan_rename(
            self.commune.code, "Phường", "Sau Này", date(2027, 1, 1), "NQ 1", "system", clock.now()
        )
        self.things["change of units"] = {"number": change.id}
        self._set_up()
        by = make.official_actor(self.offices.province)
        leak = breaching.write_down("Mất máy", "Bị lấy", "tên", None, clock.now(), by, clock.now())
        self.things |= {
            "leak": {"code": leak.code, "act": "co-quan"},
            "format of records": {"kind": "csv"},
            "request about data": {
                "code": asked.code,
                "act": "tra-loi",
                "thing": asked.photos[0].code,
                "part": "thumb",
            },
            "enquiry": {
                "code": question.code,
                "thing": question.links[0].thing.code,
                "part": "thumb",
            },
            "kind of thing kept": {"name": kind.name, "code": report.code},
            "hold": {"number": row.id},
        }

    def _set_up(self) -> None:
        now, today = clock.now(), clock.local(clock.now()).date()
        said = contacts.Said("0216 3 000 001", "Điện lực")
        number, gone = (
            contacts.write(contacts.HOTLINE, code, said, today, "system", now)
            for code in ("dien-luc", "dien-luc-cu")
        )
        contacts.end(gone, today, "system", now)
        upload = SheetUpload(
            kind="province", subject_id=0, file_name="tinh.xlsx", content=b"PK", digest="",
            heads=[], sample=[], columns={}, problems=[], state="checked", created_at=now,
            result={"counts": {}, "changes": 0, "digest": ""},
        )  # fmt: skip
        rule, removed = (
            make.routing_rule(self.offices.office),
            make.routing_rule(self.offices.office, make.service()),
        )
        remove_rule(removed, make.official_actor(self.offices.province), now)
        _add(upload)
        gone_rule = db.session.scalars(select(RemovedRule)).one()
        self.things |= {
            "workbook": {"code": upload.code},
            "fact": {"kind": "contact", "number": number.id},
            "number to call": {"number": number.id},
            "removed number": {"number": gone.id},
            "rule": {"number": rule.id},
            "removed rule": {"number": gone_rule.id},
        }

    def _news(self) -> None:
        office = make_agency("Trung tâm Truyền thông Thử", "office", self.offices.province)
        self._are(
            writer=make_official(may.WRITE_NEWS, agency=office),
            editor=make_official(may.PUBLISH_NEWS, agency=office),
            duty=make_official(may.ALERT, agency=office),
        )
        draft, published = news.article("draft", agency=office), news.article(agency=office)
        picture, alert = news.picture(published), news.alert(agency=office)
        source = news.feed(office)
        self.things |= {
            "draft": {"code": draft.code, "photo": "x"},
            "article": {"code": published.code, "photo": picture.photo.code, "size": "thumb"},
            "alert": {"code": alert.code},
            "prepared alert": {"code": "moi"},
            "feed": {"source_id": source.id},
        }
        self._heard(alert)

    def _heard(self, alert: Any) -> None:
        """Let a warning have been read by the server, and said in Tày; a report can be heard."""
        message = hearing.of_alert(NOBODY, alert)
        by_server, by_person = speech(), recording()
        common = {"subject": message.subject, "digest": message.digest}
        _add(SpokenText(speech_id=by_server.id, created_at=clock.now(), **common))
        _add(SpokenMessage(agency_id=alert.agency_id, tongue="tay", recording_id=by_person.id,
                           said_at=clock.now(), **common))  # fmt: skip
        self.things |= {
            "heard warning": {
                "kind": message.kind, "code": alert.code, "tongue": "tay", "part": "webm",
                "mark": message.digest[:MARK], "recording": by_person.code,
            },
            "heard report": {"kind": "phan-anh", "code": self.things["private report"]["code"]},
            "fixed phrase": {"kind": "cau-noi-san", "code": "received", "tongue": "tay"},
        }  # fmt: skip


def _add(*rows: Any) -> None:
    db.session.add_all(rows)
    db.session.flush()


def source(model: type, **values: Any) -> Any:
    """Give a row about a network address of the tests."""
    name = "192.0.2.7"
    return model(
        kind=ADDRESS, sealed=personal.seal(PURPOSE, name),
        source_index=source_index(ADDRESS, name), **values,
    )  # fmt: skip


def _upload(kind: str, subject_id: int) -> SheetUpload:
    upload = SheetUpload(
        kind=kind, subject_id=subject_id, file_name="bang.csv", content=b"x", digest="0" * 64,
        heads=[], sample=[], columns={}, problems=[], result={}, created_at=clock.now(),
    )  # fmt: skip
    _add(upload)
    return upload
