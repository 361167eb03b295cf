'use strict';
// Says so when the server cannot be reached. Everything else goes to the network untouched: whatever
// is shown of a chat comes from the server.
const OFFLINE = '/offline';
const KEPT = [OFFLINE, '{{asset:potok.css}}', '{{asset:favicon.svg}}'];
// Another style is another address, and so another script and another cache.
const CACHE = KEPT.join();

self.addEventListener('install', event => {
  self.skipWaiting();
  // The calls of the page do not wait for this script to be woken.
  event.addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' });
  event.waitUntil(caches.open(CACHE).then(cache => cache.addAll(KEPT)));
});

self.addEventListener('activate', event => {
  const others = names => names.filter(name => name !== CACHE);
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(others(names).map(name => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (KEPT.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
