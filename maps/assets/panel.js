// The evidence pane: corridors, places, documents, and what could not be located.

import { correctionBar } from "./correct.js";
import { el, plural } from "./dom.js";
import { toCsv, toGeoJson } from "./download.js";
import { applyFilter, datesOf, filterControls, openFilter } from "./filter.js";
import { readerView, scrollToSpan } from "./reader.js";
import { saveFile } from "./save.js";
import { wordsOf } from "./search.js";
import { stage } from "./stage.js";
import { onThemeChange, toggleTheme } from "./theme.js";
import { corridorsView, documentsView, placesView, unresolvedView } from "./views.js";

/**
 * @param {HTMLElement} root
 * @param {object} model
 * @param {{onOpen: Function, onOpenRoute: Function, onChange: Function, onFilter: Function}} actions
 */
export function createPanel(root, model, actions) {
  const dates = datesOf(model);
  const state = { tab: "corridors", query: "", document: null, at: null, filter: openFilter(dates) };
  const tabs = tabsOf(model);
  if (!model.routes.length) state.tab = model.features.length ? "places" : "documents";
  const body = el("div", { class: "ca-body", role: "tabpanel", id: "ca-view", tabindex: "-1" });
  const search = el("input", {
    type: "search",
    class: "ca-search",
    placeholder: "Find a name, a title or words of a quote",
    "aria-label": "Find",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => {
      state.query = search.value;
      state.document = null;
      render();
    },
  });
  const filterSummary = el("summary", {}, "Filter");
  const filterBox = el("details", { class: "ca-filter" }, filterSummary, el("div"));
  const tabList = el("div", { class: "ca-tabs", role: "tablist", "aria-label": "Evidence" });
  for (const tab of tabs) tabList.append(tabButton(tab));
  tabList.addEventListener("keydown", moveBetweenTabs);
  root.replaceChildren(header(model), correctionBar(stage.corrections), search, filterBox, tabList, body, about(model));
  onThemeChange(render);
  showFilter();
  render();

  function showFilter() {
    filterBox.lastElementChild.replaceWith(filterControls(model, state.filter, dates, filterChanged));
  }

  function filterChanged() {
    const active = applyFilter(model, state.filter, dates);
    filterSummary.textContent = active ? "Filter: some are hidden" : "Filter";
    filterBox.classList.toggle("ca-active", active);
    render();
    actions.onFilter();
  }

  function tabButton(tab) {
    const count = el("span", { class: "ca-tab-count" }, tab.count.toLocaleString("en"));
    return el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `ca-tab-${tab.name}`,
        "aria-controls": "ca-view",
        onclick: () => show(tab.name),
      },
      tab.title,
      count,
    );
  }

  function moveBetweenTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex((tab) => tab.name === state.tab);
    show(tabs[(at + step + tabs.length) % tabs.length].name);
    /** @type {HTMLElement} */ (tabList.querySelector("[aria-selected=true]")).focus();
  }

  function show(name) {
    state.tab = name;
    state.document = null;
    state.at = null;
    render();
    body.scrollTop = 0;
  }

  function render() {
    for (const tab of tabs) {
      const button = /** @type {HTMLElement} */ (tabList.querySelector(`#ca-tab-${tab.name}`));
      const chosen = tab.name === state.tab;
      button.setAttribute("aria-selected", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
    body.setAttribute("aria-labelledby", `ca-tab-${state.tab}`);
    body.replaceChildren(state.document === null ? view() : reader());
    actions.onChange();
  }

  function view() {
    const words = wordsOf(state.query);
    const views = {
      corridors: corridorsView,
      places: placesView,
      documents: documentsView,
      unresolved: unresolvedView,
    };
    return views[state.tab](model, words, { ...actions, onDocument: openDocument });
  }

  function reader() {
    return readerView(model, state.document, { onOpen: actions.onOpen, onBack: () => show("documents") });
  }

  /** Show a document, at a reference if one is given. */
  function openDocument(index, reference) {
    state.tab = "documents";
    state.document = index;
    state.at = reference ? reference.start : null;
    render();
    body.scrollTop = 0;
    if (reference) scrollToSpan(body, reference.start);
    else body.querySelector("h2")?.focus({ preventScroll: true });
  }

  /** The state as texts for the address. */
  function toAddress() {
    const { filter } = state;
    const open = openFilter(dates);
    return {
      view: state.tab,
      find: state.query,
      document: state.document === null ? "" : model.documents[state.document].name,
      at: state.at,
      role: filter.role,
      status: filter.status,
      score: filter.score || "",
      in: filter.document < 0 ? "" : model.documents[filter.document].name,
      from: filter.first === open.first ? "" : dates[filter.first],
      until: filter.last === open.last ? "" : dates[filter.last],
      back: filter.back ? "shown" : "",
    };
  }

  /** Take over a state from the address; what it does not know is left as it opens. */
  function fromAddress(address) {
    const named = (name) => model.documents.findIndex((source) => source.name === name);
    const dated = (date, otherwise) => (dates.includes(date) ? dates.indexOf(date) : otherwise);
    const open = openFilter(dates);
    if (tabs.some((tab) => tab.name === address.view)) state.tab = address.view;
    state.query = search.value = address.find ?? "";
    state.filter = Object.assign(state.filter, open, {
      role: address.role ?? "",
      status: address.status ?? "",
      score: Math.min(1, Math.max(0, Number(address.score) || 0)),
      document: address.in === undefined ? -1 : named(address.in),
      first: dated(address.from, open.first),
      last: dated(address.until, open.last),
      back: address.back === "shown",
    });
    const index = address.document === undefined ? -1 : named(address.document);
    state.document = index < 0 ? null : index;
    state.at = null;
    showFilter();
    filterChanged();
    if (index >= 0) openDocument(index, address.at === undefined ? undefined : { start: Number(address.at) });
  }

  return { openDocument, show, toAddress, fromAddress, element: root };
}

function tabsOf(model) {
  return [
    { name: "corridors", title: "Corridors", count: model.routes.length },
    { name: "places", title: "Places", count: model.places.length },
    { name: "documents", title: "Documents", count: model.documents.length },
    { name: "unresolved", title: "Not located", count: model.unresolved.length + model.unreadable.length },
  ];
}

function header(model) {
  const { summary } = model;
  const theme = el("button", {
    type: "button",
    class: "ca-theme",
    "aria-label": "Light or dark",
    title: "Light or dark",
    onclick: toggleTheme,
  });
  return el(
    "header",
    { class: "ca-head" },
    el("h1", { dir: "auto" }, model.title),
    theme,
    el(
      "p",
      { class: "ca-summary" },
      `${plural(summary.documents, "document")} · ${plural(summary.mentions, "mention")} · ` +
        `${summary.resolved.toLocaleString("en")} located · ${summary.unresolved.toLocaleString("en")} not` +
        (summary.references_back ? ` · ${plural(summary.references_back, "reference")} back` : ""),
    ),
    summary.note ? el("p", { class: "ca-summary" }, summary.note) : null,
  );
}

const READING =
  "Every mark and line comes from a sentence in a document: choose it to see the quotes. A dashed line is not " +
  "in use, or its course is inferred. Names that could not be located are listed with the reason.";
const SOURCES =
  "Places: GeoNames (CC BY 4.0) and curated entries. Basemap: Natural Earth (public domain). Rail and road " +
  "courses: © OpenStreetMap contributors (ODbL). Drawn with Leaflet and Folium.";

function about(model) {
  const features = plural(model.features.length, "feature");
  return el(
    "details",
    { class: "ca-about" },
    el("summary", {}, "About this map, and downloads"),
    el("p", {}, READING),
    el("p", {}, SOURCES),
    el(
      "p",
      {},
      `${features} in ${plural(model.layers.length, "layer")}. Take away what is shown: `,
      fileButton("GeoJSON", () => saveFile("corridors.geojson", "application/geo+json", toGeoJson(model))),
      " ",
      fileButton("CSV", () => saveFile("corridors.csv", "text/csv", toCsv(model))),
    ),
  );
}

function fileButton(name, onclick) {
  return el("button", { type: "button", class: "ca-read", onclick }, name);
}
