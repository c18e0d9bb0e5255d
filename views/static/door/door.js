// The door on a device: lets people in by the list that it keeps, with or without network, and sends what was done as soon as
// it can. Every deed carries an identifier made here and stays in the store until the server has answered it, so that nothing is lost
// when the browser is closed and nothing counts twice. Without this script the page works by its forms, while there is a network.
"use strict";

(async () => {
  const root = document.getElementById("tuer");
  const el = (name) => document.getElementById("tuer-" + name);
  const { event, path, decoder } = root.dataset;
  const words = JSON.parse(root.dataset.words);
  const { asked, newID, make, button, ask } = kept, { say, many } = kept.speaker(words);
  const BATCH = 100, EVERY = 20000;
  const clock = (at) => (at ? new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }) : "–");
  const place = (name) => name || words.no_door;
  const doorName = () => el("hier").value.trim() || root.dataset.door;

  // The store. people: who is expected; deeds: what was done here and is not answered; reports: what to tell whoever keeps the door.
  const { db, writing } = await kept.open("tuer", (db) => {
    for (const name of ["people", "deeds", "reports"]) db.createObjectStore(name, { keyPath: name === "people" ? ["event", "c"] : "id" }).createIndex("event", "event");
    db.createObjectStore("doors", { keyPath: "event" });
  });
  const all = (name) => asked(db.transaction(name).objectStore(name).index("event").getAll(event));
  const put = (name, row) => writing([name], (store) => store(name).put({ ...row, event }));
  const remove = (name, id) => writing([name], (store) => store(name).delete(id));
  const clearOf = (store) => { // all rows of this event
    const walk = store.index("event").openCursor(IDBKeyRange.only(event));
    walk.onsuccess = () => { if (walk.result) { walk.result.delete(); walk.result.continue(); } };
  };

  let people = new Map(), csrf = root.querySelector("input[name=csrf]").value, online = true, own = 0;
  let door = (await asked(db.transaction("doors").objectStore("doors").get(event))) ?? { event };

  const fold = (text) => text.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss").replaceAll("ł", "l").replaceAll("ı", "i").replaceAll("đ", "d").replaceAll("ø", "oe").normalize("NFD").replace(/\p{M}/gu, "");
  const remember = (rows) => { people = new Map(rows.map((row) => [row.c, { ...row, key: fold(row.n + " " + (row.o ?? "")) }])); };

  // forget deletes the list; what was done here and not sent yet stays until it is.
  const worker = async (message) => (await navigator.serviceWorker?.getRegistration("/tuer/"))?.active?.postMessage(message);
  async function forget() {
    people = new Map();
    await writing(["people", "doors"], (store) => { clearOf(store("people")); store("doors").delete(event); });
    await worker({ drop: path });
  }

  // What is shown.
  function tell(tone, text, more, ...deeds) {
    const box = make("div", "", "rt-door__said rt-door__said--" + tone);
    box.append(make("p", text, "rt-door__sentence"));
    if (more) box.append(make("p", more));
    box.append(...deeds);
    el("gesagt").replaceChildren(box);
    navigator.vibrate?.(tone === "success" ? 60 : [80, 60, 80]);
  }
  async function status() {
    const waiting = (await all("deeds")).length, net = el("netz");
    net.hidden = online && waiting === 0;
    net.textContent = [online ? "" : say("offline", { t: clock(door.fetched) }), waiting ? many("queued", waiting) : ""].filter(Boolean).join(" ");
    net.dataset.waiting = waiting;
  }
  async function reports() {
    const rows = await all("reports"), box = el("berichte");
    box.hidden = rows.length === 0;
    box.querySelector("ul").replaceChildren(...rows.map((row) => make("li", row.text)));
  }
  el("berichte").querySelector("button").onclick = async () => { await writing(["reports"], (store) => clearOf(store("reports"))); await reports(); };

  // Deeds.
  async function act(deed) {
    const full = { id: newID(), at: new Date().toISOString(), door: doorName(), ...deed };
    await put("deeds", { ...full, offline: !online });
    await status();
    sync();
    return full;
  }
  async function mark(person, deed) {
    Object.assign(person, { d: deed?.id, t: deed?.at, p: deed?.door, mine: Boolean(deed) });
    await put("people", (({ key, ...row }) => row)(person));
  }
  async function letIn(person, anyway) {
    if (person.d && (person.mine || !online)) return tell("warning", say("double", { n: person.n, t: clock(person.t), p: place(person.p) }), person.o);
    if (person.w && !anyway && !person.d) return tell("warning", say("waits", { n: person.n }), person.o, button(words.anyway, person.n, "primary", () => letIn(person, true)));
    const known = person.d && { t: person.t, p: person.p };
    const deed = await act({ what: "in", code: person.c, name: person.n, anyway: Boolean(anyway) });
    if (known) return;
    await mark(person, deed);
    tell("success", say("in", { n: person.n }), person.o, undoing(person, deed));
    list();
  }
  const undoing = (person, deed) => button(words.undo, person.n, "secondary", async () => {
    await act({ what: "undo", target: deed.id, name: person.n });
    await mark(person, null);
    tell("info", say("undone", { n: person.n }));
    list();
  });
  let line = Promise.resolve(); // what a scanner sends in one go is done one after the other, and said in that order
  const scanned = (text) => (line = line.catch(() => undefined).then(() => take(text)));
  async function take(text) {
    const code = text.trim().replace(/\/+$/, "").split("/").pop().toLowerCase();
    const person = people.get(code);
    if (person) return letIn(person);
    if (!/^[a-z2-9]{26}$/.test(code)) return tell("warning", words.unknown);
    await act({ what: "in", code, name: "…" + code.slice(-4) });
    if (!online) tell("warning", say("later", { n: "…" + code.slice(-4) }));
  }

  // Sending. The answers come in the order of the deeds; each deed leaves the store with its answer.
  let sending = null;
  const sync = () => (sending ??= send().finally(() => { sending = null; status(); }));
  async function send(again = true) {
    for (;;) {
      const deeds = (await all("deeds")).sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, BATCH);
      if (deeds.length === 0) return;
      let answer;
      try {
        const wire = deeds.map(({ event: _, offline: __, ...deed }) => deed);
        answer = await ask(path + "/taten", { method: "POST", body: new URLSearchParams({ csrf, deeds: JSON.stringify(wire) }) });
      } catch {
        online = false;
        const waiting = await all("deeds"); // also those done while this was on its way: whose doubles are told later
        await writing(["deeds"], (store) => { for (const deed of waiting) store("deeds").put({ ...deed, offline: true }); });
        return;
      }
      if (answer.status === 403 && again) { // the browser was closed in between: a new token
        if (await refresh()) return send(false);
        return;
      }
      if (!answer.ok) return answer.status === 404 ? over() : undefined;
      online = true;
      const replies = await answer.json();
      for (let i = 0; i < deeds.length; i++) await settle(deeds[i], replies[i]);
      await reports();
    }
  }
  async function settle(deed, reply) {
    const code = reply.code || deed.code, person = people.get(code), name = reply.name || deed.name;
    if (reply.state === "double") {
      const again = new Date(reply.at) > new Date(deed.at); // the other door was later, and heard of first
      if (deed.offline) await put("reports", { id: deed.id, text: say(again ? "report_again" : "report_double", { n: name, t: clock(reply.at), p: place(reply.door) }) });
      else tell("warning", say("double", { n: name, t: clock(reply.at), p: place(reply.door) }), reply.organisation);
      if (person) { Object.assign(person, { d: "x", t: reply.at, p: reply.door, mine: false }); await put("people", (({ key, ...row }) => row)(person)); }
    } else if (reply.state === "refused") {
      await put("reports", { id: deed.id, text: say("report_refused", { n: name, w: reply.why ?? "" }) });
    } else if (reply.state === "unknown" && deed.what !== "undo") {
      if (deed.offline) await put("reports", { id: deed.id, text: say("report_unknown", { n: name }) });
      else tell("warning", words.unknown);
    } else if (reply.state === "waits") {
      const late = { c: code, n: name, o: reply.organisation, w: true };
      tell("warning", say("waits", { n: name }), reply.organisation, button(words.anyway, name, "primary", () => letIn(people.get(code) ?? late, true)));
    } else if (reply.state === "in" && deed.what === "in" && !person) {
      tell("success", say("in", { n: name }), reply.organisation);
    }
    await remove("deeds", deed.id);
  }

  // refresh fetches the list; false without network, or when this device may not keep the door any more.
  async function refresh() {
    let answer;
    try { answer = await ask(path + "/liste.json"); } catch { online = false; await status(); return false; }
    if (answer.status === 404 || answer.status === 401 || answer.type === "opaqueredirect") { await over(); return false; }
    if (!answer.ok) return false;
    const fresh = await answer.json();
    csrf = fresh.csrf;
    online = true;
    door = { event, until: fresh.until, fetched: new Date().toISOString() };
    const mine = new Map([...people.values()].filter((p) => p.mine && p.d).map((p) => [p.d, true]));
    const open = (await all("deeds")).filter((deed) => deed.what === "in");
    for (const row of fresh.guests) {
      const waiting = open.find((deed) => deed.code === row.c);
      if (!row.d && waiting) Object.assign(row, { d: waiting.id, t: waiting.at, p: waiting.door, mine: true });
      else row.mine = mine.has(row.d);
    }
    remember(fresh.guests);
    await writing(["people", "doors"], (store) => {
      clearOf(store("people"));
      for (const row of fresh.guests) store("people").put({ ...row, event });
      store("doors").put(door);
    });
    await status();
    list();
    return true;
  }
  async function over() {
    await forget();
    if (root.dataset.signIn) tell("warning", words.signed_out, "", Object.assign(make("a", words.sign_in, "kern-link"), { href: root.dataset.signIn }));
    else tell("warning", words.gone);
    await status();
  }

  // The search goes by the list on the device, letter by letter.
  function list() {
    const typed = fold(el("name").value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (people.size === 0) return;
    const found = typed.length === 0 ? [] : [...people.values()].filter((p) => typed.every((word) => p.key.includes(word))).slice(0, 25);
    const rows = found.map((p) => {
      const row = make("li", "", "rt-door__person"), text = make("div", "");
      text.append(make("strong", p.n));
      if (p.o) text.append(" ", make("span", p.o, "rt-muted rt-small"));
      text.append(make("p", p.d ? say("here", { t: clock(p.t) }) : p.w ? words.badge_waits : words.expected, "rt-small"));
      row.append(text);
      if (!p.d) row.append(button(p.w ? words.anyway : words.let_in, p.n, "primary", () => letIn(p, p.w)));
      return row;
    });
    const box = make("ul", "", "rt-door__people");
    box.append(...rows);
    el("treffer").replaceChildren(...(rows.length ? [box] : typed.length ? [make("p", words.nobody)] : []));
  }
  el("name").addEventListener("input", list);
  el("suche").addEventListener("submit", (e) => { if (people.size) { e.preventDefault(); list(); } });
  for (const form of root.querySelectorAll("form[method=post]")) {
    const what = form.elements.what?.value;
    if (what === "in" && form.elements.code) form.addEventListener("submit", (e) => { e.preventDefault(); scanned(form.elements.code.value); form.elements.code.value = ""; form.elements.code.focus(); });
    if (what === "walk_in") form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const [name, organisation, email, lang] = ["name", "organisation", "email", "lang"].map((field) => form.elements[field].value.trim());
      if (!name) { tell("warning", words.nameless); return form.elements.name.focus(); }
      const deed = await act({ what: "walk_in", name, organisation, email, lang });
      tell("success", say("in", { n: name }), organisation, undoing({ c: deed.id, n: name, o: organisation }, deed));
      form.reset();
      el("dazu").open = false;
      el("name").focus();
    });
  }
  el("ende").addEventListener("submit", async (e) => {
    e.preventDefault();
    await sync();
    if ((await all("deeds")).length) return tell("warning", words.leave_queue);
    await forget();
    await writing(["reports"], (store) => clearOf(store("reports")));
    e.target.submit();
  });

  // The camera.
  const camera = el("kamera"), video = el("bild"), canvas = document.createElement("canvas");
  let stream = null, last = "", lastAt = 0;
  const decoding = () => new Promise((yes, no) => {
    if (window.jsQR) return yes();
    const script = document.createElement("script");
    script.src = decoder;
    script.onload = yes;
    script.onerror = no;
    document.head.append(script);
  });
  function look() {
    if (!stream) return;
    if (video.readyState >= 2 && video.videoWidth) {
      const width = Math.min(640, video.videoWidth), height = Math.round((video.videoHeight * width) / video.videoWidth);
      canvas.width = width;
      canvas.height = height;
      const paint = canvas.getContext("2d", { willReadFrequently: true });
      paint.drawImage(video, 0, 0, width, height);
      const code = window.jsQR(paint.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: "dontInvert" });
      if (code?.data && (code.data !== last || Date.now() - lastAt > 5000)) {
        last = code.data;
        lastAt = Date.now();
        scanned(code.data);
      }
    }
    setTimeout(look, 150);
  }
  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    camera.firstElementChild.textContent = words.camera;
  }
  camera.onclick = async () => {
    if (stream) return stop();
    try {
      await decoding();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch { return tell("warning", words.no_camera); }
    video.srcObject = stream;
    video.hidden = false;
    camera.firstElementChild.textContent = words.stop;
    await video.play();
    look();
  };
  camera.hidden = !navigator.mediaDevices?.getUserMedia;

  // The beginning: what is kept first, then what is new.
  if (door.until && new Date(door.until) < new Date()) { await forget(); door = { event }; }
  remember(await all("people"));
  await reports();
  await status();
  list();
  const fresh = await refresh();
  await kept.work("/tuer/", fresh ? [path] : [], [decoder], () => { root.dataset.kept = "1"; });
  root.dataset.ready = "1";
  await sync();
  const turn = async () => { if (!(await refresh())) return; await sync(); };
  setInterval(turn, EVERY);
  window.addEventListener("online", turn);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) turn(); });
})();
