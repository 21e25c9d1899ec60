"""Messages pushed to a phone's service worker, and the tap on what it shows."""

import json
from typing import Any

from tests.browser.queue_phone import QueuePhone

TAP = """async (title) => {
  const shown = await self.registration.getNotifications();
  const notification = shown.find((each) => each.title === title);
  const opened = new Promise((done) => { self.clients.openWindow = async (url) => done(url); });
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  return opened;
}"""
SHOWN = """async (title) => {
  for (let turn = 0; turn < 200; turn += 1) {
    const shown = await self.registration.getNotifications();
    if (shown.some((each) => each.title === title)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""


def deliver(phone: QueuePhone, **message: Any) -> None:
    """Let the phone's worker receive ``message``, as from a push service, and show it."""
    values = {"origin": phone.base_url, "data": json.dumps(message)}
    phone.devtools("ServiceWorker.deliverPushMessage", **values)
    assert phone.worker.evaluate(SHOWN, message["title"])


def tap(phone: QueuePhone, title: str) -> str:
    """Tap what is shown under ``title``; gives the address that it opens.

    A browser opens windows for real taps only: the last step is the caller's.
    """
    url: str = phone.worker.evaluate(TAP, title)
    return url
