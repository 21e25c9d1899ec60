// "Near me": the list of what lies nearest, or of the commune that the phone is in. The position is sent
// to about a hundred metres, or for the commune alone; it goes nowhere else.
(function () {
  'use strict';
  const button = document.querySelector('button[data-nearest], button[data-near]');
  if (!button || !navigator.geolocation) return;
  const label = button.lastChild, { nearest, near, list } = button.dataset;

  function failed() {
    label.textContent = button.dataset.textFailed;
    button.removeAttribute('aria-disabled');
  }
  function found({ coords: at }) {
    if (nearest) {
      const query = new URLSearchParams({ lat: at.latitude.toFixed(3), long: at.longitude.toFixed(3) });
      return location.assign(nearest + '&' + query);
    }
    const query = new URLSearchParams({ lat: at.latitude, long: at.longitude, accuracy: at.accuracy });
    return fetch(near + '?' + query).then((answer) => answer.json()).then((answer) => {
      if (!answer.places.length) return failed();
      location.assign(list + '?noi=' + encodeURIComponent(answer.places[0].code));
    }).catch(failed);
  }
  button.addEventListener('click', () => {
    button.setAttribute('aria-disabled', 'true');
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 15000, maximumAge: 60000 });
  });
})();
