// "Near me": the list of what lies nearest; the position is sent to about a hundred metres.
(function () {
  'use strict';
  const button = document.querySelector('[data-nearest]');
  if (!button || !navigator.geolocation) return;
  const label = button.lastChild;

  function failed() {
    label.textContent = button.dataset.textFailed;
    button.removeAttribute('aria-disabled');
  }
  function found(position) {
    const at = position.coords;
    const query = new URLSearchParams({ lat: at.latitude.toFixed(3), long: at.longitude.toFixed(3) });
    location.assign(button.dataset.nearest + '&' + query);
  }
  button.addEventListener('click', () => {
    button.setAttribute('aria-disabled', 'true');
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 60000 });
  });
})();
