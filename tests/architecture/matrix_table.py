"""Who comes how far: a line for every pair of rule and loader that a route declares.

``who(acts, sees)``: those named reach the view; those who ``see`` the thing are told that they
may not (403, or to sign in); for all others it is not there (404). Where nothing is loaded,
others are refused. A new route with a known rule and loader needs no line.
"""

from typing import Any

from tests.architecture.matrix_appointments import APPOINTMENTS
from tests.architecture.matrix_community import COMMUNITY
from tests.architecture.matrix_directory import DIRECTORY
from tests.architecture.matrix_land import LAND
from tests.architecture.matrix_market import MARKET
from tests.architecture.matrix_planning import PLANNING
from tests.architecture.matrix_rescue import RESCUE
from tests.architecture.matrix_surveys import SURVEYS
from tests.architecture.matrix_villages import VILLAGES
from tests.architecture.matrix_who import (
    ADMINISTRATORS,
    BILLS,
    DESK,
    EVERYBODY,
    SIGNED_IN,
    WITH_A_LINK,
    Who,
    only,
    who,
)


def reports(ordinary: Any, about: Any, sealed: Any) -> dict[str, Who]:
    """A line of the desk of reports: those at work in the office, over officials, sealed."""
    return {
        "public report": _left("handler lead operator", ordinary),
        "private report": _left("handler lead operator", ordinary),
        "guest's report": _left("handler lead operator", ordinary),
        "report about officials": _left("overseer operator", about),
        "sealed report": _left("operator receptionist", sealed),
    }


def _left(handlers: str, acts: str) -> Who:
    return who(acts, " ".join(set(handlers.split()) - set(acts.split())))


OWN = {
    "public report": who("sender"),
    "private report": who("sender"),
    "report about officials": who("sender"),
    "sealed report": who("sender"),
    "guest's report": who("link"),
}
SHOWN = {
    "public report": who(EVERYBODY),
    "unread report": who(EVERYBODY),
    "guest's report": who(EVERYBODY),
    "private report": who("sender handler lead operator"),
    "report about officials": who("sender overseer operator"),
    "sealed report": who("sender operator receptionist"),
}
FILES = {
    **SHOWN,
    "public report": SHOWN["private report"],
    "unread report": SHOWN["private report"],
    "guest's report": who("link handler lead operator"),
}
"""Photos nobody has chosen to show: whatever the report, they are the sender's and the office's."""
ACCOUNTS = {
    "AnybodySignedIn | -": only(SIGNED_IN),
    "Everybody | -": only(EVERYBODY),
    "AnybodySignedIn | accounts.views.connections.offered": only(SIGNED_IN),
    "AnybodySignedIn | accounts.views.through.connectable": {"provider": who(SIGNED_IN)},
    "AnybodySignedIn | accounts.views.through.of_citizens": only(SIGNED_IN),
    "Everybody | accounts.views.through.configured": {"provider": who(EVERYBODY)},
    "Everybody | accounts.views.through.of_citizens": only(EVERYBODY),
    "accounts.policies.may_administer | -": only(ADMINISTRATORS),
    "accounts.policies.may_administer_agency | accounts.views.admin_agencies.agency_by_code": {
        "agency": who(ADMINISTRATORS, EVERYBODY)
    },
    "accounts.policies.may_administer_official | accounts.views.admin_officials.official_by_code": {
        "official": who(ADMINISTRATORS, EVERYBODY)
    },
    "accounts.policies.may_close | accounts.views.admin_officials.official_by_code": {
        "official": who(ADMINISTRATORS, EVERYBODY)
    },
    "accounts.policies.may_take | accounts.views.admin_officials.right_of": {
        "official": who(ADMINISTRATORS, EVERYBODY)
    },
    "accounts.policies.may_change_phone | -": only("counter"),
    "accounts.views.counter.may_confirm | accounts.views.counter.waiting_change": {
        "change of number": who("counter")
    },
    "Everybody | accounts.views.counter.<lambda> | accounts.asked_number": {
        "change of number": who(EVERYBODY)
    },
    "Everybody | accounts.views.counter.<lambda> | accounts.object_to_number": {
        "change of number": who(EVERYBODY)
    },
    "accounts.views.admin_officials.may_decide | accounts.views.admin_officials.proposal_of": {
        "proposed right": who(ADMINISTRATORS, EVERYBODY)
    },
    "accounts.policies.may_issue_helper_code | -": only("counter"),
    "accounts.policies.is_official | -": only(
        f"{DESK} {ADMINISTRATORS} counter clerk other_clerk market writer editor duty protector"
        " village_head next_head village_office directory_keeper next_keeper"
        " plan_keeper land_adviser province_office receiver next_receiver"
    ),
    "accounts.policies.may_operate | -": only("operator"),
    "accounts.views.limits.may_act | accounts.views.limits.load_refusal": {
        "refusal by a limit": who("operator", EVERYBODY)
    },
    "accounts.views.limits.may_act | accounts.views.limits.load_closed": {
        "closed source": who("operator", EVERYBODY)
    },
    "accounts.views.devices.is_own | accounts.views.devices.own_session": {
        "session": who("sender")
    },
    "accounts.views.devices.is_own | accounts.views.devices.once_own_session": {
        "session": who("sender")
    },
    "notifications.policies.may_be_told | -": only(WITH_A_LINK),
    "notifications.policies.may_read | notifications.queries.one_of": {
        "notification": who("sender")
    },
    "Everybody | notifications.mail.models.by_token": {"mail address": who(EVERYBODY)},
    "Everybody | places.views.<lambda> | places.villages": {"commune": who(EVERYBODY)},
    "pwa.views.no_signal.may_see | -": only("operator"),
}
REPORTS = {
    "Everybody | service_requests.desk.due.by_token": {"calendar link": who(EVERYBODY)},
    "AnybodySignedIn | sheets.out.asking.own": {"own export": who("handler")},
    "AnybodySignedIn | service_requests.desk.saved_filters.own": {"own filter": who("handler")},
    "Everybody | service_requests.loading.by_code": SHOWN,
    "Everybody | service_requests.following.views.following.listed": {
        name: each if each.acts is EVERYBODY else who("") for name, each in SHOWN.items()
    },
    "Everybody | service_requests.enclosures.views.load_photo": FILES,
    "Everybody | service_requests.enclosures.views.load_voice": FILES,
    "Everybody | service_requests.enclosures.views.load_shown": FILES,
    "Everybody | service_requests.enclosures.views.load_paper": FILES,
    "AnybodySignedIn | service_requests.following.views.communes.commune": {
        "commune": who(SIGNED_IN)
    },
    "AnybodySignedIn | service_requests.loading.linked": {
        **OWN,
        "guest's report": who(""),
    },
    "service_requests.rights.may_handle | "
    "service_requests.joining.acts.handled_with_leader": reports(
        "handler lead operator", "overseer operator", "operator receptionist"
    ),
    "service_requests.rights.is_owner | service_requests.loading.owned": OWN,
    "service_requests.rights.may_handle | service_requests.loading.handled": reports(
        "handler lead operator", "overseer operator", "operator receptionist"
    ),
    "service_requests.desk.views.covering.may_cover | "
    "service_requests.desk.views.covering.load_photographed": reports(
        "handler lead operator", "overseer operator", "operator receptionist"
    ),
    "Everybody | service_requests.showing.queries.by_code": {
        "shown repair": who(EVERYBODY),
        "public report": who(""),
    },
    "service_requests.showing.rights.may_pick | service_requests.loading.handled": {
        **reports("lead operator", "", ""),
        "private report": who("", "handler lead operator"),
    },
    "service_requests.routing.rights.may_seal | service_requests.loading.handled": reports(
        "handler lead operator", "overseer operator", "operator receptionist"
    ),
    "service_requests.routing.rights.may_take | service_requests.loading.handled": reports(
        "handler lead", "overseer", ""
    ),
    "service_requests.routing.rights.may_assign | service_requests.loading.handled": reports(
        "lead operator", "operator", "operator"
    ),
    "service_requests.routing.rights.may_route | service_requests.loading.handled": reports(
        "operator", "operator", "operator"
    ),
    "service_requests.routing.rights.may_open_again | service_requests.loading.handled": reports(
        "lead operator", "operator", "operator"
    ),
    "service_requests.routing.rights.may_hand_on | service_requests.loading.handled": reports(
        "", "", "operator receptionist"
    ),
    "service_requests.answering.rights.may_amend | service_requests.loading.handled": reports(
        "handler lead operator", "overseer operator", "operator receptionist"
    ),
    "service_requests.routing.rights.may_give_back | service_requests.loading.handled": reports(
        "handler lead", "overseer", ""
    ),
    "service_requests.routing.rights.may_ask_support | service_requests.loading.handled": (
        reports("handler lead operator", "", "")
    ),
    "service_requests.desk.rights.may_see_phone | service_requests.loading.handled": reports(
        "lead operator", "operator", "operator"
    ),
    "service_requests.answering.rights.may_approve | service_requests.loading.handled": (
        reports("lead", "", "")
    ),
    "service_requests.routing.rights.may_support | "
    "service_requests.routing.supporting.part_by_code": {"part": who("neighbour")},
    "service_requests.intake.rights.may_take_for_others | -": only("counter"),
    "service_requests.intake.rights.may_take_for_others_of | "
    "service_requests.intake.queries.taken_in": {
        "report taken in": who("counter"),
        "public report": who(""),
    },
}
DESK_OF_REPORTS = {
    "operation.watching.views.may_try | operation.watching.state.failed_job": {
        "failed job": who("administrator", EVERYBODY)
    },
    "service_requests.rights.may_take_in | -": only(DESK),
    "service_requests.clock.rights.may_see_promises | -": only("handler lead operator neighbour"),
    "service_requests.leading.rights.may_lead | -": only("lead operator"),
    "service_requests.desk.rights.may_find_by_phone | -": only("lead operator"),
    "service_requests.directing.rights.may_direct | -": only("lead operator"),
    "service_requests.directing.rights.may_read_register | -": only(
        "handler lead operator neighbour"
    ),
    "service_requests.directing.rights.may_see_direction | "
    "service_requests.directing.queries.by_code": {"direction": who("handler lead operator")},
    "service_requests.directing.rights.may_answer | service_requests.directing.queries.by_code": {
        "direction": who("handler", "lead operator")
    },
    "service_requests.directing.rights.may_take_back | "
    "service_requests.directing.queries.by_code": {"direction": who("lead", "handler operator")},
    "service_requests.showing.rights.may_blank | -": only("operator administrator"),
    "service_requests.showing.rights.may_unblank | service_requests.mapping.blanks.by_number": {
        "area left out": who("operator administrator", EVERYBODY)
    },
    "service_requests.clock.rights.may_set_calendar | -": only("operator administrator"),
    "service_requests.catalogue.rights.may_administer | -": only("administrator"),
    "service_requests.answering.rights.may_write_templates | -": only(f"lead {ADMINISTRATORS}"),
    "service_requests.answering.rights.may_change_template | "
    "service_requests.answering.template_queries.template_by_code": {
        "answer template": who(f"lead {ADMINISTRATORS}", EVERYBODY)
    },
    "service_requests.routing.views.absence.may_end | "
    "service_requests.routing.views.absence.absence_by_id": {
        "absence": who(f"handler lead {ADMINISTRATORS}")
    },
    "service_requests.routing.views.absence.may_settle | "
    "service_requests.routing.views.absence.official": {"official": who(f"lead {ADMINISTRATORS}")},
    **{
        f"service_requests.catalogue.rights.may_change | service_requests.catalogue.{loader}": {
            thing: who("administrator", EVERYBODY)
        }
        for loader, thing in {
            "administration.reason": "reason",
            "administration.service": "service",
            "administration.urgency_class": "urgency class",
            "question_queries.by_code": "question",
            "flag_words.word": "word to flag",
            "administration.named_rule": "rule",
            "administration.removed_by_id": "removed rule",
        }.items()
    },
}
BILLS_AND_MONEY = {
    "bills.policies.runs_billers | -": only(ADMINISTRATORS),
    "bills.policies.sees_tariffs | -": only(BILLS),
    "bills.policies.may_clerk | bills.queries.billers.managed_biller": {
        "biller": who("clerk"),
        "ledger": who("other_clerk"),
    },
    "bills.policies.may_clerk | bills.views.desk_ledger.load_ledger": {
        "biller": who(""),
        "ledger": who("other_clerk"),
    },
    "bills.policies.may_clerk_bill | bills.queries.desk.clerks_bill": {"bill": who("clerk")},
    "bills.policies.may_connect | bills.views.running.connectable": {
        "biller": who("clerk administrator"),
        "ledger": who(""),
    },
    "bills.policies.may_edit_tariff | bills.views.tariffs.readable_tariff": {
        "common tariff": who("administrator", "clerk other_clerk branch_admin")
    },
    "bills.policies.may_edit_taxes | bills.views.tariffs.readable_tariff": {
        "common tariff": who("administrator", "clerk other_clerk branch_admin")
    },
    "bills.views.tariffs.may_read | bills.views.tariffs.readable_tariff": {
        "common tariff": who(BILLS)
    },
    "bills.policies.may_export | bills.views.desk.exported": {"biller": who("clerk")},
    "bills.policies.may_follow | bills.queries.mine.my_subscription": {
        "followed code": who("sender"),
        "own meter": who("sender"),
    },
    "bills.policies.may_follow | bills.views.own_readings.load_own": {
        "followed code": who(""),
        "own meter": who("sender"),
    },
    "bills.policies.may_read_bill | bills.queries.bills.readable_bill": {
        "bill": who("sender clerk")
    },
    "bills.policies.may_run | bills.views.running.run_biller": {"biller": who("administrator")},
    "bills.policies.own_card | bills.queries.mine.my_insurance": {"insurance card": who("sender")},
    "bills.views.desk_cuts.may_cancel | bills.queries.desk.managed_cut": {
        "planned cut": who("clerk")
    },
    "bills.views.desk_readings.may_go_round | bills.views.desk_readings.load_round": {
        "ledger": who("other_clerk")
    },
    "bills.views.desk_readings.may_read_meter | bills.views.desk_readings.load_customer": {
        "ledger": who("other_clerk")
    },
    "sheets.views.may_handle | bills.views.desk_sheets.load_sheet": {
        "sheet of bills": who("clerk"),
        "sheet of a statement": who(""),
    },
    "payments.policies.may_manage | payments.queries.managed_account": {
        "bank account": who("clerk")
    },
    "payments.policies.may_manage | payments.queries.managed_statement": {
        "statement": who("clerk")
    },
    "payments.policies.may_manage | payments.views.accounts.load": {
        "owner of an account": who("clerk")
    },
    "payments.policies.may_manage | payments.views.statements.load_upload": {
        "sheet of a statement": who("clerk"),
        "sheet of bills": who(""),
    },
    "payments.policies.may_match | payments.queries.managed_line": {"bank line": who("clerk")},
}
NEWS = {
    "Everybody | news.queries.alerts.by_code": {"alert": who(EVERYBODY)},
    "Everybody | news.queries.articles.by_code": {"article": who(EVERYBODY), "draft": who("")},
    "Everybody | news.views.photos.load_article_photo": {"article": who(EVERYBODY)},
    "news.policies.works_at_desk | -": only("writer editor duty"),
    "news.policies.works_on_news | -": only("writer editor"),
    "news.policies.may_alert | -": only("duty"),
    "news.policies.may_run_feeds | -": only("editor"),
    "news.policies.may_change_alert | news.queries.alerts.run_by": {"alert": who("duty")},
    "Everybody | news.views.photos.load_alert_photo": {"article": who("")},
    **{
        f"news.views.alert_templates.<lambda> | news.views.alert_templates.load | news.{view}": {
            "prepared alert": who("duty", EVERYBODY)
        }
        for view in ("edit_template", "drop_template")
    },
    "news.policies.may_change_feed | news.queries.feeds.by_id": {"feed": who("editor")},
    "news.policies.may_edit | news.queries.articles.edited": {"draft": who("writer editor")},
    "news.policies.may_edit | news.views.editor_acts.<lambda> | news.change_photo": {
        "draft": who("writer editor")
    },
    "news.policies.may_publish | news.queries.articles.edited": {"draft": who("editor", "writer")},
}
PROTECTION = {
    "accounts.policies.administers_all | -": only("administrator"),
    "operation.units.views.may_drop | operation.units.views.load_change": {
        "change of units": who("administrator", EVERYBODY)
    },
    "operation.provisioning.views.may_see | operation.provisioning.views.load_workbook": {
        "workbook": who("administrator", EVERYBODY)
    },
    "operation.checking.views.may_change | operation.checking.views.load_fact": {
        "fact": who("administrator", EVERYBODY)
    },
    "operation.checking.views.may_change | operation.checking.views.load_contact": {
        "number to call": who("administrator", EVERYBODY)
    },
    "Everybody | enquiries.queries.own": {"enquiry": who("sender")},
    "Everybody | enquiries.views.load_file": {"enquiry": who("sender operator")},
    "enquiries.queries.may_answer | -": only("operator"),
    "enquiries.views.may_answer_it | enquiries.queries.any_of": {
        "enquiry": who("operator", EVERYBODY)
    },
    "personal_data.rights.may_protect | -": only("protector"),
    "personal_data.rights.may_act | personal_data.keeping.load_kind": {
        "kind of thing kept": who("protector", EVERYBODY)
    },
    "personal_data.rights.may_act | personal_data.asking.queries.any_of": {
        "request about data": who("protector", EVERYBODY)
    },
    "personal_data.rights.may_act | personal_data.asking.views.load_with_act": {
        "request about data": who("protector", EVERYBODY)
    },
    "Everybody | personal_data.asking.views.load_file": {
        "request about data": who("sender protector")
    },
    "personal_data.asking.views.is_own | personal_data.asking.queries.own": {
        "request about data": who("sender")
    },
    "personal_data.rights.may_act | personal_data.breaching.actions.by_code": {
        "leak": who("protector", EVERYBODY)
    },
    "personal_data.rights.may_act | personal_data.breaching.views.load_with_act": {
        "leak": who("protector", EVERYBODY)
    },
    "personal_data.rights.may_act | personal_data.processing.load_format": {
        "format of records": who("protector", EVERYBODY)
    },
    "personal_data.rights.may_act | personal_data.keeping.load_hold": {
        "hold": who("protector", EVERYBODY)
    },
}
VOICES = {
    "Everybody | voices.messages.load": {
        "heard warning": who(EVERYBODY),
        "heard report": SHOWN["private report"],
        "fixed phrase": who(EVERYBODY),
    },
    "Everybody | voices.views.listening.load_sound": {"heard warning": who(EVERYBODY)},
    "Everybody | voices.views.listening.load_voice": {"heard warning": who(EVERYBODY)},
    "voices.views.speaking.works_here | -": only("editor duty"),
    "voices.views.speaking.<lambda> | voices.messages.load | voices.of_message": {
        "heard warning": who("duty", EVERYBODY),
        "heard report": who("", "sender handler lead operator"),
    },
    "voices.views.speaking.may_say | voices.views.speaking.load": {
        "heard warning": who("duty", EVERYBODY),
    },
}
LINES: dict[str, dict[str, Who]] = {
    **PROTECTION, **ACCOUNTS, **REPORTS, **DESK_OF_REPORTS, **BILLS_AND_MONEY, **MARKET, **NEWS,
    **VOICES, **VILLAGES, **DIRECTORY, **SURVEYS, **COMMUNITY, **PLANNING, **LAND,
    **RESCUE, **APPOINTMENTS,
}  # fmt: skip
