// The service worker of the doors: it keeps the door's page and what the page needs, so that the door opens without network.
// It keeps no answer that names people; those lie in the page's own store (door.js).
"use strict";

const STORE = "tuer-1";
const PATIENCE = 4000; // milliseconds after which a slow network counts as none

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isDoor = (url) => /^\/tuer\/einlass\/[0-9A-Z]{26}$/.test(url.pathname);

async function keep(page, files) {
  const store = await caches.open(STORE);
  for (const file of files) {
    if (!(await store.match(file))) await store.add(file);
  }
  const answer = await fetch(page, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await store.put(page, answer);
}

// drop forgets the page, and the files of an older version of the program.
async function drop(page) {
  const store = await caches.open(STORE);
  await store.delete(page);
}

self.addEventListener("message", (event) => {
  const { keep: page, files, drop: gone, done } = event.data;
  const work = gone ? drop(gone) : keep(page, files);
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
  } else if (event.request.mode === "navigate" && isDoor(url)) {
    event.respondWith(opened(event.request, url));
  }
});
