// On every page: the service worker, what is kept on the phone, and a few small promises kept
// without a page's own script. What each attribute does is written in docs/look.md.
(function () {
  'use strict';
  var each = function (selector, act) { document.querySelectorAll(selector).forEach(act); };
  var one = function (selector) { return document.querySelector(selector); };
  var worker = navigator.serviceWorker;
  var meta = one('meta[name=viewer]');
  var viewer = meta && meta.content;
  var channel = window.BroadcastChannel && new BroadcastChannel('queue');

  // ---- what the phone keeps: two tables, the queue and the drafts (docs/offline.md)

  function table(name, act) {
    return new Promise(function (done, failed) {
      var asked = indexedDB.open('phone', 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore('queue', { keyPath: 'n', autoIncrement: true });
        asked.result.createObjectStore('drafts', { keyPath: 'key' });
      };
      asked.onerror = function () { failed(asked.error); };
      asked.onsuccess = function () {
        var base = asked.result;
        var work = base.transaction(['queue', 'drafts'], 'readwrite', { durability: 'strict' });
        var wish;
        try {
          wish = act(work.objectStore(name), work);
        } catch (refused) {
          failed(refused);
        }
        work.oncomplete = function () { base.close(); done(wish && wish.result); };
        work.onabort = function () { base.close(); failed(work.error); };
      };
    });
  }

  function tell(message) {
    if (worker && worker.controller) worker.controller.postMessage(message);
  }

  // Background Sync where there is any; and now, by the page: 2 is a tap, which waits for nothing.
  function send(eager) {
    tell({ send: eager || 1 });
    if (worker) {
      worker.ready.then(function (it) { return it.sync && it.sync.register('queue'); })
        .catch(function (refused) { console.info('No background sync:', refused.name); });
    }
  }

  // A guest's report is a guest's, whichever session the browser has now.
  function mine(item) {
    return item.viewer === viewer || (item.viewer[0] === 'g' && viewer[0] === 'g');
  }

  // Drafts are their writer's; a guest stays a guest.
  function owner(name) { return (viewer && viewer[0] === 'u' ? viewer : 'g') + ' ' + name; }

  // How long to wait after this input before a live search; 0: not now. Keyboards of phones
  // compose plain Latin words too (Gboard), and those are searched after a longer pause. A
  // syllable that has an accent already, or letters that Telex turns into one, is half typed.
  var HALF = /[^ -~]|[wzfj]|[srx]$|aa|ee|oo|dd/i;
  function pause(event, usual) {
    if (!event.isComposing) return usual;
    var word = event.data || event.target.value.split(' ').pop();
    return HALF.test(word) ? 0 : 3 * usual;
  }

  window.phone = {
    pause: pause, bind: bind, unsent: unsent, close: close,
    viewer: viewer, owner: owner, table: table, send: send, mine: mine, channel: channel,
    keeps: function () { return !!(viewer && worker && worker.controller && window.indexedDB && channel); },
  };

  function unsent() {
    return table('queue', function (all) { return all.getAll(); }).then(function (items) {
      return items.filter(function (item) { return item.state !== 'sent'; });
    });
  }

  function wake() {
    if (document.visibilityState === 'visible' && window.phone.keeps()) tell({ send: 1 });
  }

  // What a kept page needs beyond the shell, and the alerts that stand above it, are kept as well:
  // whoever saw the warning can read it in the next valley.
  function ahead() {
    var store = 'keep-' + viewer;
    if (!window.caches || !one('[data-saved]')) return;
    caches.has(store).then(function (known) {
      if (known) each('[data-notice], [data-ahead], link[rel=stylesheet], script[src]', function (it) { add(it, store); });
    });
  }

  function add(it, store) {
    var url = it.src || it.href;
    caches.match(url, { ignoreVary: true }).then(function (there) { return !there && fetch(url); }).then(function (answer) {
      if (!answer || !answer.ok || !(it.src || it.rel || answer.headers.get('X-Keep'))) return;
      return caches.open(store).then(function (pages) { return pages.put(url, answer); });
    }).catch(function (lost) { console.info('Not kept ahead:', lost.name); });
  }

  // An update waits until it is asked for: a page that is being written on is not pulled away.
  function offer(registration) {
    var button = one('[data-update]');
    if (!button || !registration.waiting || !worker.controller) return;
    button.hidden = false;
    button.onclick = function () {
      worker.addEventListener('controllerchange', function () { location.reload(); });
      registration.waiting.postMessage({ update: 1 });
    };
  }

  if (worker) {
    window.addEventListener('load', function () {
      worker.register('/sw.js?' + document.documentElement.lang).then(function (registration) {
        offer(registration);
        registration.addEventListener('updatefound', function () {
          registration.installing.addEventListener('statechange', function () { offer(registration); });
        });
        wake();
        ahead();
      }).catch(function (error) { console.warn('No service worker:', error); });
    });
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
  }

  // ---- who asked to be told here (push.js) stays told

  // Tells the server of a subscription; `push` in the local storage remembers it and for whom.
  function bind(made, url, key, csrf) {
    var headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': csrf };
    var body = JSON.stringify(made.toJSON());
    return fetch(url, { method: 'POST', credentials: 'same-origin', headers: headers, body: body }).then(function (response) {
      if (!response.ok) throw new Error('HTTP ' + response.status);
      remember({ viewer: viewer, endpoint: made.endpoint, at: Date.now(), url: url, key: key });
    });
  }

  function remember(known) {
    try {
      localStorage.setItem('push', JSON.stringify(known));
    } catch (refused) {
      console.info('Not remembered:', refused.name);
    }
  }

  // Where the browser made a new subscription, or the server lost the old one, it is bound again:
  // once a day at most, without a question, and only for the viewer who asked.
  function rebind() {
    var known = JSON.parse(localStorage.getItem('push') || '{}');
    if (!viewer || known.viewer !== viewer || Notification.permission !== 'granted' || !navigator.onLine) return;
    worker.ready.then(function (it) {
      return it.pushManager.getSubscription().then(function (made) {
        var same = made && made.endpoint === known.endpoint;
        if ((same && Date.now() - known.at < 864e5) || Date.now() - known.tried < 6e5) return;
        known.tried = Date.now();
        remember(known);
        var wanted = made || it.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: known.key });
        return Promise.all([wanted, fetch('/phien.json', { cache: 'no-store' })]).then(function (both) {
          return both[1].json().then(function (who) { return bind(both[0], known.url, known.key, who.csrf); });
        });
      });
    }).catch(function (lost) { console.info('Not bound again:', lost); });
  }

  try {
    if (worker && window.Notification) rebind();
  } catch (refused) {
    console.info('Nothing is remembered here:', refused.name);
  }

  window.addEventListener('beforeinstallprompt', function (event) {
    event.preventDefault();
    window.phone.install = event;
    document.dispatchEvent(new Event('installable'));
  });

  // The icon's badge: what the bell says, and what cannot go without its writer; a saved copy
  // knows nothing new.
  function badge() {
    var dot = one('[data-unread]');
    unsent().catch(function () { return []; }).then(function (items) {
      var stuck = items.filter(function (item) { return mine(item) && !/kept|sending/.test(item.state); }).length;
      var count = (dot ? +dot.dataset.unread : 0) + stuck;
      return count ? navigator.setAppBadge(count) : navigator.clearAppBadge();
    }).catch(function (refused) { console.info('No badge:', refused.name); });
  }

  if (navigator.setAppBadge && viewer && !one('[data-saved]:not([hidden])')) {
    badge();
    if (channel) channel.addEventListener('message', badge);
  }

  // Closes what is shown on the lock screen about one thing, or all of it.
  function close(tag) { tell({ close: tag }); }

  each('[data-draft-done]', function (element) {
    if (!window.indexedDB) return;
    table('drafts', function (all) { return all.delete(owner(element.dataset.draftDone)); })
      .catch(function (refused) { console.info('No draft to forget:', refused); });
  });

  each('[data-told]', function (element) { close(element.dataset.told); });

  // A file is read when it is chosen and carried as bytes: the gallery may change or move it before
  // it is sent. A form's album (form.js) makes its photos smaller too.
  document.addEventListener('change', function (event) {
    var input = event.target;
    if (input.type !== 'file' || input.closest('[data-photos]')) return;
    if (input.told) input.told.remove();
    var chosen = [].slice.call(input.files);
    var same = function () { return chosen[0] && input.files[0] === chosen[0]; };
    if (!same() || !chosen[0].arrayBuffer || !window.DataTransfer) return;
    Promise.all(chosen.map(function (file) { return file.arrayBuffer(); })).then(function (read) {
      var held = new DataTransfer();
      read.forEach(function (bytes, number) {
        var file = chosen[number];
        held.items.add(new File([bytes], file.name, { type: file.type, lastModified: file.lastModified }));
      });
      if (same()) input.files = held.files;
    }).catch(function (gone) {
      if (gone.name !== 'NotReadableError' && gone.name !== 'NotFoundError' || !same()) return console.warn('Not held:', gone);
      input.value = '';
      input.told = document.createElement('p');
      input.told.className = 'error';
      input.told.setAttribute('role', 'alert');
      input.told.textContent = input.dataset.textUnreadable || (input.form && input.form.dataset.textUnreadable);
      input.after(input.told);
    });
  });

  // An answer counts as read when its page was really in front of somebody.
  each('form[data-seen]', function (form) {
    function seen() {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', seen);
      fetch(form.action, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
        .catch(function () { document.addEventListener('visibilitychange', seen); });
    }
    document.addEventListener('visibilitychange', seen);
    seen();
  });

  // A warning that was read, in this version of it, is one line below what one came for.
  try {
    var read = (localStorage.getItem('read') || '').split(' ').slice(0, 20);
    each('[data-reads]', function (it) {
      localStorage.setItem('read', [it.dataset.reads].concat(read).join(' '));
    });
    each('[data-notice]', function (it) {
      if (read.indexOf(it.dataset.notice) < 0) return;
      it.classList.add('read');
      (one('[data-read-alerts]') || one('main')).appendChild(it);
    });
  } catch (refused) {
    console.info('Nothing is remembered here:', refused.name);
  }

  // On a wide screen what is chosen stands beside its list.
  if (window.matchMedia('(min-width:900px)').matches) {
    each('[data-list] a.card', function (it) { it.search = it.closest('[data-list]').dataset.list; });
  }

  // Where nothing waits on this phone, the list of it is not even loaded.
  each('[data-script][data-queue]', function (it) {
    function load() {
      table('queue', function (all) { return all.count(); }).then(function (waiting) {
        if (!waiting || !it.dataset.script) return;
        var script = document.createElement('script');
        script.src = it.dataset.script;
        it.dataset.script = '';
        document.head.appendChild(script);
      }).catch(function (refused) { console.info('Nothing is kept here:', refused); });
    }
    if (!viewer || !window.indexedDB) return;
    load();
    if (channel) channel.addEventListener('message', load);
  });

  each('form[data-once]', function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener('pageshow', function () { sent = false; });
  });

  each('button[data-copy]', function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.textDone;
      });
    });
  });
})();
