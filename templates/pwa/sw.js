// The service worker: shows what is pushed, once; opens it on a tap; stands in with the offline
// page. It keeps public things only: the offline page, its style, and the ids it has shown.
'use strict';
const SHELL = 'shell-{{ version }}';
const SHOWN = 'shown';
const OFFLINE = '/offline';
const FILES = [OFFLINE, {{ asset('app.css')|tojson }}];
const REMEMBERED = 200;
const showing = new Set();

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const request = event.request;
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(kept(request));
});
self.addEventListener('push', (event) => event.waitUntil(pushed(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(here(event.notification.data.url)));
});
self.addEventListener('message', (event) => {
  if (event.origin !== self.location.origin || !event.data) return;
  if (typeof event.data.close === 'string') event.waitUntil(close(event.data.close));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })));
  await self.skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name !== SHELL && name !== SHOWN);
  await Promise.all(old.map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch (error) {
    return (await caches.match(OFFLINE)) || Response.error();
  }
}

async function kept(request) {
  return (await caches.match(request)) || fetch(request);
}

// A message may be delivered twice; its id is shown once. The id is remembered after showing:
// a worker killed in between shows it again under the same tag rather than never.
async function pushed(data) {
  const message = read(data);
  const id = '/shown/' + encodeURIComponent(message.id);
  if (message.id && showing.has(id)) return;
  showing.add(id);
  const memory = await caches.open(SHOWN);
  if (message.id && (await memory.match(id))) return;
  try {
    await show(message);
  } catch (error) {
    showing.delete(id);
    throw error;
  }
  if (message.id) await remember(memory, id);
}

function read(data) {
  try {
    return data.json() || {};
  } catch (unreadable) {
    return {};
  }
}

function show(message) {
  return self.registration.showNotification(message.title || {{ site_name|tojson }}, {
    body: message.body || '', lang: message.lang || 'vi',
    tag: message.tag || '', renotify: !!message.tag,
    icon: {{ asset('icon-192.png')|tojson }}, badge: {{ asset('badge-96.png')|tojson }},
    data: { url: message.url || '/' },
  });
}

async function remember(memory, id) {
  await memory.put(id, new Response(''));
  const ids = await memory.keys();
  await Promise.all(ids.slice(0, -REMEMBERED).map((old) => memory.delete(old)));
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
