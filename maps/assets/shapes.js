// The areas and lines of the data.

import { boxArea, boxesMeet } from "./geometry.js";
import { trace } from "./sheet.js";
import { lineLook } from "./theme.js";

const FADING = [
  [30, 0.012],
  [24, 0.012],
  [18, 0.014],
  [13, 0.014],
  [8, 0.016],
  [4, 0.018],
]; // strokes of a soft edge: width, opacity

/** 1 for an area that fits the view, down to 0 for one many times as large, whose tint would tell nothing. */
function nearness(box, view) {
  const times = Math.max(
    ((box[2] - box[0]) * view.scale) / view.width,
    ((box[3] - box[1]) * view.scale) / view.height,
  );
  return Math.max(0, Math.min(1, (5 - times) / 4));
}

export function drawAreas(context, view, features, colours, most, selected) {
  const inView = features.filter((f) => boxesMeet(f.shape.box, view.box));
  inView.sort((a, b) => boxArea(b.shape.box) - boxArea(a.shape.box));
  for (const feature of inView) {
    context.beginPath();
    for (const part of feature.shape.parts) trace(context, part, view, true);
    const chosen = feature === selected;
    const share = Math.log(feature.count + 1) / Math.log(most + 1);
    const near = nearness(feature.shape.box, view);
    context.fillStyle = colours.area;
    context.globalAlpha = chosen ? 0.16 : (0.02 + 0.055 * share) * near * (colours.dark ? 0.75 : 1);
    context.fill("evenodd");
    context.strokeStyle = chosen ? colours.select : colours.area;
    context.lineJoin = "round";
    const edges = feature.values.fuzzy ? FADING : [[1, 0.3]];
    for (const [width, alpha] of chosen ? [...edges, [2.2, 0.9]] : edges) {
      context.lineWidth = width;
      context.globalAlpha = chosen ? alpha : alpha * near;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

export function drawLines(context, view, features, colours, style, selected) {
  const inView = features.filter((f) => boxesMeet(f.shape.box, view.box));
  const grow = view.zoom < 4 ? 0.75 : view.zoom > 8 ? 1.35 : 1;
  context.lineJoin = "round";
  const stroke = (feature, colour, width, alpha, dash, cap) => {
    context.beginPath();
    for (const part of feature.shape.parts) trace(context, part, view, false);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.globalAlpha = alpha;
    context.lineCap = cap;
    context.setLineDash(dash);
    context.stroke();
  };
  const width = (feature) => (2 + Math.min(2, 0.5 * Math.log2(feature.count + 1))) * grow;
  for (const feature of inView) stroke(feature, colours.halo, width(feature) + 2.6, 0.85, [], "round");
  for (const feature of inView) {
    if (isChosen(feature, selected)) {
      stroke(
        feature,
        colours.select,
        width(feature) + (feature === selected ? 9 : 6),
        feature === selected ? 0.75 : 0.35,
        [],
        "round",
      );
    }
    const look = lineLook(style, feature.values, colours.dark);
    stroke(feature, look.colour, width(feature), 1, look.dash, look.dash.length ? "butt" : "round");
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The selected leg, and the other legs of its route. */
function isChosen(feature, selected) {
  return selected && (feature === selected || (feature.route && feature.route === selected.route));
}
