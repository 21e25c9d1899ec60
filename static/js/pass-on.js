// <button data-pass-on="address" data-title="…" data-text-done="Đã chép" hidden>: the phone's own
// sheet, else the address is copied. <button data-print hidden>: prints the page.
(function () {
  'use strict';
  document.querySelectorAll('button[data-pass-on]').forEach((button) => {
    if (!navigator.share && !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const url = button.dataset.passOn;
      try {
        if (navigator.share) await navigator.share({ title: button.dataset.title, url });
        else await navigator.clipboard.writeText(url);
        if (!navigator.share) button.textContent = button.dataset.textDone;
      } catch (error) {
        if (error.name !== 'AbortError') console.warn('Not shared:', error.message);
      }
    });
  });
  document.querySelectorAll('button[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
})();
