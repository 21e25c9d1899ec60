// "Near me": the phone's place becomes the commune it is in. The place itself goes nowhere else.
(function () {
  'use strict';
  const button = document.querySelector('[data-near]');
  if (!button || !navigator.geolocation) return;
  const label = button.lastChild;

  function failed() {
    label.textContent = button.dataset.textFailed;
    button.removeAttribute('aria-disabled');
  }
  function found(position) {
    const at = position.coords;
    const query = new URLSearchParams({ lat: at.latitude, long: at.longitude, accuracy: at.accuracy });
    fetch(button.dataset.near + '?' + query).then((answer) => answer.json()).then((answer) => {
      if (!answer.places.length) return failed();
      location.assign(button.dataset.list + '?noi=' + encodeURIComponent(answer.places[0].code));
    }).catch(failed);
  }
  button.addEventListener('click', () => {
    button.setAttribute('aria-disabled', 'true');
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 60000 });
  });
})();
