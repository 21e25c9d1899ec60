// ---- pages: the network first, then the saved copy, then the offline page
const SHELL = 'shell-{{ version }}', KEEP = 'keep-', FILES = {{ files|tojson }}, PAGES = {{ pages|tojson }};
const [FORM] = PAGES, [OFFLINE] = FILES, PATIENCE = 3e3, NO = () => 0;
const on = (name, act) => self.addEventListener(name, act);

on('install', (event) => event.waitUntil(install()));
on('activate', (event) => event.waitUntil(activate()));
on('fetch', (event) => {
  const { request } = event, path = new URL(request.url).pathname;
  if (request.mode === 'navigate') {
    event.respondWith(request.method === 'GET' ? page(event)
      : path === {{ share|tojson }} ? shared(request) : fetch(request).catch(offline));
  } else if (path.startsWith('/static/')) event.respondWith(file(request, path));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(FILES);
}

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

// A file's name carries its content: what is there is right. Where an older page asks for an
// older file without a network, today's of the same name stands in.
async function file(request, path) {
  const stem = (name) => name.split('.')[0];
  try {
    return (await caches.match(path)) || (await fetch(request));
  } catch {
    const other = FILES.find((name) => stem(name) === stem(path));
    return (other && (await caches.match(other))) || Response.error();
  }
}

async function page(event) {
  const fresh = network(event);
  event.waitUntil(fresh.catch(NO));
  const saved = await find(event.request.url);
  if (!saved) return fresh.catch(offline);
  const late = new Promise((answer, give) => setTimeout(give, PATIENCE));
  return Promise.race([fresh, late]).catch(() => dated(saved));
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
  const urls = await cache.keys();
  await Promise.all(urls.slice(0, -most).map((old) => cache.delete(old)));
}

// A photo shared from the gallery waits for the form that opens next.
async function shared(request) {
  const form = await request.formData();
  const files = await Promise.all(form.getAll('photos').slice(0, 4).map(packed));
  const fields = [['description', form.get('text') || form.get('title') || '']];
  await table('drafts', (all) => all.put({ key: 'shared', files, fields }));
  return Response.redirect(FORM + '#chia-se', 303);
}

const packed = async (file) => ({ field: 'photos', name: file.name, type: file.type, bytes: await file.arrayBuffer() });
