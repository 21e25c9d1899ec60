// What the phone carries of the province (docs/places.md): communes, old names, centres, villages
// around. form.js asks it where the network does not answer: search, near, villages; and lets it
// be renewed once a day.
'use strict';

window.carried = (function () {
  const box = document.querySelector('[data-carried]');
  const address = box.dataset.carriedList;
  const SHORT = { p: 'phuong', x: 'xa', tt: 'thi tran', tp: 'thanh pho', tx: 'thi xa', h: 'huyen', q: 'quan', tdp: 'to dan pho' };
  const TYPES = /^(phuong|xa|thi tran|dac khu|thanh pho|thi xa|huyen) /;
  const MOST = 8;
  const NEAREST = 3;
  const FAR = 25;                     // kilometres
  const DAY = 24 * 3600e3;
  let read;

  const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd').replace(/[^a-z0-9]+/g, ' ').trim();
  const lowered = (title) => title[0].toLowerCase() + title.slice(1);

  // One entry for each name that may be typed; `rank` 0 is a present commune's.
  function entries([code, title, , , aliases, former, villages]) {
    const entry = (name, more, rank, key, label) => ({ name: fold(name), more: fold(more), rank, code: key, label });
    return [
      entry(title, aliases, 0, code, title),
      ...former.map(([old, more]) => entry(old, more, 1, code,
        box.dataset.textWas.replace('{place}', title).replace('{was}', lowered(old)))),
      ...villages.map(([name, key]) => entry(name, title, 2,
        key || code + '-' + fold(name).replace(/ /g, '-'), name + ', ' + lowered(title))),
    ];
  }

  async function list() {
    const answer = await caches.match(address, { ignoreVary: true });
    const { exact, communes } = await answer.json();
    return { exact, communes, entries: communes.flatMap(entries) };
  }

  const known = () => (read = read || list());

  // How well an entry fits what was typed, 0 best; undefined where it does not.
  function fit({ name, more }, typed, bare) {
    const own = name.replace(TYPES, ''), close = typed.replace(/ /g, '');
    if (typed === name || bare === own) return 0;
    if (name.startsWith(typed) || own.startsWith(typed)) return 1;
    if ([own, ...more.split(' ')].some((each) => close.length > 3 && each.replace(/ /g, '').startsWith(close))) return 2;
    const text = ' ' + name + ' ' + more;
    if (bare.split(' ').every((word) => (' ' + name).includes(' ' + word))) return 3;
    if (typed.split(' ').every((word) => text.includes(' ' + word))) return 4;
    if ((' ' + typed + ' ').includes(' ' + name + ' ')) return 5;
  }

  async function search(text) {
    const words = fold(text).split(' ').map((word, at, all) => (at < all.length - 1 && SHORT[word]) || word);
    const typed = words.join(' '), bare = typed.replace(TYPES, '');
    const found = (await known()).entries.map((entry) => ({ ...entry, fits: fit(entry, typed, bare) }))
      .filter((entry) => typed && entry.fits !== undefined)
      .sort((a, b) => a.fits - b.fits || a.rank - b.rank || a.name.length - b.name.length);
    return found.filter((entry, at) => found.findIndex((other) => other.code === entry.code) === at).slice(0, MOST);
  }

  // The communes with the nearest centres: offered, for the nearest is often not the right one.
  async function near(lat, long) {
    const { communes, exact } = await known();
    const apart = (row) => 111.2 * Math.hypot(row[2] - lat, (row[3] - long) * Math.cos(lat * Math.PI / 180));
    const places = communes.filter((row) => row[2] !== null && apart(row) < FAR)
      .sort((a, b) => apart(a) - apart(b)).slice(0, NEAREST).map(([code, label]) => ({ code, label }));
    return { exact, places };
  }

  async function villages(code) {
    const own = (await known()).communes.find((row) => row[0] === code);
    return own ? entries(own).filter((entry) => entry.rank === 2)
      .map((entry) => ({ code: entry.code, label: entry.label.split(',')[0] })) : [];
  }

  async function renew() {
    const store = window.phone && 'keep-' + window.phone.viewer;
    const old = await caches.match(address, { ignoreVary: true });
    if (!await caches.has(store) || (old && Date.now() - Date.parse(old.headers.get('Date')) < DAY)) return;
    const answer = await fetch(address, { cache: 'no-cache' });
    if (answer.ok && answer.headers.has('X-Keep')) await (await caches.open(store)).put(address, answer);
  }

  return { search, near, villages, renew };
})();
