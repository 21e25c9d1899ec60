// "Đọc cho tôi nghe": reads the page's [data-read] parts where the phone has a Vietnamese voice.
// <button data-read-aloud data-text-stop="Dừng đọc" hidden>; without a voice it never appears. A link
// or a form's button is there anyway and leads to where the server reads; with a voice it reads here.
(function () {
  'use strict';
  const button = document.querySelector('[data-read-aloud]');
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const label = button.innerHTML;
  const MOST = 160; // letters at once: longer utterances stop half-way on some phones
  let voice = null;
  let reading = 0;
  let on = false;
  const elsewhere = button && !button.hidden;

  function findVoice() {
    voice = speech.getVoices().find((each) => /^vi\b/i.test(each.lang.replace('_', '-'))) || null;
    button.hidden = !voice && !elsewhere;
  }

  // Sentences, joined while they are short.
  function pieces() {
    const text = Array.from(document.querySelectorAll('[data-read]')).map((each) => each.innerText).join('.\n');
    const found = [];
    text.split(/(?<=[.!?…:;])\s+|\n+/).filter((part) => part.trim()).forEach((part) => {
      const last = found.length - 1;
      if (last >= 0 && found[last].length + part.length < MOST) found[last] += ' ' + part;
      else found.push(part);
    });
    return found;
  }

  function rest() {
    reading += 1;
    speech.cancel();
    on = false;
    button.innerHTML = label;
  }

  function say(parts, turn) {
    if (turn !== reading) return;
    if (!parts.length) return rest();
    const said = new SpeechSynthesisUtterance(parts[0]);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = () => say(parts.slice(1), turn);
    said.onerror = () => { if (turn === reading) rest(); };
    speech.speak(said);
  }

  button.addEventListener('click', (event) => {
    if (!voice) return;
    event.preventDefault();
    if (on) return rest();
    reading += 1;
    on = true;
    button.textContent = button.dataset.textStop;
    speech.cancel();
    say(pieces(), reading);
  });
  window.addEventListener('pagehide', () => speech.cancel());
  speech.addEventListener('voiceschanged', findVoice);
  findVoice();
})();
