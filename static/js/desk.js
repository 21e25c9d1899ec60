// The inbox on a wide screen: a report opens beside the list instead of in its place. htmx does
// the fetching on the event "beside"; a narrow screen, a new tab or no script follow the link.
(function () {
  'use strict';
  const wide = window.matchMedia('(min-width: 900px)');

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
