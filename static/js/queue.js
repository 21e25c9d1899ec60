// What waits on this phone: on the front page, on "my reports" and on /cho-gui. The markup is
// templates/components/queue.html; every word is in its data attributes.
(function () {
  'use strict';
  const box = document.querySelector('[data-queue]');
  const phone = window.phone;
  const line = document.querySelector('[data-needs-worker]');
  const nothing = () => { if (line) line.textContent = line.dataset.textWithout; };
  if (!navigator.serviceWorker || !window.indexedDB) nothing();
  if (!box || !phone || !phone.viewer || !window.indexedDB) return;
  const list = box.querySelector('[data-queue-list]');
  const template = box.querySelector('[data-queue-item]');
  const others = box.querySelector('[data-queue-others]');
  const none = box.querySelector('[data-queue-empty]');
  const now = box.querySelector('[data-queue-send]');
  const FORGOTTEN = 7 * 24 * 3600e3;   // a receipt is shown until it was seen, a week at most
  const TONES = { sent: 'ok', refused: 'late', held: 'soon', signin: 'soon', ask: 'soon' };

  const guest = (name) => name[0] === 'g';
  const claimable = (item) => guest(item.viewer) && !guest(phone.viewer);
  const table = (act) => phone.table('queue', act);

  const local = (at, options) => new Date(at).toLocaleString(document.documentElement.lang, options);
  const hour = (at) => local(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  function when(at) {
    return hour(at) + ', ' + local(at, { weekday: 'long' }) + ' ' + local(at, { day: 'numeric', month: 'numeric' });
  }

  async function change(item, values) {
    await table((all) => all.put(Object.assign(item, values)));
    phone.send(2);
    show();
  }

  function reveal(row, name, act) {
    const it = row.querySelector('[data-' + name + ']');
    it.hidden = false;
    if (typeof act === 'string') it.href = act;
    else if (act) it.addEventListener('click', () => act(it));
  }

  // Deleting what was never sent takes two taps; a receipt is only taken off the list.
  function drop(item) {
    return (button) => {
      if (item.state === 'sent' || button.dataset.sure) return table((all) => all.delete(item.n)).then(show);
      button.dataset.sure = '1';
      button.textContent = button.dataset.textSure;
    };
  }

  // In the name of whoever is signed in now: only what was written without an account.
  async function claim(item) {
    const who = await (await fetch('/phien.json', { cache: 'no-store' })).json();
    const fields = item.fields.filter(([name]) => name !== 'sender').concat([['sender', who.sender]]);
    await change(item, { viewer: who.viewer, fields, state: 'kept', until: 0 });
  }

  // What was written stays readable, even where its form is no longer offered.
  const said = (item) => item.fields.filter(([name]) => ['description', 'words', 'text'].includes(name))
    .map(([, value]) => value).join('\n');

  function made(item) {
    const row = template.content.firstElementChild.cloneNode(true);
    const mine = phone.mine(item);
    const state = mine ? item.state : 'held';
    const chip = row.querySelector('[data-state]');
    const data = template.dataset;
    chip.textContent = data[state].replace('{code}', item.code);
    chip.classList.add(TONES[state] || 'info');
    row.querySelector('[data-when]').textContent = when(item.at);
    row.querySelector('[data-what]').textContent = mine ? item.what : '';
    row.querySelector('[data-why]').textContent = state === 'refused' ? item.reason
      : { kept: item.until > Date.now() ? data.whyBusy.replace('{when}', hour(item.until)) : data.whyKept, ask: data.whyAsk, held: data.whyHeld }[state] || '';
    if (state === 'refused') row.querySelector('[data-said]').textContent = said(item);
    if (state === 'sent') reveal(row, 'open', item.link);
    if (state === 'signin') reveal(row, 'signin-link');
    if (state === 'refused') reveal(row, 'edit', item.page + '#nhap=' + item.n);
    if (state === 'ask') reveal(row, 'yes', () => change(item, { urgent: false, state: 'kept' }));
    if (!mine) reveal(row, 'claim', () => claim(item).catch((lost) => console.warn('Not now:', lost)));
    else if (state === 'sent') reveal(row, 'hide', drop(item));
    else if (state !== 'sending') reveal(row, 'drop', drop(item));
    return row;
  }

  async function show() {
    const items = await table((all) => all.getAll());
    const old = items.filter((item) => item.state === 'sent' && item.at < Date.now() - FORGOTTEN);
    if (old.length) await table((all) => old.map((item) => all.delete(item.n))[0]);
    const shown = items.filter((item) => !item.seen && !old.includes(item) && (phone.mine(item) || (claimable(item) && item.state !== 'sent')));
    const hidden = items.filter((item) => item.state !== 'sent' && !phone.mine(item) && !claimable(item)).length;
    list.replaceChildren(...shown.map(made));
    others.hidden = !hidden;
    others.textContent = others.dataset.text.replace('{n}', hidden);
    now.hidden = !shown.some((item) => ['kept', 'signin'].includes(item.state));
    if (none) none.hidden = shown.length + hidden > 0;
    box.hidden = !(none || shown.length || hidden);
  }

  now.addEventListener('click', () => phone.send(2));
  if (phone.channel) phone.channel.addEventListener('message', show);
  show().catch((refused) => {
    console.warn('Nothing is kept here:', refused);
    nothing();
  });
})();
