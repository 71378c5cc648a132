// What the page shows, as its address says it: every state can be kept, sent and gone back to.
//
//   ?q=bão số 3&c=main&s=-date&a=fold&g=1&f.source=vnexpress&from=2022-01-01&to=2022-12-31
//   &d=ID&dc=COLLECTION      the document that is open

export function read(search = location.search) {
  const items = new URLSearchParams(search);
  const filters = new Map();
  for (const [name, value] of items) {
    if (!name.startsWith("f.") || value === "") continue;
    const field = name.slice(2);
    filters.set(field, [...(filters.get(field) ?? []), value]);
  }
  return {
    query: items.get("q") ?? "", collection: items.get("c") ?? "", sort: items.get("s") ?? "",
    accents: items.get("a") ?? "", collapse: items.get("g") === "1", filters, from: items.get("from") ?? "",
    to: items.get("to") ?? "",
    open: items.get("d") ? { id: items.get("d"), collection: items.get("dc") ?? "main" } : null,
  };
}

/** The address of a state, from the slash on. */
export function address(state) {
  const items = new URLSearchParams();
  if (state.query.trim() !== "") items.set("q", state.query);
  if (state.collection) items.set("c", state.collection);
  if (state.sort) items.set("s", state.sort);
  if (state.accents) items.set("a", state.accents);
  if (state.collapse) items.set("g", "1");
  for (const [field, values] of state.filters) {
    for (const value of values) items.append(`f.${field}`, value);
  }
  if (state.from) items.set("from", state.from);
  if (state.to) items.set("to", state.to);
  if (state.open) {
    items.set("d", state.open.id);
    items.set("dc", state.open.collection);
  }
  const text = items.toString();
  return text === "" ? "/" : `/?${text}`;
}

/** The state without an open document: what is searched for. */
export const searchOf = (state) => address({ ...state, open: null });

export const isFiltered = (state) => state.filters.size > 0 || state.from !== "" || state.to !== "";

/** Whether there is anything to search for. */
export const isAsking = (state) => state.query.trim() !== "" || isFiltered(state);

export function withFilter(state, field, value, isOn) {
  const filters = new Map(state.filters);
  const values = (filters.get(field) ?? []).filter((other) => other !== value);
  if (isOn) values.push(value);
  if (values.length > 0) filters.set(field, values);
  else filters.delete(field);
  return { ...state, filters, open: null };
}

export const withoutFilters = (state) =>
  ({ ...state, filters: new Map(), from: "", to: "", open: null });

/** The filter of the API, null for none. */
export function filterOf(state) {
  const parts = [...state.filters].map(([field, values]) => ({ [field]: values }));
  if (state.from || state.to) {
    const range = {};
    if (state.from) range.gte = state.from;
    if (state.to) range.lte = state.to;
    parts.push({ date: range });
  }
  return parts.length > 0 ? { and: parts } : null;
}
