// The page: one state, shown from its address; everything a user does leads to another state.

import * as archive from "./archive.js";
import * as filters from "./filters.js";
import * as keys from "./keys.js";
import { byId, fill, node } from "./nodes.js";
import * as reader from "./reader.js";
import * as results from "./results.js";
import * as state from "./state.js";
import { currentLanguage, setLanguage, translate, word } from "./words.js";

/** Letters typed within so many milliseconds are one search. */
const pause = 130;
/** Between two attempts to find a daemon that is gone. */
const patience = 3000;

let current = state.read();
/** The search whose results are shown, by its address. */
let shown = null;
let reply = null;
let running = null;
let timer = null;
/** True while what is typed changes one entry of the history. */
let isTyping = false;
let fields = new Set();
let names = [];
let documentCount = 0;

// MARK: From state to state

/** Leads to another state by what a user has done. */
function go(next, { quietly = false, back = false } = {}) {
  clearTimeout(timer);
  const target = { ...current, open: null, ...next };
  if (next.query !== undefined) byId("query").value = next.query;
  if (back && history.state?.from === state.address(target)) { history.back(); return; }
  if (!quietly && state.address(target) !== state.address(current)) {
    keepScroll();
    history.pushState({ from: state.address(current) }, "", state.address(target));
  }
  isTyping = false;
  current = target;
  void show();
}

/** What is typed is one entry of the history until something else is done. */
function typed(query) {
  const next = { ...current, query, open: null };
  if (isTyping) history.replaceState(history.state, "", state.address(next));
  else history.pushState({ from: state.address(current) }, "", state.address(next));
  isTyping = true;
  current = next;
  clearTimeout(timer);
  timer = setTimeout(show, pause);
}

function keepScroll() {
  history.replaceState({ ...history.state, scroll: window.scrollY }, "");
}

// MARK: Showing

/** Shows the current state; what was being asked before is given up. */
async function show() {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  clearTimeout(timer);
  showControls();
  const busy = setTimeout(() => { byId("progress").hidden = false; }, 150);
  try {
    if (fields.size === 0 || names.length === 0) await learn(signal);
    if (current.open) await showDocument(signal);
    else await showSearch(signal);
  } catch (error) {
    if (error.name === "AbortError") return;
    failed(error);
  } finally {
    clearTimeout(busy);
    if (running.signal === signal) byId("progress").hidden = true;
  }
}

async function showDocument(signal) {
  byId("finding").hidden = true;
  document.title = `${await reader.show(current, go, signal)} · Mục Lục`;
}

async function showSearch(signal) {
  const wasReading = !byId("reader").hidden;
  const opened = byId("reader").dataset.opened;
  let isNew = false;
  reader.hide();
  byId("finding").hidden = false;
  document.title = current.query.trim() ? `${current.query.trim()} · Mục Lục` : "Mục Lục";
  const address = state.searchOf(current);
  if (!state.isAsking(current)) showNothingAsked();
  else if (address !== shown || reply === null) {
    byId("results").setAttribute("aria-busy", "true");
    reply = await archive.search(results.request(current), signal);
    fill(byId("hits"), ...reply.hits.map((hit) => results.hit(hit, current)));
    shown = address;
    isNew = true;
    void showFilters(signal);
  }
  if (state.isAsking(current)) showReply();
  byId("results").removeAttribute("aria-busy");
  // At the beginning, or where this entry of the history was left.
  if (isNew || wasReading) window.scrollTo(0, history.state?.scroll ?? 0);
  if (wasReading) returnTo(opened);
}

/** The filters follow the hits: to count values takes longer. */
async function showFilters(signal) {
  const counted = reply;
  const wanted = filters.wanted(fields, current.collection);
  if (Object.keys(wanted).length === 0) { counted.facets = {}; return; }
  byId("filters").setAttribute("aria-busy", "true");
  try {
    const counts = await archive.search(results.facetRequest(current, wanted), signal);
    counted.facets = counts.facets;
    filters.learn(counts, current.collection);
    if (reply === counted && !byId("toolbar").hidden) filters.show(current, counted.facets, go);
  } catch (error) {
    // The hits are there without them, and an error that stays comes with the next search.
    if (!(error instanceof archive.Failure) && error.name !== "AbortError") console.error(error);
  } finally {
    if (reply === counted) byId("filters").removeAttribute("aria-busy");
  }
}

function showReply() {
  results.clearMessage();
  if (reply.facets) filters.show(current, reply.facets, go);
  filters.showChips(current, go);
  results.showNotes(reply, current, go);
  byId("toolbar").hidden = false;
  byId("count").textContent = results.countText(reply.total);
  say(results.countText(reply.total));
  byId("more").hidden = !reply.cursor;
  if (reply.total.value === 0) results.showNothing(current, go);
}

function showNothingAsked() {
  shown = null;
  filters.showChips(current, go);
  for (const id of ["hits", "notes"]) fill(byId(id));
  for (const id of ["toolbar", "filters", "more"]) byId(id).hidden = true;
  results.showStart(documentCount, (next) => { go(next); byId("query").focus(); });
}

/** Back at the results: the one that was read has the focus. */
function returnTo(id) {
  if (!id) return;
  const link = byId("hits").querySelector(`a[data-id="${CSS.escape(id)}"]`);
  link?.focus({ preventScroll: history.state?.scroll !== undefined });
}

/** Asks for the next page of the same moment and puts it below. */
async function showMore() {
  const count = byId("hits").children.length;
  byId("more").disabled = true;
  try {
    const next = await archive.search(results.request(current, reply.cursor), running.signal);
    byId("hits").append(...next.hits.map((hit) => results.hit(hit, current)));
    reply.cursor = next.cursor;
    byId("more").hidden = !next.cursor;
    byId("hits").children[count]?.querySelector("a")?.focus();
  } catch (error) {
    if (error.name !== "AbortError") failed(error);
  } finally {
    byId("more").disabled = false;
  }
}

function failed(error) {
  byId("results").removeAttribute("aria-busy");
  if (!(error instanceof archive.Failure)) console.error(error);
  reader.hide();
  byId("finding").hidden = false;
  for (const id of ["toolbar", "filters", "more"]) byId(id).hidden = true;
  for (const id of ["hits", "notes"]) fill(byId(id));
  shown = null;
  const mayPass = results.showFailure(error, () => { void show(); });
  say(byId("message").firstChild?.textContent ?? "");
  if (mayPass) timer = setTimeout(show, patience);
}

/** What the archive has: collections, and the fields of those that are searched. */
async function learn(signal) {
  const all = await archive.collections(signal);
  names = all.collections.filter((one) => !one.failure).map((one) => one.name);
  documentCount = all.collections.reduce((sum, one) => sum + one.documents, 0);
  if (!names.includes(current.collection)) current.collection = "";
  const searched = current.collection ? [current.collection] : names;
  const replies = await Promise.all(searched.map((name) => archive.collection(name, signal)));
  fields = new Set(replies.flatMap((one) => one.fields ?? []));
  showCollections();
}

// MARK: Controls

function showControls() {
  if (byId("query").value !== current.query && document.activeElement !== byId("query")) {
    byId("query").value = current.query;
  }
  byId("sort").value = current.sort;
  byId("accents").value = current.accents;
  byId("collapse").checked = current.collapse;
  byId("language").textContent = currentLanguage() === "en" ? "Tiếng Việt" : "English";
  byId("language").lang = currentLanguage() === "en" ? "vi" : "en";
  showCollections();
}

function showCollections() {
  const choices = ["", ...names].map((name) => node("button", {
    type: "button", "aria-pressed": name === current.collection, "data-place": name,
    onclick: () => choose(name),
  }, name === "" ? word("all") : name));
  const focused = byId("collections").contains(document.activeElement);
  fill(byId("collections"), ...choices);
  byId("collections").hidden = names.length < 2 || current.open !== null;
  if (focused) byId("collections").querySelector("[aria-pressed=true]")?.focus();
}

function choose(collection) {
  // Fields of another collection may be others.
  fields = new Set();
  go({ ...state.withoutFilters(current), collection });
}

let saying = null;

/** For those who hear the page; late enough not to speak with every letter. */
function say(text) {
  clearTimeout(saying);
  saying = setTimeout(() => { byId("live").textContent = text; }, 700);
}

function listen() {
  byId("query").addEventListener("input", (event) => typed(event.target.value));
  byId("asking").addEventListener("submit", (event) => {
    event.preventDefault();
    go({ query: byId("query").value });
    byId("hits").querySelector("a")?.focus();
  });
  byId("sort").addEventListener("change", (event) => go({ sort: event.target.value }));
  byId("accents").addEventListener("change", (event) => go({ accents: event.target.value }));
  byId("collapse").addEventListener("change", (event) => go({ collapse: event.target.checked }));
  byId("more").addEventListener("click", showMore);
  byId("home").addEventListener("click", (event) => {
    event.preventDefault();
    byId("query").value = "";
    go({ ...state.withoutFilters(current), query: "" });
    byId("query").focus();
  });
  byId("hits").addEventListener("click", (event) => {
    const link = event.target.closest("h2 a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    byId("reader").dataset.opened = link.dataset.id;
    go({ open: { id: link.dataset.id, collection: link.dataset.collection } });
  });
  byId("filters-open").addEventListener("click", () => {
    const isOpen = byId("filters").classList.toggle("open");
    byId("filters-open").setAttribute("aria-expanded", String(isOpen));
  });
  byId("language").addEventListener("click", () => {
    setLanguage(currentLanguage() === "en" ? "vi" : "en");
    shown = null;
    void show();
  });
  window.addEventListener("popstate", () => {
    isTyping = false;
    const before = current;
    current = state.read();
    if (before.collection !== current.collection) fields = new Set();
    if (byId("query").value !== current.query) byId("query").value = current.query;
    void show();
  });
}

history.scrollRestoration = "manual";
translate();
listen();
keys.listen(() => go({ open: null }, { back: true }));
byId("query").value = current.query;
try {
  await archive.begin();
  await show();
} catch (error) {
  failed(error);
}
if (!current.open) byId("query").focus();
