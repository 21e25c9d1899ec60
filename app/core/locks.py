"""The order in which rows are locked: who waits for whom never makes a ring.

A transaction locks by changing a row or by ``for_change`` (core/db), and goes on downwards in
``ORDER`` only; rows of one table in the order of their numbers, a report that leads others
before those it leads. Money comes first, since it arrives at an account, goes to a request and
on to what the request is about. Reference: docs/decisions/095.

A row that is only read is not locked, but for ``GUARDS``: rows that stand for others, so that
what is counted or looked up below them holds until the commit.
"""

ORDER = (
    # the form's key is claimed before anything; then what proves who it is, and whose it is
    "bill_subscription",
    "one_time_code",
    "activation",
    "user",
    "push_subscription",
    # what is a person's or an office's own
    "mail_address",
    "closed_source",
    "transfer_code",
    "helper_code",
    "grant",
    "feed_source",
    "alert_template",
    "insurance_card",
    "planned_cut",
    "tariff",
    "market_complaint",
    "market_takedown",
    "data_request",
    "data_breach",
    "fair",
    "sheet_upload",
    # a village's list, and what it was told
    "household",
    "village_group",
    "village_notice",
    "village_reach",
    "village_work",
    # what an office keeps in the directory
    "directory_entry",
    "directory_proposal",
    "directory_guide",
    "directory_class",
    "directory_programme",
    "directory_question",
    "planning_plan",
    # where people are received, and who comes
    "appointment_office",
    "appointment",
    # what villages, communes and agencies are scored by
    "criteria_set",
    "criteria_version",
    "criteria_score",
    # a team, whom it helps, and how
    "community_skill",
    "community_team",
    "community_member",
    "community_visit",
    "community_person",
    "community_difficulty",
    "community_campaign",
    "community_training",
    "community_hours",
    # reports, and whose goods they are
    "service_request",
    "shop",
    "fair_offer",
    # money, and what it is for
    "bank_account",
    "payment_request",
    "market_order",
    "bill",
    "biller",
    "product",
    "land_question",
    "enquiry",
    "survey",
    "survey_box",
    "survey_point",
    # what is written and sent
    "direction",
    "spoken_message",
    "article",
    "alert",
    "rescue",
    # what was told of it: whoever acts on a report has read what they were told of it
    "notification",
    # a list that is being made, once its rows were read
    "export",
)
"""From what is locked first to what is locked last; all else is locked by changing it alone."""

GUARDS = {
    "user": "the one mail address, and all that is one person's while it is erased",
    "one_time_code": "the one use that it is good for",
    "bill_subscription": "the tries to prove it, and the readings sent by it",
    "tariff": "its versions and rates",
    "biller": "what its program is asked",
    "bank_account": "its lines, statements and matches",
    "payment_request": "the bill or order that it is for",
    "market_order": "its steps, and the stock that it holds",
    "bill": "what is said of its payment",
    "shop": "its people, its products and how many they are",
    "product": "its offers and pictures",
    "service_request": "its steps, and the reports under it",
    "grant": "what it opens, while it becomes an account's",
    "article": "its pictures, and what is typed and not saved",
    "alert": "its sending, to which house a call for rescue under it belongs",
    "rescue": "the calls from it",
    "household": "whose it is, its phones",
    "village_group": "its households",
    "village_notice": "what its households said, its minutes",
    "village_work": "its lines",
    "directory_entry": "its words, its turns of duty, what is said to be wrong of it",
    "directory_proposal": "what it is about, and its one answer",
    "directory_guide": "its versions, which of its steps is said to be wrong",
    "directory_question": "its one answer",
    "directory_class": "who stands on it, and who is done",
    "planning_plan": "its versions, and which of them holds",
    "appointment_office": "the seats of its slots, the numbers of its days, who is called next",
    "appointment": "whether it still stands, while its times are taken away",
    "criteria_set": "its versions, and which of them holds",
    "criteria_version": "its criteria, and the scores by it",
    "community_skill": "its card",
    "village_reach": "the one answer of its household",
    "land_question": "its one answer, and what is published of it",
    "survey": "who has answered, what lies in its box, and that it is counted once",
    "community_team": "its areas, its members, the places of its list",
    "community_member": "what they look after",
    "community_person": "the visits to them",
    "community_visit": "whether it counts",
    "community_difficulty": "its one answer",
    "community_campaign": "its targets, who signs, what is entered by hand",
    "community_training": "its places, who waits for one, who is there",
    "community_hours": "whether they count",
}
"""Tables whose rows may be locked without a change, and what they stand for."""
