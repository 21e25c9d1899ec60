"""Notifications and browsers that get them."""

from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.notifications import actions
from app.notifications.encryption import Keys
from app.notifications.endpoints import PushServices
from app.notifications.models import Notification, PushSubscription
from tests.sinks.push_sink import Browser

CODE = "LC-7K3M-9QXF"
ABOUT = {"code": CODE, "service": {"vi": "Đèn đường", "en": "Street lamp"}}


def notification(user: User | None = None, **values: Any) -> Notification:
    """Give a stored notification, by default of a reply and unread."""
    now: datetime = values.pop("created_at", clock.now())
    given = {"kind": "replied", "parameters": ABOUT, "url": f"/phan-anh/{CODE}"}
    given |= {"dedupe_key": f"key-{_number()}", "created_at": now, "push_after": now}
    row = Notification(user_id=user.id if user else None, **{**given, **values})
    db.session.add(row)
    db.session.flush()
    return row


def browser(name: str = "phone", origin: str = "https://fcm.googleapis.com") -> Browser:
    """Give a browser with keys of its own that is subscribed nowhere yet."""
    return Browser(name, origin)


def keys_of(browser: Browser) -> Keys:
    """Give the keys that ``browser`` publishes."""
    return Keys.from_text(**browser.as_json()["keys"])


def subscription(viewer: Viewer, browser: Browser) -> PushSubscription:
    """Have ``browser`` tell ``viewer``."""
    place = browser.endpoint.split("/")[2]
    extra = [place] if ":" in place else []
    endpoint = PushServices(extra, local_allowed=True).check(browser.endpoint)
    return actions.subscribe(viewer, endpoint, keys_of(browser), clock.now())


_numbers = iter(range(1, 1_000_000))


def _number() -> int:
    return next(_numbers)
