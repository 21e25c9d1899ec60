"""A phone with what it keeps: the queue, drafts and saved pages; one that can be killed, too."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    FilePayload,
    Page,
    Playwright,
    Worker,
    expect,
)

from tests import clocks
from tests.browser.devices import ANYWHERE, PHONE, started_with
from tests.browser.pictures import jpeg

PERMISSIONS = ["geolocation", "notifications", "background-sync", "microphone"]
READY = """async () => {
  const registration = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((done) => {
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true });
    });
  }
  for (let turn = 0; turn < 200; turn += 1) {
    const kept = (await caches.keys()).find((name) => name.startsWith('keep-'));
    const pages = kept ? await (await caches.open(kept)).keys() : [];
    if (pages.length >= %d) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""
HOLDS = """async (path) => {
  for (let turn = 0; turn < 200; turn += 1) {
    const name = (await caches.keys()).find((each) => each.startsWith('keep-'));
    if (name && await (await caches.open(name)).match(path, { ignoreVary: true })) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}"""
ITEMS = """() => new Promise((done, failed) => {
  const asked = indexedDB.open('phone', 1);
  asked.onerror = failed;
  asked.onsuccess = () => {
    const rows = asked.result.transaction('%s').objectStore('%s').getAll();
    const sized = (file) => ({ ...file, bytes: file.bytes.byteLength });
    rows.onsuccess = () => {
      asked.result.close();
      done(rows.result.map((row) => ({ ...row, files: (row.files || []).map(sized) })));
    };
  };
})"""


class QueuePhone:
    """One person's phone: a profile of its own in the browser that all tests share."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        """Switch it on."""
        self.browser, self.base_url = browser, base_url
        self.context: BrowserContext
        self.page: Page
        self.start()

    def opened(self) -> BrowserContext:
        """Give a fresh profile."""
        return self.browser.new_context(permissions=PERMISSIONS, **self.options)

    @property
    def options(self) -> dict[str, Any]:
        """Give what makes it a phone."""
        return {**PHONE, **ANYWHERE, "base_url": self.base_url}

    def start(self) -> Page:
        """Open the browser with what the profile holds."""
        self.context = self.opened()
        self.context.add_init_script(clocks.script())
        self.context.set_default_timeout(10_000)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        return self.page

    def close(self) -> None:
        """Let go of the browser, which may be gone already."""
        with suppress(Error):
            self.context.close()

    def ready(self, url: str = "/", pages: int = 5) -> Page:
        """Open `url` and wait until the service worker is there with what it keeps."""
        self.page.goto(url)
        assert self.page.evaluate(READY % pages)
        return self.page

    def offline(self, off: bool = True) -> None:
        """Lose or find the network; it holds for the service worker too."""
        self.context.set_offline(off)

    def kept(self, table: str = "queue") -> list[dict[str, Any]]:
        """What the phone holds, files as their sizes."""
        found: list[dict[str, Any]] = self.page.evaluate(ITEMS % (table, table))
        return found

    def write(self, words: str = "Đèn đường tắt", photos: int = 0, **choices: str) -> Page:
        """Fill the report form in; the network may be away."""
        page = self.page
        page.goto("/phan-anh/moi")
        service = choices.get("service", "street-light")
        page.check(f"[name=service][value={service}]", force=True)
        if photos:
            picture: FilePayload = {
                "name": "anh.jpg",
                "mimeType": "image/jpeg",
                "buffer": jpeg(1600, 1200),
            }
            other: FilePayload = {**picture, "buffer": jpeg(1200, 1600)}
            page.set_input_files("[data-photos] input[multiple]", [picture, other][:photos])
            expect(page.locator(".photo canvas")).to_have_count(photos)
        page.evaluate(PLACE, ["90001", "Xã Bình Thử"])
        page.fill("[name=description]", words)
        return page

    def send(self) -> None:
        """Tap the button."""
        self.page.click("[data-send]")

    def drafted(self, words: str, photos: int = 0) -> None:
        """Wait until the phone keeps a half-written form with these words and photos."""
        for _turn in range(200):
            for draft in self.kept("drafts"):
                if ["description", words] in draft["fields"] and len(draft["files"]) == photos:
                    return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"no draft holds {words!r}")

    def alter(self, **values: Any) -> None:
        """Change the first item that waits, as time would."""
        self.page.evaluate(ALTER, values)

    def holds(self, path: str) -> None:
        """Wait until the phone keeps the page at `path`."""
        assert self.page.evaluate(HOLDS, path), path

    @property
    def worker(self) -> Worker:
        """Give the phone's service worker."""
        return self.context.service_workers[-1]

    def devtools(self, command: str, **values: Any) -> None:
        """Tell the worker's registration something through the DevTools protocol."""
        tools = self.context.new_cdp_session(self.page)
        ids: list[str] = []
        tools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: ids.extend(each["registrationId"] for each in event["registrations"]),
        )
        tools.send("ServiceWorker.enable")
        while not ids:
            self.page.wait_for_timeout(10)
        tools.send(command, {"registrationId": ids[-1], **values})

    def sync_later(self) -> Callable[[], None]:
        """Give what lets Background Sync fire, whatever page is open then."""
        values = {"origin": self.base_url, "tag": "queue", "lastChance": False}
        return lambda: self.devtools("ServiceWorker.dispatchSyncEvent", **values)


class BatteryPhone(QueuePhone):
    """A phone whose browser is a process of its own: it dies as a battery does, and starts again.

    It costs a second: only what has to outlive the browser needs it.
    """

    def __init__(self, playwright: Playwright, folder: Path, base_url: str) -> None:
        """Start the browser with an empty profile in `folder`."""
        self.playwright, self.folder, self.base_url = playwright, folder, base_url
        self.start()

    def opened(self) -> BrowserContext:
        """Start the browser with what the profile holds."""
        return self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            permissions=PERMISSIONS,
            **started_with(),
            **self.options,
        )

    def kill(self) -> None:
        """End the browser without a farewell to any page."""
        mine = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (process / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue
        self.close()


ALTER = """(values) => window.phone.table('queue', (all) => {
  const rows = all.getAll();
  rows.onsuccess = () => all.put(Object.assign(rows.result[0], values));
  return rows;
}).then(() => 0)"""
PLACE = """([code, label]) => {
  const box = document.querySelector('[data-where]');
  const row = box.querySelector('template').content.firstElementChild.cloneNode(true);
  row.querySelector('input').value = code;
  row.querySelector('input').checked = true;
  row.querySelector('span').textContent = label;
  box.querySelector('[data-where-choices]').append(row);
}"""

MakePhone = Callable[..., QueuePhone]
