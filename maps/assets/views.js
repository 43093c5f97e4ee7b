// The lists of the evidence pane: corridors, places, documents, what was not located.

import { featureButton, featureButtons, swatch } from "./card.js";
import { claimCount, claimList, claimsOf } from "./claims.js";
import { locateButton } from "./correct.js";
import { clipped, el, nameText, plural } from "./dom.js";
import { documentTitle, quoteText } from "./model.js";
import { citation, documentByline, markedText } from "./quotes.js";
import { spansOf } from "./reader.js";
import { holdsAll, searchText } from "./search.js";
import { labelOf } from "./theme.js";

const PAGE = 100; // rows shown at once; the rest on demand

export function corridorsView(model, words, actions) {
  const routes = model.routes.filter(
    (route) =>
      route.legs.some((leg) => leg.shown) &&
      holdsAll(
        searchText(route, () => routeText(route)),
        words,
      ),
  );
  return paged(routes, (route) => routeItem(model, route, actions), "No corridor matches.");
}

function routeText(route) {
  return [
    route.name,
    ...route.legs.flatMap((leg) => [leg.name, leg.values.names ?? "", leg.values.status ?? ""]),
  ].join(" ");
}

function routeItem(model, route, actions) {
  const legs = route.legs.filter((leg) => leg.shown);
  const [first] = legs;
  const statuses = [...new Set(legs.map((leg) => leg.values.status ?? "unknown"))];
  const button = el(
    "button",
    {
      type: "button",
      class: "ca-item",
      "data-route": route.id,
      onclick: (event) => actions.onOpenRoute(route, event.currentTarget),
    },
    swatch(model, first),
    el("span", { class: "ca-item-name", dir: "auto" }, route.name),
    el("span", { class: "ca-item-note" }, statuses.map((s) => labelOf(model.style.statuses, s)).join(", ")),
    el("span", { class: "ca-count", title: "mentions" }, route.mentions.size.toLocaleString("en")),
  );
  const item = el("li", {}, button);
  if (legs.length > 1) {
    const list = featureButtons(model, legs, actions.onOpen);
    item.append(el("details", { class: "ca-legs" }, el("summary", {}, plural(legs.length, "leg")), list));
  }
  const claims = claimsOf(model, route.id);
  if (claims.length) {
    const list = claimList(model, claims, actions.onDocument);
    const disputed = claims.some((group) => group.disputed);
    const summary = el("summary", { class: disputed ? "ca-warn" : null }, claimCount(claims));
    item.append(el("details", { class: "ca-legs", "data-claims": route.id }, summary, list));
  }
  return item;
}

export function placesView(model, words, actions) {
  const places = model.places
    .filter(
      (f) =>
        f.shown &&
        holdsAll(
          searchText(f, () => `${f.name} ${f.values.names ?? ""} ${f.kind}`),
          words,
        ),
    )
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
  return paged(places, (f) => el("li", {}, featureButton(model, f, actions.onOpen)), "No place matches.");
}

export function documentsView(model, words, actions) {
  const rows = model.documents
    .map((source, index) => ({ source, index }))
    .filter(
      ({ source, index }) =>
        model.documentShown[index] &&
        holdsAll(
          searchText(source, () => `${documentTitle(source)} ${documentByline(source)} ${source.text ?? ""}`),
          words,
        ),
    );
  const item = ({ source, index }) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "ca-item ca-document", onclick: () => actions.onDocument(index) },
        el("span", { class: "ca-item-name", dir: "auto" }, documentTitle(source)),
        el("span", { class: "ca-item-note", dir: "auto" }, documentByline(source) || nameText(source.name)),
        el("span", { class: "ca-count", title: "mentions" }, String(spansOf(model, index).length)),
      ),
    );
  return paged(rows, item, "No document matches.");
}

export function unresolvedView(model, words, actions) {
  const rows = model.unresolved.filter(
    (row) =>
      (model.documentShown[model.quotes[row[0]][0]] ?? true) &&
      holdsAll(
        searchText(row, () => `${row[3]} ${row[5]}`),
        words,
      ),
  );
  const groups = new Map();
  for (const row of rows) {
    const reason = commonReason(row);
    if (groups.has(reason)) groups.get(reason).push(row);
    else groups.set(reason, [row]);
  }
  const sections = [...groups]
    .sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0]))
    .map(([reason, own]) =>
      el(
        "section",
        { class: "ca-reason" },
        el(
          "h2",
          { dir: "auto" },
          clipped(reason, 300),
          " ",
          el("span", { class: "ca-count" }, String(own.length)),
        ),
        paged(own, (row) => unresolvedItem(model, row, actions), ""),
      ),
    );
  if (model.unreadable.length) {
    const items = model.unreadable.map(([source, reason]) =>
      el("li", {}, el("strong", { dir: "auto" }, nameText(source)), ` ${clipped(reason, 300)}`),
    );
    sections.unshift(
      el(
        "section",
        { class: "ca-reason" },
        el("h2", {}, "Files that could not be read"),
        el("ul", { class: "ca-plain" }, ...items),
      ),
    );
  }
  if (!sections.length)
    return el(
      "p",
      { class: "ca-empty" },
      words.length ? "Nothing matches." : "Everything that was found has a place.",
    );
  return el("div", {}, ...sections);
}

/** The reason without the name it speaks of, so that like goes with like. */
function commonReason([, , , surface, , reason]) {
  return surface.length > 1 ? reason.replaceAll(surface, "…") : reason;
}

function unresolvedItem(model, [quoteIndex, start, end, surface, kind], actions) {
  const quote = quoteText(model, quoteIndex);
  const read = el(
    "button",
    { type: "button", class: "ca-read", onclick: () => actions.onDocument(quote.at, { start }) },
    "Read in context",
  );
  const caption = citation(quote.document);
  if (quote.document)
    caption.append(" ", read, " ", locateButton(quote.at, start, end, surface, kind, () => caption));
  return el(
    "li",
    { class: "ca-quote" },
    el("strong", { dir: "auto" }, nameText(surface)),
    el("blockquote", { dir: "auto" }, markedText(quote.text, quote.start, [{ start, end }])),
    caption,
  );
}

/** A list of which the first rows are shown, and the next on demand. */
function paged(rows, item, none) {
  if (!rows.length) return el("p", { class: "ca-empty" }, none);
  const list = el("ul", { class: "ca-list" });
  const wrap = el("div", {}, list);
  let shown = 0;
  const more = el("button", { type: "button", class: "ca-more" });
  const add = () => {
    list.append(...rows.slice(shown, shown + PAGE).map(item));
    shown += PAGE;
    const left = rows.length - shown;
    more.remove();
    if (left <= 0) return;
    more.textContent = `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`;
    wrap.append(more);
  };
  more.addEventListener("click", add);
  add();
  return wrap;
}
