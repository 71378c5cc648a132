// The keyboard: / j k Enter n p Esc ?

import { byId, fill, isTyping, node } from "./nodes.js";
import { step } from "./reader.js";
import { word } from "./words.js";

/** `leave` goes back from a document to its results. */
export function listen(leave) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") { escape(event, leave); return; }
    if (event.target === byId("query") && ["ArrowDown", "Enter"].includes(event.key)) {
      if (event.key === "ArrowDown" && move(1)) event.preventDefault();
      return;
    }
    if (isTyping(event)) return;
    const act = actions[event.key];
    if (act && act() !== false) event.preventDefault();
  });
  byId("help-open").addEventListener("click", showHelp);
}

const isReading = () => !byId("reader").hidden;

const actions = {
  "/": () => { byId("query").focus(); byId("query").select(); },
  "?": showHelp,
  j: () => (isReading() ? scroll(1) : move(1)),
  k: () => (isReading() ? scroll(-1) : move(-1)),
  n: () => isReading() && step(1),
  p: () => isReading() && step(-1),
};

function scroll(by) {
  window.scrollBy({ top: by * 80 });
}

/** Puts the focus on the next result; false where there is none. */
function move(by) {
  const links = [...document.querySelectorAll("#hits h2 a")];
  if (isReading() || links.length === 0) return false;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : -1) : here + by;
  if (next < 0) { byId("query").focus(); return true; }
  if (next >= links.length) {
    if (!byId("more").hidden) byId("more").focus();
    return true;
  }
  links[next].focus({ preventScroll: true });
  links[next].closest("li").scrollIntoView({ block: "nearest" });
  return true;
}

function escape(event, leave) {
  if (byId("help").open) return;
  if (isReading()) { event.preventDefault(); leave(); return; }
  // The browser clears a search field by itself; then the results have the focus.
  if (event.target !== byId("query")) byId("query").focus();
}

function showHelp() {
  const keys = [
    ["/", "keyFind"], ["j  k", "keyMove"], ["Enter", "keyOpen"], ["n  p", "keyMarks"],
    ["Esc", "keyBack"], ["?", "keyHelp"],
  ].map(([key, meaning]) => node("div", {},
    node("dt", {}, ...key.split("  ").flatMap((one) => [node("kbd", {}, one), " "])),
    node("dd", {}, word(meaning))));
  const asks = word("asks").map(([text, meaning]) => node("div", {},
    node("dt", {}, node("code", { lang: "vi" }, text)), node("dd", {}, meaning)));
  fill(byId("help-body"), node("h3", {}, word("keysTitle")), node("dl", {}, ...keys),
    node("h3", {}, word("askTitle")), node("dl", {}, ...asks));
  byId("help").showModal();
}
