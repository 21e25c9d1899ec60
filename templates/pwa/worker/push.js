// ---- push: shown once; a tap opens the page, saved when the message came
const showing = new Set();

on('push', (event) => event.waitUntil(pushed(event.data)));
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

function show(message) {
  return self.registration.showNotification(message.title || {{ site_name|tojson }}, {
    body: message.body || '', lang: message.lang || 'vi',
    tag: message.tag || '', renotify: !!message.tag,
    icon: {{ asset('icon-192.png')|tojson }},
    badge: {{ asset('badge-96.png')|tojson }},
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
