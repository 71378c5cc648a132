// Nodes instead of markup: no text of a document is ever parsed as HTML.

/** Makes an element: node("a", {href: "/", class: "name"}, "text", child). */
export function node(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (value === false && !name.startsWith("aria-")) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Puts children in the place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** A text with its marks, given as pairs of UTF-16 offsets. */
export function marked(text, marks = []) {
  const parts = [];
  let end = 0;
  for (const [from, to] of marks) {
    if (from > end) parts.push(text.slice(end, from));
    parts.push(node("mark", {}, text.slice(from, to)));
    end = to;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** True where the event belongs to something that text is typed into. */
export function isTyping(event) {
  return event.target instanceof Element
    && event.target.closest("input, select, textarea, dialog[open]") !== null;
}
