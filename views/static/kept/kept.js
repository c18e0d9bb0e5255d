// What pages that work without network have in common: a store that survives the browser, identifiers, sentences of the page, its
// elements, and asking the server with patience.
"use strict";

globalThis.kept = (() => {
  const PATIENCE = 15000;
  const asked = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error); });

  // open opens the store, made by make when there is none; writing does work in it, and is done when it is on the disk.
  async function open(name, make) {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => make(opening.result);
    const db = await asked(opening);
    const writing = (names, work) => new Promise((yes, no) => {
      const tx = db.transaction(names, "readwrite", { durability: "strict" });
      tx.oncomplete = yes;
      tx.onerror = tx.onabort = () => no(tx.error);
      work((store) => tx.objectStore(store));
    });
    return { db, writing };
  }

  const A = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const random = (n) => [...crypto.getRandomValues(new Uint8Array(n))].map((b) => A[b % 32]).join("");
  let last = 0;
  function newID() { // ULID, later than those before
    let time = (last = Math.max(Date.now(), last + 1)), head = "";
    for (let i = 0; i < 10; i++) { head = A[time % 32] + head; time = Math.floor(time / 32); }
    return head + random(16);
  }
  const timeless = () => A[crypto.getRandomValues(new Uint8Array(1))[0] % 8] + random(25); // in the form of a ULID, and tells no time

  function speaker(words) {
    const say = (key, values = {}) => Object.entries(values).reduce((text, [k, v]) => text.replaceAll("{" + k + "}", v), words[key] ?? key);
    return { say, many: (key, k) => say(key + (k === 1 ? "_one" : "_many"), { k }) };
  }

  const make = (tag, text, name) => { const e = document.createElement(tag); e.textContent = text; if (name) e.className = name; return e; };
  function button(label, more, kind, press) {
    const b = document.createElement("button"), inner = make("span", label, "kern-label");
    b.type = "button";
    b.className = "kern-btn kern-btn--" + kind;
    if (more) b.setAttribute("aria-label", label + ": " + more); // a hidden text inside would make it an icon to the design system
    b.append(inner);
    b.onclick = press;
    return b;
  }

  const ask = (url, options) => fetch(url, { credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options });

  // work registers the worker of the scope, and lets it keep the pages with all files that this one has loaded, and more; told is called when it has.
  async function work(scope, pages, more, told) {
    if (!navigator.serviceWorker) return;
    navigator.serviceWorker.addEventListener("message", (e) => { if (e.data.done) told(); });
    const registered = await navigator.serviceWorker.register(scope + "worker.js", { scope }).catch(() => undefined);
    if (!registered || pages.length === 0) return;
    const files = [...new Set([...more, ...performance.getEntriesByType("resource").map((r) => new URL(r.name).pathname).filter((name) => name.startsWith("/static/"))])];
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage({ keep: pages, files, done: "kept" });
  }

  return { asked, open, newID, timeless, speaker, make, button, ask, work };
})();
