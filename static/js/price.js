// Beside a price of two or three digits stands the question whether thousands were meant.
'use strict';
document.querySelectorAll('[data-thousands]').forEach((field) => {
  const asked = document.createElement('p');
  asked.setAttribute('role', 'status');
  field.after(asked);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const ask = () => {
    const typed = /^\s*\d{1,3}\s*$/.test(field.value) ? Number(field.value) : 0;
    asked.textContent = '';
    if (!typed) return;
    const full = number.format(typed * 1000);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn quiet small';
    button.textContent = full + '\u00a0₫?';
    button.addEventListener('click', () => {
      field.value = full;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
    });
    asked.append(button);
  };
  field.addEventListener('input', ask);
  ask();
});
