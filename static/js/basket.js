// The basket: its buttons count at once, and the sums follow; without this the server counts.
'use strict';
document.querySelectorAll('[data-basket]').forEach((form) => {
  const rows = Array.from(form.querySelectorAll('[data-price]'));
  const field = (row) => row.querySelector('input[type=number]');
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const write = (place, amount) => {
    if (place) place.textContent = place.textContent.replace(/[\d.,]+/, number.format(amount));
  };
  const count = () => {
    let goods = 0;
    rows.forEach((row) => {
      const amount = row.dataset.price * Math.min(Math.max(Math.trunc(field(row).value) || 0, 0), 999);
      write(row.querySelector('[data-amount]'), amount);
      goods += amount;
    });
    write(form.querySelector('[data-goods]'), goods);
    const brought = form.querySelector('[name=way][value=delivery]:checked');
    write(form.querySelector('[data-total]'), goods + (brought ? +form.dataset.fee : 0));
  };
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    if (!button) return;
    event.preventDefault();
    const it = field(button.closest('[data-price]'));
    it.value = Math.min(Math.max((Math.trunc(it.value) || 0) + Number(button.dataset.step), 0), 999);
    count();
  });
  form.addEventListener('input', count);
  window.addEventListener('pageshow', count);
});
