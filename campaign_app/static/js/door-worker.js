// The pages of a route open also without network, until the route's day is over.
// What a page holds about people lies in one cache for each route, with the instant at which
// it is thrown away: then, when the server knows the route no more, and when one signs out (app.js).
"use strict";

const ROUTE = /^\/my\/routes\/(\d+)(?:\/|$)/;
const SHELL = "birge-shell";
const GONE_AT = "/gone-at";
const nameOf = (id) => `birge-route-${id}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function forget(id) {
  await caches.delete(nameOf(id));
}

async function isOver(id) {
  const cache = await caches.open(nameOf(id));
  const kept = await cache.match(GONE_AT);
  return !kept || Date.now() >= Number(await kept.text());
}

// Taken along by the page of the route: itself, its stops, and what they look like.
async function takeAlong({ id, goneAt, pages, files }) {
  const cache = await caches.open(nameOf(id));
  await cache.put(GONE_AT, new Response(goneAt));
  const shell = await caches.open(SHELL);
  await Promise.all([
    ...pages.map(async (address) => {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) await cache.put(address, answer);
    }),
    ...files.map(async (address) => {
      if (!(await shell.match(address))) {
        const answer = await fetch(address);
        if (answer.ok) await shell.put(address, answer);
      }
    }),
  ]);
}

self.addEventListener("message", (event) => {
  if (event.data.take) {
    event.waitUntil(
      takeAlong(event.data.take).then(() => event.source.postMessage({ taken: true })),
    );
  }
});

async function pageOf(request, id) {
  try {
    const answer = await fetch(request);
    const cache = await caches.open(nameOf(id));
    if (answer.status === 404) await forget(id);
    else if (answer.ok && !answer.redirected && (await cache.match(GONE_AT))) {
      await cache.put(request.url, answer.clone());
    }
    return answer;
  } catch (error) {
    if (await isOver(id)) {
      await forget(id);
      throw error;
    }
    const cache = await caches.open(nameOf(id));
    const kept = (await cache.match(request.url)) || (await cache.match(`/my/routes/${id}`));
    if (!kept) throw error;
    return kept;
  }
}

async function fileOf(request) {
  const shell = await caches.open(SHELL);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await shell.match(request.url);
    if (!kept) throw error;
    return kept;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (request.method !== "GET") return;
  const route = ROUTE.exec(address.pathname);
  if (route && request.mode === "navigate") event.respondWith(pageOf(request, route[1]));
  else if (address.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
});
