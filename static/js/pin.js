// The small map on which a citizen puts the pin right, fetched by the form when somebody taps for
// it. The ground comes from the server (or not: then the spot the phone found is there to start
// from); the pin stands still in the middle and the ground moves. No words here but the button's.
'use strict';

window.adjustPin = async (button, form) => {
  const WIDE = 360, HIGH = 300, NS = 'http://www.w3.org/2000/svg', STEP = 24, PAUSE = 400;
  const WIDEST = 13, CLOSEST = 34, FIRST = 31, BY_HAND = 10;
  const METRES = 111195;              // of a degree of latitude
  const text = button.dataset;
  const [north, west, east, south, closer, farther, help, here, back, alone, farOff] = text.words.split('|');
  const number = (name) => Number(form.box.querySelector('[name=' + name + ']').value);
  const commune = (form.box.querySelector('[name=place]:checked') || {}).value || '';
  const start = number('lat') && number('long') ? { lat: number('lat'), long: number('long') } : null;
  const accuracy = number('accuracy');
  let zoom = FIRST;
  let at = start && { ...start };
  let ground = null;                  // what was drawn, and around which point at which zoom
  let timer = 0;
  let turn = 0;

  const scale = () => 256 * 2 ** (zoom / 2 + 1) / 360;
  const mercator = (lat) => Math.asinh(Math.tan(lat * Math.PI / 180)) * 180 / Math.PI;
  const latitude = (y) => Math.atan(Math.sinh(y * Math.PI / 180)) * 180 / Math.PI;
  const spot = (point) => [WIDE / 2 + (point.long - at.long) * scale(), HIGH / 2 - (mercator(point.lat) - mercator(at.lat)) * scale()];

  function element(name, values, parent, inner) {
    const made = name === 'p' || name === 'div' || name === 'button' ? document.createElement(name) : document.createElementNS(NS, name);
    Object.keys(values || {}).forEach((key) => made.setAttribute(key, values[key]));
    if (inner) made.textContent = inner;
    if (parent) parent.append(made);
    return made;
  }

  // ---- what stands on the page

  const box = element('div', { class: 'pin-map stack' });
  element('p', { id: 'pin-help' }, box, help);
  const map = element('svg', { class: 'map', viewBox: '0 0 ' + WIDE + ' ' + HIGH, tabindex: '0', role: 'application', 'aria-label': button.textContent.trim(), 'aria-describedby': 'pin-help' }, box);
  const under = element('g', {}, map);
  const was = element('g', {}, map);
  element('path', { class: 'pin', d: 'M' + WIDE / 2 + ',' + HIGH / 2 + 'c-4,-9 -9,-12 -9,-18a9,9 0 1 1 18,0c0,6 -5,9 -9,18z' }, map);
  const ruler = element('g', { class: 'ruler' }, map);
  const said = element('p', { class: 'meta', role: 'status' }, box);
  const ways = element('div', { class: 'map-ways' }, box);
  const acts = element('div', { class: 'map-ways' }, box);

  function way(sign, label, act) {
    const made = element('button', { type: 'button', class: 'btn quiet small', 'aria-label': label, title: label }, ways, sign);
    made.addEventListener('click', act);
  }
  way('↑', north, () => move(0, -STEP * 2));
  way('←', west, () => move(-STEP * 2, 0));
  way('→', east, () => move(STEP * 2, 0));
  way('↓', south, () => move(0, STEP * 2));
  way('+', closer, () => rescale(2));
  way('−', farther, () => rescale(-2));
  const use = element('button', { type: 'button', class: 'btn' }, acts, here);
  const leave = element('button', { type: 'button', class: 'btn quiet' }, acts, back);

  // ---- drawing

  function draw() {
    if (ground && ground.zoom === zoom) {
      const [x, y] = spot(ground);
      under.setAttribute('transform', 'translate(' + (x - WIDE / 2) + ' ' + (y - HIGH / 2) + ')');
    }
    was.replaceChildren();
    if (start) {
      const [x, y] = spot(start);
      const metre = scale() / (METRES * Math.cos(at.lat * Math.PI / 180));
      element('circle', { cx: x, cy: y, r: Math.max(6, accuracy * metre), 'fill-opacity': '.4' }, was);
    }
    measure();
  }

  function measure() {
    const metre = scale() / (METRES * Math.cos(at.lat * Math.PI / 180));
    const fits = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000].filter((each) => each * metre < WIDE / 3);
    const metres = fits.pop() || 10;
    ruler.replaceChildren();
    element('path', { d: 'M10,' + (HIGH - 10) + 'h' + metres * metre }, ruler);
    element('text', { x: 10, y: HIGH - 16 }, ruler, metres < 1000 ? metres + ' m' : metres / 1000 + ' km');
  }

  function lay(found) {
    const [step, lat, long] = found.o.split('/').map(Number);
    if (!at) {                        // nothing was known: the commune, or the province, to start from
      at = { lat, long };
      zoom = step;
    }
    if (step !== zoom) return;
    ground = { lat, long, zoom };
    under.replaceChildren();
    found.tiles.forEach(([href, x, y, size]) => element('image', { href, x, y, width: size, height: size }, under));
    if (found.lines) element('path', { class: 'lines', d: found.lines }, under);
    const names = element('g', { class: 'names' }, under);
    found.names.forEach(([name, x, y]) => element('text', { x, y }, names, name));
    if (found.credit) element('text', { class: 'credit', x: WIDE - 6, y: HIGH - 6 }, under, found.credit);
    draw();
  }

  // ---- asking: for the ground, and what the place is called

  const address = () => zoom + '/' + at.lat.toFixed(5) + '/' + at.long.toFixed(5);

  async function look() {
    const mine = turn += 1;
    const asked = at ? { o: address() } : { place: commune };
    try {
      const found = await form.get(text.ground, asked);
      if (mine === turn && found.o) lay(found);
    } catch (error) {
      if (!at) throw error;           // nothing to start from
      under.replaceChildren();
      ground = null;
    }
    if (at && mine === turn) await tell(mine);
  }

  async function tell(mine) {
    const point = { lat: at.lat.toFixed(6), long: at.long.toFixed(6), accuracy: BY_HAND };
    let called = '';
    try {
      const answer = await form.get(form.box.dataset.nearby, point);
      called = answer.message || answer.places.slice(0, answer.certain ? 1 : 3).map((place) => place.label).join(', ');
      use.disabled = !answer.inside;
    } catch (error) {
      const known = await form.aside('near', at.lat, at.long);
      called = [alone, known ? known.places.map((place) => place.label).join(', ') : ''].filter(Boolean).join(' ');
      use.disabled = false;
    }
    if (mine === turn) said.textContent = [called, village(), away()].filter(Boolean).join(' · ');
  }

  // The village that was chosen in the form: none comes from a point.
  function village() {
    const chosen = document.querySelector('[data-where-village]:not([hidden]) option:checked');
    return chosen && chosen.value ? chosen.textContent : '';
  }

  function away() {
    if (!start) return '';
    const up = (at.lat - start.lat) * METRES;
    const aside = (at.long - start.long) * METRES * Math.cos(at.lat * Math.PI / 180);
    const metres = Math.round(Math.hypot(up, aside));
    return metres ? farOff.replace('{m}', metres) : '';
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  function move(right, down) {
    if (!at) return;
    at = { lat: latitude(mercator(at.lat) - down / scale()), long: at.long + right / scale() };
    draw();
    soon();
  }

  function rescale(steps) {
    if (!at) return;
    zoom = Math.min(CLOSEST, Math.max(WIDEST, zoom + steps));
    under.replaceChildren();
    ground = null;
    draw();
    soon();
  }

  // ---- fingers, mouse, keys

  const keys = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  map.addEventListener('keydown', (event) => {
    if (keys[event.key]) move(keys[event.key][0] * STEP, keys[event.key][1] * STEP);
    else if (event.key === '+' || event.key === '=') rescale(2);
    else if (event.key === '-') rescale(-2);
    else if (event.key === 'Enter') use.click();
    else if (event.key === 'Escape') leave.click();
    else return;
    event.preventDefault();
  });
  let held = null;
  map.addEventListener('pointerdown', (event) => {
    held = [event.clientX, event.clientY];
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener('pointermove', (event) => {
    if (!held) return;
    const unit = WIDE / map.clientWidth;
    move((held[0] - event.clientX) * unit, (held[1] - event.clientY) * unit);
    held = [event.clientX, event.clientY];
  });
  ['pointerup', 'pointercancel'].forEach((name) => map.addEventListener(name, () => { held = null; }));

  function end() {
    clearTimeout(timer);
    turn += 1;
    box.remove();
    button.hidden = false;
    button.focus();
  }
  leave.addEventListener('click', end);
  use.addEventListener('click', () => {
    end();
    if (at) form.found({ coords: { latitude: at.lat, longitude: at.long, accuracy: BY_HAND } }, commune);
  });

  if (!document.querySelector('link[href="' + text.style + '"]')) {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = text.style;
    document.head.append(style);
  }
  button.after(box);
  try {
    if (at) draw();
    else await look();
  } catch (error) {
    box.remove();
    throw error;
  }
  button.hidden = true;
  map.focus();
  box.scrollIntoView({ block: 'nearest' });
  if (!ground) look();
};
