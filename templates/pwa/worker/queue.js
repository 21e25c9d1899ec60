// ---- the queue: written by pages before anything is sent, emptied here by receipts alone
const WAITING = /kept|sending|held|signin/;
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
    row.onsuccess = () => row.result && all.put({ ...row.result, ...values });
    return row;
  });
  channel.postMessage(item.n);
  return 1;
}

const flush = (eager) => navigator.locks.request('queue', () => drain(eager));

// Gives 1 while something could still go by itself.
async function drain(eager) {
  // What was told when to come again is left out until then: no tap makes it sooner.
  const items = (await table('queue', (all) => all.getAll())).filter(({ state, wait }) => WAITING.test(state) && !(wait > Date.now()));
  if (!items.length) return 0;
  let who;
  try {
    who = await ask();
  } catch {
    for (const item of items) await change(item, { state: 'kept', failed: Date.now() });
    setTimeout(flush, 2e3);   // a phone says it is online before its network carries anything
    return 1;
  }
  for (const item of items) {
    if (!eager && item.next > Date.now()) return 1;
    if (!(await one(item, who))) return 1;
  }
  return 0;
}

async function ask() {
  const who = await told(await fetch('/phien.json', { cache: 'no-store' }));
  if (!who.viewer) throw who;
  return who;
}

// What no proxy or sign-in page of a network could have said: JSON of ours.
async function told(answer) {
  const said = await answer.json();
  if (answer.ok && !said.viewer && !said.code) throw said;
  return said;
}

async function one(item, who) {
  const guest = (name) => name[0] === 'g', now = Date.now();
  if (item.viewer !== who.viewer && !(guest(item.viewer) && guest(who.viewer)))
    return change(item, { state: guest(who.viewer) ? 'signin' : 'held' });
  const online = item.online || now;   // urgent things are asked about after six hours
  if (item.urgent && now - item.at > 216e5) return change(item, { state: 'ask', online });
  await change(item, { state: 'sending', online });
  return send(item, who, Math.round((online - item.at) / 6e4));
}

async function send(item, who, wait) {
  const body = new FormData();
  item.fields.forEach(([name, value]) => body.append(name, value));
  item.files.forEach((file) => body.append(file.field, new File([file.bytes], file.name, file)));
  body.set('csrf_token', who.csrf);
  body.set('observed_at', new Date(item.at).toISOString());
  body.set('offline_minutes', wait);
  let status, said = {};
  try {
    const answer = await fetch(item.url, { method: 'POST', body, headers: { Accept: 'application/json' } });
    status = answer.status;
    said = await told(answer);
  } catch { /* no answer, or none of ours: it stays, see below */ }
  // The token was renewed by another page in between: once more with the new one.
  if (said.again && !item.again) return send({ ...item, again: 1 }, await ask(), wait);
  if (said.code) {
    const { n, id, viewer, what, at } = item;
    await table('queue', (all) => all.put({ n, id, viewer, what, at, state: 'sent', code: said.code, link: said.url }));
    channel.postMessage(n);
  } else if (status === 401) return change(item, { state: 'signin' });
  else if (said.error && status < 500 && !said.wait && !said.again)
    return change(item, { state: 'refused', reason: said.error, fields: item.fields.concat(said.fields || []) });
  else {
    const tries = (item.tries || 0) + 1, failed = Date.now();
    await change(item, { state: 'kept', tries, failed, wait: failed + 1e3 * said.wait, next: failed + Math.min(9e5, 5e3 * 2 ** tries) });
    return 0;
  }
  return 1;
}
