// On every page: the service worker, and a few small promises kept without a page's own script.
// What each attribute does is written in docs/look.md.
(function () {
  'use strict';
  var each = function (selector, act) { document.querySelectorAll(selector).forEach(act); };
  var worker = navigator.serviceWorker;

  // Private browsing may forbid storage: then there simply is no draft to forget.
  function forget(act) {
    try { act(window.sessionStorage); } catch (refused) { return; }
  }

  // Closes what is shown on the lock screen about one thing, or all of it.
  function close(tag) {
    if (worker && worker.controller) worker.controller.postMessage({ close: tag });
  }

  if (worker) {
    window.addEventListener('load', function () {
      worker.register('/sw.js?' + document.documentElement.lang).catch(function (error) { console.warn('No service worker:', error); });
    });
  }

  each('[data-draft-done]', function (element) {
    forget(function (store) { store.removeItem('draft:' + element.dataset.draftDone); });
  });

  each('[data-told]', function (element) { close(element.dataset.told); });

  each('form[data-sign-out]', function (form) {
    form.addEventListener('submit', function () {
      forget(function (store) { store.clear(); });
      close('');
    });
  });

  // An answer counts as read when its page was really in front of somebody.
  each('form[data-seen]', function (form) {
    function send() {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', send);
      fetch(form.action, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
        .catch(function () { document.addEventListener('visibilitychange', send); });
    }
    document.addEventListener('visibilitychange', send);
    send();
  });

  each('form[data-once]', function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) event.preventDefault();
      sent = true;
    });
    window.addEventListener('pageshow', function () { sent = false; });
  });

  each('button[data-share]', function (button) {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.share({ title: button.dataset.title, url: button.dataset.share })
        .catch(function (error) { console.info('Not shared:', error.name); });
    });
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
