// The documents along time: bars by date, and two handles that can be dragged, or moved by the arrow keys.

import { el, nameText, plural } from "./dom.js";
import { dateOf } from "./model.js";

const MOST_BARS = 48;

/**
 * @param {object} model
 * @param {object} filter its first and last are changed in place; both are indices into the dates
 * @param {string[]} dates distinct, in order
 */
export function timeline(model, filter, dates) {
  const last = dates.length - 1;
  const bars = barsOf(model, dates);
  const most = Math.max(...bars.map((bar) => bar.count));
  const chart = el("div", { class: "ca-bars", "aria-hidden": "true" });
  for (const bar of bars) {
    const mark = el("i", { title: `${barName(dates, bar)}: ${plural(bar.count, "document")}` });
    mark.style.height = `${12 + (88 * bar.count) / most}%`;
    chart.append(mark);
  }
  const shown = el("output", {});
  const band = el("div", { class: "ca-band", title: "Drag the period" });
  const handles = [handle("From", filter.first, last), handle("Until", filter.last, last)];
  const box = el("div", { class: "ca-timeline" }, chart, band, ...handles);
  const move = (first, until) => {
    filter.first = first;
    filter.last = until;
    show();
  };
  const show = () => {
    const { first, last: until } = filter;
    handles[0].value = first;
    handles[1].value = until;
    handles.forEach((one, at) => one.setAttribute("aria-valuetext", nameText(dates[at ? until : first])));
    band.style.left = `${(100 * first) / last}%`;
    band.style.width = `${(100 * (until - first)) / last}%`;
    shown.textContent =
      first === until ? nameText(dates[first]) : `${nameText(dates[first])} – ${nameText(dates[until])}`;
    bars.forEach((bar, at) => chart.children[at].classList.toggle("ca-out", bar.last < first || bar.first > until));
  };
  handles[0].addEventListener("input", () => move(Math.min(Number(handles[0].value), filter.last), filter.last));
  handles[1].addEventListener("input", () => move(filter.first, Math.max(Number(handles[1].value), filter.first)));
  dragBand(band, box, last, filter, move);
  show();
  return el("div", { class: "ca-time", role: "group", "aria-label": "Dates of documents" }, shown, box);
}

function handle(name, value, last) {
  return el("input", { type: "range", min: 0, max: last, step: 1, value, "aria-label": name });
}

/** The period between the handles moves as one. */
function dragBand(band, box, last, filter, move) {
  band.addEventListener("pointerdown", (event) => {
    band.setPointerCapture(event.pointerId);
    const from = { x: event.clientX, first: filter.first, last: filter.last };
    const step = box.getBoundingClientRect().width / last;
    const drag = (moved) => {
      const wanted = Math.round((moved.clientX - from.x) / step);
      const by = Math.min(Math.max(wanted, -from.first), last - from.last);
      if (from.first + by === filter.first) return;
      move(from.first + by, from.last + by);
      band.dispatchEvent(new Event("input", { bubbles: true }));
    };
    band.addEventListener("pointermove", drag);
    const end = () => band.removeEventListener("pointermove", drag);
    band.addEventListener("pointerup", end, { once: true });
    band.addEventListener("pointercancel", end, { once: true });
  });
}

/** At most so many bars; each stands for the dates from its first to its last. */
function barsOf(model, dates) {
  const count = Math.min(MOST_BARS, dates.length);
  const bars = Array.from({ length: count }, (_, at) => ({
    first: Math.floor((at * dates.length) / count),
    last: Math.floor(((at + 1) * dates.length) / count) - 1,
    count: 0,
  }));
  const position = new Map(dates.map((date, at) => [date, Math.floor(((at + 0.5) * count) / dates.length)]));
  for (const source of model.documents) {
    const at = position.get(dateOf(source));
    if (at !== undefined) bars[at].count += 1;
  }
  return bars;
}

function barName(dates, { first, last }) {
  return first === last ? nameText(dates[first]) : `${nameText(dates[first])} to ${nameText(dates[last])}`;
}
