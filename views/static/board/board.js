// The wall of a workshop on a device. Cards, dots and what a moderator does go into the device's store first and are sent from there: at
// once, or as soon as there is a network again, also when the browser was closed in between. There is no other way, so that none is
// lost on one of two. Each is the form that the page would have sent, and the server takes the same one again for the same: a card
// carries an identifier that was made here, a dot is there or not. What participants wrote has neither time nor order, here as there.
// Without this script the pages work by their forms, while there is a network.
"use strict";

(async () => {
  if (!("timeout" in AbortSignal)) return; // browsers of before 2022 send the forms
  const root = document.getElementById("karten");
  const el = (name) => document.getElementById("karten-" + name);
  const { base, page } = root.dataset;
  const isDesk = page !== base;
  const words = JSON.parse(root.dataset.words);
  const { asked, newID, timeless, make, button, ask } = kept, { say, many } = kept.speaker(words);
  const EVERY = 15000, SOON = 2000, MOST = Number(root.dataset.most);
  const tokens = (where) => where.querySelectorAll("input[name=csrf]");
  const whoseOf = (token) => token.split(".")[1] ?? "";

  // The store: of each deed what is sent, and what became of it. Whoever signs in on this device later does not send what a colleague did.
  const { db, writing } = await kept.open("karten", (db) => db.createObjectStore("deeds", { keyPath: ["board", "id"] }).createIndex("board", "board"));
  let csrf = tokens(document)[0]?.value ?? "";
  const whose = whoseOf(csrf);
  const inOrder = (a, b) => (a.on === false) - (b.on === false) ? (a.on === false ? -1 : 1) : a.id < b.id ? -1 : 1; // what was taken back can be given again
  const rows = async () => (await asked(db.transaction("deeds").objectStore("deeds").index("board").getAll(base))).filter((row) => row.what !== "desk" || row.whose === whose).sort(inOrder);
  const find = (id) => asked(db.transaction("deeds").objectStore("deeds").get([base, id]));
  const put = (row) => writing(["deeds"], (store) => store("deeds").put({ state: "waits", whose, ...row, board: base }));
  const remove = (id) => writing(["deeds"], (store) => store("deeds").delete([base, id]));

  const LOOK = 5000, REST = 60000, ALOUD = 20000; // milliseconds between two looks at what others do, without network too, and until more of it is said aloud
  let settlings = 0, said = 0;
  let online = navigator.onLine, sending = null, tries = 0, timer = 0, left = 0, painted = "";

  const form = document.getElementById("karte"), summary = document.getElementById("fazit"), isSummary = (row) => row.fields !== undefined && "summary" in row.fields;

  // What is shown.
  const tell = (text) => el("gesagt").replaceChildren(make("p", text, "rt-kept__said"));
  const aloud = (text) => el("gesagt").replaceChildren(make("p", text, "kern-sr-only")); // what is to be seen elsewhere
  const quiet = () => el("gesagt").replaceChildren();
  const badge = (text, tone) => make("span", text, "rt-kept__badge rt-kept__badge--" + tone);
  const first = (text) => (text.length > 60 ? [...text].slice(0, 60).join("") + "…" : text);

  function offered(row) {
    const about = first(row.text || row.label);
    const again = async () => { await put({ ...row, state: "waits", why: "" }); await sync(); };
    const away = async () => { await remove(row.id); if (isSummary(row)) emptied(); await paint(); focusOn(el("wand")); };
    if (row.state === "waits") return [];
    if (row.what === "card") {
      return [
        ...(form ? [button(words.reuse, about, "secondary", async () => { fill(form, row.fields); form.elements.text.focus(); await remove(row.id); await paint(); })] : []),
        button(words.again, about, "tertiary", again), button(words.discard, about, "tertiary", away),
      ];
    }
    const edit = "text" in row.fields || isSummary(row);
    return [
      ...(edit ? [button(words.decide, about, "secondary", () => decide(row))] : [button(words.again, about, "tertiary", again)]),
      button(words.discard, about, "tertiary", away),
    ];
  }
  function waiting(row) {
    const item = make("li", "", "rt-sticky rt-kept__item"), foot = make("div", "", "rt-sticky__foot");
    if (row.what === "desk") item.append(make("p", row.label, "rt-kept__label"));
    if (row.text) { const text = make("p", row.text, "rt-sticky__text"); text.dir = "auto"; item.append(text); }
    if (row.theirs) {
      const theirs = make("p", row.theirs, "rt-sticky__text");
      theirs.dir = "auto";
      item.append(make("p", isSummary(row) ? words.theirs_summary : words.theirs, "rt-kept__label"), theirs);
    }
    if (row.why) item.append(make("p", row.why));
    foot.append(row.state === "waits" ? badge(online ? words.sending : words.waits, "info") : badge(row.state === "clash" ? words.clash : words.refused, "warning"), ...offered(row));
    item.append(foot);
    return item;
  }

  // paint lays what the device keeps over what the server showed.
  async function paint() {
    const all = await rows(), listed = all.filter((row) => row.what !== "dot"), open = all.filter((row) => row.state === "waits");
    const net = el("netz"), box = el("warten");
    const text = [online ? "" : words.offline, open.length ? many("queued", open.length) : ""].filter(Boolean).join(" ");
    net.hidden = online && (open.length === 0 || sending !== null);
    if (net.textContent !== text) net.textContent = text;
    root.dataset.waiting = open.length;
    root.dataset.listed = listed.length;
    box.hidden = listed.length === 0;
    const now = JSON.stringify([online, listed]);
    if (now !== painted) box.querySelector("ul").replaceChildren(...listed.map(waiting)); // and leave the focus where it is
    painted = now;
    if (isDesk) return paintDesk(open);
    const dots = new Map(all.filter((row) => row.what === "dot").map((row) => [row.id, row]));
    left = Number(root.dataset.left);
    const cards = [...root.querySelectorAll("[data-card]")].map((card) => {
      const before = Number(card.dataset.given), row = dots.get(card.dataset.card);
      const given = !row ? before : row.on ? Math.max(1, before) : 0;
      left += before - given;
      return { card, before, given };
    });
    for (const one of cards) vote(one);
    const rest = el("rest");
    if (rest) rest.textContent = many("left", left);
  }
  function vote({ card, before, given }) {
    const foot = card.querySelector(".rt-sticky__foot"), text = card.querySelector(".rt-sticky__text").textContent;
    const weight = Number(card.dataset.weight) + (given > 0) - (before > 0), mine = given > 0;
    foot.querySelector(".rt-sticky__weight").lastChild.textContent = many("dots", weight);
    foot.querySelector("form")?.remove();
    if (!root.dataset.open) return;
    let press = foot.querySelector("button");
    if (!press) {
      press = make("button", "", "rt-vote");
      press.type = "button";
      press.onclick = () => point(card, !press.classList.contains("rt-vote--mine"));
      foot.append(press);
    }
    press.textContent = mine ? words.back : words.give;
    press.setAttribute("aria-label", press.textContent + ": " + first(text));
    press.classList.toggle("rt-vote--mine", mine);
    press.hidden = !mine && left <= 0;
  }
  function paintDesk(open) {
    for (const card of root.querySelectorAll("[data-card]")) {
      card.querySelector(":scope > .rt-kept__badge")?.remove();
      if (open.some((row) => row.action.includes("/" + card.dataset.card))) card.prepend(badge(words.changed, "info"));
    }
  }
  const focusOn = (where) => where?.querySelector("button:not([hidden]), a[href], summary")?.focus();

  // Deeds.
  async function point(card, on) {
    await put({ what: "dot", id: card.dataset.card, on, turn: timeless() });
    await paint();
    aloud(many("left", left));
    await sync();
  }
  const typed = (form) => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrf", "once", "act"].includes(name)));
  function fill(form, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
      const fold = field instanceof Element ? field.closest("details details") : null;
      if (fold && value) fold.open = true;
    }
    form.closest("details").open = true;
  }
  function unfit(form) { // says what is wrong, as the server would
    const field = form.elements.text, n = [...field.value.trim()].length;
    if (n > 0 && n <= MOST) return false;
    const wrong = n === 0 ? words.empty : say("long", { n, k: MOST });
    tell(wrong);
    field.setCustomValidity(wrong);
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    return true;
  }
  async function write(form) {
    if (unfit(form)) return;
    const fields = typed(form), id = timeless();
    const card = { what: "card", id, action: base + "/neu", fields: { ...fields, act: id }, text: fields.text.trim() };
    try { await put(card); } catch { return form.submit(); } // no room on the device
    form.reset();
    for (const kind of form.elements.kind) kind.checked = kind.value === fields.kind;
    form.closest("details").open = false;
    form.closest("details").querySelector("summary").focus();
    forgetDraft();
    quiet();
    await sync();
  }
  async function moderate(form, from) {
    if (form.elements.text && unfit(form)) return;
    const fields = typed(form), sticky = form.closest(".rt-sticky"), label = from?.querySelector(".kern-label") ?? from;
    const before = form === summary ? (await rows()).find(isSummary) : undefined; // what is kept of it is what stands in its form
    const id = before?.id ?? newID();
    await put({
      what: "desk", id, turn: timeless(), action: new URL(form.action).pathname, fields: { ...fields, deed: id },
      label: form.dataset.label ?? label?.firstChild.textContent.trim() ?? "",
      text: (fields.text ?? fields.summary ?? sticky?.querySelector(".rt-sticky__text")?.textContent ?? "").trim(),
    });
    if (form.dataset.label) form.remove();
    const fold = form.closest("details");
    if (fold) fold.open = false;
    if (form === summary) { forgetDraft(); fold.querySelector("summary").focus(); }
    quiet();
    await paint();
    await sync();
  }
  // written is what the form of the summary was filled with, now that this one is stored; emptied shows again what was stored when the page came.
  function written(fields) {
    const basis = JSON.parse(fields.basis), now = JSON.stringify({ ...basis, version: basis.version + 1, values: { summary: [fields.summary] } });
    if (summary) {
      summary.elements.basis.value = now;
      if (sessionStorage.getItem(draft)) sessionStorage.setItem(draft, JSON.stringify({ summary: summary.elements.summary.value, basis: now }));
    }
    return now;
  }
  function emptied() {
    forgetDraft();
    if (!summary) return;
    summary.elements.basis.value = summary.dataset.basis;
    summary.elements.summary.value = JSON.parse(summary.dataset.basis).values.summary[0] ?? "";
  }
  function decide(row) { // on the page that the server makes of two texts; the kept one goes when it is settled there
    const form = make("form", "");
    form.method = "post";
    form.action = row.action;
    for (const [name, value] of Object.entries({ ...row.fields, csrf })) {
      const field = make("input", "");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    root.append(form);
    form.submit();
  }

  // Sending: one after the other, of all pages of this browser one at a time. What is answered leaves the store, or says why it was refused.
  const alone = (work) => (navigator.locks ? navigator.locks.request("karten" + base, work) : work());
  function sync() {
    clearTimeout(timer);
    sending ??= alone(send).finally(async () => {
      sending = null;
      await paint();
      const open = Number(root.dataset.waiting);
      tries = open ? tries + 1 : 0;
      if (open) timer = setTimeout(sync, Math.min(EVERY, SOON * 2 ** tries));
    });
    return sending;
  }
  async function post(row) {
    const action = row.what === "dot" ? base + "/" + row.id + (row.on ? "/punkt" : "/punkt/zurueck") : row.action;
    const answer = await ask(action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ ...row.fields, csrf }) });
    const ours = answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("application/json"); // and not a page of the hall's network
    return { status: answer.status, reply: ours ? await answer.json() : null };
  }
  async function send() {
    const done = new Set();
    let fresh = null;
    for (;;) {
      const row = (await rows()).find((one) => one.state === "waits" && !done.has(one.id + one.turn));
      if (!row) break;
      done.add(row.id + row.turn);
      try {
        let { status, reply } = await post(row);
        if (status === 403 && (await renew())) ({ status, reply } = await post(row)); // the browser was closed in between: a new token
        online = true;
        if (status === 429) break;
        if (reply && (await settle(row, reply))) fresh = row;
      } catch {
        online = false;
        return;
      }
    }
    if (fresh) await show(fresh);
  }
  // settle reports whether the wall shows something new.
  async function settle(row, reply) {
    settlings++;
    const stored = await find(row.id), wrote = isSummary(row) && reply.state === "done" ? written(row.fields) : undefined;
    if (stored && stored.turn !== row.turn && wrote) await put({ ...stored, fields: { ...stored.fields, basis: wrote } });
    if (!stored || stored.turn !== row.turn) return false; // the dot was turned round meanwhile, the summary goes on
    if (row.what === "dot") {
      await remove(row.id);
      if (reply.state !== "done") { tell(reply.state === "gone" ? words.no_card : reply.why); return true; } // the wall is another than it was
      const card = root.querySelector('[data-card="' + row.id + '"]');
      if (card) {
        const before = Number(card.dataset.given), given = row.on ? Math.max(1, before) : 0;
        card.dataset.weight = Number(card.dataset.weight) + (given > 0) - (before > 0);
        card.dataset.given = given;
        root.dataset.left = Number(root.dataset.left) + before - given;
      }
      return false;
    }
    if (reply.state === "done") {
      await remove(row.id);
      tell(row.what === "card" ? words.sent : words.saved);
    } else {
      await put({ ...row, state: reply.state === "clash" ? "clash" : "refused", why: reply.why, theirs: reply.theirs });
      aloud(reply.why);
    }
    return reply.state === "done";
  }

  // renew fetches the page as it is now, and a token for what is sent; nothing when there is none, or no network.
  async function renew() {
    let answer;
    try { answer = await ask(page); } catch { online = false; return null; }
    if (!answer.ok) { if (answer.status === 404) tell(words.gone); return null; }
    const copy = answer.clone(), next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!next.getElementById("karten")) return null;
    online = true;
    csrf = tokens(next)[0]?.value ?? csrf;
    for (const field of tokens(document)) field.value = csrf;
    await (await self.caches?.open("karten-1"))?.put(page, copy);
    return next;
  }

  // show shows the wall as it is after the row was sent. The moderator's page, on which others' cards appear, is opened anew, unless somebody is
  // at work in it.
  async function show(row) {
    const busy = el("wand").querySelector("details[open], form[data-label]") ?? (summary?.contains(document.activeElement) ? summary : null);
    if (isDesk) {
      if (busy && (row.text || busy === summary)) return;
      const card = row.action?.split("/")[4], at = isSummary(row) ? "#zusammenfassung" : row.text && card ? "#karte-" + card : "";
      history.replaceState(null, "", page + (isSummary(row) ? "?ok=board.flash.summarised" : row.fields?.text ? "?ok=board.flash.saved" : "") + at);
      location.reload();
      return;
    }
    await refresh();
  }
  // refresh reports whether the wall is as it is on the server.
  async function refresh() {
    const next = await renew(), shown = next?.getElementById("karten");
    if (!shown) return false;
    if (shown.dataset.open !== root.dataset.open) { location.assign(page); return true; }
    const at = document.activeElement?.closest("[data-card]")?.id;
    el("wand").replaceChildren(...next.getElementById("karten-wand").childNodes);
    root.dataset.left = shown.dataset.left;
    root.dataset.changes = shown.dataset.changes;
    if (el("stand")) el("stand").textContent = words.refresh;
    await paint();
    if (at) focusOn(document.getElementById(at) ?? el("wand"));
    return true;
  }

  // What others do: their dots change where they stand. How many cards are new is said, in the place of the link that shows them, so that
  // nothing on the page moves under a finger. All phones are answered the same, and next to nothing while nothing has changed.
  async function look() {
    let wait = LOOK;
    const before = settlings, still = () => online && sending === null && !Number(root.dataset.waiting) && settlings === before;
    try {
      if (!document.hidden && still()) {
        const answer = await ask(base + "/stand?kennt=" + root.dataset.changes);
        if (answer.status === 200) {
          const now = await answer.json();
          if (still()) await stand(now); // else the own dots may be in it or not
        } else if (answer.status !== 204) wait = REST;
      }
    } catch { wait = REST; }
    setTimeout(look, wait * (0.75 + Math.random() / 2));
  }
  async function stand(now) {
    const cards = new Map([...root.querySelectorAll("[data-card]")].map((card) => [card.dataset.card, card]));
    for (const [id, card] of cards) if (id in now.dots) card.dataset.weight = now.dots[id];
    root.dataset.changes = now.changes;
    await paint();
    const fresh = Object.keys(now.dots).filter((id) => !cards.has(id)).length;
    const text = !now.open ? words.closed : fresh ? many("news", fresh) : words.refresh;
    if (el("stand").textContent === text) return;
    el("stand").textContent = text;
    if (text === words.refresh || (now.open && Date.now() - said < ALOUD)) return; // whoever listens hears it now and then
    said = Date.now();
    el("neues").textContent = text;
  }
  el("stand")?.addEventListener("click", async (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    if (!(await refresh())) { location.assign(page); return; }
    el("neues").textContent = words.shown;
  });

  // A card that is half typed outlives a reload, and the switch to another language.
  const draft = (isDesk ? "fazit" : "karte") + base;
  const forgetDraft = () => sessionStorage.removeItem(draft);
  if (form) {
    const before = sessionStorage.getItem(draft);
    if (before && form.elements.text.value === "") fill(form, JSON.parse(before));
    form.addEventListener("input", () => {
      const { kind, ...texts } = typed(form);
      if (Object.values(texts).some(Boolean)) sessionStorage.setItem(draft, JSON.stringify({ kind, ...texts }));
      else forgetDraft();
    });
    form.addEventListener("submit", (e) => {
      if (e.submitter?.name === "in_language") return;
      e.preventDefault();
      write(form);
    });
  }
  // So does the summary, with what its form was filled with: whoever wrote in between is not overwritten. What the device keeps stands in the form, too.
  if (summary) {
    const { summary: text, basis } = summary.elements, stored = JSON.parse(basis.value).values.summary[0] ?? "";
    summary.dataset.basis = basis.value;
    const keepDraft = () => sessionStorage.setItem(draft, JSON.stringify({ summary: text.value, basis: basis.value }));
    const before = JSON.parse(sessionStorage.getItem(draft)) ?? (await rows()).find(isSummary)?.fields;
    if (before && before.summary !== stored) {
      text.value = before.summary;
      basis.value = before.basis;
      summary.closest("details").open = true;
    } else if (text.value !== stored) keepDraft(); // it was refused, or comes in another language
    else forgetDraft();
    text.addEventListener("input", keepDraft);
  }
  root.addEventListener("submit", (e) => {
    if (e.submitter?.name === "in_language") return;
    if (e.target === form || e.target.method !== "post" || "plain" in e.target.dataset) return;
    e.preventDefault();
    const card = e.target.closest("[data-card]");
    if (isDesk) moderate(e.target, e.submitter);
    else if (card) point(card, !e.target.action.endsWith("/zurueck"));
  });

  // A moderator words a card in its place.
  root.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-edit]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    root.querySelector("form[data-label]")?.remove();
    const card = link.closest("[data-card]"), edit = el("vorlage").content.cloneNode(true).querySelector("form");
    edit.action = link.href;
    edit.dataset.label = words.edited;
    edit.elements.csrf.value = csrf;
    edit.elements.basis.value = card.dataset.basis;
    const cancel = button(words.cancel, "", "tertiary", () => { edit.remove(); link.focus(); });
    edit.querySelector(".rt-actions").append(cancel);
    card.append(edit);
    for (const [name, [value]] of Object.entries(JSON.parse(card.dataset.basis).values)) {
      edit.elements.namedItem(name).value = value;
      if (value && edit.querySelector("details [name=" + name + "]")) edit.querySelector("details").open = true;
    }
    edit.elements.text.focus();
  });

  // The beginning: what was settled on the page of two texts, then what is kept, then what is new.
  const settled = new URLSearchParams(location.search).get("deed");
  if (settled) {
    await remove(settled);
    history.replaceState(null, "", page + location.hash);
  }
  await paint();
  await kept.work("/karten/", isDesk ? [page, base] : [page], [], () => { root.dataset.kept = "1"; });
  if (Number(root.dataset.waiting)) {
    await renew();
    await sync();
  }
  root.dataset.ready = "1";
  if (!isDesk && root.dataset.open) setTimeout(look, LOOK * Math.random());
  window.addEventListener("online", () => { online = true; tries = 0; sync(); });
  window.addEventListener("offline", () => { online = false; paint(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Number(root.dataset.waiting)) sync(); });
})();
