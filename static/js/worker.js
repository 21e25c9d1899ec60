// The service worker. It keeps the app's shell and the pages the person may read without a
// network, sends what waits on the phone, and shows what is pushed. Described in docs/offline.md.
// SHELL, FILES, PAGES, SHARE, SUBSCRIBE, NAME, ICON and BADGE are set before it by app/pwa.
(() => {
// ---- pages: the network first, then the saved copy, then the offline page
const KEEP = 'keep-', [FORM] = PAGES, [OFFLINE] = FILES, PATIENCE = 3e3, NO = () => 0;
const on = (name, act) => self.addEventListener(name, act);

on('install', (event) => event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES))));
on('activate', (event) => event.waitUntil(activate()));
on('fetch', (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.mode === 'navigate') {
    event.respondWith(request.method === 'GET' ? page(event)
      : path === SHARE ? shared(request) : ours(fetch(request)).catch(offline));
  } else if (path.startsWith('/static/')) event.respondWith(file(request, path));
});

async function activate() {
  const { navigationPreload } = self.registration;
  await forget((name) => name.startsWith('shell-') && name !== SHELL);
  if (navigationPreload) await navigationPreload.enable();
  await self.clients.claim();
  // Who looks is asked first: a stranger's pages are fetched without a cookie, and give none.
  await fetch('/').then((answer) => keep(answer, '/', 1)).catch(NO);
}

async function forget(which) {
  const names = await caches.keys();
  await Promise.all(names.filter(which).map((name) => caches.delete(name)));
}

const offline = () => caches.match(OFFLINE);

// What a proxy says instead of us ("502") is no answer. A page of ours that tells of a trouble
// is one, as it hands back what was typed; but a saved copy is better still (`strict`).
async function ours(asked, strict) {
  const answer = await asked;
  if (answer.status > 499 && (strict || !answer.headers.has('X-Trouble'))) throw answer;
  return answer;
}

// A file's name carries its content: what is there is right. Where an older page asks for an
// older file that nobody has any more, today's of the same name stands in.
async function file(request, path) {
  const stem = (name) => name.split('.')[0];
  const other = FILES.find((name) => stem(name) === stem(path));
  const lost = async () => (other && (await caches.match(other))) || Response.error();
  const answer = (await caches.match(path)) || (await fetch(request).catch(lost));
  return answer.ok || !other ? answer : lost();
}

async function page(event) {
  const fresh = network(event);
  event.waitUntil(fresh.catch(NO));
  const saved = await find(event.request.url);
  if (!saved) return ours(fresh).catch(offline);
  const late = new Promise((answer, give) => setTimeout(give, PATIENCE));
  return Promise.race([ours(fresh, 1), late]).catch(() => dated(saved));
}

async function network(event) {
  const answer = (await event.preloadResponse) || (await fetch(event.request));
  event.waitUntil(keep(answer.clone(), event.request.url).catch(NO));
  return answer;
}

async function find(url) {
  const store = (await caches.keys()).find((name) => name.startsWith(KEEP));
  const ignoreSearch = new URL(url).pathname === FORM;
  return store && (await caches.open(store)).match(url, { ignoreSearch, ignoreVary: true });
}

// The page itself carries the line that says when it was fetched, hidden until now.
async function dated(saved) {
  const text = (await saved.text()).replace(' hidden data-saved', ' data-saved');
  const headers = new Headers(saved.headers);
  headers.delete('Content-Encoding');
  return new Response(text, { headers });
}

// One store at a time: of the viewer the server named last. What was another's goes.
async function keep(answer, url, renew) {
  const viewer = answer.headers.get('X-Viewer');
  if (!viewer) return;
  const store = KEEP + viewer, known = await caches.has(store);
  await forget((name) => name.startsWith(KEEP) && name !== store);
  const pages = await caches.open(store);
  if (answer.ok && !answer.redirected && answer.headers.get('X-Keep')) await put(pages, url, answer, 60);
  const credentials = viewer === 'g' ? 'omit' : 'same-origin';
  if (!known || renew) await Promise.all(PAGES.map((page) => fetchKept(page, credentials)));
}

const fetchKept = async (url, credentials) => keep(await fetch(url, { credentials }), url);

async function put(cache, url, answer, most) {
  await cache.put(url, answer);
  const urls = (await cache.keys()).filter((old) => !PAGES.includes(new URL(old.url).pathname));
  await Promise.all(urls.slice(0, -most).map((old) => cache.delete(old)));
}

// A photo shared from the gallery waits for the form that opens next.
async function shared(request) {
  const form = await request.formData();
  const files = await Promise.all(form.getAll('photos').slice(0, 4).map(packed));
  const fields = [['description', form.get('text') || form.get('title') || '']];
  const kept = await table('drafts', (all) => all.put({ key: 'shared', files, fields })).catch(NO);
  return Response.redirect(FORM + (kept ? '#chia-se' : '#khong-giu'), 303);
}

const packed = async (file) => ({ field: 'photos', name: file.name, type: file.type, bytes: await file.arrayBuffer() });

// ---- the queue: written by pages before anything is sent, emptied here by receipts alone
const WAITING = /kept|sending|held|signin/, STALE = 216e5;   // six hours
const channel = new BroadcastChannel('queue');

on('sync', (event) => event.waitUntil(flush(1).then((left) => left && Promise.reject(left))));

function table(name, act) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open('phone', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('queue', { keyPath: 'n', autoIncrement: true });
      asked.result.createObjectStore('drafts', { keyPath: 'key' });
    };
    asked.onerror = failed;
    asked.onsuccess = () => {
      const base = asked.result, work = base.transaction(name, 'readwrite', { durability: 'strict' });
      const wish = act(work.objectStore(name));
      work.oncomplete = () => { base.close(); done(wish.result); };
      work.onabort = failed;
    };
  });
}

// An item that was deleted meanwhile stays deleted.
async function change(item, values) {
  await table('queue', (all) => {
    const row = all.get(item.n);
    row.onsuccess = () => row.result && all.put(Object.assign(row.result, values));
    return row;
  });
  channel.postMessage(item.n);
}

const flush = (eager) => navigator.locks.request('queue', () => drain(eager));

// Gives 1 while something could still go by itself.
async function drain(eager) {
  const items = (await table('queue', (all) => all.getAll())).filter(({ state }) => WAITING.test(state));
  if (!items.length) return 0;
  if (items.some(({ until }) => until > Date.now())) return 1;
  let who;
  try {
    who = await ask();
  } catch ({ wait }) {
    for (const item of items) await postpone(item, { wait });
    // A phone says it is online before its network carries anything.
    setTimeout(flush, wait || 2e3);
    return 1;
  }
  for (const item of items) {
    if (!eager && item.next > Date.now()) return 1;
    if (!(await one(item, who))) return 1;
  }
  return 0;
}

async function ask() {
  const answer = await fetch('/phien.json', { cache: 'no-store' });
  const who = answer.ok ? await told(answer) : { wait: asked(answer) };
  if (!who.viewer) throw who;
  return who;
}

// How long the server asks to be left alone (429, 503), in milliseconds, an hour at most.
const asked = (answer) => Math.min(36e5, 1e3 * answer.headers.get('Retry-After') || 0);

// `until`: the server's word, which a tap keeps too; `next`: our own, which a tap need not.
function postpone(item, { wait = 0, ...more }) {
  const failed = Date.now();
  return change(item, { state: 'kept', failed, ...(wait && { until: failed + wait }), ...more });
}

// What no proxy or sign-in page of a network could have said: JSON of ours.
async function told(answer) {
  const said = await answer.json();
  if (answer.ok && !said.viewer && !said.code) throw said;
  return said;
}

async function one(item, who) {
  const guest = (name) => name[0] === 'g', now = Date.now();
  if (item.viewer !== who.viewer && !(guest(item.viewer) && guest(who.viewer))) {
    await change(item, { state: guest(who.viewer) ? 'signin' : 'held' });
    return 1;
  }
  const online = item.online || now;
  if (item.urgent && now - item.at > STALE) {
    await change(item, { state: 'ask', online });
    return 1;
  }
  await change(item, { state: 'sending', online });
  return send(item, who, Math.round((online - item.at) / 6e4));
}

async function send(item, who, waited) {
  const body = new FormData();
  item.fields.forEach(([name, value]) => body.append(name, value));
  item.files.forEach((file) => body.append(file.field, new File([file.bytes], file.name, { type: file.type })));
  body.set('csrf_token', who.csrf);
  body.set('observed_at', new Date(item.at).toISOString());
  body.set('offline_minutes', waited);
  let status = 0, said = {}, wait;
  try {
    const answer = await fetch(item.url, { method: 'POST', body, headers: { Accept: 'application/json' } });
    status = answer.status;
    wait = asked(answer);
    said = await told(answer);
  } catch { /* no answer, or none of ours: it stays, see below */ }
  // The token was renewed by another page in between: once more with the new one.
  if (said.again && !item.again) return send(Object.assign(item, { again: 1 }), await ask(), waited);
  if (said.code) {
    const { n, id, viewer, what, at } = item;
    await table('queue', (all) => all.put({ n, id, viewer, what, at, state: 'sent', code: said.code, link: said.url }));
    channel.postMessage(n);
  } else if (status === 401) await change(item, { state: 'signin' });
  else if (said.error && status < 500 && status !== 429 && !said.again) {
    await change(item, { state: 'refused', reason: said.error, fields: item.fields.concat(said.fields || []) });
  } else {
    const tries = (item.tries || 0) + 1, pause = wait || Math.min(9e5, 5e3 * 2 ** tries);
    await postpone(item, { wait, tries, next: Date.now() + pause });
    setTimeout(flush, pause);
    return 0;
  }
  return 1;
}

// ---- push: shown once; a tap opens the page, saved when the message came
const showing = new Set();

on('push', (event) => event.waitUntil(pushed(event.data)));
on('pushsubscriptionchange', (event) => event.waitUntil(renew(event)));
on('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(here(event.notification.data.url)));
});
on('message', (event) => {
  if (event.origin !== self.location.origin || !event.data) return;
  const { close: tag, send: eager, update } = event.data;
  if (typeof tag === 'string') event.waitUntil(close(tag));
  if (eager) event.waitUntil(flush(eager > 1));
  if (update) self.skipWaiting();
});

// A message may be delivered twice; its id is shown once. The id is remembered after showing:
// a worker killed in between shows it again under the same tag rather than never.
async function pushed(data) {
  let message = {};
  try {
    message = data.json() || message;
  } catch { /* shown under the site's name */ }
  const id = '/shown/' + encodeURIComponent(message.id);
  if (message.id && showing.has(id)) return;
  showing.add(id);
  const memory = await caches.open('shown');
  if (message.id && (await memory.match(id))) return;
  await show(message).catch((error) => {
    showing.delete(id);
    throw error;
  });
  if (message.id) await put(memory, id, new Response(''), 200);
  if (navigator.setAppBadge) await navigator.setAppBadge().catch(NO);
  if (message.url) await fetchKept(here(message.url), 'same-origin').catch(NO);
}

// The browser changed its address at the push service: the server is told the new one. Where
// that fails (no network, signed out) the next page does it, see app.js.
async function renew({ newSubscription: made, oldSubscription: old }) {
  if (!made && old) made = await self.registration.pushManager.subscribe(old.options);
  if (!made) return;
  const { csrf } = await ask();
  await fetch(SUBSCRIBE, {
    method: 'POST', body: JSON.stringify(made),
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': csrf },
  });
}

function show(message) {
  return self.registration.showNotification(message.title || NAME, {
    lang: 'vi',
    ...message,
    renotify: !!message.tag && !message.quiet,
    icon: ICON,
    badge: BADGE,
    data: { url: message.url || '/' },
  });
}

// Only this site is ever opened, whatever a message says.
function here(url) {
  const target = new URL(url || '/', self.location.origin);
  return target.origin === self.location.origin ? target.href : self.location.origin + '/';
}

async function close(tag) {
  const shown = await self.registration.getNotifications(tag ? { tag } : {});
  shown.forEach((notification) => notification.close());
}
})();
