// The list of results, and what stands in its place: the start, nothing found, errors.

import { byId, fill, marked, node } from "./nodes.js";
import * as state from "./state.js";
import { grouped, shownDate, word } from "./words.js";

/** Fields that say in one line where a document is from. */
const facts = ["author", "section", "agency", "doctype", "topic"];

/** What is asked of the archive for a state: a page of hits. */
export function request(current, cursor = "*") {
  const query = {
    ...asked(current), limit: 20, cursor, fields: facts,
    highlight: { offsets: "utf16", fragments: 2, fragment: 180 },
  };
  if (current.sort) query.sort = current.sort;
  if (current.collapse) query.collapse = "near_duplicate";
  return query;
}

/** The values beside the hits. They take longer to count, and are asked for by themselves. */
export const facetRequest = (current, facets) =>
  ({ ...asked(current), limit: 0, highlight: false, facets });

function asked(current) {
  const query = {
    q: current.query.trim(), collections: [current.collection || "*"],
    accents: current.accents || "auto", timeout_ms: 5000,
  };
  const filter = state.filterOf(current);
  if (filter) query.filter = filter;
  return query;
}

export function hit(found, current) {
  const place = { id: found.id, collection: found.collection };
  const title = found.title
    ? marked(found.title, found.title_marks) : [found.id.split("/").pop() || word("untitled")];
  return node("li", { class: "hit" },
    node("h2", {}, node("a", {
      href: state.address({ ...current, open: place }), lang: "vi",
      "data-id": found.id, "data-collection": found.collection,
    }, ...title)),
    factsOf(found, current),
    ...(found.snippets ?? []).map((snippet) =>
      node("p", { class: "snippet", lang: "vi" },
        snippet.page ? node("span", { class: "page" }, word("page", snippet.page)) : null,
        ...marked(snippet.text, snippet.marks))),
    found.duplicates ? node("p", { class: "facts" }, word("duplicates", found.duplicates)) : null);
}

function factsOf(found, current) {
  const values = [];
  if (found.date) values.push(node("time", { datetime: found.date }, shownDate(found.date)));
  for (const field of facts) {
    const value = found.fields?.[field];
    if (value) values.push(node("span", {}, [value].flat().join(", ")));
  }
  const source = found.source || found.id;
  values.push(node("span", { class: "source", title: source }, source));
  if (!current.collection) values.push(node("span", { class: "tag" }, found.collection));
  return node("p", { class: "facts" }, ...values);
}

/** How the query was read, and what may have been meant. */
export function showNotes(reply, current, go) {
  const { query } = reply;
  const notes = [];
  for (const correction of query.corrections ?? []) {
    const next = { ...current, query: correction.text, open: null };
    notes.push(node("p", { class: "meant" }, `${word("didYouMean")} `, node("a", {
      href: state.address(next), lang: "vi",
      onclick: (event) => { event.preventDefault(); go(next); },
    }, correction.text), ` (${grouped(correction.count)})?`));
  }
  const best = query.readings?.[0];
  if (best && best.probability >= 0.3) {
    notes.push(node("p", {}, `${word("understood")}: `, node("strong", { lang: "vi" }, best.text)));
  }
  if (query.expansions?.length > 0) {
    const also = query.expansions.map((one) => `${one.words} = ${one.also}`).join(", ");
    notes.push(node("p", {}, `${word("also")}: `, node("span", { lang: "vi" }, also)));
  }
  if (query.relaxed) notes.push(node("p", {}, word("relaxed", query.words, query.required)));
  else if (query.required < query.words) {
    notes.push(node("p", {}, word("required", query.words, query.required)));
  }
  if (query.widened) notes.push(node("p", {}, word("widened")));
  if (reply.timed_out) notes.push(node("p", {}, word("timedOut")));
  for (const warning of query.warnings ?? []) {
    if (state.isAsking(current) && current.query.trim() !== "") {
      notes.push(node("p", { lang: "en" }, warning));
    }
  }
  fill(byId("notes"), ...notes);
}

/** The number of documents as people read it. */
export function countText(total) {
  const count = word("documents", grouped(total.value));
  return total.relation === "gte" ? `${word("atLeast")} ${count}` : count;
}

// MARK: In the place of results

export function message(title, ...parts) {
  const box = byId("message");
  // The first heading of the page, where no count stands above it.
  fill(box, node(byId("toolbar").hidden ? "h1" : "h2", {}, title), ...parts);
  box.hidden = false;
}

export function clearMessage() { byId("message").hidden = true; }

const command = (text) => node("pre", {}, node("code", {}, text));

const button = (text, act) => node("button", { type: "button", onclick: act }, text);

export function showStart(count, go) {
  if (count === 0) {
    message(word("startTitle"), node("p", {}, word("startEmpty")), command("mucluc add THƯ-MỤC"));
    return;
  }
  const examples = word("asks").slice(0, 3).map(([text, meaning]) =>
    node("li", {}, node("button", {
      type: "button", class: "example", onclick: () => go({ query: text }),
    }, node("code", { lang: "vi" }, text), node("span", {}, meaning))));
  message(word("startTitle"),
    node("p", {}, word("startCount", grouped(count))), node("p", {}, word("startHint")),
    node("ul", { class: "examples" }, ...examples));
}

export function showNothing(current, go) {
  const ways = [];
  if (state.isFiltered(current)) {
    ways.push(button(word("dropFilters"), () => go(state.withoutFilters(current))));
  }
  if (current.collection) {
    ways.push(button(word("everywhere"), () => go({ ...current, collection: "", open: null })));
  }
  message(word("nothing"), node("p", {}, word("nothingHint")), node("p", { class: "ways" }, ...ways));
}

/** Says what went wrong and what to do; true when it may be over by itself. */
export function showFailure(failure, retry) {
  switch (failure.code) {
    case "no_daemon":
      message(word("goneTitle"), node("p", {}, word("goneHint")),
        command("mucluc serve --data THƯ-MỤC"),
        node("p", { class: "detail", lang: "en" }, failure.message), button(word("retry"), retry));
      return true;
    case "closed":
      message(word("closedTitle"), node("p", {}, word("closedHint")), command("mucluc web --open"));
      return true;
    case "session_required":
      message(word("sessionTitle"), node("p", {}, word("sessionHint")), command("mucluc web"));
      return false;
    default:
      message(word("errorTitle"), node("p", { lang: "en" }, failure.message),
        failure.hint ? node("p", { class: "detail", lang: "en" }, failure.hint) : null,
        button(word("retry"), retry));
      return false;
  }
}

