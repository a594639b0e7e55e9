// The service worker serves files, and nothing else. It keeps one whole release of the app, so that the app opens
// with no network and no server. It never touches a request that changes something, never stores an answer of the
// API, and never swaps the release under an open page unless the page asks.
//
// The build fills in the release's version and the paths of its files. LATER are the English words and the second
// part of the program: no part of the first visit, which costs data that most people need not spend, but kept from the
// second start on.

const VERSION = "__VERSION__";
const PRECACHE = __PRECACHE__;
const LATER = __LATER__;

const PREFIX = "ieum-";
const CACHE = PREFIX + VERSION;
const SHELL = "/";
const FILES = new Set([SHELL, ...PRECACHE]);

// Never answered from here: the API, the coordinators' workspace, the health check, the pages about receipts.
const PASS = /^\/(api|desk|healthz|receipts|verify)(\/|$)/;

// Names under /pkg/ change with their content, so the HTTP cache may answer and nothing is transferred twice.
// Everything else is asked of the server again.
function fresh(path) {
  return new Request(path, { cache: path.startsWith("/pkg/") ? "default" : "no-cache" });
}

// addAll stores everything or nothing. A shell that names files of another release (a deployment between two
// downloads) would not open offline: refuse it, and the browser tries again later.
async function install() {
  try {
    const cache = await caches.open(CACHE);
    // Who has English or the second part in the release before this one must not lose it with this one.
    const later = await hadLater();
    await cache.addAll([...FILES].map(fresh));
    await Promise.all(later.map(takeLater));
    const kept = await Promise.all(later.map((path) => cache.match(path)));
    if (!kept.every(Boolean)) {
      throw new Error("what this release has beside its first part did not come");
    }
    const html = await (await cache.match(SHELL)).text();
    const strangers = (html.match(/\/pkg\/[\w./-]+/g) ?? []).filter((path) => !FILES.has(path));
    if (strangers.length > 0) {
      throw new Error(`the shell belongs to another release: ${strangers.join(", ")}`);
    }
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// Which caches were in force, oldest first. Kept apart from the releases: a release that was downloaded but never
// activated is not one that an open page can be running.
async function history() {
  const entry = await (await caches.open("ieum")).match("/history");
  return entry ? entry.json() : [];
}

async function previous() {
  return (await history()).filter((name) => name !== CACHE).at(-1);
}

// Names end with what their content makes of them: `/pkg/en.<id>.json`.
async function hadLater() {
  const before = await previous();
  const kept = before ? await (await caches.open(before)).keys() : [];
  const names = kept.map(({ url }) => new URL(url).pathname.split(".")[0]);
  return LATER.filter((path) => names.includes(path.split(".")[0]));
}

// Keeps what is missing of LATER: at a start that this worker served, so never at the first visit, or when somebody
// reads what a form is for. Offline is no news.
async function keepLater() {
  const cache = await caches.open(CACHE);
  for (const path of LATER) {
    if (!(await cache.match(path))) {
      await takeLater(path).catch(() => {});
    }
  }
}

// The release before this one stays until the next activation, for pages that still run it. Caches made after this
// one belong to a release that is being downloaded.
async function activate() {
  const before = await previous();
  const state = await caches.open("ieum");
  await state.put("/history", new Response(JSON.stringify(before ? [before, CACHE] : [CACHE])));
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const older = names.slice(0, Math.max(names.indexOf(CACHE), 0)).filter((name) => name !== before);
  await Promise.all(older.map((name) => caches.delete(name)));
  if (!before) {
    await self.clients.claim();
  }
}

async function stored(key) {
  const options = { ignoreVary: true };
  const hit = await (await caches.open(CACHE)).match(key, options);
  if (hit) {
    return hit;
  }
  const before = await previous();
  return before && (await caches.open(before)).match(key, options);
}

// A captive portal answers as well, and its page must not be kept.
async function takeLater(path) {
  const response = await fetch(path, { priority: "low" });
  if (response.ok && /^application\/(json|wasm)/.test(response.headers.get("content-type"))) {
    await (await caches.open(CACHE)).put(path, response.clone());
  }
  return response;
}

async function answerLater(path) {
  return (await stored(path)) ?? takeLater(path);
}

async function answer(request, key) {
  return (await stored(key)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("message", (event) => {
  const type = event.data?.type;
  if (type === "SKIP_WAITING") {
    self.skipWaiting();
  } else if (type === "KEEP_LATER") {
    event.waitUntil(keepLater());
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || PASS.test(pathname)) {
    return;
  }
  if (request.mode === "navigate") {
    event.waitUntil(keepLater());
  }
  if (LATER.includes(pathname)) {
    event.respondWith(answerLater(pathname));
  } else if (FILES.has(pathname) || pathname.startsWith("/pkg/")) {
    event.respondWith(answer(request, pathname));
  } else if (request.mode === "navigate") {
    event.respondWith(answer(request, SHELL));
  }
});
