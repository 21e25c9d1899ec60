// What others reported near by: asked for once service and place are known, never in the way of
// sending. Without a network, or without this script, nothing is shown (the server asks then).
'use strict';

(function () {
  const box = document.querySelector('[data-similar]');
  const form = box.closest('form');
  // On the desk the commune is enough; a citizen's phone asks around a point or in a village.
  const names = 'commune' in box.dataset ? ['service', 'place', 'village'] : ['service', 'lat', 'long', 'village'];
  let asked = '';

  async function look() {
    const values = new FormData(form);
    const query = new URLSearchParams(names.map((name) => [name, values.get(name) || '']));
    const known = values.get('service') && names.slice(1).some((name) => values.get(name));
    const address = known ? box.dataset.similar + '?' + query : '';
    if (address === asked) return;
    asked = address;
    if (!known) return box.replaceChildren();
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } });
      const found = await answer.json();
      if (!answer.ok || address !== asked) return;
      box.innerHTML = found.html;
      form.elements.similar.value = '1';
    } catch (offline) {
      asked = '';
    }
  }

  form.addEventListener('change', look);
  look();
})();
