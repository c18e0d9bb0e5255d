// The minutes of an item are saved while they are written: after a pause, and when the page is left. What could not be sent yet lies in
// the browser until it is, so that nothing is lost when the network fails or the browser is closed. Another's text is never
// written over: then the button leads to both texts. Without this script the button saves.
"use strict";

(async () => {
  const stand = document.getElementById("protokoll-stand"), form = stand.closest("form");
  const { basis, sitting, turn, csrf } = form.elements;
  const FIELDS = ["minutes", "motion", "yes", "no", "abstained"]; // the text, and how it was voted on
  const PAUSE = 2000, LONGEST = 20000, AGAIN = 15000, PATIENCE = 15000, KEEPALIVE = 60000;
  const path = new URL(form.action).pathname, whose = csrf.value.split(".")[1], place = "protokoll " + path;
  const plain = (text) => text.replaceAll("\r\n", "\n").trim();
  const typed = () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
  const differs = (a, b) => FIELDS.some((name) => plain(a[name] ?? "") !== plain(b[name] ?? ""));
  const based = () => Object.fromEntries(FIELDS.map((name) => [name, (JSON.parse(basis.value).values[name] ?? [""])[0]]));
  const open = () => differs(typed(), based());

  // What lies in the browser belongs to the person who wrote it, and goes with the answer of the server.
  const keep = () => { try { localStorage.setItem(place, JSON.stringify({ whose, values: typed(), basis: basis.value, sitting: sitting.value, turn: turn.value })); } catch { /* full, or switched off: the page still has it */ } };
  const forget = () => { try { localStorage.removeItem(place); } catch { /* nothing lies there */ } };
  const kept = () => { try { return JSON.parse(localStorage.getItem(place)); } catch { return null; } };

  let state = "", sending = null, pause = 0, since = 0;
  function show(next, said) {
    state = next;
    for (const part of stand.querySelectorAll("[data-state]")) if (part.dataset.state !== "restored") part.hidden = part.dataset.state !== next;
    const text = next === "saved" ? stand.querySelector("[data-state=saved]") : stand.querySelector(`[data-state=${next}] p`);
    if (said && text.textContent !== said) text.textContent = said; // the same said again would be read out again
  }

  async function post(more, options) {
    const body = new URLSearchParams({ csrf: csrf.value, basis: basis.value, sitting: sitting.value, turn: turn.value, ...typed(), ...more });
    const keepalive = Boolean(options.keepalive) && String(body).length < KEEPALIVE;
    return fetch(path + "/autosave", { method: "POST", body, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), keepalive });
  }
  async function send(more = {}, options = {}) {
    const sent = typed();
    turn.value = Number(turn.value) + 1;
    keep();
    let answer, reply;
    try {
      answer = await post(more, options);
      if (answer.ok) reply = await answer.json();
    } catch { /* no network, or it was too slow */ }
    if (answer && (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403)) return show("out");
    if (!reply) { show("offline"); return later(AGAIN); }
    if (reply.state === "saved") {
      const now = JSON.parse(basis.value);
      basis.value = JSON.stringify({ ...now, version: reply.version, values: { ...now.values, ...Object.fromEntries(FIELDS.map((name) => [name, [sent[name]]])) } });
      if (open()) keep(); else forget();
    }
    if (reply.state !== "known") show(reply.state, reply.said);
    return reply.state;
  }
  const stopped = () => state === "clash" || state === "refused" || state === "out";

  // save sends what is not saved yet, one text after the other.
  function save(options) {
    clearTimeout(pause);
    since = 0;
    sending ??= (async () => { while (open() && !stopped() && await send({}, options) === "saved"); })().finally(() => { sending = null; });
    return sending;
  }
  function later(wait) {
    clearTimeout(pause);
    pause = setTimeout(save, wait);
  }

  form.addEventListener("input", () => {
    keep();
    if (state === "refused") state = ""; // what was too long may be shorter now
    if (stopped()) return;
    since ||= Date.now();
    later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
  });
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save({ keepalive: true }); });
  addEventListener("pagehide", () => save({ keepalive: true }));

  // The button saves in the same way first, so that without network one stays on the page with one's text.
  let done = false;
  addEventListener("pageshow", (event) => { if (event.persisted) done = false; });
  form.addEventListener("submit", async (event) => {
    if (done) return;
    event.preventDefault();
    if (state === "offline" || state === "refused") state = "";
    await sending;
    await save();
    if (state === "offline") return;
    if (state !== "out") forget(); // the page that comes has the text
    done = true;
    turn.value = Number(turn.value) + 1;
    form.submit();
  });

  // A text that the browser kept comes back, unless it is a version already.
  const before = kept(), now = { values: typed(), basis: basis.value, sitting: sitting.value, turn: turn.value };
  const fill = (from) => { for (const name of FIELDS) form.elements[name].value = from.values[name] ?? ""; basis.value = from.basis; sitting.value = from.sitting; turn.value = from.turn; };
  if (before) before.values ??= { ...now.values, minutes: before.text ?? "" }; // from before there were votes
  const lock = (on) => { for (const name of FIELDS) form.elements[name].readOnly = on; };
  if (before?.whose === whose && differs(before.values, now.values)) {
    lock(true);
    fill(before);
    document.getElementById("abstimmung").open ||= FIELDS.some((name) => name !== "minutes" && before.values[name]);
    sending = send({ kept: "1" });
    const became = await sending.finally(() => { sending = null; });
    if (became === "known") { fill(now); forget(); } else stand.querySelector("[data-state=restored]").hidden = false;
    lock(false);
  } else if (before?.whose === whose) {
    forget();
  }
  if (!state) show("on");
  stand.dataset.ready = "1";
})();
