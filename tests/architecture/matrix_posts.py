"""A valid request for every address that takes a POST: who sends it, about what, with what.

``{name}`` in a value is a name of the world (``PostWorld.names``). What a request needs beyond
the world of the matrix is made there. Phones written here are beyond those that factories count up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.core import clock
from tests.clocks import NOW

SOON = clock.local(NOW).date() + timedelta(days=6)
KEY = "a-key-of-a-form-long-enough"
WORDS = "Đã thay bóng đèn ở ngõ 12, sáng lại từ tối nay."


@dataclass(frozen=True)
class Sent:
    """``effect``: whether rows change; ``answers``: its status where that is no redirect."""

    role: str
    thing: str = "nothing"
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: int = 303
    effect: bool = True
    cookie: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def by(role: str, thing: str = "nothing", /, **data: Any) -> Sent:
    """Give a request that is answered by a redirect; fields whose names are words."""
    return Sent(role, thing, data)


def act(role: str, thing: str = "public report", /, **data: Any) -> Sent:
    """Give an official's act on a report: with its key and version."""
    return Sent(role, thing, {"idempotency_key": KEY, "version": f"{{version of {thing}}}", **data})


ACCOUNTS = {
    "accounts.agree_now": by("citizen", next="/"),
    "accounts.ask_at_counter": by(
        "counter", phone="{phone of sender}", new_phone="0900 900 081", reason="lost"
    ),
    "accounts.ask_new_phone": by("sender", phone="0900 900 082"),
    "accounts.ask_the_first_time": Sent(
        "guest", data={"phone": "0900 900 087"}, cookie={"provider_waiting": "{waiting}"}
    ),
    "accounts.ask_to_activate": by("guest", phone="{phone of invited}"),
    "accounts.ask_to_prove_phone": by("guest", phone="0900 900 083", next="/"),
    "accounts.ask_to_sign_in": by("guest", phone="0900 900 084"),
    "accounts.change_password": by(
        "handler", present_password="{password}", password="mot mat khau moi dai"
    ),
    "accounts.change_second_factor": Sent(
        "handler", data={"code": "{totp}"}, cookie={"new_second_factor": "{totp secret}"}
    ),
    "accounts.check_code": Sent("guest", data={"code": "{sms code}"}, cookie={"asked": "{asked}"}),
    "accounts.check_password": by("guest", phone="{phone of handler}", password="{password}"),
    "accounts.check_second_factor": Sent(
        "guest", data={"code": "{totp of handler}"}, cookie={"half_way": "{half way}"}
    ),
    "accounts.claim_grants": by("holder"),
    "accounts.close_source": by("operator", "refusal by a limit", hours="24"),
    "accounts.confirm_number": by("second_counter", "change of number"),
    "accounts.create_account": Sent(
        "guest",
        data={"agreed": "1", "aged_14": "1", "name": "Bà Thử"},
        cookie={"asked": "{proved}"},
    ),
    "accounts.create_agency": by(
        "administrator",
        code="phong-moi",
        name="Phòng Mới",
        kind="office",
        parent="{province}",
        place="",
    ),
    "accounts.create_official": Sent(
        "administrator",
        data={
            "name": "Người Mới",
            "phone": "0900 900 085",
            "agency": "{province}",
            "permissions": "handle",
        },
        answers=200,
    ),
    "accounts.decide_right": by("administrator", "proposed right"),
    "accounts.disable_official": by("administrator", "official"),
    "accounts.disconnect": by("connected", "provider"),
    "accounts.enable_official": by("administrator", "disabled official"),
    "accounts.end_other_sessions": by("sender"),
    "accounts.end_session": by("sender", "session"),
    "accounts.erase": by("sender", sure="1"),
    "accounts.export": Sent("sender", answers=200),
    "accounts.give_rights": by(
        "administrator", "official", agency="{province}", permissions="lead"
    ),
    "accounts.issue_helper_code": Sent("counter", data={"phone": "0900 900 086"}, answers=200),
    "accounts.object_to_number": Sent("guest", "change of number", answers=200),
    "accounts.offer_transfer": Sent("link", answers=200),
    "accounts.open_source": by("operator", "closed source"),
    "accounts.prove_again_by_code": by("sender", next="/"),
    "accounts.prove_again_by_password": by(
        "handler", next="/", password="{password}", code="{totp of handler}"
    ),
    "accounts.prove_again_by_pin": by("a while ago", next="/", pin="246802"),
    "accounts.rename": by("sender", name="Tên Mới"),
    "accounts.print_activation_slips": Sent("administrator", data={"again": "1"}, answers=200),
    "accounts.renew_activation": Sent("administrator", "official", answers=200),
    "accounts.send_code_again": Sent("guest", cookie={"asked": "{asked}"}),
    "accounts.set_home": by("sender", place="{commune}"),
    "accounts.set_limits": Sent("operator", data={"codes-known": "7"}),
    "accounts.set_password": Sent(
        "guest",
        data={"code": "{activation}", "password": "mot mat khau moi dai"},
        cookie={"asked": "{asked activation}"},
    ),
    "accounts.set_pin": by("sender", pin="135791"),
    "accounts.set_quiet_hours": by("sender", quiet_from="21:00", quiet_to="05:00"),
    "accounts.settings": by("sender", text="large"),
    "accounts.sign_official_out": by("administrator", "official"),
    "accounts.sign_out": by("sender"),
    "accounts.signed_out_there": Sent(  # a right one is signed: tests/accounts/test_provider.py
        "guest", "provider", data={"logout_token": "x"}, answers=400, effect=False
    ),
    "accounts.take_right": by("administrator", "official"),
    "accounts.take_transfer": by("guest", code="{transfer}"),
    "accounts.unlock": by("locked", pin="246802", next="/"),
    "accounts.update_agency": by(
        "administrator",
        "agency",
        name="Tên Mới",
        kind="office",
        parent="{commune office}",
        place="",
    ),
}
BILLS = {
    "bills.add_biller": by(
        "administrator",
        code="tram-moi",
        name="Trạm Mới",
        kind="water",
        agency="{free agency}",
        adapter="file",
        days_to_pay="15",
        by_name="1",
    ),
    "bills.add_customer": by("other_clerk", "ledger", code="NU0099", name="Khách Mới"),
    "bills.add_insurance": by("sender", nickname="Thẻ mẹ", month="03/2027"),
    "bills.add_message": by("sender", "own meter", message="{company sms}"),
    "bills.add_reading": by("sender", "own meter", value="120", read_on="19/11/2026"),
    "bills.add_tariff": by(
        "clerk", name="Giá mới", kind="water", unit="m³", agency="{agency of biller}"
    ),
    "bills.add_tax": by(
        "administrator", "common tariff", tax="vat", percent="8", tax_from="01/01/2027"
    ),
    "bills.add_version": Sent(
        "administrator",
        "common tariff",
        {"valid_from": "01/01/2027", "basis": "QĐ 1", "price-0": "9000"},
    ),
    "bills.apply_sheet": by("clerk", "checked sheet"),
    "bills.ask_again": by("sender", "followed code"),
    "bills.ask_program": by("clerk", "biller"),
    "bills.cancel_cut": by("clerk", "planned cut"),
    "bills.change_biller": by(
        "administrator", "biller", code_hint="NU", days_to_pay="20", by_name="1"
    ),
    "bills.check_code": Sent(
        "sender", "unproved code", {"otp": "{bill code}"}, cookie={"bill-code": "{bill token}"}
    ),
    "bills.check_sheet": Sent(
        "clerk",
        "sheet of bills",
        {"column-code": "0", "column-period": "1", "column-total": "2"},
    ),
    "bills.correct_bill": by("clerk", "bill", total="90000", reason="Đọc nhầm số"),
    "bills.desk_remind": by("clerk", "biller", ky="2026-11"),
    "bills.drop_insurance": by("sender", "insurance card"),
    "bills.drop_sheet": by("clerk", "sheet of bills"),
    "bills.follow": by(
        "sender", biller="{biller}", code="{unfollowed}", is_for="me", nickname="Nhà mình"
    ),
    "bills.look": Sent("guest", data={"biller": "{biller}", "code": "{unfollowed}"}, answers=200),
    "bills.open_paper": Sent(
        "guest", data={"biller": "{paper biller}", "code": "{paper code}"}, answers=200
    ),
    "bills.plan_cut": by(
        "clerk",
        "biller",
        begins_on="25/11/2026",
        begins_at="07:30",
        ends_on="25/11/2026",
        ends_at="11:30",
        reason="Sửa ống",
    ),
    "bills.prove": by("sender", "unproved code", how="name", answer="{customer name}"),
    "bills.prove_by_own_phone": by("sender", "unproved code"),
    "bills.publish_bill": by("clerk", "draft bill"),
    "bills.publish_drafts": by("clerk", "biller"),
    "bills.read_meter": Sent(
        "other_clerk",
        "ledger",
        {"idempotency_key": KEY, "number": "{customer}", "value": "50", "read_on": "19/11/2026"},
    ),
    "bills.read_on_round": Sent(
        "other_clerk",
        "ledger",
        {"idempotency_key": KEY, "number": "{customer}", "value": "50", "read_on": "19/11/2026"},
    ),
    "bills.rename": by("sender", "followed code", nickname="Nhà mẹ", is_for="parents"),
    "bills.say_paid": by("sender", "bill"),
    "bills.send_code": by("sender", "unproved code"),
    "bills.send_sheet": by("clerk", "biller", file="{file: bills.csv}"),
    "bills.set_program": by(
        "clerk", "biller", address="https://outside.example.invalid/api", secret="x" * 40
    ),
    "bills.settle_bill": by("clerk", "bill", on="19/11/2026"),
    "bills.settle_own": by("sender", "own bill"),
    "bills.unfollow": by("sender", "followed code"),
    "bills.unsay_paid": by("sender", "said bill"),
    "bills.withdraw_bill": by("clerk", "bill"),
}
DESK = {
    "service_requests.ask_export": by("handler", muc="tat-ca", dang="csv"),
    "service_requests.choose_columns": Sent("handler", data={"cot": "han"}, effect=False),
    "service_requests.answer_direction": by(
        "handler", "direction", tra_loi="Đã trả lời cả ba phản ánh."
    ),
    "service_requests.delete_export": by("handler", "own export"),
    "service_requests.export_directions": by("lead", trang_thai="dang-cho"),
    "service_requests.give_direction": by(
        "lead", agency="{office}", noi_dung=WORDS, han=SOON.isoformat()
    ),
    "service_requests.take_back_direction": by("lead", "direction"),
    "service_requests.make_calendar_link": Sent("handler", answers=200),
    "service_requests.end_calendar_link": by("handler", "calendar link"),
    "service_requests.fetch_export": Sent("handler", "own export", answers=200),
    "service_requests.delete_filter": by("handler", "own filter"),
    "service_requests.find": Sent("handler", data={"tim": "đèn"}, effect=False),
    "service_requests.find_by_phone": Sent(
        "lead", data={"phone": "0900 900 087", "reason": "caller"}, answers=200
    ),
    "service_requests.save_filter": by("handler", khan="1", ten="Lọc mới"),
}
MARKET = {
    "market.accept_invite": by("sender", "invitation"),
    "market.act_on_order": by("sender", "order", words="Đổi ý"),
    "market.act_on_shop_order": by("seller", "order", version="1", words="Hết hàng"),
    "market.add_product": Sent(
        "seller",
        "shop",
        {
            "idempotency_key": KEY,
            "version": "0",
            "name": "Chè búp",
            "kind": "{kind}",
            "unit": "kg",
            "price": "90000",
            "wish": "draft",
            "stock": "",
            "about": "",
        },
    ),
    "market.allow": by("administrator", "forbidden word"),
    "market.ask_shop": by("sender", "order", words="Còn tươi không?", idempotency_key=KEY),
    "market.cancel_order": by("sender", "order", words="Đặt nhầm.", idempotency_key=KEY),
    "market.answer_complaint": by(
        "market", "complaint", outcome="not_upheld", answer="Đã xem xét."
    ),
    "market.appeal": by("seller", "taking down", words="Hàng có giấy tờ."),
    "market.change_basket": Sent(
        "citizen", "shop", {"do": "count", "so_{product}": "2", "gia_{product}": "120000"}
    ),
    "market.change_fair": by(
        "market",
        "fair",
        version="1",
        name="Tên Mới",
        about="",
        weekday="4",
        starts_on="2026-11-12",
        ends_on="2027-01-14",
    ),
    "market.close_shop": by("seller", "free shop"),
    "market.confirm_shop": Sent("market", "listed shop", {"{field of check}": "yes"}),
    "market.add_shop_check": by(
        "administrator", text="Có bảng giá"
    ),  # after it: one line more to answer
    "market.copy_product": by("seller", "product"),
    "market.create_fair": by(
        "market",
        version="0",
        name="Phiên Tết",
        about="",
        weekday="5",
        starts_on="2026-12-01",
        ends_on="2027-01-14",
    ),
    "market.decide_appeal": by("market", "appeal", outcome="kept", answer="Giữ nguyên."),
    "market.decide_product": Sent("market", "pending product", {}),
    "market.drop_shop_check": by("administrator", "check of shops"),
    "market.end_offer": by("seller", "offered", offer="{offer}"),
    "market.forget_identity": by("market", "shop"),
    "market.follow_fair": by("sender", "fair", on="1"),
    "market.forbid": by("administrator", text="thuốc nổ", why="Cấm"),
    "market.hold_order_link": by("guest", "order link"),
    "market.identify_seller": by("market", "shop", level="2", on="2026-11-10", reference="BB-1"),
    "market.invite": by("seller", "shop", phone="0900 900 088"),
    "market.make_offer": by("seller", "fair", product="{product}", price="100000"),
    "market.open_shop": by(
        "citizen",
        version="0",
        name="Gian hàng Mới",
        kind="household",
        commune="{commune}",
        offers_pickup="1",
        agrees="1",
        shows_phone="1",
    ),
    "market.order_again": by("sender", "order"),
    "market.rate_order": by(
        "sender", "done order", rating="satisfied", words="Tốt", idempotency_key=KEY
    ),
    "market.remove_helper": by("seller", "managers"),
    "market.reopen_shop": by("seller", "closed shop"),
    "market.identify_electronically": by("assured seller", "shop"),
    "market.save_legal": by("seller", "shop", name="Hộ Thử", address="Thôn Thử", number="01X123"),
    "market.save_product": Sent(
        "seller",
        "product",
        {
            "idempotency_key": KEY,
            "version": "{version of product}",
            "name": "Mật ong mới",
            "kind": "{kind}",
            "unit": "kg",
            "price": "130000",
            "wish": "publish",
        },
    ),
    "market.save_shop": by(
        "seller",
        "shop",
        version="{version of shop}",
        name="Tên Mới",
        kind="household",
        commune="{commune}",
        offers_pickup="1",
        agrees="1",
        shows_phone="1",
    ),
    "market.send_abuse": Sent(
        "citizen", "shop", {"reason": "false", "words": "Ảnh không đúng hàng."}, answers=200
    ),
    "market.set_identity_duty": by("administrator", holds_from="2027-01-01", basis="Luật thử"),
    "market.set_producers": by(
        "market", commune="{market commune}", producers="120", source="Thống kê"
    ),
    "market.strike_taking": by("seller", "taking"),
    "market.take": by("seller", "shop", amount="25000", way="cash", note="", idempotency_key=KEY),
    "market.take_shop_down": by("market", "shop", reason="fraud", note="Theo tin báo."),
    "market.tap_product": by("seller", "product"),
    "market.unconfirm_shop": by("market", "shop"),
    "market.withdraw_invite": by("seller", "invitation"),
}
NEWS = {
    "news.accept_correction": by("editor", "corrected article", seen="{correction}"),
    "news.add_feed": by(
        "editor",
        name="Báo Thử",
        url="https://outside.example.invalid/rss",
        kind="newspaper",
        section="thong-bao",
    ),
    "news.add_photos": by(
        "writer", "draft", photos="{file: photo.jpg}", description="Trạm y tế", caption=""
    ),
    "news.begin": by("writer"),
    "news.change_photo": by("editor", "article", description="Ảnh mới", caption="", do="save"),
    "news.clear_alert": by("duty", "alert", text="Nước đã rút."),
    "news.correct_alert": Sent(
        "duty",
        "alert",
        {
            "idempotency_key": KEY,
            "version": "1",
            "text": "Sửa mức.",
            "place": "{alert place}",
            "kind": "flood",
            "level": "2",
            "headline": "Lũ đang xuống",
            "instruction": "Không lội qua ngầm.",
            "description": "Mực nước xuống.",
            "starts_at": "2026-11-19T09:12",
            "ends_at": "2026-11-19T21:12",
            "contact_name": "Trực ban",
            "contact_phone": "0900 900 009",
        },
    ),
    "news.drop_correction": by("editor", "corrected article"),
    "news.drop_template": by("duty", "kept alert"),
    "news.edit_template": by(
        "duty",
        "prepared alert",
        kind="flood",
        level="2",
        hours="12",
        headline_vi="Lũ",
        instruction_vi="Lên chỗ cao.",
        description_vi="Nước lên.",
    ),
    "news.forget_typing": Sent("writer", "typed draft", {}),
    "news.keep_typing": Sent("writer", "draft", {"title": "Đang gõ", "body": "a"}, answers=200),
    "news.paste": Sent("writer", data={"html": "<p>a</p>"}, answers=200, effect=False),
    "news.preview": Sent("writer", data={"body": "a"}, answers=200, effect=False),
    "news.publish": by("editor", "submitted article", version="{version of submitted article}"),
    "news.save": by(
        "writer",
        "draft",
        version="{version of draft}",
        title="Tên mới",
        summary="Tóm tắt",
        section="y-te",
        body="Nội dung",
    ),
    "news.schedule": by(
        "editor",
        "submitted article",
        version="{version of submitted article}",
        at="2026-11-20T08:00",
    ),
    "news.seen_alert": Sent("sender", "alert", answers=204),
    "news.send_alert": Sent(
        "duty",
        data={
            "idempotency_key": KEY,
            "place": "{alert place}",
            "kind": "flood",
            "level": "2",
            "headline": "Lũ",
            "instruction": "Lên chỗ cao.",
            "description": "Nước lên.",
            "starts_at": "2026-11-19T09:12",
            "ends_at": "2026-11-19T21:12",
            "contact_name": "Trực ban",
            "contact_phone": "0900 900 009",
            "is_test": "1",
            "gui": "1",
        },
    ),
    "news.send_back": by(
        "editor", "submitted article", version="{version of submitted article}", note="Sửa tên."
    ),
    "news.stop_alert": by("duty", "alert"),
    "news.submit": by("writer", "draft", version="{version of draft}"),
    "news.switch_feed": by("editor", "feed"),
    "news.update_alert": by(
        "duty", "alert", text="Nước lên chậm.", level="3", ends_at="2026-11-19T22:12"
    ),
    "news.withdraw": by("editor", "article", reason="Lịch thay đổi.", note="Lịch thay đổi."),
}
NOTIFICATIONS_AND_MONEY = {
    "mail.set_choice": by("handler", address="can.bo.moi@coquan.invalid", morning="1"),
    "mail.confirm": by("guest", "mail address"),
    "mail.leave": Sent("guest", "mail address", {"List-Unsubscribe": "One-Click"}, answers=200),
    "notifications.open_one": by("sender", "notification"),
    "notifications.read_all": by("sender"),
    "notifications.set_groups": by("sender", group="reports"),
    "notifications.subscribe": Sent("sender", json="{subscription}", answers=201),
    "notifications.unsubscribe": Sent("sender", json="{bound subscription}", answers=204),
    "payments.check_upload": Sent(
        "clerk",
        "sheet of a statement",
        {"column-date": "0", "column-words": "1", "column-credit": "2"},
    ),
    "payments.drop_upload": by("clerk", "sheet of a statement"),
    "payments.match": by("clerk", "bank line", reference="{reference of bill}"),
    "payments.rematch": by("clerk", "bank account"),
    "payments.send_statement": by("clerk", "bank account", file="{file: statement.csv}"),
    "payments.set_account": by(
        "clerk",
        "owner of an account",
        version="1",
        bin="970418",
        number="0000000099",
        holder="TRAM NUOC MOI",
    ),
    "payments.set_aside": by("clerk", "bank line"),
    "payments.set_hook": Sent("clerk", "owner of an account", {"on": "1"}, answers=200),
    "payments.take_back": by("clerk", "line set aside"),
    "payments.take_report": Sent(
        "guest",
        "bank account",
        answers=200,
        json="{report}",
        headers={"X-Timestamp": "{stamp}", "X-Signature": "{signature}"},
    ),
    "payments.undo": by("clerk", "matched line", allocation="{allocation}"),
    "payments.undo_statement": by("clerk", "statement"),
    "pwa.count": Sent("guest", data={"nguoi": "", "ap": ""}, answers=204),
    "pwa.share": Sent("guest", answers=400, effect=False),
}
CITIZENS = {
    "service_requests.add": Sent(
        "sender", "public report", {"idempotency_key": KEY, "words": "Nhà số 4."}
    ),
    "service_requests.claim": by("holder", "guest's report"),
    "service_requests.create": Sent(
        "sender",
        data={
            "idempotency_key": KEY,
            "sender": "{pseudonym of sender}",
            "service": "{service}",
            "place": "{commune}",
            "description": "Đèn đường ngõ 4 không sáng.",
            "similar": "1",
        },
    ),
    "service_requests.follow": Sent("citizen", "public report", {"act": "follow"}),
    "service_requests.hold_grant": by("guest", "grant link"),
    "service_requests.leave_number": by("link", "guest's report", phone="0912 345 678"),
    "service_requests.mark_read": by("sender", "closed report"),
    "service_requests.rate": Sent(
        "sender",
        "closed report",
        {"idempotency_key": KEY, "rating": "satisfied", "words": ""},
    ),
    "service_requests.reopen": Sent(
        "sender", "closed report", {"idempotency_key": KEY, "words": "Vẫn chưa sáng."}
    ),
    "service_requests.take_number_back": by("link", "guest's report"),
    "service_requests.settle": by("sender", "closed report"),
    "service_requests.thank": by("sender", "closed report"),
    "service_requests.withdraw": by("sender", "public report"),
}
OFFICIALS = {
    "service_requests.accept": act("handler", "unread report", publicity="public"),
    "service_requests.acknowledge": act("handler", "spoken report"),
    "service_requests.amend": act(
        "handler", "closed report", buoc="{answered step}", text="Đã thay bóng ở ngõ 21."
    ),
    "service_requests.answer_support": by("neighbour", "part", text="Đã cho xe cẩu."),
    "service_requests.approve_draft": act("lead", "drafted report"),
    "service_requests.ask": act("handler", text="Cột đèn số mấy ạ?"),
    "service_requests.ask_support": act("handler", agency="{neighbour}", text="Cho xe cẩu"),
    "service_requests.assign": act("lead", official="{colleague}"),
    "service_requests.begin_absence": by(
        "handler",
        who="{handler}",
        first=f"{SOON}",
        to=f"{SOON + timedelta(days=1)}",
        deputy="{colleague}",
    ),
    "service_requests.bulk": Sent(
        "handler",
        "bulk",
        {"idempotency_key": KEY, "chon": "{code of public report}.{version of public report}"},
    ),
    "service_requests.change_result": act(
        "handler", "closed report", resolution="explained", text=WORDS
    ),
    "service_requests.close": act("handler", resolution="fixed", text=WORDS),
    "service_requests.cover_photo": by("handler", "unread report", boxes="0,0,100,100"),
    "service_requests.correct": act("handler", service="{service}"),
    "service_requests.mark_blank": by(
        "operator", ghi_chu="Kho xăng", vi_tri="21.7051, 104.8732", ban_kinh="300"
    ),
    "service_requests.unmark_blank": by("operator", "area left out"),
    "service_requests.drop_repair": by("lead", "shown repair"),
    "service_requests.pick_repair": by("lead", "repair to show"),
    "service_requests.discard_draft": act("handler", "returned report", kind="reply"),
    "service_requests.do_hand_over": by("administrator", "official", successor="{colleague}"),
    "service_requests.end_absence": by("handler", "absence"),
    "service_requests.extend": act("handler", "extendable report", text="Chờ vật tư về."),
    "service_requests.forward": act(
        "receptionist", "sealed report", addressee="Chủ tịch UBND xã Thử", text="Khiếu nại"
    ),
    "service_requests.give_back": act(
        "handler", text="Không thuộc phòng.", reason="{reason to return}"
    ),
    "service_requests.join": act("handler", "unread report", leader="{code of public report}"),
    "service_requests.note": act("handler", text="Gọi tổ điện."),
    "service_requests.open_again": act("lead", "closed report", text="Kết thúc nhầm phản ánh."),
    "service_requests.phone": Sent(
        "lead",
        "report with a phone",
        {"idempotency_key": KEY, "version": "{version of report with a phone}", "text": "Hỏi lại."},
        answers=200,
    ),
    "service_requests.publish": act("handler", publicity="edited", public_description="Đèn hỏng"),
    "service_requests.refuse": act("handler", reason="{reason}", text="Không thuộc thẩm quyền."),
    "service_requests.reply": act("handler", text=WORDS),
    "service_requests.reroute": act(
        "operator", "closed report", agency="{neighbour}", text="Việc của cơ quan khác."
    ),
    "service_requests.resume": act("handler", "asked report"),
    "service_requests.return_draft": act("lead", "drafted report", text="Viết rõ hơn."),
    "service_requests.route": act("operator", agency="{neighbour}"),
    "service_requests.seal": act("handler", kind="complaint"),
    "service_requests.split": act("handler", "joined report"),
    "service_requests.start": act("handler"),
    "service_requests.take": act("handler"),
    "service_requests.take_back_draft": act("handler", "drafted report"),
    "service_requests.take_for_other": Sent(
        "counter",
        data={
            "idempotency_key": KEY,
            "sender": "{code of counter}",
            "channel": "phone",
            "service": "{service}",
            "place": "{commune}",
            "similar": "1",
            "description": "Đèn đường ngõ 4 không sáng.",
            "contact_phone": "0900 900 089",
        },
    ),
}
ADMINISTRATION = {
    "watching.ask_trail": by("administrator", dang="csv"),
    "watching.check_trail": by("administrator"),
    "watching.try_again": by("administrator", "failed job"),
    "service_requests.add_flag": by("administrator", phrase="đồ ngốc", reason="Nặng lời"),
    "service_requests.create_class": by(
        "administrator",
        code="gap",
        name="Gấp",
        clock="working",
        accept_hours="4",
        answer_hours="8",
        extension_hours="0",
    ),
    "service_requests.create_question": by(
        "administrator",
        "service",
        code="so-cot",
        datatype="string",
        name="Số cột",
        position="100",
        active="y",
    ),
    "service_requests.create_reason": by(
        "administrator",
        code="ly-do-moi",
        kind="not_accepted",
        name="Lý do mới",
        position="100",
        active="y",
    ),
    "service_requests.create_rule": by("administrator", service="{service}", agency="{office}"),
    "service_requests.create_service": by(
        "administrator",
        code="linh-vuc-moi",
        name="Lĩnh vực mới",
        icon="road",
        urgency_class="{class}",
        urgent_class="",
        position="100",
        active="y",
        ask_days="5",
        on_silence="run_on",
        near_metres="100",
        near_days="30",
    ),
    "service_requests.declare_day": by("operator", day="2026-12-25", kind="off", note="Nghỉ"),
    "service_requests.delete_rule": by("administrator", "rule"),
    "service_requests.restore_rule": by("administrator", "removed rule"),
    "service_requests.edit_template": by(
        "lead",
        "answer template",
        title="Mẫu mới",
        body="Đã rõ",
        purpose="reply",
        agency="{office}",
        service="",
        position="100",
        active="y",
    ),
    "service_requests.new_template": by(
        "lead",
        title="Mẫu thứ hai",
        body="Đã rõ",
        purpose="reply",
        agency="{office}",
        service="",
        position="100",
        active="y",
    ),
    "service_requests.switch_flag": by("administrator", "word to flag"),
    "service_requests.update_class": by(
        "administrator",
        "urgency class",
        name="Tên mới",
        clock="working",
        accept_hours="8",
        answer_hours="40",
        extension_hours="0",
    ),
    "service_requests.update_question": by(
        "administrator", "question", name="Cột số", position="90", active="y"
    ),
    "service_requests.update_reason": by(
        "administrator", "reason", name="Tên mới", position="100", active="y"
    ),
    "service_requests.update_service": by(
        "administrator",
        "service",
        name="Tên mới",
        icon="lamp",
        urgency_class="{class}",
        urgent_class="",
        position="100",
        active="y",
        ask_days="5",
        on_silence="run_on",
        near_metres="100",
        near_days="30",
    ),
}
PROTECTION = {
    "checking.create_contact": by(
        "administrator",
        kind="hotline",
        code="moi",
        value="0216 3 000 002",
        name="Mới",
        where="",
        position="100",
    ),
    "checking.end_contact": by("administrator", "number to call"),
    "checking.look_at": by("administrator", "fact"),
    "checking.put_contact_back": by("administrator", "removed number"),
    "checking.update_contact": by(
        "administrator",
        "number to call",
        value="0216 3 000 003",
        name="Điện lực",
        where="",
        position="100",
    ),
    "provisioning.apply_workbook": by("administrator", "workbook"),
    "provisioning.check_workbook": by("administrator", "workbook"),
    "provisioning.drop_workbook": by("administrator", "workbook"),
    "provisioning.send_workbook": by("administrator", file="{file: bills.csv}"),
    "provisioning.export_workbook": Sent("administrator", answers=200),
    "units.drop": by("administrator", "change of units"),
    "units.merge": by(
        "administrator",
        codes="{commune} {other commune}",
        unit_type="Xã",
        name="Chung",
        day="2027-02-01",
        basis="NQ 2",
    ),
    "units.rename": by(
        "administrator",
        code="{commune}",
        unit_type="Phường",
        name="Mới",
        day="2027-02-01",
        basis="NQ 3",
    ),
    "units.split": by(
        "administrator",
        code="{commune}",
        parts="Xã; Trên\nXã; Dưới; 99009",
        day="2027-02-01",
        basis="NQ 4",
    ),
    "accounts.withdraw_location": by("sender"),
    "personal_data.act_on_request": by(
        "protector", "request about data", version="1", words="Sẽ sửa trong tuần."
    ),
    "personal_data.act_on_breach": by("protector", "leak", version="1", words="Công văn 12."),
    "personal_data.write_breach": by(
        "protector",
        title="Gửi nhầm",
        what="Gửi nhầm bảng",
        which="tên",
        day="2026-11-18",
        hour="08:00",
    ),
    "enquiries.answer": by("operator", "enquiry", version="1", words="Bấm Tài khoản."),
    "enquiries.ask": by("citizen", kind="how", words="Ở đâu?", idempotency_key=KEY),
    "personal_data.ask": by(
        "sender", kind="objection", words="Đừng dùng số của tôi.", idempotency_key=KEY
    ),
    "personal_data.take_in": by(
        "protector", kind="erasure", words="Xóa giúp.", name="Bà Thư", contact="0900 900 089"
    ),
    "personal_data.withdraw": by("sender", "request about data"),
    "personal_data.hold": by(
        "protector", "kind of thing kept", code="{report to hold}", reason="Thanh tra"
    ),
    "personal_data.let_go": by("protector", "hold"),
    "personal_data.set_period": by("protector", "kind of thing kept", days="2000", note="QĐ 1"),
}
VOICES = {
    "voices.keep": by("duty", "heard warning", voice="{file: voice.webm}"),
    "voices.read": Sent("guest", "fixed phrase"),
    "voices.take_back": by("duty", "heard warning"),
}
TOMORROW = {"ngay": f"{SOON}", "gio": "19:30"}
DIRECTORY = {
    "directory.say_wrong": by("guest", "entry", sai="phone"),
    "directory.add_entry": by(
        "directory_keeper", "office with a directory", ten="Công an Mẫu", dien_thoai="0900 000 203"
    ),
    "directory.change_entry": by(
        "directory_keeper", "entry", ten="Xe cấp cứu Mẫu", dien_thoai="115", version="1"
    ),
    "directory.check_entry": by("directory_keeper", "entry"),
    "directory.close_entry": by("directory_keeper", "entry"),
    "directory.reopen_entry": by("directory_keeper", "closed entry"),
    "directory.take_turn": by(
        "directory_keeper", "entry", ten="Lái Xe Thử", so="0900 000 204", tu=f"{SOON}T07:00",
        den=f"{SOON}T19:00",
    ),
    "directory.drop_turn": by("directory_keeper", "turn of duty"),
    "directory.say_guide_wrong": by("guest", "guide", buoc="1"),
    "directory.add_guide": by(
        "directory_keeper", "office with a directory", ten="Đăng ký kết hôn", buoc="Đến Một cửa"
    ),
    "directory.change_guide": by(
        "directory_keeper", "guide", ten="Đăng ký khai sinh", buoc="Đến Một cửa", version="1"
    ),
    "directory.check_guide": by("directory_keeper", "guide"),
    "directory.close_guide": by("directory_keeper", "guide"),
    "directory.send_guides_sheet": by(
        "directory_keeper", "office with a directory", file="{file: guides.csv}"
    ),
    "directory.check_guides_sheet": Sent(
        "directory_keeper", "sheet of guides", {"column-title": "0", "column-do": "1"}
    ),
    "directory.drop_guides_sheet": by("directory_keeper", "sheet of guides"),
    "directory.add_photo": by(
        "directory_keeper", "entry", photos="{file: photo.jpg}", mo_ta="Xe cấp cứu trước trạm"
    ),
    "directory.drop_photo": by("directory_keeper", "photo of an entry"),
    "directory.add_programme": by(
        "directory_keeper", "office with a directory", ten="Hỗ trợ máy sấy", loai="support"
    ),
    "directory.change_programme": by(
        "directory_keeper", "programme", ten="Hỗ trợ máy sấy", loai="support", version="1"
    ),
    "directory.close_programme": by("directory_keeper", "programme"),
    "directory.open_class": by("sender", "guide", lop="Lớp 1A", ten="Cô Mẫu"),
    "directory.join_class": by(
        "guest", "list of a class", ten="Mẹ cháu An", dong_y="1", idempotency_key=KEY
    ),
    "directory.say_done": by("sender", "place on a list"),
    "directory.say_not_done": Sent("sender", "place on a list", {}, effect=False),
    "directory.leave_class": by("sender", "place on a list"),
    "directory.remove_from_class": by("sender", "place on a list"),
    "directory.close_class": by("sender", "list of a class"),
    "directory.send_sheet": by(
        "directory_keeper", "office with a directory", file="{file: directory.csv}"
    ),
    "directory.check_sheet": Sent(
        "directory_keeper", "sheet of entries", {"column-kind": "0", "column-name": "1"}
    ),
    "directory.drop_sheet": by("directory_keeper", "sheet of entries"),
    "directory.ask_about": by("sender", "programme", hoi="Hợp tác xã có được vay không?"),
    "directory.withdraw_question": by("sender", "question about a programme"),
    "directory.answer_question": by(
        "directory_keeper", "question about a programme", version="1", words="Có."
    ),
    "directory.add_own": by("seller", "place for a business", ten="Nhà sàn Mẫu mới"),
    "directory.change_own": by("seller", "entry of a business", ten="Tên khác", version="1"),
    "directory.check_own": by("seller", "entry of a business"),
    "directory.say_own": by("seller", "entry to claim", co_so="{code of a business}"),
    "directory.withdraw_own": by("seller", "proposal for an entry"),
    "directory.accept_proposal": by("directory_keeper", "proposal for an entry", version="2"),
    "directory.refuse_proposal": by(
        "directory_keeper", "proposal for an entry", version="2", vi_sao="Tên chưa đúng"
    ),
    "directory.release_entry": by("directory_keeper", "entry of a business"),
}  # fmt: skip
LAND = {
    "enquiries.land_ask": by(
        "citizen",
        loai="use",
        noi="{commune of land}",
        words="Được xây không?",
        idempotency_key=KEY,
    ),
    "enquiries.land_withdraw": by("sender", "land question"),
    "enquiries.land_consent": by("sender", "land question"),
    "enquiries.land_reply": by(
        "land_adviser", "land question", version="{version of land question}", words="Được."
    ),
    "enquiries.land_publish": by(
        "land_adviser", "answered land question", cau="Tách thửa?", loi="Được."
    ),
}
PLANNING = {
    "planning.begin": by(
        "plan_keeper", "office with plans", ten="Khu chợ mới", loai="zone", paper="{file: plan.pdf}"
    ),
    "planning.add_version": by("plan_keeper", "plan", so="2/QĐ", paper="{file: plan.pdf}"),
    "planning.change": by("plan_keeper", "plan being prepared", ten="Khu mới", loai="general"),
    "planning.publish": by(
        "plan_keeper", "plan being prepared", version="{version of plan being prepared}"
    ),
    "planning.propose": by("plan_keeper", "plan being prepared", den_ngay=f"{SOON}"),
    "planning.withdraw": by("plan_keeper", "plan", ly_do="Nhầm tệp"),
}
OFFICE = "office with appointments"
A_SPAN = {"tu": "14:00", "den": "15:00", "phut": "30", "so_nguoi": "1"}
APPOINTMENTS = {
    "appointments.book": by("citizen", OFFICE, viec="ho-tich", luc="{free time}", ten="Lò Thị Thử"),
    "appointments.move": by("sender", "appointment", luc="{free time}"),
    "appointments.cancel": by("sender", "appointment"),
    "appointments.arrive": by("receiver", "appointment today"),
    "appointments.serve": by("receiver", "appointment here"),
    "appointments.miss": by("receiver", "appointment here"),
    "appointments.call": by("receiver", OFFICE, quay="1"),
    "appointments.walk_in": by("receiver", OFFICE, viec="ho-tich"),
    "appointments.add_office": by(
        "receiver", OFFICE, ten="Tiếp công dân Mẫu", so_quay="1", truoc="14"
    ),
    "appointments.change_office": by(
        "receiver", OFFICE, ten="Một cửa Mẫu", so_quay="3", truoc="14", version="1"
    ),
    "appointments.close_office": by("receiver", OFFICE),
    "appointments.reopen_office": by("receiver", "closed office"),
    "appointments.add_matter": by("receiver", OFFICE, ten="Đất đai"),
    "appointments.drop_matter": by("receiver", "matter of appointments"),
    "appointments.add_window": Sent("receiver", OFFICE, {"thu": "1", **A_SPAN}),
    "appointments.drop_window": by("receiver", "window of times"),
    "appointments.close_day": by("receiver", OFFICE, ngay=f"{SOON}", ly_do="Mất điện"),
    "appointments.open_day": Sent("receiver", OFFICE, {"ngay": f"{SOON}", **A_SPAN}),
    "appointments.drop_day": by("receiver", "day of times"),
}
COMMUNITY = {
    "community.found_team": by("next_head", "next village"),
    "community.add_area": by("village_head", "digital team", ten="Ngõ Ba", tu="50", den="60"),
    "community.drop_area": by("village_head", "area to drop"),
    "community.invite_member": by("village_head", "digital team", ho_ten="Người Mới"),
    "community.charge_member": by("village_head", "member", to_truong="1"),
    "community.drop_member": by("village_head", "invited member"),
    "community.bring_heads": by("village_head", "digital team"),
    "community.send_list": by("village_head", "digital team", file="{file: people.csv}"),
    "community.check_list": Sent(
        "village_head", "sheet of people", {"column-name": "0", "column-born": "1"}
    ),
    "community.drop_list": by("village_head", "sheet of people"),
    "community.join_team": by("citizen", ma="{invitation}"),
    "community.leave_team": by("team_member", "digital team"),
    "community.take_visit": by("team_lead", "visit that waits"),
    "community.leave_out_visit": by("team_lead", "visit to leave out"),
    "community.visit": Sent(
        "team_member", "area", {"idempotency_key": KEY, "so": "1", "viec": "helped"}
    ),
    "community.open_phones": by("team_member", "area", ly_do="visit"),
    "community.add_person": Sent(
        "team_member", "area", {"idempotency_key": KEY, "ho_ten": "Bàn Thử", "nam_sinh": "1980"}
    ),
    "community.read_card": Sent(
        "team_member", "area", {"anh": "{file: card.jpg}"}, answers=200, effect=False
    ),
    "community.read_card_of": Sent(
        "team_member", "person to help", {"anh": "{file: card.jpg}"}, answers=200, effect=False
    ),
    "community.open_card": Sent("team_member", "person to help", {"ly_do": "visit"}, answers=200),
    "community.drop_card": by("team_member", "person to help"),
    "community.change_person": by(
        "team_member", "person to help", ho_ten="Lò Thị Thử", nam_sinh="1971", version="1"
    ),
    "community.drop_person": by("team_lead", "person to take off"),
    "community.send_report": by("team_lead", "digital team", loi="Đủ người", kho_khan="Mất sóng"),
    "community.answer_difficulty": by("village_office", "difficulty", tra_loi="Đã báo viễn thông"),
    "community.begin_campaign": by(
        "village_office",
        "commune of teams",
        ten="Bình dân học vụ số",
        do="helped",
        phan_tram="50",
        tu_ngay="2026-01-01",
        den_ngay="2026-12-31",
    ),
    "community.set_target": by(
        "village_office", "campaign", thon="{code of village}", so_nguoi="40", chi_tieu="20"
    ),
    "community.enter_figure": by(
        "village_office",
        "campaign",
        thon="{code of village}",
        so="3",
        ngay="2026-06-01",
        nguon="Sổ của thôn",
    ),
    "community.withdraw_campaign": by("village_office", "campaign to withdraw"),
    "community.sign_pledge": by("team_lead", "campaign"),
    "community.add_criteria_set": by("province_office", ten="Bộ mới", loai="village"),
    "community.take_examples": by("province_office"),
    "community.begin_criteria_version": by("province_office", "criteria set"),
    "community.describe_criteria": by(
        "province_office",
        "criteria draft",
        so_quyet_dinh="9/QĐ",
        ngay_quyet_dinh="2026-01-02",
        ap_dung_tu="2026-01-03",
        diem_dat="1",
        dung_van_ban="1",
    ),
    "community.add_criterion": by(
        "province_office", "criteria draft", noi_dung="Có loa", cach_do="paper", diem="1"
    ),
    "community.change_criterion": by(
        "province_office", "criteria draft", noi_dung="Có tổ", cach_do="paper", diem="2"
    ),
    "community.drop_criterion": by("province_office", "criterion to drop"),
    "community.enact_criteria": by("province_office", "criteria to enact"),
    "community.send_criteria": by("province_office", "criteria draft", file="{file: criteria.csv}"),
    "community.check_criteria": Sent(
        "province_office", "sheet of criteria", {"column-title": "0", "column-tenths": "1"}
    ),
    "community.drop_criteria": by("province_office", "sheet of criteria"),
    "community.begin_score": by(
        "village_head", bo="{code of criteria that hold}", don_vi="{code of village}", nam="{year}"
    ),
    "community.claim_points": by(
        "village_head", "score to write", version="{version of score to write}", diem="1"
    ),
    "community.drop_score_paper": by("village_head", "evidence"),
    "community.send_score": by("village_head", "score to send"),
    "community.appraise_score": Sent(
        "village_office",
        "score to appraise",
        {"diem-{first criterion}": "2", "diem-{second criterion}": "1"},
    ),
    "community.send_score_back": by("village_office", "score to appraise", vi_sao="Thiếu giấy"),
    "community.publish_score": by("province_office", "score to publish"),
    "community.withdraw_score": by("province_office", "published score", vi_sao="Nhầm"),
    "community.add_skill": by("administrator", ten="Gọi video"),
    "community.keep_lesson": by(
        "administrator", "lesson", hinh="install", buoc="Mở máy", tu_lam="Một\nHai\nBa\nBốn\nNăm"
    ),
    "community.turn_skill": by("administrator", "skill", bat="0"),
}
CLASS = {
    "ten": "Gọi video", "ngay": f"{SOON}", "tu_gio": "19:30", "den_gio": "21:00", "noi": "Trường",
    "nguoi_day": "Cô Thử", "cho_ai": "everybody", "so_cho": "20",
}  # fmt: skip
TRAINING = {
    "community.join_training": by("citizen", "class", ten="Bà Học"),
    "community.leave_training": by("sender", "class"),
    "community.be_at_training": by("sender", "door of a class", ten="Bà Học"),
    "community.announce_training": by("village_head", "village", **CLASS),
    "community.change_training": by(
        "team_lead", "class to change", version="{version of class to change}", **CLASS
    ),
    "community.open_training": by("village_head", "class to open"),
    "community.close_training": by("team_lead", "class to close"),
    "community.hold_training": by("team_lead", "class to hold"),
    "community.open_lesson_class": by("sender", "lesson", lop="Lớp 5A", ten="Cô Mẫu"),
    "community.call_off_training": by("village_office", "class to call off", ly_do="Bão"),
    "community.add_training_file": by(
        "village_head", "class", ten="Tờ rơi", paper="{file: plan.pdf}"
    ),
    "community.drop_training_file": by("village_head", "file of a class"),
    "community.sign_up_for": by("team_member", "class", ten="Cụ Không Máy"),
    "community.drop_from_training": by("team_lead", "place in a class"),
    "community.tick_attendance": Sent(
        "team_member", "class that goes on", {"idempotency_key": KEY, "so": "1", "viec": "came"}
    ),
    "community.enter_hours": by(
        "team_lead", "digital team", ai="{helping member}", ngay="{today}", so_gio="2", viec="Hè"
    ),
    "community.approve_hours": by("village_head", "hours"),
    "community.strike_hours": by("team_lead", "hours to strike"),
}
VILLAGES = {
    "villages.open_phones": by("village_head", "village", ly_do="notice"),
    "villages.add_household": by(
        "village_head", "village", so="9", chu_ho="Lò Văn Thử", so_nguoi="4", dien_thoai=""
    ),
    "villages.change_household": by(
        "village_head", "household", so="1", chu_ho="Lò Văn Thử", so_nguoi="5", version="1"
    ),
    "villages.drop_household": by("village_head", "household to drop"),
    "villages.renew_slip": by("village_head", "household"),
    "villages.invite_household": by("village_head", "household"),
    "villages.send_list": by("village_head", "village", file="{file: households.csv}"),
    "villages.check_list": Sent(
        "village_head", "sheet of households", {"column-number": "0", "column-head": "1"}
    ),
    "villages.drop_list": by("village_head", "sheet of households"),
    "villages.join_household": by("citizen", ma="{slip}"),
    "villages.accept_household": by("citizen", "household to drop"),
    "villages.leave_household": by("sender"),
    "villages.send_notice": Sent(
        "village_head", "village", {"loai": "meeting", "viec": "Họp", "ai": "all", **TOMORROW}
    ),
    "villages.call_off": by("village_head", "village notice", ly_do="Mưa lớn"),
    "villages.drop_text": by("village_head", "kept text"),
    "villages.tick": Sent(
        "village_head", "village notice", {"idempotency_key": KEY, "so": "2", "viec": "told"}
    ),
    "villages.attend": Sent(
        "village_head", "meeting that goes on", {"idempotency_key": KEY, "so": "2", "viec": "came"}
    ),
    "villages.write_minutes": by("village_head", "meeting that goes on", noi_dung="Đã bàn xong"),
    "villages.approve_minutes": by(
        "village_head", "minutes to approve", version="{version of minutes to approve}"
    ),
    "villages.answer": by("sender", "village notice", tra_loi="going"),
    "villages.seen": by("sender", "village notice"),
    "villages.answer_by_link": by(
        "guest", "village notice", so="2", duoi="777", tra_loi="not_going"
    ),
    "villages.be_there": by("guest", "meeting that goes on", so="2", duoi="777"),
    "villages.begin_work": by("village_head", "village", ten="Đường bê tông", du_kien="50.000.000"),
    "villages.write_line": by(
        "village_head",
        "village work",
        loai="out",
        so_tien="500.000",
        ngay="{today}",
        noi_dung="Mua cát",
    ),
    "villages.end_work": by("village_head", "village work"),
    "villages.strike_line": by("village_head", "village work", vi_sao="Ghi nhầm"),
    "villages.add_group": by("village_head", "village", ten="Chi hội Phụ nữ"),
    "villages.change_group": by("village_head", "village group", ten="Chi đoàn"),
    "villages.drop_group": by("village_head", "village group"),
}
SURVEYS = {
    "surveys.begin": by(
        "writer", loai="survey", ten="Đường làng", danh="an-danh", moi="person", ai="area"
    ),
    "surveys.change": by(
        "writer", "survey draft", loai="survey", ten="Tên mới", danh="ten", moi="person", ai="area"
    ),
    "surveys.set_places": by("writer", "survey draft", xa=""),
    "surveys.add_question": by("writer", "survey draft", kieu="words", cau="Còn gì nữa?"),
    "surveys.set_sample": by("writer", "survey draft", so_mau="40"),
    "surveys.drop_question": by("writer", "survey draft"),
    "surveys.ask_review": by("writer", "survey draft"),
    "surveys.publish": by("editor", "survey draft", version="{version of survey draft}"),
    "surveys.end": by("editor", "survey"),
    "surveys.withdraw": by("editor", "survey"),
    "surveys.reply": by("editor", "counted survey", cach="explained", loi="Luật không cho."),
    "surveys.names": Sent("editor", "counted survey", {"ly_do": "Mời họp"}, answers=200),
    "surveys.publish_results": by("editor", "survey to tell", ket_luan="Tiếp thu."),
    "service_requests.follow_commune": by("citizen", "commune"),
    "service_requests.unfollow_commune": by("citizen", "followed commune"),
    "surveys.say_useful": by("guest", "page that asks", mat="fair", ve="/danh-ba"),
    "surveys.answer": Sent("citizen", "survey", {"q-1": "0"}),
    "surveys.help_answer": Sent(
        "counter", "survey", {"q-1": "0", "ho_ten": "Bà Thử", "nam_sinh": "1950"}
    ),
}
RESCUE = {
    "news.call_rescue": by(
        "citizen", "alert", idempotency_key=KEY, place="{commune}", people="2", need="food"
    ),
    "news.say_safe": by("sender", "rescue call"),
    "news.hold_rescue": by("guest", "rescue link"),
    "news.take_rescue": by("duty", "rescue"),
    "news.take_rescue_over": by("duty", "rescue taken", version="{version of rescue taken}"),
    "news.give_rescue_back": by("duty", "rescue taken", version="{version of rescue taken}"),
    "news.settle_rescue": by("duty", "rescue", version="{version of rescue}", outcome="rescued"),
    "news.part_rescue": by(
        "duty", "rescue of two", version="{version of rescue of two}", call="{second call}"
    ),
}
POSTS: dict[str, Sent] = {
    **ACCOUNTS, **BILLS, **DESK, **MARKET, **NEWS, **NOTIFICATIONS_AND_MONEY, **CITIZENS,
    **OFFICIALS, **ADMINISTRATION, **PROTECTION, **VOICES, **VILLAGES, **DIRECTORY, **SURVEYS,
    **COMMUNITY,
    **TRAINING, **RESCUE, **PLANNING, **LAND, **APPOINTMENTS,
}  # fmt: skip
