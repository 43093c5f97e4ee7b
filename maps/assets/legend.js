// The legend: what is on this map, not all that could be.

import { areaSwatch, lineSwatch, markSwatch } from "./card.js";
import { el } from "./dom.js";
import { isDark, labelOf, onThemeChange, own } from "./theme.js";

export function addLegend(map, model) {
  let legend = null;
  const Legend = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd() {
      const box = el(
        "details",
        { class: "ca-legend", open: map.getSize().x > 640 },
        el("summary", {}, "Legend"),
      );
      const fillBox = () => {
        box.querySelectorAll("ul").forEach((list) => list.remove());
        box.append(...groupsOf(model).map((rows) => el("ul", {}, ...rows)));
      };
      fillBox();
      onThemeChange(fillBox);
      legend = box;
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },
  });
  new Legend().addTo(map);
  foldUnderPopups(map, legend);
}

/** A popup that reaches under the legend folds it; it unfolds with the popup's end. */
function foldUnderPopups(map, box) {
  let popup = null;
  let folded = false;
  const look = () => {
    if (!popup || !box.open) return;
    const a = popup.getElement().getBoundingClientRect();
    const b = box.getBoundingClientRect();
    if (a.left > b.right || a.bottom < b.top) return;
    box.open = false;
    folded = true;
  };
  map.on("popupopen", (event) => {
    popup = event.popup;
    requestAnimationFrame(look);
  });
  map.on("moveend", look);
  map.on("popupclose", () => {
    popup = null;
    if (folded) box.open = true;
    folded = false;
  });
}

function groupsOf(model) {
  const { style, features } = model;
  const lines = features.filter((f) => f.shape?.dimension === 1 && !f.isLink);
  const points = features.filter((f) => f.shape?.dimension === 0);
  const areas = features.filter((f) => f.shape?.dimension === 2 && !f.isCell);
  const modes = Object.keys(style.modes).filter((mode) =>
    lines.some((f) => (own(style.modes, f.values.mode) ? f.values.mode : "other") === mode),
  );
  const shapes = new Map();
  for (const kind of Object.keys(style.kinds)) {
    if (!points.some((f) => f.kind === kind)) continue;
    const { shape, label } = style.kinds[kind];
    shapes.set(shape, [...(shapes.get(shape) ?? []), label]);
  }
  const row = (mark, text) => el("li", {}, mark, text);
  const lineRows = modes.map((mode) =>
    row(
      lineSwatch(isDark() ? style.modes[mode].dark : style.modes[mode].light, []),
      labelOf(style.modes, mode),
    ),
  );
  const grey = isDark() ? "#aab4c2" : "#4b5563";
  const unbuilt = lines.some((f) => own(style.statuses, f.values.status)?.dashed);
  const inferred = lines.some(
    (f) => own(style.methods, f.values.method)?.dashed && !own(style.statuses, f.values.status)?.dashed,
  );
  if (unbuilt) lineRows.push(row(lineSwatch(grey, [5, 5]), "not in use, or not known to be"));
  if (inferred) lineRows.push(row(lineSwatch(grey, [13, 5]), "in use, course inferred"));
  const pointRows = [...shapes].map(([shape, labels]) => row(markSwatch(shape), labels.join(", ")));
  if (points.some((f) => f.values.certainty === "uncertain"))
    pointRows.push(row(markSwatch("ring"), "hollow: position uncertain"));
  const areaRows = [];
  if (areas.some((f) => !f.values.fuzzy))
    areaRows.push(row(areaSwatch(false), "Area, by number of mentions"));
  if (areas.some((f) => f.values.fuzzy)) areaRows.push(row(areaSwatch(true), "Region without exact border"));
  return [lineRows, pointRows, areaRows].filter((rows) => rows.length);
}
