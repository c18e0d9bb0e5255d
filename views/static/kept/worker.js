// The service worker of pages that work without network, doors and boards: it keeps such a page and what it needs, so that it opens
// without network. Each scope has a worker and a store of its own. What the pages know besides lies in their own stores (door.js, board.js).
"use strict";

const SCOPE = new URL(self.registration.scope).pathname;
const STORE = SCOPE.replaceAll("/", "") + "-1";
const PAGES = { "/tuer/": /^\/tuer\/einlass\/[0-9A-Z]{26}$/, "/karten/": /^\/karten\/[a-z2-9]{8}(\/leitung)?$/ };
const PATIENCE = 4000; // milliseconds after which a slow network counts as none

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isKept = (url) => PAGES[SCOPE].test(url.pathname);

async function keep(pages, files) {
  const store = await caches.open(STORE);
  for (const file of files) {
    if (!(await store.match(file))) await store.add(file);
  }
  for (const page of pages) {
    const answer = await fetch(page, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await store.put(page, answer);
  }
}

// drop forgets the page.
async function drop(page) {
  const store = await caches.open(STORE);
  await store.delete(page);
}

self.addEventListener("message", (event) => {
  const { keep: pages, files, drop: gone, done } = event.data;
  const work = gone ? drop(gone) : keep(pages, files);
  event.waitUntil(work.then(() => done && event.source && event.source.postMessage({ done }), () => undefined));
});

async function opened(request, url) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    if (answer.status === 404) await drop(url.pathname);
    return answer;
  } catch (problem) {
    const kept = await caches.match(url.pathname);
    if (kept) return kept;
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  } else if (event.request.mode === "navigate" && isKept(url)) {
    event.respondWith(opened(event.request, url));
  }
});
