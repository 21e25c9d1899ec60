"""A phone whose browser can be killed and started again with all it kept, as a battery dies."""

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from tests.browser.devices import ANYWHERE, ARGUMENTS, PHONE, PROGRAMS
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
    """One person's phone: a profile on disk, a browser that comes and goes."""

    def __init__(self, playwright: Playwright, folder: Path, base_url: str) -> None:
        """Start the browser with an empty profile."""
        self.playwright, self.folder, self.base_url = playwright, folder, base_url
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self) -> Page:
        """Start the browser with what the profile holds."""
        program = next(path for name in PROGRAMS if (path := shutil.which(name)))
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        options: dict[str, Any] = {**PHONE, **ANYWHERE, "base_url": self.base_url}
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=program,
            headless=True,
            args=[*ARGUMENTS, *as_root],
            permissions=PERMISSIONS,
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.page = self.context.pages[0]
        return self.page

    def kill(self) -> None:
        """End the browser without a farewell to any page: as a dead battery does."""
        mine = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if mine in (process / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
            except (FileNotFoundError, ProcessLookupError):
                continue
        self.close()

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
            picture = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1600, 1200)}
            other = {**picture, "buffer": jpeg(1200, 1600)}
            page.set_input_files("[data-photos] input[multiple]", [picture, other][:photos])
            expect(page.locator(".photo canvas")).to_have_count(photos)
        page.evaluate(PLACE, ["90001", "Xã Bình Thử"])
        page.fill("[name=description]", words)
        return page

    def send(self) -> None:
        """Tap the button."""
        self.page.click("[data-send]")

    def alter(self, **values: Any) -> None:
        """Change the first item that waits, as time would."""
        self.page.evaluate(ALTER, values)

    def sync_later(self) -> Callable[[], None]:
        """Give what lets Background Sync fire, whatever page is open then."""
        devtools, ids = self.context.new_cdp_session(self.page), []
        devtools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: ids.extend(each["registrationId"] for each in event["registrations"]),
        )
        devtools.send("ServiceWorker.enable")
        values = {"origin": self.base_url, "tag": "queue", "lastChance": False}
        return lambda: devtools.send(
            "ServiceWorker.dispatchSyncEvent", {**values, "registrationId": ids[-1]}
        )


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
