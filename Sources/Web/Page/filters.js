// The filters beside the results: values of fields with their counts, years, and days from and to.

import { byId, fill, node } from "./nodes.js";
import * as state from "./state.js";
import { fieldName, grouped, shownDate, word } from "./words.js";

/** Fields in the order in which they are offered; others of the archive come behind them. */
const order = [
  "source", "author", "section", "agency", "topic", "doctype", "category", "year", "site", "place",
  "tags",
];
/** Fields that differ from document to document, or say nothing about what it is about. */
const left = new Set([
  "date", "modified", "size", "status", "charset", "url", "id", "media_type", "description",
  "keywords", "number", "language",
]);
const few = 6;

/** Fields that were found to have another value in every document, by collection. */
const useless = new Set();

/** Which facets to ask for, of the fields that the archive has. */
export function wanted(fields, collection) {
  const offered = [...fields].filter(
    (field) => !left.has(field) && !useless.has(`${collection}/${field}`));
  const place = (field) => (order.indexOf(field) + 1 || order.length + 1);
  offered.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
  const facets = Object.fromEntries(offered.slice(0, 6).map((field) => [field, 25]));
  if (fields.has("date")) facets.date = "year";
  return facets;
}

/** Remembers which fields need not be counted again. */
export function learn(reply, collection) {
  for (const [field, values] of Object.entries(reply.facets ?? {})) {
    const isUnique = values.length > 20 && values[0].count <= 1 && field !== "date";
    if (isUnique) useless.add(`${collection}/${field}`);
  }
}

const expanded = new Set();

/** Shows them; `go` leads to another state. */
export function show(current, facets, go) {
  const groups = [];
  for (const [field, values] of Object.entries(facets ?? {})) {
    const group = field === "date" ? dates(current, values, go) : fieldValues(current, field, values, go);
    if (group) groups.push(group);
  }
  // What had the focus gets it back when it is there again.
  const focused = document.activeElement?.dataset?.place;
  fill(byId("filters"), ...groups);
  if (focused) byId("filters").querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  byId("filters").hidden = groups.length === 0;
  byId("filters-open").hidden = groups.length === 0;
}

function fieldValues(current, field, values, go) {
  const chosen = current.filters.get(field) ?? [];
  // A field whose values are all different helps nobody.
  if (chosen.length === 0 && (values.length === 0 || values[0].count <= 1)) return null;
  const missing = chosen.filter((value) => !values.some((other) => other.value === value));
  const all = [...missing.map((value) => ({ value, count: 0 })), ...values];
  const shown = expanded.has(field) ? all : all.slice(0, Math.max(few, chosen.length));
  const list = node("ul", {}, ...shown.map((value) =>
    node("li", {}, option(field, value, chosen.includes(value.value), current, go))));
  const rest = all.length - shown.length;
  const toggle = rest > 0 || expanded.has(field)
    ? node("button", {
      type: "button", class: "quiet small", "data-place": `${field}/all`,
      "aria-expanded": expanded.has(field),
      onclick: () => {
        if (!expanded.delete(field)) expanded.add(field);
        go(current, { quietly: true });
      },
    }, expanded.has(field) ? word("showFewer") : `${word("showAll")} (${all.length})`)
    : null;
  return node("fieldset", {}, node("legend", {}, fieldName(field)), list, toggle);
}

function option(field, value, isChosen, current, go) {
  const box = node("input", {
    type: "checkbox", checked: isChosen, "data-place": `${field}=${value.value}`,
    onchange: (event) =>
      go(state.withFilter(current, field, value.value, event.target.checked)),
  });
  return node("label", {}, box,
    node("span", { class: "value", title: value.value }, shown(field, value.value)),
    node("span", { class: "number" }, grouped(value.count)));
}

/** The end of a path says more than its beginning. */
function shown(field, value) {
  if (field !== "source" || !value.includes("/")) return value;
  return value.replace(/^https?:\/\//, "");
}

function dates(current, years, go) {
  if (years.length === 0 && !current.from && !current.to) return null;
  const most = Math.max(1, ...years.map((year) => year.count));
  const bars = years.slice(-30).map((year) => {
    const isChosen = current.from === `${year.value}-01-01` && current.to === `${year.value}-12-31`;
    const bar = node("span", { class: "bar" });
    bar.style.setProperty("--part", String(Math.max(0.02, year.count / most)));
    return node("li", {}, node("button", {
      type: "button", class: "year", "aria-pressed": isChosen, "data-place": `year=${year.value}`,
      onclick: () => go({
        ...current, open: null,
        from: isChosen ? "" : `${year.value}-01-01`, to: isChosen ? "" : `${year.value}-12-31`,
      }),
    }, node("span", { class: "value" }, year.value), bar,
    node("span", { class: "number" }, grouped(year.count))));
  });
  const end = (name) => node("label", { class: "day" }, word(name), node("input", {
    type: "date", value: current[name], "data-place": name, min: "1000-01-01", max: "9999-12-31",
    onchange: (event) => go({ ...current, open: null, [name]: event.target.value }),
  }));
  return node("fieldset", {}, node("legend", {}, word("date")),
    node("ul", { class: "years" }, ...bars), node("div", { class: "days" }, end("from"), end("to")));
}

/** The filters that hold, each with a way to drop it. */
export function showChips(current, go) {
  const chips = [];
  const add = (text, next) => chips.push(node("button", {
    type: "button", class: "chip", "aria-label": word("remove", text), onclick: () => go(next),
  }, text, node("span", { "aria-hidden": "true" }, " ×")));
  for (const [field, values] of current.filters) {
    for (const value of values) {
      add(`${fieldName(field)}: ${value}`, state.withFilter(current, field, value, false));
    }
  }
  if (current.from) add(`${word("from")} ${shownDate(current.from)}`, { ...current, from: "", open: null });
  if (current.to) add(`${word("to")} ${shownDate(current.to)}`, { ...current, to: "", open: null });
  fill(byId("chips"), ...chips);
  byId("chips").hidden = chips.length === 0;
}
