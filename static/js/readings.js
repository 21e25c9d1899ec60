// Meters read one after another on a phone: what looks like a slip is asked back at once, at the
// meter; then comes the next one. The queue (form.js) keeps and sends; the server decides.
(function () {
  'use strict';
  const form = document.querySelector('form[data-reading]');
  if (!form) return;
  const { number, value, read_on: day } = form.elements;
  const last = form.querySelector('[data-last-said]');
  const what = form.dataset.what;
  let back = location.hash.startsWith('#nhap=');
  const meter = () => (number.selectedOptions ? number.selectedOptions[0] : number);

  // A box that was not asked for is not ticked; one the server asked for stays.
  function ask(name, suspect) {
    const box = form.querySelector('[data-ask=' + name + ']');
    const tick = box.querySelector('input');
    box.hidden = !(suspect || back || tick.checked && 'refused' in form.dataset);
    if (box.hidden) tick.checked = false;
  }

  function look() {
    const { last: before, most, said } = meter().dataset;
    const typed = value.value.trim() ? Number(value.value.replace(/\s/g, '').replace(',', '.')) : NaN;
    ask('rolled_over', typed < Number(before));
    ask('sure', typed - Number(before) > Number(most));
    last.textContent = said || '';
    form.dataset.what = [what, meter().dataset.name || meter().textContent, value.value].join(' · ');
  }

  // The next meter that was not read this month, from here on and round to the beginning.
  function next() {
    const all = Array.from(number.options);
    const here = number.selectedIndex;
    all[here].dataset.read = '';
    const found = all.slice(here + 1).concat(all.slice(0, here)).find((each) => !('read' in each.dataset));
    if (found) found.selected = true;
    value.value = '';
    back = false;
    look();
    value.focus();
  }

  // A copy that was kept yesterday names yesterday; the phone knows the day.
  if (!('refused' in form.dataset)) {
    const part = (count) => String(count).padStart(2, '0');
    const now = new Date();
    day.defaultValue = part(now.getDate()) + '/' + part(now.getMonth() + 1) + '/' + now.getFullYear();
    look();
  }
  form.addEventListener('input', look);
  form.addEventListener('change', look);
  form.addEventListener('restored', look);
  form.addEventListener('kept', next);
})();
