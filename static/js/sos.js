// The text message says what the form says: without accents, which would halve what one holds.
(function () {
  'use strict';
  const link = document.querySelector('[data-sms]');
  const form = link.closest('form'), number = link.href.split('?')[0], said = link.dataset;
  const plain = (words) => words.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/\u0111/g, 'd')
    .replace(/\u0110/g, 'D').replace(/\s+/g, ' ').trim();
  const label = (selector) => Array.from(form.querySelectorAll(selector), (it) => it.closest('label').textContent);
  const value = (name) => form.elements[name].value;

  function write() {
    const village = form.querySelector('[name=village] option:checked[value]:not([value=""])');
    const point = value('lat') && Number(value('lat')).toFixed(5) + ',' + Number(value('long')).toFixed(5);
    const where = [village && village.text, ...label('[name=place]:checked'), point].filter(Boolean).join(' ');
    const parts = [said.text, said.textPeople + ': ' + value('people'),
      said.textNeed + ': ' + (label('[name=need]:checked').join(', ') || '?'), said.textWhere + ': ' + (where || '?'),
      value('words')].filter(Boolean);
    link.href = number + '?body=' + encodeURIComponent(plain(parts.join('. ')));
  }
  form.addEventListener('input', write);
  form.addEventListener('change', write);
  link.addEventListener('click', write);
  form.addEventListener('restored', write);
})();
