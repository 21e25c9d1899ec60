// Links that need the network are away while there is none.
// Hands a picture to another app of the phone, where the browser can share files.
'use strict';
const online = () => document.querySelectorAll('[data-online]').forEach((each) => { each.hidden = !navigator.onLine; });
addEventListener('online', online);
addEventListener('offline', online);
online();
document.querySelectorAll('[data-share]').forEach((button) => {
  if (!navigator.canShare) return;
  const empty = new File([''], 'x.png', { type: 'image/png' });
  if (!navigator.canShare({ files: [empty] })) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const answer = await fetch(button.dataset.share);
    if (!answer.ok) return;
    const file = new File([await answer.blob()], button.dataset.shareName, { type: 'image/png' });
    // Closing the sheet without choosing an app is no failure.
    navigator.share({ files: [file] }).catch((error) => {
      if (error.name !== 'AbortError') throw error;
    });
  });
});
