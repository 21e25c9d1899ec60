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

  // As the server does: what a VietQR says of the bill, a labelled field, else what stands before
  // the first separator.
  function code(text) {
    const more = tags(tags(text)['62'] || '');
    if (text.startsWith('000201')) return more['01'] || more['05'] || more['08'] || '';
    const labelled = /(?:ma_?kh|makh|code|customer_?code)[=:]\s*([\w.-]{4,40})/i.exec(text);
    return labelled ? labelled[1] : text.split(/[|;\n]/)[0].trim().slice(0, 40);
  }

  function tags(text) {
    const found = {};
    for (let at = 0; at + 4 <= text.length; ) {
      const end = at + 4 + Number(text.slice(at + 2, at + 4));
      if (!(end <= text.length)) return {};
      found[text.slice(at, at + 2)] = text.slice(at + 4, end);
      at = end;
    }
    return found;
  }

  function stop() {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
  }
})();
