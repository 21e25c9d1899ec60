// "Nhắn cho tôi khi có trả lời": asks only after a tap, subscribes, tells the server. The markup
// and the words it says are described in docs/look.md.
(function () {
  'use strict';
  const box = document.querySelector('[data-push]');
  if (!box) return;
  const button = box.querySelector('[data-push-ask]');
  const state = box.querySelector('[data-push-state]');
  const other = document.querySelector('[data-without-push]');
  const supported = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

  // Says the words for `name`; the button stays only where a tap can still help.
  function tell(name, again) {
    state.textContent = box.dataset['text' + name] || '';
    button.hidden = !again;
    button.disabled = false;
    if (other && /Denied|Unsupported|Failed/.test(name)) other.open = true;
  }

  function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  function sameKey(subscription, key) {
    const used = subscription.options && subscription.options.applicationServerKey;
    return !used || String(new Uint8Array(used)) === String(key);
  }

  // A subscription made for an older key of ours would never receive anything: it is replaced.
  async function subscription() {
    const registration = await navigator.serviceWorker.ready;
    const key = bytes(box.dataset.vapid);
    const present = await registration.pushManager.getSubscription();
    if (present && sameKey(present, key)) return present;
    if (present) await present.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  async function bind() {
    const { subscribe, vapid, csrf } = box.dataset;
    await window.phone.bind(await subscription(), subscribe, vapid, csrf);
    tell('On', false);
  }

  function failed(error) {
    console.warn('Push:', error);
    tell('Failed', true);
  }

  async function ask() {
    button.disabled = true;
    state.textContent = box.dataset.textAsking || '';
    const answer = await Notification.requestPermission();
    if (answer === 'granted') await bind();
    else tell(answer === 'denied' ? 'Denied' : 'Later', answer !== 'denied');
  }

  button.classList.remove('needs-script');
  button.addEventListener('click', () => ask().catch(failed));
  if (!supported) tell('Unsupported', false);
  else if (Notification.permission === 'denied') tell('Denied', false);
  else if (Notification.permission === 'granted' && 'bound' in box.dataset) bind().catch(failed);
  else button.hidden = false;
})();
