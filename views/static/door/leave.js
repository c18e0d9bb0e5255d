// Whoever signs out leaves no list of people on the device. What was done at a door and not sent yet stays, and is said.
"use strict";

(async () => {
  const said = document.getElementById("tuer-abgemeldet");
  const asked = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error); });
  for (const name of (await self.caches?.keys()) ?? []) if (name.startsWith("tuer-")) await caches.delete(name);
  const opening = indexedDB.open("tuer", 1);
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is no list
  let db;
  try { db = await asked(opening); } catch { said.textContent = said.dataset.gone; return; }
  const unsent = await asked(db.transaction("deeds").objectStore("deeds").count());
  await new Promise((yes, no) => {
    const tx = db.transaction(["people", "doors"], "readwrite", { durability: "strict" });
    tx.oncomplete = yes;
    tx.onerror = tx.onabort = () => no(tx.error);
    for (const name of ["people", "doors"]) tx.objectStore(name).clear();
  });
  said.textContent = unsent ? said.dataset.unsent : said.dataset.gone;
})();
