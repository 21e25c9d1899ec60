// Reads a bill's QR or barcode with the camera, where the browser has a BarcodeDetector.
// Without it the button stays hidden and the form's photo field does the same on the server.
'use strict';
(() => {
  const field = document.querySelector('[data-scan]');
  const button = document.querySelector('[data-scan-start]');
  const video = document.querySelector('[data-scan-view]');
  const status = document.querySelector('[data-scan-status]');
  if (!field || !button || !('BarcodeDetector' in window) || !navigator.mediaDevices) return;
  let stream = null;
  button.hidden = false;
  button.addEventListener('click', () => (stream ? stop() : start()));

  async function start() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch (refused) {
      status.textContent = status.dataset.textDenied;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    look(new window.BarcodeDetector());
  }

  async function look(detector) {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    if (found.length) {
      take(found[0].rawValue);
    } else {
      setTimeout(() => look(detector), 250);
    }
  }

  function take(text) {
    field.value = code(text);
    status.textContent = status.dataset.textSeen;
    field.focus();
    stop();
  }

  // As the server does: a labelled field, else what stands before the first separator.
  function code(text) {
    const labelled = /(?:ma_?kh|makh|code|customer_?code)[=:]\s*([\w.-]{4,40})/i.exec(text);
    return labelled ? labelled[1] : text.split(/[|;\n]/)[0].trim().slice(0, 40);
  }

  function stop() {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  }
})();
