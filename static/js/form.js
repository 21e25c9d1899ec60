// The report form. Its markup, and what each data attribute means, is in docs/look.md; without
// this script the form is whole. No words here: they are in data-text-… attributes.
'use strict';

// Fetches a script that is seldom needed; a network that carries nothing counts as none.
function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    setTimeout(script.onerror, 2e4);
    document.head.append(script);
  });
}

function startReportForm(form) {
  const OURS = ['csrf_token', 'idempotency_key', 'sender', 'version'];
  const CERTAIN = 100;                // metres: beyond, the commune must be confirmed
  const ROUGH = 1000;                 // metres: beyond, it is said that this is not exact
  const PATIENCE = 6000;              // milliseconds for an answer about the place
  const PAUSE = 250;                  // milliseconds after the last letter before searching
  const CROSS = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg>';

  const find = (selector, root) => (root || form).querySelector(selector);
  const all = (selector, root) => Array.from((root || form).querySelectorAll(selector));
  const reveal = (element) => { element.hidden = false; element.classList.remove('needs-script'); };

  // The words of `name` written on `element`, with {keys} filled in.
  function words(element, name, values) {
    const text = element.dataset['text' + name] || '';
    return text.replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? values[key] : whole));
  }

  // ---- parts that belong to some services only

  function followService() {
    const chosen = find('[name=service]:checked');
    all('[data-when-service]').forEach((part) => {
      const on = !!chosen && part.dataset.whenService.split(' ').includes(chosen.value);
      part.hidden = !on;
      part.classList.toggle('on', on);
      all('input, select, textarea', part).forEach((field) => { field.disabled = !on; });
    });
  }

  // ---- photos: made smaller (shrink.js), carried by the last file field, sent with the form

  function canCarry() {
    try {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'x'));
      return transfer.files.length === 1;
    } catch (unsupported) {
      return false;
    }
  }

  function photos(box) {
    const inputs = all('input[type=file]', box);
    const carrier = inputs[inputs.length - 1];
    const adders = all('[data-photos-add]', box);
    const list = find('[data-photos-list]', box);
    const status = find('[data-photos-status]', box);
    const max = Number(box.dataset.max) || 4;
    const carries = canCarry();
    let kept = [];
    let queue = Promise.resolve();
    let working = 0;
    let trouble = '';

    const staged = () => all('[data-staged]', box)
      .filter((photo) => !find('input:checked', photo)).length;
    const files = () => inputs.reduce((sum, input) => sum + input.files.length, 0);
    const count = () => staged() + (carries ? kept.length : files());

    function refresh(note) {
      if (carries) {
        const transfer = new DataTransfer();
        kept.forEach((photo) => transfer.items.add(photo.file));
        inputs.forEach((input) => { if (input !== carrier) input.value = ''; });
        carrier.files = transfer.files;
      }
      adders.forEach((adder) => { adder.hidden = carries && count() >= max; });
      kept.forEach((photo, index) => {
        photo.button.setAttribute('aria-label', words(box, 'Remove', { n: index + 1 }));
      });
      const state = note || (working ? words(box, 'Working') : '') ||
        (count() ? words(box, 'Ready', { n: count() }) : '');
      status.textContent = [trouble, state].filter(Boolean).join(' ');
    }

    function remove(photo) {
      kept = kept.filter((each) => each !== photo);
      photo.element.remove();
      refresh();
      (adders[0].hidden ? status : find('input', adders[0])).focus();
    }

    // The gallery may change or remove a file later: it was read when it was chosen (`read`).
    async function held(photo, read) {
      try {
        photo.file = new File([await read], photo.file.name, { type: photo.file.type });
        return true;
      } catch (gone) {
        console.warn('Not read:', gone.name);
        kept = kept.filter((each) => each !== photo);
        photo.element.remove();
        trouble = words(box, 'Unreadable');
        return false;
      }
    }

    // `whole`: kept from before and not to be decoded again; a picture that once killed the
    // page would kill it at every opening.
    function add(file, whole) {
      const element = document.createElement('span');
      const button = document.createElement('button');
      const photo = { file, element, button, whole };
      const icon = find('svg', adders[0]);
      element.className = 'photo';
      button.type = 'button';
      button.innerHTML = CROSS;
      button.addEventListener('click', () => remove(photo));
      if (icon) element.append(icon.cloneNode(true));
      element.append(button);
      list.insertBefore(element, adders[0]);
      kept.push(photo);
      working += 1;
      const read = file.arrayBuffer();
      read.catch(() => 0);            // told by held(), once it is this photo's turn
      queue = queue.then(() => held(photo, read)).then((there) => there && keepWriting().then(() => shrink(photo))).then(() => {
        working -= 1;
        const size = photo.large && Math.ceil(photo.file.size / 1e5) / 10;
        refresh(size ? words(box, 'Original', { mb: size.toLocaleString() }) : '');
        keepWriting();
      });
    }

    // What makes photos smaller comes while one is being taken or chosen.
    const shrinker = async () => window.shrinkPhoto || loaded(box.dataset.shrink);

    // Where decoding fails (HEIC on most phones) the original goes, and the server decides.
    async function shrink(photo) {
      if (photo.whole) return;
      try {
        await shrinker();
        const made = await window.shrinkPhoto(photo.file);
        photo.file = made.file;
        photo.element.firstChild.replaceWith(made.preview);
        photo.small = true;
      } catch (error) {
        photo.large = true;
        console.warn('Sent as it is:', error.message);
      }
    }

    box.addEventListener('click', () => shrinker().catch(() => 0));
    inputs.forEach((input) => input.addEventListener('change', () => {
      if (!carries) return refresh();
      const chosen = Array.from(input.files);
      const room = max - count();
      trouble = '';
      chosen.slice(0, room).forEach((file) => add(file));
      if (chosen.length && spot) spot.wake();
      refresh(chosen.length > room ? words(box, 'Full', { max }) : '');
    }));
    box.addEventListener('change', (event) => {
      if (event.target.name === 'remove_photo') refresh();
    });
    adders.forEach((adder) => adder.classList.add('on'));
    if (count()) refresh();
    return {
      count, add, carries, working: () => working > 0, ready: () => queue, say: () => refresh(),
      files: () => (carries ? kept : inputs.flatMap((input) => Array.from(input.files, (file) => ({ file })))),
    };
  }

  // ---- the place: from the phone, corrected by a search

  function where(box) {
    const choices = find('[data-where-choices]', box);
    const template = find('template[data-where-choice]', box);
    const status = find('[data-where-status]', box);
    const locate = find('[data-where-locate]', box);
    const query = find('[data-where-query]', box);
    let latest = 0;
    let guessed = '';
    let timer = 0;
    let asked = false;

    const village = find('[data-where-village]', box);

    // Where no answer comes, what the phone carries is asked: its words, or null without any.
    async function aside(what, ...about) {
      try {
        await (window.carried || loaded(box.dataset.carried));
        return await window.carried[what](...about);
      } catch (none) {
        console.info(none.message);
        return null;
      }
    }

    const put = (name, value) => { find('[name=' + name + ']', box).value = value; };
    const tell = (...texts) => { status.textContent = texts.filter(Boolean).join('. '); };

    function made(place) {
      const label = template.content.firstElementChild.cloneNode(true);
      label.dataset.made = '';
      find('input', label).value = place.code;
      find('span', label).textContent = place.label;
      return label;
    }

    // Replaces what the script had offered; what the server wrote, and a choice made, stay.
    function offer(places) {
      all('[data-made]', choices).forEach((label) => {
        if (!find('input:checked', label)) label.remove();
      });
      const there = all('input', choices).map((input) => input.value);
      choices.prepend(...places.filter((place) => !there.includes(place.code)).map(made));
    }

    const check = (code) => all('input', choices).forEach((input) => { input.checked = input.value === code; });

    function choose(code) {
      check(code);
      offerVillages(code);
      if (code) form.dispatchEvent(new Event('change'));
    }

    // A village never comes from the point: it is offered for the commune that was chosen.
    async function offerVillages(code) {
      if (!village) return;
      const select = find('select', village);
      select.length = 1;
      village.hidden = true;
      if (!code) return;
      const found = await get(box.dataset.villages.replace('{code}', code), {})
        .catch(() => aside('villages', code)) || [];
      if ((find('input:checked', choices) || {}).value !== code) return;
      found.forEach((place) => select.add(new Option(place.label, place.code)));
      village.hidden = !found.length;
    }

    async function get(url, values) {
      const address = new URL(url, location.href);
      Object.keys(values).forEach((key) => address.searchParams.set(key, values[key]));
      // A network that carries nothing counts as none.
      const signal = AbortSignal.timeout && AbortSignal.timeout(PATIENCE);
      const response = await fetch(address, { headers: { Accept: 'application/json' }, signal });
      if (!response.ok) throw new Error('HTTP ' + response.status);
      return response.json();
    }

    // An answer that was overtaken by a later question is dropped.
    async function ask(url, values) {
      const turn = latest += 1;
      const answer = await get(url, values);
      return turn === latest ? answer : null;
    }

    async function found(position, known) {
      const at = position.coords;
      const metres = Math.round(at.accuracy);
      const point = { lat: at.latitude.toFixed(6), long: at.longitude.toFixed(6), accuracy: metres };
      Object.keys(point).forEach((name) => put(name, point[name]));
      const within = words(box, metres > ROUGH ? 'Rough' : 'Within', { m: metres });
      delete box.dataset.alone;
      try {
        const answer = await ask(box.dataset.nearby, point);
        if (!answer) return;
        if (!answer.inside) Object.keys(point).forEach((name) => put(name, ''));
        const sure = answer.certain && metres <= CERTAIN && answer.places.length > 0;
        choose('');
        offer(answer.places);
        const same = answer.places.find((place) => place.code === known);
        choose(same ? known : sure ? answer.places[0].code : '');
        tell(answer.message || within, answer.message ? '' : words(box, sure || same ? 'Sure' : 'Unsure'));
      } catch (error) {
        const known = await aside('near', at.latitude, at.longitude);
        offer(known ? known.places : []);
        // The server decides by the position, where it can: else the commune is asked for here.
        const alone = !known || (known.exact && metres <= CERTAIN);
        if (alone) box.dataset.alone = '';
        tell(within, words(box, alone ? 'Alone' : 'Unsure'));
      }
    }

    function lost(error) {
      tell(words(box, error.code === error.PERMISSION_DENIED ? 'Denied' : 'Failed'));
    }

    function start() {
      asked = true;
      tell(words(box, 'Asking'));
      navigator.geolocation.getCurrentPosition(found, lost,
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 });
    }

    async function search() {
      clearTimeout(timer);
      const text = query.value.trim();
      if (text.length < 2) return;
      let places;
      try {
        places = await ask(box.dataset.places, { q: text });
        if (!places) return;
      } catch (error) {
        places = await aside('search', text);
        if (!places) return tell(words(box, 'Offline'));
      }
      if (text !== query.value.trim()) return;
      // The only one that can be meant is chosen, until another is.
      const ticked = (find('input:checked', choices) || {}).value;
      const free = !ticked || ticked === guessed;
      if (free) check('');
      offer(places);
      if (free) choose(guessed = places.length === 1 ? places[0].code : '');
      tell(places.length ? '' : words(box, 'None'));
    }

    function soon() {
      clearTimeout(timer);
      timer = setTimeout(search, PAUSE);
    }

    // While an input method composes, only whole Latin words are searched, and after a pause.
    query.addEventListener('input', (event) => {
      clearTimeout(timer);
      const wait = window.phone && window.phone.pause(event, PAUSE);
      if (wait) timer = setTimeout(search, wait);
    });
    query.addEventListener('compositionend', soon);
    choices.addEventListener('click', () => { guessed = ''; });
    choices.addEventListener('change', (event) => offerVillages(event.target.value));

    if (locate && 'geolocation' in navigator && window.isSecureContext) {
      reveal(locate);
      locate.addEventListener('click', start);
      if (navigator.permissions && !find('[name=lat]', box).value && !('refused' in form.dataset)) {
        navigator.permissions.query({ name: 'geolocation' }).then((permission) => {
          if (permission.state === 'granted') start();
        }).catch((unknown) => console.info(unknown.message));
      }
    } else if (locate) {
      locate.remove();
    }
    // The map is fetched when somebody taps for it, and never on the way to a report.
    const pin = find('[data-where-pin]', box);
    if (pin) {
      reveal(pin);
      pin.addEventListener('click', async () => {
        try {
          await (window.adjustPin || loaded(pin.dataset.script));
          await window.adjustPin(pin, { box, get, aside, found });
        } catch (error) {
          tell(words(box, 'Offline'));
        }
      });
    }
    // Whoever stands there with a photo taken is asked for the place next: one tap less.
    function wake() {
      const known = find('[name=lat]', box).value || find('[name=place]:checked', box);
      if (!asked && !known && locate && locate.isConnected) start();
    }

    if (box.dataset.carried) window.addEventListener('load', () => setTimeout(aside, 3000, 'renew'));
    return {
      wake,
      put: (place) => { offer([place]); check(place.code); },
      searching: (event) => event.submitter ? event.submitter.name === 'tim-xa'
        : document.activeElement === query,
      search,
    };
  }

  // ---- what is half written stays on the phone, with its photos, until the receipt

  const notebook = window.phone && window.indexedDB && (form.dataset.draft || form.method === 'post') && window.phone;
  const name = notebook && notebook.owner(form.dataset.draft || new URL(form.action).pathname);
  let writing = true;                 // false once the queue has it
  let soon = 0;

  const bytesOf = async (field, file, small) =>
    ({ field, name: file.name, type: file.type, small, bytes: await file.arrayBuffer() });

  // All that the form would send, the photos from the album, whatever else it carries too.
  async function written() {
    const entries = Array.from(new FormData(form)).filter(([field]) => field !== 'photos');
    const others = entries.filter(([, value]) => value instanceof File && value.size);
    const photos = album ? album.files() : [];
    const place = find('[name=place]:checked');
    const village = find('[name=village] option:checked');
    return {
      labels: place && { code: place.value, label: place.parentNode.textContent, village: village && village.text },
      fields: entries.filter(([, value]) => !(value instanceof File)),
      files: await Promise.all([
        ...photos.map((photo) => bytesOf('photos', photo.file, photo.small)),
        ...others.map(([field, file]) => bytesOf(field, file)),
      ]),
    };
  }

  async function keepWriting() {
    clearTimeout(soon);
    if (!notebook || !writing) return;
    try {
      const draft = { ...(await written()), key: name, at: Date.now() };
      if (writing) await notebook.table('drafts', (table) => table.put(draft));
    } catch (error) {
      console.warn('Not kept:', error);
      promise(0);
    }
  }

  // Empty, or as the server wrote it; hidden fields are the server's.
  function untouched(it) {
    const first = it.options ? (find('option[selected]', it) || {}).value : it.defaultValue;
    return !it.value || (it.type !== 'hidden' && it.value === first);
  }

  function restore({ fields, files, labels }) {
    if (labels && labels.code && spot) spot.put(labels);
    fields.filter(([field]) => !OURS.includes(field)).forEach(([field, value]) => {
      all('[name="' + CSS.escape(field) + '"]').forEach((it) => {
        if (it.name === 'village' && value && !find('option[value="' + CSS.escape(value) + '"]', it)) {
          it.add(new Option(labels ? labels.village : value, value));
          it.parentNode.hidden = false;
        }
        if (it.type === 'radio' || it.type === 'checkbox') it.checked = it.checked || it.value === value;
        else if (it.type !== 'file' && untouched(it)) it.value = value;
      });
    });
    files.forEach((kept) => {
      const file = new File([kept.bytes], kept.name, { type: kept.type });
      if (kept.field === 'photos') { if (album && album.carries) album.add(file, !kept.small && !kept.fresh); }
      else form.dispatchEvent(new CustomEvent('restore', { detail: { name: kept.field, file } }));
    });
    if (album) album.say();
    followService();
    form.dispatchEvent(new Event('restored'));
  }

  // What was half written here, shared from the gallery, or sent back by the server.
  async function reopen() {
    if ('refused' in form.dataset) return;
    const back = /^#nhap=(\d+)$/.exec(location.hash);
    if (back) {
      const item = await notebook.table('queue', (table) => table.get(+back[1]));
      if (item && item.state === 'refused' && notebook.mine(item) && item.url === new URL(form.action).pathname) {
        number = item.n;
        restore(item);
        status(item.reason);
      }
      return;
    }
    const draft = await notebook.table('drafts', (table) => table.get(name));
    if (draft) restore(draft);
    if (draft && (draft.files.length || draft.fields.some(([field, value]) => field === 'description' && value))) status(words(form, 'Restored'), 1);
    if (location.hash === '#khong-giu' && album) status(words(form, 'Unshared'));
    if (location.hash !== '#chia-se') return;
    const shared = await notebook.table('drafts', (table) => table.get('shared'));
    if (!shared) return;
    restore({ ...shared, files: shared.files.map((file) => ({ ...file, fresh: true })) });
    await notebook.table('drafts', (table) => table.delete('shared'));
  }

  // ---- sending: nothing missing, once

  const album = find('[data-photos]') && photos(find('[data-photos]'));
  const spot = find('[data-where]') && where(find('[data-where]'));
  const button = find('[data-send]');
  const label = button.innerHTML;
  let sending = false;
  let number;                         // its place in the queue, once it has one
  let refuses = false;                // the phone keeps nothing, whatever it seemed
  let left = false;                   // on the way to the page that tells how it went

  // `calm`: no mistake of anybody's.
  function status(text, calm) {
    const line = find('[data-send-status]') || button;
    if (line !== button) line.className = calm ? 'meta' : 'error';
    line.textContent = text;
    if (text) line.scrollIntoView({ block: 'center' });
  }

  const present = {
    service: () => find('[name=service]:checked'),
    photos: () => (album && album.count()) || all('textarea').some((field) => field.value.trim()) ||
      all('[name=voice]').some((field) => field.files.length) || find('[name=remove_voice]:not(:checked), [name=why]:checked'),
    place: () => find('[name=place]:checked') || (('alone' in find('[data-where]').dataset || form.dataset.enough) && find('[name=lat]').value),
    need: (part) => all('input,select,textarea', part).some((field) => field.disabled ||
      (/^[rc]/.test(field.type) ? field.checked : field.value.trim())),
  };

  // Shows what is missing and goes to the first of it. Tells whether anything is.
  function missing() {
    const lacking = all('[data-part]').filter((part) => {
      const lacks = part.dataset.part in present && !present[part.dataset.part](part);
      const message = find('[data-missing]', part);
      if (message) message.hidden = !lacks;
      return lacks;
    });
    if (!lacking.length) return false;
    const target = find('input:not([type=hidden]), button', lacking[0]);
    lacking[0].scrollIntoView({ block: 'start' });
    if (target) target.focus({ preventScroll: true });
    return true;
  }

  // With no network a sending would end on the browser's own error page, the photos gone.
  function offline() {
    if (find('[data-send-status]')) status(navigator.onLine ? '' : words(form, 'Offline'));
    return !navigator.onLine;
  }

  function hold() {
    sending = true;
    button.setAttribute('aria-disabled', 'true');
    button.textContent = words(form, 'Sending');
  }

  function free() {
    sending = left = false;
    button.removeAttribute('aria-disabled');
    button.innerHTML = label;
  }

  // ---- the queue: on the phone first, then sent; the service worker sends (docs/offline.md)

  async function enqueue() {
    const { fields, files, labels } = await written();
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const chosen = find('[name=service]:checked');
    const words = (find('textarea') || {}).value || '';
    const item = {
      id: key, viewer: notebook.viewer, url: new URL(form.action).pathname, page: form.dataset.page || location.pathname,
      what: [form.dataset.what, chosen && chosen.parentNode.textContent.trim(), words.slice(0, 60)].filter(Boolean).join(' · '),
      fields: fields.filter(([field]) => field !== 'csrf_token' && field !== 'idempotency_key').concat([['idempotency_key', key]]),
      files, labels, at: Date.now(), state: 'kept', next: 0, urgent: !!find('[name=urgent]:checked'),
    };
    if (number) item.n = number;
    writing = false;
    number = await notebook.table('queue', (table, work) => {
      work.objectStore('drafts').delete(name);
      return table.put(item);
    });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }

  async function follow() {
    const item = await notebook.table('queue', (table) => table.get(number));
    if (!item || left) return;
    if (item.state === 'sent') leave(item.link);
    else if (item.state === 'refused' && find('[name=version]')) fresh(item);
    else if (item.state === 'refused') {
      writing = true;
      free();
      status(item.reason);
      keepWriting();
    } else if (item.state === 'sending') status(words(form, 'Underway'), 1);
    else if (item.failed || item.state !== 'kept' || !navigator.onLine) leave('/cho-gui');
  }

  // A form that goes with a version is shown on the page as it is now, with what was written:
  // sent again from the old page, it would be refused again.
  function fresh(item) {
    const url = new URL(item.page + '#nhap=' + item.n, location.href);
    const here = url.pathname === location.pathname;
    if (here) history.replaceState(null, '', url);
    leave(url);
    if (here) location.reload();
  }

  function leave(url) {
    notebook.channel.removeEventListener('message', follow);
    left = true;
    location.assign(url);
  }

  async function send() {
    await (album ? album.ready() : 0);
    if (missing()) return free();       // the only photo turned out to be gone
    if (!notebook || !notebook.keeps()) return offline() ? free() : form.submit();
    try {
      await enqueue();
    } catch (full) {
      writing = true;
      console.warn('Not kept:', full);
      if (navigator.onLine) return form.submit();
      free();
      promise(0);
      return status(words(form, 'Full'));
    }
    status(words(form, 'Kept'), 1);
    if ('stay' in form.dataset) return another();
    notebook.channel.addEventListener('message', follow);
    notebook.send(2);
    follow();
  }

  // `data-stay`: the same page writes the next one; how it went is told in the list of what waits.
  function another() {
    number = undefined;
    writing = true;
    history.replaceState(null, '', location.pathname);
    free();
    notebook.send(2);
    notebook.channel.postMessage(0);
    form.dispatchEvent(new Event('kept'));
  }

  // Whether a signal is needed is said only once it is known to be true. `kept` 0: this phone
  // refused to keep something (a private window, no room), so nothing is promised any more. 1: there
  // was time enough for the service worker; before that nothing is said on a first visit.
  function promise(kept) {
    const line = find('[data-keeps]');
    if (kept === 0) refuses = true;
    if (line) line.textContent = words(line, refuses ? 'Refused' : notebook && notebook.keeps() ? 'Yes' : kept || !notebook ? 'No' : '');
  }

  promise();
  setTimeout(promise, 2500, 1);
  if (navigator.serviceWorker) navigator.serviceWorker.addEventListener('controllerchange', () => promise());
  form.noValidate = true;
  form.addEventListener('submit', (event) => {
    if (spot && spot.searching(event)) {
      event.preventDefault();
      spot.search();
    } else if (sending || missing()) {
      event.preventDefault();
    } else if (notebook && notebook.keeps() || album && album.working()) {
      event.preventDefault();
      hold();
      if (album) album.say();
      send();
    } else if (offline()) event.preventDefault();
    else hold();
  });
  // Back after it was sent: a page of the past would send it once more, so it is opened anew.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted && number && !writing) location.reload();
    else if (event.persisted) free();
  });
  form.addEventListener('change', followService);

  if (notebook) {
    reopen().catch((error) => {
      console.warn('No draft:', error);
      promise(0);
    });
    form.addEventListener('input', () => {
      clearTimeout(soon);
      soon = setTimeout(keepWriting, PAUSE);
    });
    form.addEventListener('change', keepWriting);
    document.addEventListener('visibilitychange', keepWriting);
  }
  followService();
}

// Every such form on the page, and those that htmx puts there later; each once.
(function () {
  const started = new WeakSet();

  function start() {
    document.querySelectorAll('form[data-report]').forEach((form) => {
      if (!started.has(form)) startReportForm(form);
      started.add(form);
    });
  }

  start();
  document.addEventListener('htmx:after:swap', start);
})();

// Speaking: its script comes with the first press, or with what was said before. What others
// reported near by: with the first change of the form.
(function () {
  const begun = new Map();

  const started = (box) => loaded(box.dataset.voice).then(() => window.startVoice(box),
    (missing) => { begun.delete(box); throw missing; });

  const near = document.querySelector('[data-similar]');
  if (near) {
    near.closest('form').addEventListener('change', () => loaded(near.dataset.script).catch(() => 0),
      { once: true });
  }

  async function wake(box, act) {
    if (!begun.has(box)) begun.set(box, started(box));
    try {
      act(await begun.get(box));
    } catch (missing) {
      box.querySelector('[data-voice-status]').textContent = box.dataset.textNone;
    }
  }

  // Once it is there the script answers presses itself.
  function press(event) {
    const button = event.target.closest && event.target.closest('[data-voice-speak]');
    const box = button && button.closest('[data-voice]');
    if (box && !begun.has(box)) wake(box, (voice) => voice.begin());
  }

  document.addEventListener('pointerdown', press);
  document.addEventListener('click', press);
  document.addEventListener('restore', (event) => {
    const box = Array.from(event.target.querySelectorAll('[data-voice]'))
      .find((each) => (each.dataset.field || 'voice') === event.detail.name);
    if (box) wake(box, (voice) => voice.show(event.detail.file));
  }, true);
})();
