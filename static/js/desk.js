// The inbox on a wide screen: a report opens beside the list instead of in its place, and acts
// answer without leaving it. Only there is htmx fetched; a phone, a new tab or no script follow
// the links and send the forms as they are.
(function () {
  'use strict';
  const wide = window.matchMedia('(min-width: 900px)');
  const htmx = document.currentScript.dataset.htmx;
  let asked = false;

  function fetchHtmx() {
    if (asked || !wide.matches) return;
    asked = true;
    const script = document.createElement('script');
    script.src = htmx;
    document.head.append(script);
  }

  fetchHtmx();
  wide.addEventListener('change', fetchHtmx);

  document.addEventListener('click', (event) => {
    const card = event.target.closest('[data-beside]');
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (!card || !window.htmx || !wide.matches || elsewhere) return;
    event.preventDefault();
    document.querySelectorAll('[data-beside][aria-current]').forEach((each) => each.removeAttribute('aria-current'));
    card.setAttribute('aria-current', 'true');
    card.closest('.split').classList.add('shows-detail');
    card.dispatchEvent(new Event('beside'));
  });
})();
