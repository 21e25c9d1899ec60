// Several places in a form: [data-several] holds check boxes, a search field and a <template>.
// Without this script the button beside the field searches on the server.
(function () {
  'use strict';
  document.querySelectorAll('[data-several]').forEach((box) => {
    const list = box.querySelector('[data-chosen]');
    const field = box.querySelector('input[type=search]');
    const button = box.querySelector('button[name=tim-xa]');
    const status = box.querySelector('[role=status]');
    const template = box.querySelector('template');
    let timer = 0;
    let latest = 0;

    async function ask(kind, text) {
      const url = box.dataset.several + '?kind=' + kind + '&q=' + encodeURIComponent(text);
      const response = await fetch(url, { headers: { Accept: 'application/json' } });
      if (!response.ok) throw new Error('HTTP ' + response.status);
      return response.json();
    }

    function made(place) {
      const label = template.content.firstElementChild.cloneNode(true);
      label.dataset.made = '';
      label.querySelector('input').value = place.code;
      const parent = place.kind === 'village' && place.parent ? ', ' + place.parent : '';
      label.querySelector('span').textContent = place.label + parent;
      return label;
    }

    function offer(places) {
      list.querySelectorAll('[data-made]').forEach((label) => {
        if (!label.querySelector('input:checked')) label.remove();
      });
      const there = Array.from(list.querySelectorAll('input')).map((input) => input.value);
      list.append(...places.filter((place) => !there.includes(place.code)).map(made));
      status.textContent = places.length ? '' : box.dataset.textNone;
    }

    async function search() {
      clearTimeout(timer);
      const text = field.value.trim();
      if (text.length < 2) return;
      const turn = latest += 1;
      try {
        const found = await Promise.all([ask('commune', text), ask('village', text)]);
        if (turn === latest) offer(found[0].concat(found[1]).slice(0, 8));
      } catch (error) {
        status.textContent = box.dataset.textFailed;
      }
    }

    function soon(event) {
      clearTimeout(timer);
      const wait = window.phone.pause(event, 250);
      if (wait) timer = setTimeout(search, wait);
    }
    field.addEventListener('input', soon);
    field.addEventListener('compositionend', soon);
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      search();
    });
    button.addEventListener('click', (event) => { event.preventDefault(); search(); });
  });
})();
