// Quotes with the place marked in them, and who said it where.

import { correctButton } from "./correct.js";
import { clipped, el, nameText, plural, webAddress, webLink, wellFormed } from "./dom.js";
import { documentTitle, pointsBack, quoteText } from "./model.js";

const FIRST = 3;
const ROLES = { actor: "as a government or its people", coreference: "refers back to it" };

/**
 * The sentences behind a feature, the first few and the rest on demand.
 * @param {object} model
 * @param {object[]} references
 * @param {(reference: object) => void} onRead opens the document at a reference
 * @param {object|null} feature what the references may be corrected for
 */
export function quoteList(model, references, onRead, feature) {
  const groups = groupByQuote(model, references);
  const list = el("div", { class: "ca-quotes" });
  const add = (from, to) => {
    for (const group of groups.slice(from, to)) list.append(quoteFigure(model, group, onRead, feature));
  };
  add(0, FIRST);
  if (groups.length > FIRST) {
    const more = el("button", { type: "button", class: "ca-more" }, `Show all ${groups.length} quotes`);
    more.addEventListener("click", () => {
      more.remove();
      add(FIRST, groups.length);
      const next = /** @type {HTMLElement | null} */ (list.children[FIRST]?.querySelector("button, a"));
      next?.focus({ preventScroll: true });
    });
    list.append(more);
  }
  return list;
}

/**
 * One group a sentence. First the sentences that name the thing itself, then those that name a corridor which
 * includes it, then those that only refer back; among equals every document has its turn, the surest first.
 */
function groupByQuote(model, references) {
  const groups = new Map();
  for (const reference of references) {
    if (!groups.has(reference.quote)) groups.set(reference.quote, []);
    groups.get(reference.quote).push(reference);
  }
  const rows = [...groups.values()].map((group) => ({
    group,
    tier: Math.min(...group.map((r) => (pointsBack(r) ? 2 : r.wider ? 1 : 0))),
    score: Math.max(...group.map((r) => r.score)),
    turn: 0,
  }));
  rows.sort((a, b) => a.tier - b.tier || b.score - a.score);
  const turns = new Map();
  for (const row of rows) {
    const key = `${row.tier}:${model.quotes[row.group[0].quote][0]}`;
    row.turn = turns.get(key) ?? 0;
    turns.set(key, row.turn + 1);
  }
  rows.sort((a, b) => a.tier - b.tier || a.turn - b.turn || b.score - a.score);
  return rows.map((row) => row.group);
}

function quoteFigure(model, group, onRead, feature) {
  const quote = quoteText(model, group[0].quote);
  const notes = new Set(group.map((r) => ROLES[r.role]).filter(Boolean));
  if (group.every((r) => r.wider)) notes.add("names a wider corridor");
  if (group.every((r) => r.inName)) notes.add("inside a name");
  const caption = citation(quote.document);
  for (const note of notes) caption.append(" ", el("span", { class: "ca-chip" }, note));
  if (quote.document && onRead) {
    const read = el(
      "button",
      { type: "button", class: "ca-read", onclick: () => onRead(group[0]) },
      "Read in context",
    );
    caption.append(" ", read, " ", copyButton(model, group[0]));
    if (feature) caption.append(" ", correctButton(group, feature, () => caption));
  }
  const language = quote.document?.language ?? null;
  return el(
    "figure",
    { class: "ca-quote" },
    el("blockquote", { lang: language, dir: "auto" }, markedText(quote.text, quote.start, group)),
    caption,
  );
}

/** Copies the quote with its source; the browser may refuse, then the button says so. */
function copyButton(model, reference) {
  const button = el("button", { type: "button", class: "ca-read" }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(citationText(model, reference));
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying is not allowed here";
    }
  });
  return button;
}

/** A quote with its source, for a footnote. */
function citationText(model, reference) {
  const quote = quoteText(model, reference.quote);
  const source = quote.document;
  const parts = source ? [documentTitle(source), documentByline(source), source.url].filter(Boolean) : [];
  return `“${quote.text.trim()}” (${parts.join(", ")})`;
}

/** Text with its references marked; spans are offsets in the document, `start` is where the text begins. */
export function markedText(text, start, references) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const reference of [...references].sort((a, b) => a.start - b.start)) {
    const from = Math.max(at, reference.start - start);
    const to = Math.min(text.length, reference.end - start);
    if (to <= from) continue;
    fragment.append(context(text.slice(at, from)), el("mark", {}, text.slice(from, to)));
    at = to;
  }
  fragment.append(context(text.slice(at)));
  return fragment;
}

const context = (text) => clipped(wellFormed(text), 3000);

/** Title (linked), author, publisher and date of a document. */
export function citation(source) {
  const caption = el("figcaption", { class: "ca-cite" });
  if (!source) return caption;
  caption.append(el("cite", { dir: "auto" }, webLink(documentTitle(source), source.url)));
  const rest = documentByline(source);
  if (rest) caption.append(" ", el("span", { dir: "auto" }, rest));
  if (webAddress(source.url))
    caption.append(" ", el("span", { class: "ca-host" }, new URL(source.url).hostname));
  return caption;
}

/** Author, publisher and date in one line; a date that is only bounded says so. */
export function documentByline(source) {
  const date = source.date ?? (source.not_before ? `not before ${source.not_before}` : null);
  return [source.author, source.publisher, source.series, date].filter(Boolean).map(nameText).join(" · ");
}

/** How many names, and references back to them, from how many documents. */
export function countLine(model, references) {
  const documents = new Set(references.map((r) => model.quotes[r.quote][0]));
  const back = references.filter(pointsBack).length;
  const also = back ? ` and ${plural(back, "reference")} back` : "";
  return `${plural(references.length - back, "mention")}${also} in ${plural(documents.size, "document")}`;
}
