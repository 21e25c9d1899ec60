// Speaking instead of writing. form.js loads this with the first press on a [data-voice-speak]
// button and calls what it gives: begin() records, show(file) is for what was said before. Held, it records until it is let go; tapped, until the next tap. What was said is played
// back, and goes with the form as the file field `voice`, or that of `data-field`. Words are in data-text-… attributes.
'use strict';

window.startVoice = function (box) {
  const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
  const BITS_A_SECOND = 24000;
  const TAP = 500;                    // milliseconds: let go sooner, it was a tap
  const SHORTEST = 1000;
  const WHY = { NotAllowedError: 'Denied', NotReadableError: 'Busy', AbortError: 'Busy' };

  const button = box.querySelector('[data-voice-speak]');
  const label = button.querySelector('span');
  const status = box.querySelector('[data-voice-status]');
  const form = box.closest('form');
  const longest = Number(box.dataset.max);
  const speak = label.textContent;
  const bar = document.createElement('progress');
  const result = document.createElement('div');
  const text = (name, seconds) => box.dataset['text' + name].replace('{s}', seconds);
  const say = (name, seconds) => { status.textContent = text(name, seconds); };

  let recorder = null;
  let asking = false;
  let began = 0;
  let timer = 0;
  let then = null;
  let down = button.matches(':active');
  let pressed = Date.now();
  let handled = down;                 // this press's click is on its way and means nothing more

  // The file field of the page without a script: it carries what was recorded, and is offered
  // where nothing can be.
  box.insertAdjacentHTML('beforeend', box.querySelector('noscript').textContent);
  const other = box.querySelector('details');
  const carrier = other.querySelector('input');
  other.hidden = true;
  bar.max = longest;
  bar.hidden = true;
  result.hidden = true;
  result.className = 'stack';
  button.after(bar, result);
  button.style.touchAction = 'none';
  button.style.userSelect = button.style.webkitUserSelect = 'none';

  function carry(file) {
    const transfer = new DataTransfer();
    if (file) transfer.items.add(file);
    carrier.files = transfer.files;
    carrier.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function forget() {
    const audio = result.querySelector('audio');
    if (audio) URL.revokeObjectURL(audio.src);
    result.textContent = '';
    result.hidden = true;
    carry(null);
  }

  // `seconds` are unknown of a recording kept from before.
  function show(file, seconds) {
    forget();
    const audio = document.createElement('audio');
    const remove = document.createElement('button');
    audio.controls = true;
    audio.src = URL.createObjectURL(file);
    remove.type = 'button';
    remove.className = 'btn quiet small';
    remove.textContent = box.dataset.textRemove;
    remove.addEventListener('click', () => { forget(); say('Removed'); button.focus(); });
    result.append(audio, remove);
    result.hidden = false;
    carry(file);
    if (seconds) say('Ready', seconds);
  }

  function tick() {
    const left = Math.ceil(longest - (Date.now() - began) / 1000);
    bar.value = longest - left;
    label.textContent = text('Stop', Math.max(0, left));
    if (left <= 0) stop();
  }

  function stop() {
    if (recorder && recorder.state === 'recording') recorder.stop();
  }

  function stopped(parts) {
    const ms = Date.now() - began;
    const type = recorder.mimeType.split(';')[0] || 'audio/webm';
    clearInterval(timer);
    recorder.stream.getTracks().forEach((track) => track.stop());
    recorder = null;
    bar.hidden = true;
    label.textContent = speak;
    if (ms < SHORTEST) say('Short');
    else if (!parts.some((part) => part.size)) say('Empty');
    else show(new File(parts, 'voice.' + type.split('/')[1], { type }), Math.min(longest, Math.round(ms / 1000)));
    if (then) then();
    then = null;
  }

  function record(stream) {
    const parts = [];
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    try {
      const made = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
      made.addEventListener('dataavailable', (event) => parts.push(event.data));
      made.addEventListener('stop', () => stopped(parts));
      made.start();
      recorder = made;
    } catch (error) {
      stream.getTracks().forEach((track) => track.stop());
      throw error;
    }
    began = Date.now();
    timer = setInterval(tick, 250);
    bar.hidden = false;
    say('Recording');
    tick();
  }

  async function begin() {
    if (asking) return;
    asking = true;
    document.dispatchEvent(new Event('speaking'));
    say('Asking');
    try {
      if (!window.MediaRecorder) throw new Error('no recorder');
      record(await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } }));
    } catch (error) {
      console.info('No recording:', error.name);
      say(WHY[error.name] || 'None');
      other.hidden = false;
    }
    asking = false;
  }

  const toggle = () => (recorder ? stop() : begin());

  function letGo() {
    if (down && Date.now() - pressed > TAP) stop();
    down = false;
  }

  button.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    down = handled = true;
    pressed = Date.now();
    toggle();
  });
  // A touch elsewhere is another press: it ends no recording that a tap began.
  window.addEventListener('pointerdown', (event) => {
    if (!button.contains(event.target)) down = false;
  }, true);
  window.addEventListener('pointerup', letGo);
  window.addEventListener('pointercancel', letGo);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  button.addEventListener('click', () => {
    if (!handled) toggle();
    handled = false;
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) stop(); });
  document.addEventListener('speaking', stop);    // to another part of the form

  // Sent while speaking: what was said so far goes along.
  form.addEventListener('submit', (event) => {
    if (!recorder) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    then = () => form.requestSubmit(event.submitter);
    stop();
  }, true);

  return { begin, show };
};
