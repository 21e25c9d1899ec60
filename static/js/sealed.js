// A list of people on a helper's phone. The page that came from the network is kept sealed: gzipped,
// under a key of its own that no script can read out and that opens it for some hours, with the page
// around it left readable. What is shown without a signal is that rest; this script opens the list in
// it, or deletes the key: the hours are over, or the clock was set back (docs/offline.md, docs/security.md).
(function () {
  'use strict';
  const phone = window.phone;
  const fresh = document.querySelector('[data-seal]');
  const kept = document.querySelector('[data-sealed]');
  const SLACK = 5 * 60e3;             // a phone's clock may be put right by so much
  const NAME = ' seal ';
  if (!phone || !phone.viewer || !window.caches || !window.indexedDB || !window.CompressionStream || !(window.crypto || {}).subtle) return;
  const key = phone.owner(NAME.trim() + ' ' + location.pathname);
  const store = 'keep-' + phone.viewer;
  const rows = (act) => phone.table('drafts', act);

  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const text = (bytes) => btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(''));
  const binary = (base64) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));

  // The page as it came, before other scripts did anything to it; shown later it says of when it is.
  function whole() {
    const page = document.documentElement.cloneNode(true);
    page.querySelector('[data-saved]').hidden = false;
    return page;
  }

  // The worker makes the store when it has heard who looks; whoever made it before would keep it
  // from fetching ahead.
  async function there() {
    for (let left = 20; left; left -= 1) {
      if (await caches.has(store)) return true;
      await new Promise((go) => setTimeout(go, 500));
    }
    return false;
  }

  async function seal(page, hours, like) {
    const [iv, now] = [crypto.getRandomValues(new Uint8Array(12)), Date.now()];
    const it = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const plain = new TextEncoder().encode('<!doctype html>' + page.outerHTML);
    const packed = await through(plain, new CompressionStream('gzip'));
    const closed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, it, packed));
    const answer = await there() && await caches.match(like);
    if (!answer) return;
    const headers = new Headers(answer.headers);
    ['Content-Encoding', 'Content-Length'].forEach((each) => headers.delete(each));
    await rows((all) => all.put({ key, it, iv, until: now + hours * 36e5, seen: now }));
    const around = new Response('<!doctype html>' + shell(page, text(closed)), { headers });
    await (await caches.open(store)).put(location.pathname, around);
  }

  // All but the list: the page's frame, the words that it is locked, and this script.
  function shell(page, closed) {
    const main = page.querySelector('main');
    const locked = page.querySelector('[data-locked]');
    const box = document.createElement('p');
    box.hidden = true;
    box.dataset.sealed = closed;
    locked.hidden = true;
    main.replaceChildren(box, locked);
    page.querySelectorAll('head script').forEach((each) => { if (!/(app|sealed)\.[^/]*js$/.test(each.src)) each.remove(); });
    return page.outerHTML;
  }

  async function open() {
    const [row, now] = [await rows((all) => all.get(key)), Date.now()];
    if (!row || now > row.until || now < row.seen - SLACK) return lock();
    await rows((all) => all.put({ ...row, seen: Math.max(now, row.seen) }));
    const packed = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, row.it, binary(kept.dataset.sealed));
    const page = new TextDecoder().decode(await through(packed, new DecompressionStream('gzip')));
    document.open();
    document.write(page);
    document.close();
  }

  async function lock() {
    await rows((all) => all.delete(key));
    await (await caches.open(store)).delete(location.pathname);
    document.querySelector('[data-locked]').hidden = false;
  }

  // Keys whose hours are over go with any list that is opened, whatever it is.
  async function tidy() {
    const now = Date.now();
    const old = (await rows((all) => all.getAll())).filter((row) => row.key.includes(NAME) && now > row.until);
    for (const row of old) await rows((all) => all.delete(row.key));
  }

  const failed = (why) => console.warn('Not kept:', why);
  if (kept) open().catch((why) => { failed(why); lock(); });
  else if (fresh && document.querySelector('[data-saved]').hidden) {
    seal(whole(), +fresh.dataset.seal, fresh.dataset.like).then(tidy).catch(failed);
  }
})();
