// My list of a guide: what is ticked stays on this phone, under the words of its line.
(function () {
  'use strict';
  const list = document.querySelector('[data-guide]');
  if (!list) return;
  const key = 'guide ' + list.dataset.guide;
  let ticked = [];
  try { ticked = JSON.parse(localStorage.getItem(key)) || []; } catch (e) { ticked = []; }
  const boxes = [...list.querySelectorAll('input[type=checkbox]')];
  boxes.forEach((box) => { box.checked = ticked.includes(box.name); });
  list.addEventListener('change', () => {
    const now = boxes.filter((box) => box.checked).map((box) => box.name);
    try { localStorage.setItem(key, JSON.stringify(now)); } catch (e) { /* a full phone keeps no ticks */ }
  });
})();
