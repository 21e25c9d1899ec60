// Reads a bill's QR or barcode with the camera, where the browser has a BarcodeDetector.
// <section data-scan> gets the text in the event `scanned`, and keeps what it wants of it.
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
    // Where a card is what is asked for, another script reads it (card.js).
    if (!('value' in field)) {
      field.dispatchEvent(new CustomEvent('scanned', { detail: text }));
      return stop();
    }
    const shown = card(text);
    field.value = shown ? '' : code(text);
    status.textContent = status.dataset[shown || 'textSeen'];
    field.focus();
    stop();
  }

  // As the server does (app/core/cards.py): somebody's card is no bill, and nothing of it is kept.
  function card(text) {
    if (/^\s*\d{12}\s*\|\s*(\d{9}|\d{12})?\s*\|\s*\p{L}/u.test(text)) return 'textIdentity';
    if (/I[A-Z<]VNM\d{22}/.test(text.replace(/\s/g, '').toUpperCase())) return 'textIdentity';
    const insured = /^\s*([A-Z]{2}\d{13}|\d{10})\s*\|\s*[0-9a-f]{8,}(\|[^|]*){12,}\$\s*$/i;
    return insured.test(text) ? 'textInsurance' : '';
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
