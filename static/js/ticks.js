// A table of households, one tap each: which one was tapped goes into the form, the queue (form.js)
// keeps and sends it, and the row is marked. Without this script each button sends the form itself.
// With data-pick a tap only says who is meant: what came of the visit is chosen then, and sent.
(function () {
  'use strict';
  const form = document.querySelector('form[data-ticks]');
  if (!form) return;
  const what = form.dataset.what;
  const { so: number, nguoi_thay: name } = form.elements;
  const rows = new Map();

  const deed = () => {
    const chosen = form.querySelector('[name=viec]:checked');
    return chosen ? chosen.parentNode.textContent.trim() : form.dataset.done;
  };

  const picks = 'pick' in form.dataset;
  const picked = form.querySelector('[data-picked]');

  form.querySelectorAll('button[name=ho]').forEach((button) => {
    rows.set(button.value, button);
    button.addEventListener('click', (event) => {
      number.value = button.value;
      if (!picks) return;
      event.preventDefault();
      picked.textContent = button.closest('tr').querySelector('a').textContent;
      form.querySelector('[name=viec]').focus();
    });
  });
  form.addEventListener('submit', () => {
    form.dataset.what = [what, number.value, deed()].filter(Boolean).join(' · ');
  }, true);

  // What is kept on the phone is done for whoever walks from door to door.
  form.addEventListener('kept', () => {
    const button = rows.get(number.value.trim());
    if (button) {
      const mark = document.createElement('b');
      mark.textContent = '✓ ' + deed();
      button.replaceWith(mark);
      rows.delete(button.value);
    }
    if (picks) form.reset();
    if (picks) picked.textContent = '';
    number.value = '';
    if (name) name.value = '';
  });
})();
