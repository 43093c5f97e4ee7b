// What is shown: by what a name stands for, how sure it is, the document and its date, the status of a line.

import { el, nameText } from "./dom.js";
import { dateOf, documentTitle, pointsBack } from "./model.js";
import { timeline } from "./timeline.js";
import { labelOf } from "./theme.js";

/** No filter at all. Dates are indices into the documents' dates, in order; `back` adds references back. */
export function openFilter(dates) {
  const last = Math.max(0, dates.length - 1);
  return { role: "", score: 0, document: -1, status: "", first: 0, last, back: false };
}

/** The distinct dates of documents, in order; a document without a date has none. */
export function datesOf(model) {
  return [...new Set(model.documents.map(dateOf).filter(Boolean))].sort();
}

/** Whether a filter leaves a document in; those without a date only while the range is not narrowed. */
function documentPasses(model, filter, dates, index) {
  if (filter.document >= 0 && filter.document !== index) return false;
  if (filter.first === 0 && filter.last >= dates.length - 1) return true;
  const source = model.documents[index];
  const date = source ? dateOf(source) : null;
  return date !== null && date >= dates[filter.first] && date <= dates[filter.last];
}

/** Let each feature keep the references that pass, and hide those that keep none. */
export function applyFilter(model, filter, dates) {
  const documents = model.documents.map((_, index) => documentPasses(model, filter, dates, index));
  const open = openFilter(dates);
  const everything = Object.keys(open).every((key) => key === "back" || open[key] === filter[key]);
  const passes = (r) =>
    (filter.role === "" || r.role === filter.role) &&
    r.score >= filter.score &&
    (documents[model.quotes[r.quote][0]] ?? everything);
  for (const route of model.routes) route.mentions.clear();
  for (const feature of model.features) {
    const offered = filter.back ? feature.allReferences : feature.names;
    feature.references = everything ? offered : offered.filter(passes);
    const back = feature.references.filter(pointsBack).length;
    feature.count = everything ? feature.allCount : feature.references.length - back;
    const status = filter.status === "" || feature.values.status === filter.status;
    feature.shown = everything || (status && feature.references.length > 0);
    if (feature.route && feature.shown) {
      for (const r of feature.references)
        if (!pointsBack(r)) feature.route.mentions.add(`${r.quote}:${r.start}:${r.end}`);
    }
  }
  model.documentShown = documents;
  model.showsBack = filter.back;
  return !everything;
}

/**
 * The controls of the filter.
 * @param {object} model
 * @param {object} filter changed in place
 * @param {string[]} dates
 * @param {() => void} onChange
 */
export function filterControls(model, filter, dates, onChange) {
  const statuses = [...new Set(model.features.map((f) => f.values.status).filter(Boolean))]
    .map(String)
    .sort();
  const roles = [
    ["", "Everything"],
    ["place", "The place itself"],
    ["actor", "Its government or people"],
  ];
  const documents = model.documents.map((source, index) => [String(index), documentTitle(source)]);
  /** @type {HTMLElement[]} */
  const rows = [
    choice("Names stand for", roles, filter.role, (value) => (filter.role = value)),
    choice(
      "Status of lines",
      [["", "Any"], ...statuses.map((s) => [s, labelOf(model.style.statuses, s)])],
      filter.status,
      (value) => (filter.status = value),
    ),
    choice(
      "Document",
      [["-1", "All"], ...documents],
      String(filter.document),
      (value) => (filter.document = Number(value)),
    ),
    slider(
      "Sure at least",
      0,
      100,
      5,
      filter.score * 100,
      (value) => `${value} %`,
      (value) => (filter.score = value / 100),
    ),
  ];
  if (dates.length > 1) rows.push(timeline(model, filter, dates));
  if (model.back) rows.push(backSwitch(model, filter));
  const reset = el("button", { type: "button", class: "ca-more" }, "Show everything");
  const box = el("div", { class: "ca-filters" }, ...rows, reset);
  reset.addEventListener("click", () => {
    Object.assign(filter, openFilter(dates));
    onChange();
    box.replaceWith(filterControls(model, filter, dates, onChange));
  });
  box.addEventListener("input", onChange);
  return box;
}

function backSwitch(model, filter) {
  const box = el("input", { type: "checkbox", checked: filter.back, oninput: () => (filter.back = box.checked) });
  const told = `Show references back: “the corridor” (${model.back.toLocaleString("en")})`;
  return el("label", { class: "ca-switch" }, box, el("span", {}, told));
}

function choice(name, options, chosen, set) {
  const list = el("select", { oninput: () => set(list.value) });
  for (const [value, label] of options)
    list.append(el("option", { value, selected: value === chosen }, nameText(label)));
  return el("label", {}, el("span", {}, name), list);
}

function slider(name, min, max, step, value, label, set) {
  const shown = el("output", {}, nameText(label(value)));
  const input = el("input", {
    type: "range",
    min,
    max,
    step,
    value,
    "aria-valuetext": nameText(label(value)),
  });
  input.addEventListener("input", () => {
    set(Number(input.value));
    shown.textContent = nameText(label(Number(input.value)));
    input.setAttribute("aria-valuetext", shown.textContent);
  });
  return el("label", {}, el("span", {}, name), input, shown);
}
