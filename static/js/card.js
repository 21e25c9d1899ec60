// The QR of an identity card, at a door: fills in who it is (<form data-person>), or finds the person on
// the page's list (data-pick). Read on the phone, without a signal too, and as the server reads it
// (app/community/people/card.py): one table of cases tries both. The card's number stays in this
// script until the person's agreement is ticked, and is forgotten with the page.
'use strict';

window.readCard = (text) => {
  const line = (it, most) => Array.from(it.normalize('NFC').replace(/\s+/g, ' ').trim()).slice(0, most).join('').trim();
  const fields = text.trim().split('|').map((each) => line(each, 300));
  const [number, old, name, birth, sex, address] = fields;
  if (![7, 11].includes(fields.length) || !/^\d{12}$/.test(number) || !/^(\d{9}|\d{12})?$/.test(old)) return null;
  const born = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])((?:19|20)\d\d)$/.exec(birth);
  return {
    number, name: line(name, 80), born: born ? +born[1] : null,
    sex: { nam: 'm', 'nữ': 'f' }[sex.toLowerCase()] || '', address: line(address, 120),
  };
};

(() => {
  const box = document.querySelector('[data-scan][data-card-said]');
  if (!box) return;
  const status = box.querySelector('[data-scan-status]');
  const form = document.querySelector('form[data-person]');
  const photo = box.querySelector('input[type=file]');
  const fold = (text) => text.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd')
    .replace(/\s+/g, ' ').trim();
  let number = '';

  function read(text) {
    const card = window.readCard(text);
    if (!card) {
      status.textContent = /\|.*\$\s*$/.test(text) ? box.dataset.cardInsured : box.dataset.cardNone;
    } else if (form) fill(card);
    else find(card);
    return card;
  }

  // What the card leaves open stays as it is.
  function fill(card) {
    const { ho_ten: name, nam_sinh: born, gioi: sex, dia_chi: address } = form.elements;
    [[name, card.name], [born, card.born], [sex, card.sex], [address, card.address]].forEach(([field, value]) => {
      if (value) field.value = value;
    });
    number = card.number;
    agreed();
    status.textContent = box.dataset.cardSaid;
    form.dispatchEvent(new Event('input'));
    name.focus();
  }

  function agreed() {
    const { dong_y_so: tick, so_can_cuoc: field } = form.elements;
    if (field && tick.checked && number) field.value = number;
    if (field && !tick.checked) field.value = '';
  }

  // Whoever has the card's name, and no other year than the card's.
  function find(card) {
    const row = Array.from(document.querySelectorAll('table.round tr')).find((each) => {
      const name = each.querySelector('a');
      const year = /\b(19|20)\d\d\b/.exec(name.nextSibling.textContent);
      return fold(name.textContent) === fold(card.name) && (!year || !card.born || +year[0] === card.born);
    });
    const button = row && row.querySelector('button[name=ho]');
    status.textContent = row ? row.querySelector('a').textContent : box.dataset.cardUnknown;
    if (button) button.click();
  }

  box.addEventListener('scanned', (event) => read(event.detail));

  // A photo is read here where the phone can: then it never leaves it.
  if (photo && 'BarcodeDetector' in window) {
    photo.addEventListener('change', async () => {
      const [file] = photo.files;
      const seen = file ? await createImageBitmap(file).then((it) => new window.BarcodeDetector().detect(it)).catch(() => []) : [];
      if (seen.some((each) => read(each.rawValue))) photo.value = '';
    });
  }

  if (form) {
    form.addEventListener('change', (event) => { if (event.target.name === 'dong_y_so') agreed(); });
    form.addEventListener('kept', () => {
      number = '';
      form.reset();
      form.elements.ho_ten.focus();
    });
    // Without a signal nobody else would say so for hours.
    const what = form.dataset.what;
    form.addEventListener('submit', (event) => {
      const { ho_ten: name } = form.elements;
      if (what) form.dataset.what = what + ' · ' + name.value.trim();
      if (name.value.trim()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      name.focus();
    }, true);
  }
})();
