// Signing out, on pages with <form data-sign-out>: what was not sent is said, then the phone is empty
// for whoever comes next.
(function () {
  'use strict';
  var phone = window.phone;

  function empty() {
    try {
      localStorage.removeItem('push');
      Object.keys(localStorage).forEach(function (key) { if (/^guide /.test(key)) localStorage.removeItem(key); });
    } catch (refused) {
      console.info('Nothing was remembered:', refused.name);
    }
    return Promise.all([
      phone.table('queue', function (all, work) {
        work.objectStore('drafts').clear();
        return all.clear();
      }),
      caches.keys().then(function (names) {
        return Promise.all(names.map(function (name) { return /^(keep-|shown)/.test(name) && caches.delete(name); }));
      }),
    ]).catch(function (refused) { console.warn('Nothing was kept:', refused); });
  }

  document.querySelectorAll('form[data-sign-out]').forEach(function (form) {
    form.addEventListener('submit', function (event) {
      if (!window.indexedDB || !window.caches) return;
      event.preventDefault();
      phone.close('');
      phone.unsent().catch(function () { return []; }).then(function (items) {
        var words = (form.dataset.textUnsent || '').replace('{n}', items.length);
        if (!items.length || window.confirm(words)) empty().then(function () { form.submit(); });
      });
    });
  });
})();
