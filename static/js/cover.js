// Boxes over a photo, drawn with finger, pen or mouse. The form sends them as thousandths of the
// photo: "left,top,width,height;…". The server paints them into a copy.
(function () {
  'use strict';
  const box = document.querySelector('[data-cover]');
  const field = document.querySelector('[name=boxes]');
  const status = document.querySelector('[data-cover-status]');
  if (!box) return;
  const svg = box.querySelector('svg');
  const SMALLEST = 5;
  let drawn = null;
  let start = null;

  function at(event) {
    const frame = svg.getBoundingClientRect();
    const part = (value, from, whole) => Math.round(1000 * Math.min(1, Math.max(0, (value - from) / whole)));
    return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
  }

  function tell() {
    const all = Array.from(svg.querySelectorAll('rect'));
    field.value = all.map((each) => ['x', 'y', 'width', 'height'].map((name) => each.getAttribute(name)).join(',')).join(';');
    status.textContent = status.dataset.textCount.replace('{n}', all.length);
  }

  box.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    box.setPointerCapture(event.pointerId);
    start = at(event);
    drawn = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    svg.append(drawn);
  });
  box.addEventListener('pointermove', (event) => {
    if (!drawn) return;
    const end = at(event);
    ['x', 'y'].forEach((name, n) => drawn.setAttribute(name, Math.min(start[n], end[n])));
    ['width', 'height'].forEach((name, n) => drawn.setAttribute(name, Math.abs(start[n] - end[n])));
  });
  ['pointerup', 'pointercancel'].forEach((name) => box.addEventListener(name, () => {
    if (drawn && !['width', 'height'].every((side) => drawn.getAttribute(side) >= SMALLEST)) drawn.remove();
    drawn = null;
    tell();
  }));
  document.querySelector('[data-cover-undo]').addEventListener('click', () => {
    const last = svg.querySelector('rect:last-child');
    if (last) last.remove();
    tell();
  });
})();
