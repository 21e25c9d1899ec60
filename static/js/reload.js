// A page that waits for an answer looks whether it has come, and is shown anew then.
'use strict';
document.querySelectorAll('[data-reload]').forEach((sign) => {
  const wait = () => setTimeout(look, sign.dataset.reload * 1000);
  async function look() {
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.ok && !(await answer.text()).includes('data-reload=')) location.reload();
    else wait();
  }
  wait();
});
