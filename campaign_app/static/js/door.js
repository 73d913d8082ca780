// A route goes on without network: what happens at a door is kept on the phone and sent when
// there is network again, each record under an id of its own, so that twice is once.
"use strict";

const page = document.querySelector("[data-door]");
const told = page.dataset;
const STORE = "records";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("birge-doors", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request && request.result);
    transaction.onerror = () => reject(transaction.error);
  }).finally(() => database.close());
}

const records = () => store("readonly", (all) => all.getAll());
const keep = (record) => store("readwrite", (all) => all.put(record));
const drop = (id) => store("readwrite", (all) => all.delete(id));

// ---- what one sees: on this phone, accepted, or waiting for the organiser ----

function show(record) {
  const place = document.querySelector(`[data-delivery="${record.delivery_id}"]`);
  const states = { kept: told.kept, accepted: told.accepted, conflict: told.conflict };
  if (!place || !(record.state in states)) return;
  const line = place.querySelector("[data-door-state]");
  line.hidden = false;
  line.textContent = states[record.state] + (record.why ? ` ${record.why}` : "");
  line.dataset.doorState = record.state;
  if (record.state === "conflict") return;
  place.classList.add("is-settled");
  place.querySelector("a.btn-primary")?.setAttribute("hidden", "");
}

async function showAll() {
  const all = await records();
  for (const record of all) {
    const place = document.querySelector(`[data-delivery="${record.delivery_id}"]`);
    // The page itself says so by now.
    if (record.state === "accepted" && place && !("waiting" in place.dataset)) await drop(record.id);
    else show(record);
  }
  const waiting = all.filter((record) => record.state === "kept").length;
  const box = document.querySelector("[data-door-outbox]");
  if (!box) return;
  box.hidden = waiting === 0;
  box.querySelector("[data-door-count]").textContent = String(waiting);
}

// ---- sending ----

async function freshToken() {
  const answer = await fetch(told.tokenUrl, { credentials: "same-origin", redirect: "error" });
  return (await answer.json()).token;
}

async function send(record, token) {
  const body = new FormData();
  for (const [name, value] of Object.entries(record.fields)) body.set(name, value);
  if (record.picture) body.set("picture", record.picture, "proof");
  for (const name of ["id", "route_id", "delivery_id", "happened_at"]) body.set(name, record[name]);
  return fetch(told.sendUrl, {
    method: "POST",
    credentials: "same-origin",
    redirect: "error",
    headers: { "X-CSRFToken": token },
    body,
  });
}

let sending = false;

async function sendAll() {
  if (sending || !navigator.onLine) return;
  sending = true;
  try {
    const waiting = (await records()).filter((record) => record.state === "kept");
    if (waiting.length) {
      const token = await freshToken();
      for (const record of waiting) {
        const answer = await send(record, token);
        // Nothing that could not be sent is thrown away: it is tried again later.
        if (!answer.ok) continue;
        const { state, why } = await answer.json();
        await keep({ ...record, fields: {}, picture: null, state: state === "accepted" ? state : "conflict", why });
      }
    }
  } catch {
    // No network, or signed out: the records stay on the phone.
  } finally {
    sending = false;
    await showAll();
  }
}

// What was accepted is shown until the route's day is over, then it is forgotten.
async function forgetOld() {
  for (const record of await records()) {
    if (record.state !== "kept" && Date.now() >= Number(record.gone_at)) await drop(record.id);
  }
}

// ---- the form at a door ----

function collect(form, submitter) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && typeof value === "string") fields[name] = value;
  }
  if (submitter && submitter.name) fields[submitter.name] = submitter.value;
  return fields;
}

function tell(message) {
  message.hidden = false;
  message.scrollIntoView({ block: "center" });
}

for (const form of document.querySelectorAll("form[data-door-form]")) {
  const pictures = new DoorPictures(form);
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    event.preventDefault();
    // The rule that the server holds, too, said at once also without network.
    const serves = submitter && ["delivered", "left_at_door"].includes(submitter.value);
    const missing = form.querySelector("[data-door-missing]");
    if (serves && !form.querySelector("[name=proof]:checked")) {
      tell(missing);
      return;
    }
    const incomplete = serves && pictures.missing();
    if (incomplete) {
      tell(incomplete.querySelector("[data-door-picture-missing]"));
      return;
    }
    // The second tap of an impatient thumb.
    if (form.dataset.kept) return;
    form.dataset.kept = "yes";
    try {
      await keep({
        id: crypto.randomUUID(),
        route_id: told.route,
        delivery_id: form.dataset.doorForm,
        happened_at: new Date().toISOString(),
        gone_at: told.goneAt,
        fields: collect(form, submitter),
        picture: serves ? await pictures.picture() : null,
        state: "kept",
        why: "",
      });
    } catch {
      // A phone whose memory is full: what was typed stays, and it can be tried again.
      delete form.dataset.kept;
      tell(form.querySelector("[data-door-full]"));
      return;
    }
    await sendAll();
    location.assign(told.routeUrl);
  });
}

// ---- taking the route along ----

async function takeAlong() {
  if (!("serviceWorker" in navigator) || !told.take) return;
  await navigator.serviceWorker.register(told.workerUrl, { scope: "/my/" });
  const { active } = await navigator.serviceWorker.ready;
  const links = document.querySelectorAll(`a[href^="${told.routeUrl}/"]`);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data.taken) page.dataset.taken = "yes";
  });
  active.postMessage({
    take: {
      id: told.route,
      goneAt: told.goneAt,
      pages: [location.pathname, ...[...links].map((link) => link.getAttribute("href"))],
      files: files.filter((address) => new URL(address).pathname.startsWith("/static/")),
    },
  });
}

window.addEventListener("online", sendAll);
document.addEventListener("visibilitychange", () => document.hidden || sendAll());
document.querySelector("[data-door-send]")?.addEventListener("click", sendAll);
forgetOld().then(showAll).then(sendAll);
if (navigator.onLine) takeAlong();
