(function () {
  'use strict';

  // What is heard has a source for every browser: the last one failing means that none plays.
  document.addEventListener('error', function (event) {
    var figure = event.target.matches && event.target.matches('audio > source:last-of-type') &&
      event.target.closest('figure');
    var said = figure && figure.querySelector('[data-unplayed]');
    if (said) said.hidden = false;
  }, true);
})();
