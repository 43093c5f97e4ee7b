// A document with everything that was found in it.

import { clipped, el, nameText, plural, webAddress, webLink, wellFormed } from "./dom.js";
import { documentTitle, featureLink, pointsBack, quoteText } from "./model.js";
import { documentByline, markedText } from "./quotes.js";

const spansByModel = new WeakMap();

/** Every reference of a document, once a span, with the features that it leads to; those back if asked for. */
export function spansOf(model, document) {
  if (!spansByModel.has(model)) spansByModel.set(model, allSpans(model));
  const spans = spansByModel.get(model).get(document) ?? [];
  return model.showsBack ? spans : spans.filter((span) => !span.back);
}

function allSpans(model) {
  const documents = new Map(model.documents.map((_, index) => [index, new Map()]));
  const spanAt = (quote, start, end) => {
    const spans = documents.get(model.quotes[quote][0]);
    const key = `${start}:${end}`;
    if (spans && !spans.has(key)) spans.set(key, { start, end, quote, features: [] });
    return spans?.get(key);
  };
  for (const feature of model.features) {
    for (const reference of feature.allReferences) {
      const span = spanAt(reference.quote, reference.start, reference.end);
      span?.features.push(feature);
      if (span && pointsBack(reference)) span.back = true;
    }
  }
  for (const [quote, start, end, , , reason] of model.unresolved) {
    const span = spanAt(quote, start, end);
    if (span && !span.features.length) span.reason = reason;
  }
  const order = (a, b) => a.start - b.start || b.end - a.end;
  return new Map([...documents].map(([index, spans]) => [index, [...spans.values()].sort(order)]));
}

/**
 * @param {object} model
 * @param {number} index of the document
 * @param {{onOpen: Function, onBack: Function}} actions
 */
export function readerView(model, index, actions) {
  const source = model.documents[index];
  const spans = spansOf(model, index);
  const located = spans.filter((span) => span.features.length);
  const back = located.filter((span) => span.back).length;
  const also = back ? `, ${plural(back, "reference")} back` : "";
  const body =
    source.text === undefined
      ? quotesOnly(model, spans)
      : el(
          "div",
          { class: "ca-text", lang: source.language, dir: "auto" },
          highlighted(source.text, spans, actions.onOpen),
        );
  return el(
    "section",
    { class: "ca-reader" },
    el("button", { type: "button", class: "ca-back", onclick: actions.onBack }, "All documents"),
    el("h2", { dir: "auto", tabindex: "-1" }, webLink(documentTitle(source), source.url)),
    byline(source),
    el(
      "p",
      { class: "ca-sub" },
      `${plural(located.length - back, "mention")} on the map${also}, ${spans.length - located.length} not located`,
    ),
    body,
  );
}

function byline(source) {
  const line = [documentByline(source), webAddress(source.url) ? new URL(source.url).hostname : null].filter(
    Boolean,
  );
  return el("p", { class: "ca-cite", dir: "auto" }, line.join(" · ") || nameText(source.name));
}

/** The text in pieces; where spans overlap, the shortest one has the piece. */
function highlighted(text, spans, onOpen) {
  const fragment = document.createDocumentFragment();
  const cuts = [...new Set(spans.flatMap((span) => [span.start, span.end]))].sort((a, b) => a - b);
  let at = 0;
  let next = 0;
  let active = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    while (next < spans.length && spans[next].start <= from) active.push(spans[next++]);
    active = active.filter((span) => span.end > from);
    if (!active.length) continue;
    const span = active.reduce((best, one) => (one.end - one.start < best.end - best.start ? one : best));
    if (from > at) fragment.append(wellFormed(text.slice(at, from)));
    fragment.append(highlight(text.slice(from, to), span, onOpen));
    at = to;
  }
  fragment.append(wellFormed(text.slice(at)));
  return fragment;
}

function highlight(text, span, onOpen) {
  if (!span.features.length) {
    return el(
      "mark",
      { class: "ca-unlocated", title: clipped(span.reason, 300), "data-start": span.start },
      text,
    );
  }
  const [feature] = span.features;
  const name = feature.route ? feature.route.name : feature.name;
  const kind = feature.isRoute ? "ca-hit ca-hit-route" : "ca-hit";
  // A link, not a button: a button is one box and would not wrap with the text.
  return el(
    "a",
    {
      href: `#${featureLink(feature)}`,
      class: span.back ? `${kind} ca-hit-back` : kind,
      title: span.back ? `refers back to ${name}` : name,
      "data-start": span.start,
      onclick: (event) => {
        event.preventDefault();
        onOpen(feature, event.currentTarget);
      },
    },
    text,
  );
}

function quotesOnly(model, spans) {
  const quotes = new Map();
  for (const span of spans) quotes.set(span.quote, [...(quotes.get(span.quote) ?? []), span]);
  const items = [...quotes].map(([index, own]) => {
    const quote = quoteText(model, index);
    return el("blockquote", { dir: "auto" }, markedText(quote.text, quote.start, own));
  });
  const note = el(
    "p",
    { class: "ca-note" },
    "This page carries the quotes of the document, not its whole text.",
  );
  return el("div", { class: "ca-text" }, note, ...items);
}

/** Scroll the reader to a span and let it flash. */
export function scrollToSpan(view, start) {
  const target = view.querySelector(`[data-start="${Number(start)}"]`);
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.classList.add("ca-flash");
  target.focus({ preventScroll: true });
}
