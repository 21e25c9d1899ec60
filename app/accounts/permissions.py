"""What an official may be allowed to do in an agency and in all agencies below it."""

from typing import Any

from flask_babel import lazy_gettext as _l

HANDLE = "handle"
LEAD = "lead"
OPERATE = "operate"
RECEPTION = "reception"
OVERSEE_OFFICIALS = "oversee_officials"
SEE_PHONE = "see_phone"
ISSUE_HELPER_CODE = "issue_helper_code"
INTAKE = "intake"
CHANGE_PHONE = "change_phone"
ADMINISTER = "administer"
CLERK = "clerk"
WRITE_NEWS = "write_news"
PUBLISH_NEWS = "publish_news"
ALERT = "alert"
MARKET = "market"
PROTECT = "protect"
HEAD_VILLAGE = "head_village"
OVERSEE_VILLAGES = "oversee_villages"
KEEP_DIRECTORY = "keep_directory"
KEEP_PLANNING = "keep_planning"
ADVISE_LAND = "advise_land"
RECEIVE = "receive"

LABELS: dict[str, Any] = {
    HANDLE: _l("Receive, reply to and close reports"),
    LEAD: _l("Assign and approve, see the agency's figures"),
    OPERATE: _l("Operate: route reports, moderate"),
    RECEPTION: _l("Citizens' reception: sealed complaints and denunciations"),
    OVERSEE_OFFICIALS: _l("See reports about officials of agencies below"),
    SEE_PHONE: _l("See a sender's phone number, with a reason"),
    INTAKE: _l("Take in reports by phone, at the counter, on paper"),
    ISSUE_HELPER_CODE: _l("Give helper's codes for signing in"),
    CHANGE_PHONE: _l("Change a citizen's phone number at the counter"),
    CLERK: _l("Bills: import, publish, correct, match payments"),
    WRITE_NEWS: _l("News: write and send for review"),
    PUBLISH_NEWS: _l("News: review, publish, correct, withdraw"),
    ALERT: _l("Alerts: send, update, give the all-clear"),
    MARKET: _l("Market office: confirm shops, review listings, act on complaints"),
    HEAD_VILLAGE: _l("Head of a village: its households, notices and meetings"),
    OVERSEE_VILLAGES: _l("Villages: post for their heads, see how many were reached"),
    KEEP_DIRECTORY: _l("Directory: keep places, people of service, duty"),
    KEEP_PLANNING: _l("Planning documents: publish, replace, open to comments"),
    ADVISE_LAND: _l("Land: answer questions, publish good answers"),
    RECEIVE: _l("Appointments: keep the times, call people in at the counter"),
    PROTECT: _l("Personal data: people's requests, how long things stay, leaks"),
    ADMINISTER: _l("Administer agencies, officials and rights"),
}
SHORT: dict[str, Any] = {
    HANDLE: _l("Handles reports"),
    LEAD: _l("Head"),
    OPERATE: _l("Operates"),
    RECEPTION: _l("Reception"),
    OVERSEE_OFFICIALS: _l("Oversees officials"),
    SEE_PHONE: _l("Sees numbers"),
    INTAKE: _l("Takes in"),
    ISSUE_HELPER_CODE: _l("Helper's codes"),
    CHANGE_PHONE: _l("Changes numbers"),
    CLERK: _l("Clerk"),
    WRITE_NEWS: _l("Writes news"),
    PUBLISH_NEWS: _l("Publishes news"),
    ALERT: _l("Sends alerts"),
    MARKET: _l("Runs the market"),
    HEAD_VILLAGE: _l("Village head"),
    OVERSEE_VILLAGES: _l("Oversees villages"),
    KEEP_DIRECTORY: _l("Keeps the directory"),
    KEEP_PLANNING: _l("Keeps planning documents"),
    ADVISE_LAND: _l("Advises on land"),
    RECEIVE: _l("Appointments"),
    PROTECT: _l("Data protection"),
    ADMINISTER: _l("Administers"),
}
"""A word or two for each, as tables and workbooks have them."""
ALL = frozenset(LABELS)
EVERYWHERE = frozenset({OPERATE, RECEPTION, PROTECT})
"""They reach the whole province from whatever agency they are held in."""
GRAVE = frozenset({OPERATE, RECEPTION, SEE_PHONE, CHANGE_PHONE, ADMINISTER, PROTECT, HEAD_VILLAGE})
"""Sealed matters, numbers, whole villages, administration, deletion: two administrators give."""
DELEGABLE = (HANDLE, LEAD, OPERATE, OVERSEE_OFFICIALS)
"""What a deputy may do for somebody absent; a second factor's powers are never lent.

A lent OPERATE routes reports; what is sealed and phone numbers need one of the deputy's own.
"""
