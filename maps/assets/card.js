// What a popup shows about a feature.

import { claimCount, claimList, claimsOf } from "./claims.js";
import { clipped, drawing, el, nameText, plural, webLink } from "./dom.js";
import { countLine, quoteList } from "./quotes.js";
import { labelOf, lineLook, isDark, own } from "./theme.js";

// Columns that have a place of their own on the card; others come from scripts and are shown as they are.
const KNOWN = new Set(
  (
    "feature_id name kind country source certainty count score names population fuzzy lon lat route route_name leg " +
    "mode status as_of dates method method_note length_km published_km published_note sources notes composed"
  ).split(" "),
);
const MOST_NAMES = 10;

/**
 * @param {object} model
 * @param {object} feature
 * @param {{onRead: (reference: any) => void, onOpen: Function}} actions
 * @param {object[]} others features that lie under the same point
 */
export function featureCard(model, feature, actions, others = []) {
  const { values } = feature;
  const card = el("article", { class: "ca-card" });
  const title = feature.route ? feature.route.name : feature.name;
  card.append(el("h2", { dir: "auto" }, title));
  if (title !== feature.name) card.append(el("p", { class: "ca-leg", dir: "auto" }, feature.name));
  card.append(el("p", { class: "ca-sub" }, subtitle(model, feature)));
  const chips = chipsOf(model, values);
  if (chips.length) card.append(el("p", { class: "ca-chips" }, ...chips));
  if (feature.isRoute) card.append(lineFacts(model, feature));
  if (feature.references.length) {
    card.append(
      el("h3", {}, countLine(model, feature.references)),
      quoteList(model, feature.references, actions.onRead, feature.isLink || feature.isCell ? null : feature),
    );
  } else {
    card.append(el("p", { class: "ca-empty" }, "No document names it directly."));
  }
  if (feature.back && !model.showsBack) {
    const hidden = `${plural(feature.back, "reference")} back to it, not shown: see “Filter”.`;
    card.append(el("p", { class: "ca-note" }, hidden));
  }
  const claims = feature.route ? claimsOf(model, feature.route.id) : [];
  if (claims.length) {
    const read = (document, reference) => actions.onRead(reference);
    card.append(el("h3", {}, `What documents say: ${claimCount(claims)}`), claimList(model, claims, read));
  }
  card.append(feature.isRoute ? routeFacts(values) : placeFacts(feature));
  if (feature.route && feature.route.legs.length > 1) card.append(legList(model, feature, actions));
  if (others.length) card.append(el("h3", {}, "Also here"), featureButtons(model, others, actions.onOpen));
  return card;
}

function subtitle(model, feature) {
  const { values } = feature;
  const kinds = feature.isRoute
    ? [labelOf(model.style.modes, values.mode ?? "other"), labelOf({}, feature.kind).toLowerCase()]
    : [labelOf(model.style.kinds, feature.kind)];
  if (kinds[1] === kinds[0].toLowerCase()) kinds.pop();
  return [...kinds, countries(values.country)].filter(Boolean).join(" · ");
}

const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

/** Country codes as names; what is no code stays as it is. */
function countries(codes) {
  if (!codes) return "";
  return nameText(String(codes))
    .split(/,\s*/)
    .map((code) => (/^[A-Z]{2}$/.test(code) ? (regionNames.of(code) ?? code) : code))
    .join(", ");
}

function chipsOf(model, values) {
  const chips = [];
  if (values.status) {
    const since = values.as_of ? `, as of ${nameText(String(values.as_of))}` : "";
    const state = own(model.style.statuses, values.status) ? values.status : "unknown";
    chips.push(
      el(
        "span",
        { class: "ca-chip ca-status", "data-status": state },
        labelOf(model.style.statuses, values.status) + since,
      ),
    );
  }
  if (values.composed) chips.push(el("span", { class: "ca-chip" }, "made from the text"));
  if (values.certainty === "uncertain")
    chips.push(el("span", { class: "ca-chip ca-warn" }, "position uncertain"));
  if (values.fuzzy) chips.push(el("span", { class: "ca-chip" }, "no exact border"));
  return chips;
}

/** What a reader must know before trusting the line: how it was drawn, how long it is. */
function lineFacts(model, { values }) {
  const facts = el("dl", { class: "ca-facts" });
  const method = values.method ? labelOf(model.style.methods, values.method).toLowerCase() : null;
  fact(facts, "Line", method, values.method_note);
  fact(facts, "Length", lengthText(values), values.published_note);
  fact(facts, "Dates", values.dates);
  return facts;
}

function routeFacts(values) {
  const facts = el("dl", { class: "ca-facts" });
  fact(facts, "Notes", values.notes);
  otherFacts(facts, values);
  const sources = Array.isArray(values.sources) ? values.sources : [];
  if (sources.length) {
    const text = (source) => nameText(String(source?.title ?? source?.url ?? source));
    const links = sources.map((source) => el("li", {}, webLink(text(source), source?.url)));
    facts.append(el("dt", {}, "Sources"), el("dd", {}, el("ul", {}, ...links)));
  }
  return facts;
}

/** "drawn 163 km, published 164 km (−1 %)": the share is that of the drawn line. */
function lengthText(values) {
  const km = (value) =>
    `${Number(value).toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 })}\u00a0km`;
  const parts = [];
  const drawn = Number.isFinite(values.length_km);
  const published = Number.isFinite(values.published_km) && values.published_km > 0;
  if (drawn) parts.push(`drawn ${km(values.length_km)}`);
  if (published) parts.push(`published ${km(values.published_km)}`);
  if (drawn && published) {
    const share = Math.round((values.length_km / values.published_km - 1) * 100);
    parts[1] += ` (${share > 0 ? "+" : share < 0 ? "−" : "±"}${Math.abs(share)}\u00a0%)`;
  }
  return parts.join(", ");
}

function placeFacts(feature) {
  const { values } = feature;
  const facts = el("dl", { class: "ca-facts" });
  const names = String(values.names ?? "")
    .split(" · ")
    .filter((name) => name && name !== feature.name);
  if (names.length) {
    const shown = names.slice(0, MOST_NAMES).join(" · ");
    fact(
      facts,
      "Also called",
      names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown,
    );
  }
  if (values.population > 0) fact(facts, "Population", Number(values.population).toLocaleString("en"));
  fact(facts, "Position from", values.source);
  otherFacts(facts, values);
  return facts;
}

/** Columns that a script added to its layer. */
function otherFacts(facts, values) {
  for (const name of Object.keys(values)) {
    if (!KNOWN.has(name)) fact(facts, labelOf({}, nameText(name)), values[name]);
  }
}

function fact(facts, name, value, note) {
  if (value === null || value === undefined || value === "") return;
  const text = clipped(typeof value === "object" ? JSON.stringify(value) : String(value), 1500);
  facts.append(
    el("dt", {}, name),
    el(
      "dd",
      { dir: "auto" },
      text,
      note ? el("span", { class: "ca-note" }, ` ${clipped(String(note), 1500)}`) : null,
    ),
  );
}

function legList(model, feature, actions) {
  const legs = feature.route.legs;
  return el(
    "details",
    { class: "ca-legs" },
    el("summary", {}, `${legs.length - 1} other ${legs.length === 2 ? "leg" : "legs"} of this corridor`),
    featureButtons(
      model,
      legs.filter((leg) => leg !== feature),
      actions.onOpen,
    ),
  );
}

/** A list of features as buttons that open them. */
export function featureButtons(model, features, onOpen) {
  return el(
    "ul",
    { class: "ca-list" },
    ...features.map((feature) => el("li", {}, featureButton(model, feature, onOpen))),
  );
}

export function featureButton(model, feature, onOpen) {
  return el(
    "button",
    {
      type: "button",
      class: "ca-item",
      "data-feature": feature.id,
      onclick: (event) => onOpen(feature, event.currentTarget),
    },
    swatch(model, feature),
    el("span", { class: "ca-item-name", dir: "auto" }, feature.name),
    el("span", { class: "ca-item-note" }, itemNote(model, feature)),
    el("span", { class: "ca-count", title: "mentions" }, feature.count.toLocaleString("en")),
  );
}

function itemNote(model, feature) {
  if (feature.isRoute) return labelOf(model.style.statuses, feature.values.status ?? "unknown");
  return [labelOf(model.style.kinds, feature.kind), countries(feature.values.country)]
    .filter(Boolean)
    .join(", ");
}

/** The mark of a feature as it stands on the map. */
export function swatch(model, feature) {
  if (feature.shape?.dimension === 1) {
    const look = lineLook(model.style, feature.values, isDark());
    return lineSwatch(look.colour, look.dash);
  }
  if (feature.shape?.dimension === 2) return areaSwatch(feature.values.fuzzy);
  return markSwatch(own(model.style.kinds, feature.kind)?.shape ?? "circle");
}

export function lineSwatch(colour, dash) {
  const line = {
    x1: 1,
    y1: 7,
    x2: 27,
    y2: 7,
    stroke: colour,
    "stroke-width": 3.2,
    "stroke-dasharray": dash.join(" ") || "none",
  };
  return drawing(28, 14, [["line", line]]);
}

export function areaSwatch(fuzzy) {
  const box = {
    x: 4,
    y: 2,
    width: 20,
    height: 10,
    rx: 2,
    class: fuzzy ? "ca-swatch-fuzzy" : "ca-swatch-area",
  };
  return drawing(28, 14, [["rect", box]]);
}

export function markSwatch(shape) {
  const shapes = {
    square: ["rect", { x: 9.5, y: 2.5, width: 9, height: 9, class: "ca-swatch-mark" }],
    diamond: ["path", { d: "M14 1 L20 7 L14 13 L8 7 Z", class: "ca-swatch-mark" }],
    triangle: ["path", { d: "M14 2 L19.5 11.5 L8.5 11.5 Z", class: "ca-swatch-mark" }],
    ring: ["circle", { cx: 14, cy: 7, r: 4, class: "ca-swatch-ring" }],
    circle: ["circle", { cx: 14, cy: 7, r: 4.6, class: "ca-swatch-mark" }],
  };
  return drawing(28, 14, [shapes[shape] ?? shapes.circle]);
}
