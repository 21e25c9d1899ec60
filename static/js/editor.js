// The editor of articles: marks, a cleaned paste, a preview beside, typing kept by itself.
// Words are in data-text-… attributes of the form.
(function () {
  'use strict';
  const form = document.querySelector('form[data-editor]');
  if (!form) return;
  const body = form.elements.body;
  const preview = document.getElementById('preview');
  const state = form.querySelector('[data-kept]');
  const REST = 2500; // milliseconds after the last letter
  let timer = 0;
  let changed = false;

  function wrap(before, after) {
    const start = body.selectionStart;
    const chosen = body.value.slice(start, body.selectionEnd);
    body.setRangeText(before + chosen + after, start, body.selectionEnd, 'end');
    if (!chosen) body.selectionEnd = body.selectionStart = start + before.length;
    touched();
  }

  function prefix(mark) {
    const start = body.value.lastIndexOf('\n', body.selectionStart - 1) + 1;
    const lines = body.value.slice(start, body.selectionEnd).split('\n').map((line) => mark + line);
    body.setRangeText(lines.join('\n'), start, body.selectionEnd, 'end');
    touched();
  }

  form.querySelectorAll('[data-mark]').forEach((button) => {
    button.addEventListener('click', () => {
      const mark = button.dataset.mark;
      if (mark.endsWith(' ')) prefix(mark);
      else if (mark === '[') wrap('[', '](https://)');
      else wrap(mark, mark);
      body.focus();
    });
  });

  function data() {
    const sent = new FormData(form);
    ['photos', 'tim'].forEach((name) => sent.delete(name));
    return sent;
  }

  async function post(url, sent) {
    const response = await fetch(url, { method: 'POST', body: sent, credentials: 'same-origin' });
    if (!response.ok) throw new Error('HTTP ' + response.status);
    return response;
  }

  async function keep() {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const [kept, shown] = await Promise.all([post(form.dataset.keep, data()), post(form.dataset.preview, data())]);
      state.textContent = form.dataset.textKept.replace('{time}', (await kept.json()).saved);
      preview.innerHTML = await shown.text();
    } catch (error) {
      changed = true;
      state.textContent = form.dataset.textFailed;
      timer = setTimeout(keep, REST * 4);
    }
  }

  function touched() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, REST);
  }

  body.addEventListener('paste', async (event) => {
    const html = event.clipboardData && event.clipboardData.getData('text/html');
    if (!html) return;
    event.preventDefault();
    const plain = event.clipboardData.getData('text/plain');
    const sent = new FormData();
    sent.append('csrf_token', form.elements.csrf_token.value);
    sent.append('html', html.slice(0, 200000));
    let text = plain;
    try {
      text = await (await post(form.dataset.paste, sent)).text();
    } catch (error) {
      console.warn('Pasted as plain text:', error.message);
    }
    body.setRangeText(text, body.selectionStart, body.selectionEnd, 'end');
    touched();
  });

  form.addEventListener('input', touched);
  form.addEventListener('change', touched);
  form.addEventListener('submit', () => { changed = false; clearTimeout(timer); });
  document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
})();
