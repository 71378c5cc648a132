// One document, whole: its text with the places that match, and ways to go from one to the next.

import * as archive from "./archive.js";
import { byId, fill, marked, node } from "./nodes.js";
import * as state from "./state.js";
import { fieldName, shownDate, word } from "./words.js";

/** Members of a document that are not told as fields. */
const known = new Set([
  "id", "title", "dates", "blocks", "source", "modified", "size", "media_type", "charset",
  "charset_confidence", "status", "warnings", "url", "page_starts",
]);

let places = [];
let at = -1;

/** Shows a document; `signal` ends it when another state has come. */
export async function show(current, go, signal) {
  const reader = byId("reader");
  fill(reader, bar(current, go), node("p", { class: "waiting" }, word("opening")));
  reader.hidden = false;
  const query = current.query.trim();
  const nothing = { title: [], blocks: [] };
  const [found, marks] = await Promise.all([
    archive.documentAt(current.open, signal),
    query ? archive.marksAt(current.open, query, current.accents, signal)
      .catch((error) => { if (error.name === "AbortError") throw error; return nothing; })
      : nothing,
  ]);
  fill(reader, bar(current, go), ...text(found, marks));
  places = [...reader.querySelectorAll(".text mark")];
  at = -1;
  tell();
  window.scrollTo(0, 0);
  reader.focus({ preventScroll: true });
  void showSimilar(current, go, signal);
  return found.title || found.id;
}

export function hide() {
  byId("reader").hidden = true;
  fill(byId("reader"));
  places = [];
}

/** Goes to the next place that matches, or the one before. */
export function step(by) {
  if (places.length === 0) return;
  places[at]?.classList.remove("here");
  at = (at + by + places.length) % places.length;
  places[at].classList.add("here");
  places[at].closest("details")?.setAttribute("open", "");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  places[at].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  tell();
}

function tell() {
  const where = byId("marks-where");
  if (!where) return;
  where.textContent = at < 0
    ? word("marks", places.length) : word("markOf", at + 1, places.length);
  for (const id of ["mark-next", "mark-previous"]) byId(id).disabled = places.length === 0;
}

function bar(current, go) {
  const results = { ...current, open: null };
  return node("div", { class: "bar-top" },
    node("a", {
      class: "back", href: state.address(results), id: "back",
      onclick: (event) => { event.preventDefault(); go(results, { back: true }); },
    }, node("span", { "aria-hidden": "true" }, "← "), word("back")),
    current.query.trim() === "" ? null : node("div", { class: "marks" },
      node("span", { id: "marks-where", role: "status" }),
      node("button", {
        type: "button", id: "mark-previous", class: "quiet round", "aria-label": word("previous"),
        disabled: true, onclick: () => step(-1),
      }, node("span", { "aria-hidden": "true" }, "↑")),
      node("button", {
        type: "button", id: "mark-next", class: "quiet round", "aria-label": word("next"),
        disabled: true, onclick: () => step(1),
      }, node("span", { "aria-hidden": "true" }, "↓"))));
}

function text(found, marks) {
  const title = found.title ? marked(found.title, marks.title) : [found.id];
  const starts = startsOf(found);
  const blocks = (found.blocks ?? []).map((block, index) =>
    blockOf(block, paged(block.text, marks.blocks[index], starts.get(index))));
  return [
    node("div", { class: "text", lang: "vi" }, node("h1", {}, ...title), factsOf(found),
      ...listed(blocks)),
    node("section", { class: "similar", id: "similar", "aria-live": "off" }),
  ];
}

/** The pages that begin in each block, by its number: [page, UTF-8 offset] pairs. */
function startsOf(found) {
  const values = [found.fields?.page_starts ?? found.page_starts ?? []].flat();
  const starts = new Map();
  values.forEach((value, index) => {
    // A page without text begins where the next one does.
    if (value === values[index + 1]) return;
    const [block, byte] = String(value).split(":").map(Number);
    if (!starts.has(block)) starts.set(block, []);
    starts.get(block).push([index + 1, byte || 0]);
  });
  return starts;
}

/** A text with its marks, and the number of each page where it begins. */
function paged(text, marks = [], starts = []) {
  const parts = [];
  let begin = 0;
  const show = (end) => {
    const own = marks.map(([from, to]) => [Math.max(from, begin) - begin, Math.min(to, end) - begin]);
    parts.push(...marked(text.slice(begin, end), own.filter(([from, to]) => from < to)));
    begin = end;
  };
  for (const [page, byte] of starts) {
    const head = new TextEncoder().encode(text).subarray(0, byte);
    show(Math.max(begin, new TextDecoder().decode(head).length));
    parts.push(node("span", { class: "page" }, word("page", page)));
  }
  show(text.length);
  return parts;
}

function blockOf(block, parts) {
  switch (block.kind) {
    case "subheading": return node("h2", {}, ...parts);
    case "list": return node("li", {}, ...parts);
    case "quote": return node("blockquote", {}, ...parts);
    default: return node("p", { class: block.kind }, ...parts);
  }
}

/** Items of a list that follow each other go into one; what is around a text is folded away. */
function listed(blocks) {
  const nodes = [];
  for (const block of blocks) {
    const last = nodes.at(-1);
    if (block.matches("li")) {
      if (last?.matches("ul")) last.append(block);
      else nodes.push(node("ul", {}, block));
    } else if (block.matches(".boilerplate, .related, .title_repeat")) {
      if (last?.matches("details")) last.append(block);
      else nodes.push(node("details", {}, node("summary", {}, word("around")), block));
    } else {
      nodes.push(block);
    }
  }
  return nodes;
}

function factsOf(found) {
  const rows = [];
  const add = (name, ...value) => rows.push(node("div", {}, node("dt", {}, name), node("dd", {}, ...value)));
  for (const date of found.dates ?? []) {
    if (date.role === "published") add(word("date"), node("time", { datetime: date.iso }, shownDate(date.iso)));
  }
  for (const [field, value] of Object.entries({ ...found, ...found.fields })) {
    // What the daemon says of a document begins with a low line.
    if (!known.has(field) && field !== "fields" && !field.startsWith("_")) add(fieldName(field), [value].flat().join(", "));
  }
  const address = webAddress(found.url ?? found.source);
  if (address) {
    add(word("url"), node("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address));
  } else if (found.source) {
    add(word("source"), found.source);
  }
  return rows.length > 0 ? node("dl", { class: "about" }, ...rows) : null;
}

/** Only what a browser may follow: an address of another kind could be a script. */
function webAddress(text) {
  try {
    const url = new URL([text].flat()[0]);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

async function showSimilar(current, go, signal) {
  let reply;
  try { reply = await archive.similarTo(current.open, signal); } catch { return; }
  if (reply.hits.length === 0) return;
  const items = reply.hits.map((hit) => {
    const next = { ...current, open: { id: hit.id, collection: hit.collection } };
    return node("li", {}, node("a", {
      href: state.address(next), lang: "vi",
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(next);
      },
    }, hit.title || hit.id));
  });
  fill(byId("similar"), node("h2", {}, word("similar")), node("ul", {}, ...items));
}
