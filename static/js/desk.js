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
    document.querySelectorAll('.inbox [aria-current]').forEach((each) => each.removeAttribute('aria-current'));
    card.closest('tr').setAttribute('aria-current', 'true');
    card.closest('.split').classList.add('shows-detail');
    card.dispatchEvent(new Event('beside'));
  });

  // ---- keys, never while something is typed; whoever does not want them switches them off

  const OFF = 'desk-keys-off';
  const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable], dialog';
  const cards = () => [...document.querySelectorAll('[data-beside]')];

  function here() {
    const all = cards();
    const at = all.indexOf(document.activeElement);
    return at >= 0 ? at : all.findIndex((each) => each.closest('tr[aria-current]'));
  }

  function move(step) {
    const all = cards();
    const next = all[Math.min(all.length - 1, Math.max(0, here() + step))];
    if (next) next.focus();
  }

  function tick() {
    const card = cards()[here()];
    const box = card && card.closest('tr').querySelector('.pick input');
    if (box) box.click();
  }

  // An act's link is followed; where its form is open already, the form is gone to.
  function act(key) {
    const found = document.querySelector(`a[data-key="${key}"], section[data-key="${key}"]`);
    if (!found) return false;
    if (found.tagName === 'A') found.click();
    else (found.querySelector('input:not([type=hidden]), textarea, select') || found).focus();
    return true;
  }

  function help() {
    const keys = document.getElementById('keys');
    if (!keys) return;
    keys.open = !keys.open;
    if (keys.open) keys.querySelector('summary').focus();
  }

  function answer(key, onCard) {
    if (key === 'j' || (onCard && key === 'ArrowDown')) move(1);
    else if (key === 'k' || (onCard && key === 'ArrowUp')) move(-1);
    else if (key === 'x') tick();
    else if (key === '?') help();
    else return /^[acrgn]$/.test(key) && act(key);
    return true;
  }

  document.addEventListener('change', (event) => {
    if (!event.target.matches('[data-all]')) return;
    document.querySelectorAll('.inbox [name=chon]').forEach((box) => { box.checked = event.target.checked; });
  });

  // Whoever has written an answer sends it without leaving the keyboard.
  document.addEventListener('keydown', (event) => {
    const form = event.target.closest('#act form');
    if (!form || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || localStorage.getItem(OFF)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[data-send]'));
  });

  document.addEventListener('keydown', (event) => {
    const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (other || event.target.closest(TYPING) || localStorage.getItem(OFF)) return;
    if (answer(event.key, event.target.matches('[data-beside]'))) event.preventDefault();
  });

  function say() {
    document.querySelectorAll('[data-keys]').forEach((each) => {
      const texts = each.closest('[data-text-off]').dataset;
      each.textContent = localStorage.getItem(OFF) ? texts.textOn : texts.textOff;
    });
  }

  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-keys]')) return;
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, '1');
    say();
  });
  document.addEventListener('htmx:after:swap', say);
  say();
})();
