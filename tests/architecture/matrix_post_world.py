"""The matrix's world with all that a valid request to every address needs beside it."""

import json
from datetime import timedelta
from typing import Any

import pyotp
from sqlalchemy import select

from app.accounts import passwords
from app.accounts import permissions as may
from app.accounts.models import (
    Activation,
    Grant,
    OneTimeCode,
    Session,
    SessionGrant,
    TransferCode,
    User,
)
from app.accounts.provider import joining as joining_accounts
from app.accounts.provider.claims import Told
from app.accounts.provider.joining import CITIZENS
from app.accounts.viewer import Viewer
from app.bills.actions import proving, saying
from app.bills.models import Bill, Subscription
from app.core import clock, codes
from app.core.db import db
from app.market.models import Complaint, Takedown
from app.news.actions import correcting, writing
from app.news.forms import ArticleForm
from app.news.models.article_parts import ArticleTyping
from app.notifications import wishes
from app.notifications.models import Notification
from app.payments.adapters import own
from app.payments.models import Allocation, BankLine, PaymentRequest
from app.payments.queries import account_of
from app.service_requests.following import communes
from app.service_requests.joining import joining
from app.service_requests.models import Reason
from app.sheets import uploads
from app.sheets.models import SheetUpload
from tests.architecture.matrix_world import World
from tests.factories import bills, market, market_orders, news, notifications, payments
from tests.factories import service_requests as make
from tests.factories.accounts import (
    TOTP_SECRET,
    make_agency,
    make_official,
    make_session,
    make_user,
)
from tests.factories.places import make_commune
from tests.factories.planning import pdf
from tests.media.pictures import jpeg, qr
from tests.media.sounds import recording as recorded

A_WORD = Told("a hash of a subject", "another", "a third", 2, "Người Thử", "+84900900087")
PASSWORD, PIN = "mot mat khau cu dai", "246802"
COMPANY_SMS = (
    "EVN: Ma KH PB01020304050 ky 11/2026, chi so dau 100 chi so cuoi 220, san luong 120 kWh, "
    "tong tien 250.000 dong, han thanh toan 10/12/2026"
)
FILES = {
    "photo.jpg": jpeg,
    "card.jpg": lambda: qr("099190000001||Lò Thị Mẫu|05031970|Nữ|Xã Thử|01082024||||"),
    "voice.webm": recorded,
    "bills.csv": lambda: bills.sheet(bills.row()),
    "households.csv": lambda: "so_ho,chu_ho,so_khau\n7,Lò Văn Thử,4\n".encode(),
    "directory.csv": lambda: "loai,ten\nTrạm y tế,Trạm y tế Mẫu\n".encode(),
    "plan.pdf": pdf,
    "criteria.csv": lambda: "tieu_chi,diem\nCó tổ công nghệ số,2\n".encode(),
    "guides.csv": lambda: "thu_tuc,buoc\nKhai tử,Đến Một cửa\n".encode(),
    "people.csv": lambda: "ho_ten,nam_sinh\nLò Văn Thử,1960\n".encode(),
    "statement.csv": lambda: b"ngay,noi dung,so tien\n18/11/2026,KHAC,50000\n",
}


class PostWorld(World):
    """``names``: what requests call things by; ``tokens``: the open session of each role."""

    def __init__(self) -> None:
        """Make everything and commit."""
        self.names: dict[str, Any] = {}
        self.tokens: dict[str, str] = {}
        super().__init__()
        self._more_accounts()
        self._more_reports()
        self._more_bills()
        self._more_money()
        self._more_market()
        self._more_news()
        self._more_villages()
        self._more_directory()
        self._more_appointments()
        self._sessions()
        self._versions()
        db.session.commit()

    def _called(self, **names: Any) -> None:
        self.names |= {name.replace("_", " "): value for name, value in names.items()}

    def _user(self, role: str) -> User:
        found = db.session.get(User, self.people[role])
        assert found is not None
        return found

    def _more_accounts(self) -> None:
        now, offices = clock.now(), self.offices
        handler, sender = self._user("handler"), self._user("sender")
        handler.password_hash = passwords.hashed(PASSWORD)
        sender.pin_hash = passwords.hashed(PIN)
        self._user("citizen").consent_version = "earlier"
        told = db.session.scalars(
            select(Notification).where(Notification.dedupe_key == "x")
        ).first()
        assert told is not None
        told.parameters, told.url = {"service": "Đèn", "code": "LC"}, "/tai-khoan"
        alert = Notification(
            user_id=sender.id, kind="accepted", url=f"/canh-bao/{self.things['alert']['code']}",
            created_at=now, push_after=now, dedupe_key="y", parameters=told.parameters,
        )  # fmt: skip
        db.session.add(alert)
        other = pyotp.random_base32()
        invited = make_official(may.HANDLE, agency=offices.office)
        invited.password_hash = None
        activation, code = Activation.issue(invited, now)
        disabled = make_official(may.HANDLE, agency=offices.office)
        disabled.disabled_at = now
        self.things["disabled official"] = {"code": disabled.code}
        signing = OneTimeCode.issue("sign_in", "+84900900090", now)
        proved = OneTimeCode.issue("sign_in", "+84900900091", now)
        activating = OneTimeCode.issue("activate", invited.phone or "", now)
        db.session.add_all([signing[0], proved[0], activating[0]])
        proved[0].used_at = activating[0].used_at = now
        linked, _token = Session.begin(now)
        db.session.flush()
        _hold(linked, self.grant_id)
        transfer, transfer_code = TransferCode.issue(linked, "127.0.0.1", now)
        db.session.add_all([transfer, activation])
        elsewhere = make_agency(
            "UBND xã Xa", "committee", offices.province, place_id=make_commune("Xã Xa").id
        )
        self._are(
            foreign=make_official(*sorted(may.ALL - may.EVERYWHERE), agency=elsewhere),
            deputy=make_official(may.HANDLE, agency=elsewhere),
        )
        self._are(second_counter=make_official(may.CHANGE_PHONE, agency=offices.office))
        self._called(other_commune=make_commune("Xã Kia").code)
        followed = make_commune("Xã Quê")
        communes.follow(self._user("citizen"), followed, now)
        self.things["followed commune"] = {"code": followed.code}
        self._called(report_to_hold=self.things["report to hold"]["code"])
        free = make_agency("Trạm nước Mới", "biller", offices.province)
        self._called(
            password=PASSWORD, totp_secret=other, totp=_totp(other),
            totp_of_handler=_totp(TOTP_SECRET), phone_of_sender=sender.phone,
            phone_of_handler=handler.phone, phone_of_invited=invited.phone, activation=code,
            sms_code=signing[1], asked=signing[2], proved=proved[2], asked_activation=activating[2],
            half_way={"user": handler.id, "at": int(now.timestamp()), "next": "/can-bo"},
            waiting=joining_accounts.sealed(CITIZENS, A_WORD, now),
            transfer=transfer_code, free_agency=free.code, province=offices.province.code,
            commune_office=offices.commune.code, office=offices.office.code,
            neighbour=offices.neighbour.code, handler=handler.code,
            colleague=offices.colleague.code, commune=self.commune.code,
            pseudonym_of_sender=sender.code, code_of_counter=self._user("counter").code,
        )  # fmt: skip

    def _more_reports(self) -> None:
        offices, now = self.offices, clock.now()
        self.repaired("repair to show", picked=False)
        closed = self._report("closed report", status="closed")
        self._called(answered_step=closed.changes[-1].id)
        self._report("asked report", status="awaiting_citizen")
        self._report("report with a phone", contact_name="Bà Thử", contact_phone="+84900900092")
        spoken = self._report("spoken report")
        spoken.spoken_at = now
        drafted = self._report("drafted report")
        make.draft(drafted, offices.handler)
        returned = self._report("returned report")
        unsent = make.draft(returned, offices.handler)
        unsent.state = "draft"
        joined = self._report("joined report", status="received")
        main = self._report("leading report")
        joining.join(joined, main, make.official_actor(offices.office, offices.handler), now)
        slow = make.service(urgency_class=make.urgency_class(extension_minutes=600))
        self._report("extendable report", service=slow)
        to_return = make.reason(Reason.RETURN)
        guests = self.things["guest's report"]["code"]
        link, token = Grant.make("service_request", _id_of(guests), now)
        db.session.add(link)
        held = db.session.get(Grant, self.grant_id)
        assert held is not None
        wishes.leave(held, "+84912345670", "vi", now)
        self.things |= {"grant link": {"token": token}, "bulk": {"act": "nhan-xu-ly"}}
        service = self.things["service"]["code"]
        self._called(
            service=service, reason_to_return=to_return.code,
            reason=self.things["reason"]["code"],
            **{"class": self.things["urgency class"]["code"]},
        )  # fmt: skip

    def _more_bills(self) -> None:
        biller, sender = self.biller, self._user("sender")
        unfollowed, proving_of = bills.make_customer(biller), bills.make_customer(biller)
        proving_of.set_phone(sender.phone or "")
        unproved = bills.make_subscription(sender, proving_of, proved=False)
        row, code, token = OneTimeCode.issue(
            proving.PURPOSE, sender.phone or "", clock.now(), sender.id
        )
        db.session.add(row)
        metered = db.session.scalars(
            select(Subscription).where(Subscription.code == self.things["own meter"]["code"])
        ).one()
        metered.account.own_tariff = bills.make_tariff()
        draft = bills.make_bill(bills.make_customer(biller), publish=False)
        own = bills.make_customer(bills.make_biller(adapter="own"))
        own.owner_user_id = sender.id
        bills.make_subscription(sender, own)
        own_bill = bills.make_bill(own)
        payer = bills.make_customer(biller)
        bills.make_subscription(sender, payer)
        said = bills.make_bill(payer)
        saying.say_paid(said, clock.now())
        paper = bills.make_biller(paper_only=True)
        papered = bills.make_bill(bills.make_customer(paper))
        for what, owner in (("sheet of bills", biller.id), ("checked sheet", biller.id)):
            self.things[what] = {"code": _upload("bills", owner, FILES["bills.csv"]())}
        _state(self.things["checked sheet"]["code"], "checked")
        self.things |= {
            "unproved code": {"code": unproved.code},
            "draft bill": {"code": draft.code},
            "own bill": {"code": own_bill.code},
            "said bill": {"code": said.code},
        }
        self._called(
            biller=biller.code, agency_of_biller=biller.agency.code, unfollowed=unfollowed.code,
            bill_code=code, bill_token=token, paper_biller=paper.code,
            paper_code=papered.account.code, company_sms=COMPANY_SMS,
            customer_name=proving_of.name, customer=self.things["ledger"]["number"],
        )  # fmt: skip

    def _more_money(self) -> None:
        account = account_of("agency", self.biller.agency_id)
        assert account is not None
        bill = self.things["bill"]["code"]
        request = db.session.scalars(
            select(PaymentRequest).where(PaymentRequest.subject_kind == "bill")
            .join(Bill, Bill.id == PaymentRequest.subject_id).where(Bill.code == bill)
        ).one()  # fmt: skip
        other = payments.make_request(account, 70_000)
        payments.take(account, payments.money(other.reference, 70_000))
        payments.take(account, payments.money("GHI NHAM", 30_000))
        lines = db.session.scalars(select(BankLine).order_by(BankLine.id)).all()
        aside = lines[-1]
        aside.set_aside(clock.now())
        matched = lines[-2]
        made = db.session.scalars(select(Allocation).order_by(Allocation.id.desc())).first()
        assert made is not None
        later = payments.make_request(account, 44_000)
        later.cancelled_at = clock.now()
        payments.take(account, payments.money(later.reference, 44_000))
        later.cancelled_at = None
        self.biller.set_program("https://outside.example.invalid/api", "y" * 40)
        secret, stamp = account.make_hook_secret(), f"{clock.now().timestamp():.0f}"
        move = {"amount": 90_000, "id": "FT1", "date": "2026-11-18", "content": "KHAC"}
        report = {"transactions": [move]}
        body = json.dumps(report).encode()
        self._called(report=report, stamp=stamp, signature=own.sign(secret, stamp, body))
        self.things |= {
            "line set aside": {"code": aside.code},
            "matched line": {"code": matched.code},
            "sheet of a statement": {
                "code": _upload("statement", account.id, FILES["statement.csv"]())
            },
        }
        self._called(reference_of_bill=request.reference, allocation=made.id)

    def _more_market(self) -> None:
        now = clock.now()
        shop = market.make_shop(self.seller)
        listed = market.make_shop(self.seller, status="listed")
        closed = market.make_shop(self.seller)
        closed.do("close", now)
        listed.set_legal({"name": "Hộ Thử", "address": "Thôn Thử"}, now)
        office = db.session.get(User, self.people["market"])
        assert office is not None
        for each in (shop, listed, closed):
            each.office_id = office.rights[0].agency_id
        first = market.make_product(shop)
        offered = market_orders.make_offer(market_orders.make_fair(), first, 100_000)
        done = market_orders.make_order(first, "done", buyer=self.sender)
        grants, token = Grant.make("market_order", done.id, now)
        review = market.make_product(listed)
        review.status = "in_review"
        down = Takedown(shop_id=shop.id, reason="other", at=now, started_at=now, appeal="Có giấy")
        db.session.add_all([grants, down])
        db.session.flush()
        self.things |= {
            "free shop": {"slug": listed.slug, "code": listed.code},
            "listed shop": {"slug": listed.slug, "code": listed.code},
            "closed shop": {"slug": closed.slug},
            "done order": {"code": done.code},
            "order link": {"token": token},
            "pending product": {"code": review.code, "act": "duyet"},
            "appeal": {"code": down.code},
            "offered": {"code": offered.fair.code, "slug": shop.slug},
        }
        case = db.session.scalars(select(Complaint)).one()
        case.started_at, case.answer_by = now, now + timedelta(days=10)
        self._called(
            field_of_check=f"check-{self.things['check of shops']['check_id']}",
            market_commune=shop.commune.code,
            offer=offered.id,
            kind=first.kind.code,
            product=self.things["product"]["code"],
        )

    def _more_news(self) -> None:
        writer, editor = self._user("writer"), self._user("editor")
        office = editor.rights[0].agency
        submitted = news.article("submitted", agency=office, author=writer)
        typed = news.article("draft", agency=office, author=writer)
        db.session.add(
            ArticleTyping(article_id=typed.id, user_id=writer.id, version=typed.version,
                          values={"title": "Đang gõ"}, saved_at=clock.now())
        )  # fmt: skip
        corrected = news.article(agency=office, author=writer)
        form = ArticleForm.of(corrected)
        form.note.data = "Giờ sai."
        writing.save(corrected, form, news.actor_of(office, writer), clock.now())
        waits = correcting.waiting(corrected)
        assert waits is not None
        template = news.templates()[0]
        self.things |= {
            "submitted article": {"code": submitted.code},
            "corrected article": {"code": corrected.code},
            "typed draft": {"code": typed.code},
            "kept alert": {"code": template.code},
        }
        self._called(alert_place=self.commune.code, correction=waits.fingerprint)

    def _sessions(self) -> None:
        """Give every role a browser of its own, proved a moment ago."""
        now = clock.now()
        for role, number in self.people.items():
            user = db.session.get_one(User, number)
            row, self.tokens[role] = make_session(user, official=bool(user.rights))
        link, self.tokens["link"] = Session.begin(now)
        holder, self.tokens["holder"] = make_session(self._user("citizen"))
        earlier, self.tokens["a while ago"] = make_session(self._user("sender"), official=False)
        earlier.proved_at = now - timedelta(days=1)
        locked, self.tokens["locked"] = make_session(self._user("sender"), official=False)
        locked.pin_passed_at = now - timedelta(days=30)
        _row, self.tokens["connected"] = make_session(self._user("sender"), official=False)
        joining_accounts.connect(self._user("sender"), CITIZENS, A_WORD, now)
        vouched, self.tokens["assured seller"] = make_session(self._user("seller"), official=False)
        vouched.level = 2
        self._peer()
        db.session.flush()
        for row in (link, holder):
            _hold(row, self.grant_id)
        for role, token in list(self.tokens.items()):
            self.tokens[f"ended {role}"] = self._ended(token)
        phone, bound = notifications.browser("a"), notifications.browser("b")
        notifications.subscription(Viewer(self._user("sender"), None, frozenset(), ()), bound)
        self._called(subscription=phone.as_json(), bound_subscription=bound.as_json())

    def _peer(self) -> None:
        """Add somebody who has of their own what the sender and the seller have."""
        peer = make_user("Người Cùng Việc")
        shop = market.make_shop(peer)
        market_orders.make_order(market.make_product(shop), buyer=self.sender)
        market_orders.make_order(market.make_product(market.make_shop()), buyer=peer)
        make.service_request("accepted", citizen=peer, agency=self.offices.office)
        bills.make_subscription(peer, bills.make_customer(self.biller))
        self._are(peer=peer)
        _session, self.tokens["peer"] = make_session(peer, official=False)

    def _more_villages(self) -> None:
        from app.places import queries as places
        from app.villages.models import Household, VillageNotice

        village = places.by_code(self.things["village"]["code"])
        assert village is not None
        content = FILES["households.csv"]()
        self.things["sheet of households"] = {"code": _upload("households", village.id, content)}
        home = db.session.scalars(select(Household).where(Household.number == 2)).one()
        code = self.things["minutes to approve"]["code"]
        past = db.session.scalars(select(VillageNotice).where(VillageNotice.code == code)).one()
        self._more_community(village)
        self._called(
            slip=home.slip, code_of_village=village.code, today=f"{clock.local(clock.now()).date()}"
        )
        self.names["version of minutes to approve"] = past.version

    def _more_directory(self) -> None:
        from app.accounts.models import Agency

        code = self.things["office with a directory"]["agency"]
        agency = db.session.scalars(select(Agency).where(Agency.code == code)).one()
        content = FILES["directory.csv"]()
        self.things["sheet of entries"] = {"code": _upload("directory", agency.id, content)}
        steps = _upload("guides", agency.id, FILES["guides.csv"]())
        self.things["sheet of guides"] = {"code": steps}
        self._called(**{"code of a business": self.things["place for a business"]["business"]})

    def _more_appointments(self) -> None:
        from app.appointments.queries import by_code
        from tests.factories.appointments import slot

        office = by_code(self.things["office with appointments"]["code"])
        assert office is not None
        self._called(free_time=slot(office, 1).asked)

    def _more_community(self, village: Any) -> None:
        from app.community.models import CommunityMember
        from app.community.teams.queries import of_place

        team, content = of_place(village.id), FILES["people.csv"]()
        assert team is not None
        self.things["sheet of people"] = {"code": _upload("community", team.id, content)}
        number = self.things["invited member"]["number"]
        helping = self.things["member"]["number"]
        self._called(
            invitation=db.session.get_one(CommunityMember, number).invitation,
            helping_member=helping,
        )
        self._more_criteria()

    def _more_criteria(self) -> None:
        from app.community.criteria import queries
        from app.sheets.models import SheetUpload

        code = self.things["sheet of criteria"]["code"]
        sheet = db.session.scalars(select(SheetUpload).where(SheetUpload.code == code)).one()
        content = FILES["criteria.csv"]()
        self.things["sheet of criteria"] = {"code": _upload("criteria", sheet.subject_id, content)}
        score = queries.score_by_code(self.things["score to appraise"]["code"])
        assert score is not None
        first, second = score.by.criteria
        year = clock.local(clock.now()).year
        self._called(first_criterion=first.id, second_criterion=second.id, year=year)

    def _ended(self, token: str) -> str:
        """Give the token of a session like that one, which was ended."""
        like = db.session.scalars(
            select(Session).where(Session.token_hash == codes.sha256(token))
        ).one()
        row, ended = Session.begin(clock.now(), like.user)
        for name in ("proved_at", "pin_passed_at", "second_factor_at", "expires_at"):
            setattr(row, name, getattr(like, name))
        row.ended_at = clock.now()
        db.session.flush()
        if like.user is None:
            _hold(row, self.grant_id)
        return ended

    def _versions(self) -> None:
        from app.community.models import CriteriaScore, CriteriaVersion, Training
        from app.enquiries.land.models import LandQuestion
        from app.market.models import Product, Shop
        from app.news.models import Article
        from app.news.rescue.models import Rescue, RescueCall
        from app.planning.models import Plan
        from app.service_requests.models import ServiceRequest
        from app.surveys.models import Survey

        for thing, values in self.things.items():
            for model in (
                ServiceRequest,
                Product,
                Shop,
                Article,
                Survey,
                Rescue,
                Plan,
                LandQuestion,
                CriteriaScore,
                CriteriaVersion,
                Training,
            ):
                if "code" not in values:
                    continue
                found = db.session.scalar(select(model).where(model.code == values["code"]))
                if found is not None:
                    self.names[f"version of {thing}"] = found.version
                    self.names[f"code of {thing}"] = values["code"]
        self.names["commune of land"] = self.commune.code
        self.names["second call"] = db.session.scalars(
            select(RescueCall.code).order_by(RescueCall.id.desc())
        ).first()


def _hold(session: Session, grant_id: int) -> None:
    db.session.add(SessionGrant(session_id=session.id, grant_id=grant_id, added_at=clock.now()))


def _totp(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def _id_of(code: str) -> int:
    from app.service_requests.models import ServiceRequest

    return db.session.scalars(select(ServiceRequest.id).where(ServiceRequest.code == code)).one()


def _upload(kind: str, subject_id: int, content: bytes) -> str:
    from app.bills.sheets import SHEET
    from app.community.criteria.sheet import SHEET as CRITERIA
    from app.community.people.sheet import SHEET as PEOPLE
    from app.directory.guides.sheet import SHEET as GUIDES
    from app.directory.sheet import SHEET as ENTRIES
    from app.payments.sheets import STATEMENT
    from app.villages.households.sheet import SHEET as HOUSEHOLDS

    kinds = {
        "statement": STATEMENT,
        "households": HOUSEHOLDS,
        "directory": ENTRIES,
        "guides": GUIDES,
        "community": PEOPLE,
        "criteria": CRITERIA,
    }
    sheet_kind = kinds.get(kind, SHEET)
    made = uploads.receive(sheet_kind, subject_id, ("a.csv", content), None, clock.now())
    db.session.flush()
    return made.code


def _state(code: str, state: str) -> None:
    db.session.scalars(select(SheetUpload).where(SheetUpload.code == code)).one().state = state
