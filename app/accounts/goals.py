"""What the front page's search finds of accounts and settings."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core.navigation import Goal

GOALS = (
    Goal(
        "accounts.sign_in", _l("Sign in by phone"), "phone",
        lazy_pgettext("typed", "sign in, log in, register, make an account, one-time code"),
    ),
    Goal(
        "accounts.edit_phone", _l("Change my phone number"), "phone",
        lazy_pgettext("typed", "change my phone number, new number, new SIM, another SIM card"),
    ),
    Goal(
        "accounts.lost_phone", _l("My old number is gone"), "phone",
        lazy_pgettext(
            "typed",
            "lost my SIM, lost my number, "
            "old number does not work, cannot get the code",
        ),
    ),
    Goal(
        "accounts.edit_name", _l("Change my name"), "person",
        lazy_pgettext("typed", "change my name, my name is wrong"),
    ),
    Goal(
        "accounts.edit_quiet_hours", _l("Quiet hours"), "clock",
        lazy_pgettext(
            "typed",
            "no messages at night, silent at night, "
            "turn notifications off, too many messages",
        ),
    ),
    Goal(
        "accounts.show", _l("Large text"), "eye",
        lazy_pgettext("typed", "large text, bigger letters, hard to read, text size"),
        _l("On the page Account, under Reading"),
    ),
    Goal(
        "accounts.show", _l("Language"), "settings",
        lazy_pgettext("typed", "change the language, English, Vietnamese"),
        _l("On the page Account, under Reading"),
    ),
    Goal(
        "accounts.reading", _l("The language I speak"), "noise",
        lazy_pgettext(
            "typed",
            "Tay language, Dao language, Hmong language, Thai language, hear it in my language",
        ),
        values={"_anchor": "voice"},
    ),
    Goal(
        "accounts.show", _l("Load photos only when tapped"), "photo",
        lazy_pgettext("typed", "save mobile data, less data, slow network, no photos"),
        _l("On the page Account, under Reading"),
    ),
    Goal(
        "accounts.choose_home", _l("Where I live"), "home",
        lazy_pgettext("typed", "my village, my commune, I moved, place of residence"),
    ),
    Goal(
        "accounts.edit_pin", _l("PIN for a shared phone"), "lock",
        lazy_pgettext("typed", "PIN, lock the app, shared phone, somebody else uses my phone"),
    ),
    Goal(
        "accounts.devices", _l("My devices"), "list",
        lazy_pgettext(
            "typed",
            "lost phone, stolen phone, "
            "sign out other phones, where am I signed in",
        ),
    ),
    Goal(
        "accounts.other_device", _l("Open on another device"), "qr",
        lazy_pgettext("typed", "new phone, another phone, move my reports, six digits, computer"),
    ),
    Goal(
        "accounts.data", _l("My data"), "download",
        lazy_pgettext("typed", "download my data, copy of my data, what is known about me"),
    ),
    Goal(
        "accounts.confirm_erasure", _l("Erase my account"), "bin",
        lazy_pgettext("typed", "delete my account, erase me, close the account"),
    ),
    Goal(
        "accounts.show", _l("Sign out"), "logout",
        lazy_pgettext("typed", "sign out, log out"),
        _l("At the end of the page Account"),
    ),
    Goal(
        "accounts.show_terms", _l("Terms of use"), "note",
        lazy_pgettext("typed", "terms, rules of use"),
    ),
    Goal(
        "accounts.show_privacy", _l("How my data is used"), "shield",
        lazy_pgettext("typed", "privacy, personal data, who sees my data, cookies"),
    ),
)  # fmt: skip
