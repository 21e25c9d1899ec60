// The invitation to install: after the first sent report, and on /cai-dat. The browser's own
// question is kept by app.js until somebody taps; an iPhone has none, so it is shown three steps.
(function () {
  'use strict';
  const box = document.querySelector('[data-install]');
  if (!box) return;
  const button = box.querySelector('[data-install-ask]');
  const state = box.querySelector('[data-install-state]');
  const iphone = box.querySelector('[data-install-iphone]');
  const print = document.querySelector('[data-print]');
  const installed = window.matchMedia('(display-mode: standalone)').matches || navigator.standalone;

  function offer() {
    if (installed || !window.phone.install) return;
    box.hidden = button.hidden = false;
  }

  async function ask() {
    button.disabled = true;
    const event = window.phone.install;
    window.phone.install = null;
    await event.prompt();
    const choice = await event.userChoice;
    button.hidden = true;
    button.disabled = false;
    if (choice.outcome === 'accepted') state.textContent = box.dataset.textDone;
  }

  // One more for the helper's poster and the village; nothing else is told.
  function count() {
    if (!box.dataset.count) return;
    const body = new URLSearchParams({ csrf_token: box.dataset.csrf, nguoi: box.dataset.tag, ap: box.dataset.village });
    fetch(box.dataset.count, { method: 'POST', body, keepalive: true })
      .catch((lost) => console.info('Not counted:', lost.name));
  }

  button.addEventListener('click', () => ask().catch((refused) => console.info('Not installed:', refused.name)));
  document.addEventListener('installable', offer);
  window.addEventListener('appinstalled', count);
  if (print) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
  }
  if (iphone && !installed && /iPhone|iPad/.test(navigator.userAgent)) box.hidden = iphone.hidden = false;
  offer();
})();
