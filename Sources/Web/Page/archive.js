// What the page asks of the archive.

const stored = "mucluc.key";

/** An answer that is none: `code` is the API's, or `closed` where nobody is there to answer. */
export class Failure extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.code);
    this.code = problem.code;
    this.hint = problem.hint;
  }
}

/** Hands in the token of the address, once, and takes it out of the address. */
export async function begin() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  const reply = await send("/session", { method: "POST", body: token });
  localStorage.setItem(stored, reply.key);
}

export const search = (request, signal) => post("/v1/search", request, signal);

export const collections = (signal) => send("/v1/collections", { signal });

export const collection = (name, signal) =>
  send(`/v1/collections/${encodeURIComponent(name)}`, { signal });

export const documentAt = (place, signal) => send(path(place), { signal });

export const marksAt = (place, query, accents, signal) =>
  post(`${path(place)}/marks`, { q: query, accents: accents || "auto", offsets: "utf16" }, signal);

export const similarTo = (place, signal) =>
  send(`${path(place)}/similar?limit=5&highlight=false`, { signal });

function path(place) {
  const [collection, id] = [place.collection, place.id].map(encodeURIComponent);
  return `/v1/collections/${collection}/documents/${id}`;
}

const post = (target, body, signal) =>
  send(target, {
    method: "POST", body: JSON.stringify(body), signal,
    headers: { "content-type": "application/json" },
  });

async function send(target, options) {
  const headers = { ...options.headers, "x-mucluc-key": localStorage.getItem(stored) ?? "" };
  let reply;
  try {
    reply = await fetch(target, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure({ code: "closed", detail: String(error.message) });
  }
  const body = await reply.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return { code: "internal", detail: `${reply.status} ${reply.statusText}` };
  });
  if (!reply.ok) throw new Failure(body);
  return body;
}
