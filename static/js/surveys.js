// A survey's form: what is asked only after a certain answer is shown once that answer is chosen.
// Without this script all is shown, with a line that says when it is asked; the server judges.
(function () {
  'use strict';
  const form = document.querySelector('form[data-survey]');
  if (!form) return;

  function follow() {
    form.querySelectorAll('[data-after]').forEach((part) => {
      const chosen = form.querySelector('[name="' + part.dataset.after + '"]:checked');
      const on = !!chosen && chosen.value === part.dataset.option && !chosen.closest('[hidden]');
      part.hidden = !on;
    });
  }

  form.addEventListener('change', follow);
  form.addEventListener('restored', follow);
  form.addEventListener('kept', follow);
  follow();
})();
