// The stall's keypad: taps write into the amount; the form without it takes the same field.
'use strict';
document.querySelectorAll('[data-keypad]').forEach((pad) => {
  const field = document.getElementById(pad.dataset.keypad);
  const digits = () => field.value.replace(/\D/g, '');
  const write = (text) => {
    const bare = text.replace(/^0+/, '').slice(0, 10);
    field.value = bare.replace(/\B(?=(\d{3})+$)/g, '.');
  };
  pad.addEventListener('click', (event) => {
    const key = event.target.closest('[data-key]');
    if (!key) return;
    if (key.dataset.key === 'back') write(digits().slice(0, -1));
    else write(digits() + key.dataset.key);
    field.dispatchEvent(new Event('input'));
  });
  field.addEventListener('input', () => write(digits()));
});
