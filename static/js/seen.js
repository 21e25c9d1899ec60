// On a receipt and on one's own report: what was sent from this phone and led here is news no
// longer, so the list of what waits stops naming it.
(function () {
  'use strict';
  const phone = window.phone;
  if (!phone || !phone.viewer || !window.indexedDB) return;
  const leads = (item) => item.state === 'sent' && item.link.startsWith(location.pathname);
  phone.table('queue', (all) => all.getAll()).then((items) => {
    const seen = items.filter(leads).map((item) => Object.assign(item, { seen: 1 }));
    return seen.length && phone.table('queue', (all) => seen.map((item) => all.put(item))[0]);
  }).catch((refused) => console.info('Nothing is kept here:', refused.name));
})();
