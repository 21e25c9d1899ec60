// The service worker. It keeps the app's shell and the pages the person may read without a
// network, sends what waits on the phone, and shows what is pushed. Described in docs/offline.md.
'use strict';
{% include "pwa/worker/pages.js" %}
{% include "pwa/worker/queue.js" %}
{% include "pwa/worker/push.js" %}
