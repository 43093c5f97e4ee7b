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
  context.lineJoin = "round";
  for (const feature of inView) {
    context.beginPath();
    for (const part of feature.shape.parts) trace(context, part, view, true);
    const share = Math.log(feature.count + 1) / Math.log(most + 1);
    if (feature.isCell) paintCell(context, share, colours);
    else paintArea(context, feature, share, nearness(feature.shape.box, view), colours, feature === selected);
    if (feature === selected) outline(context, colours.select, [[2.2, 0.9]], 1);
  }
  context.globalAlpha = 1;
}

/** A cell of a grid: its tint is all that it says. */
function paintCell(context, share, colours) {
  context.fillStyle = colours.cell;
  context.globalAlpha = 0.08 + 0.5 * share;
  context.fill("evenodd");
}

function paintArea(context, feature, share, near, colours, chosen) {
  context.fillStyle = colours.area;
  context.globalAlpha = chosen ? 0.16 : (0.02 + 0.055 * share) * near * (colours.dark ? 0.75 : 1);
  context.fill("evenodd");
  outline(context, colours.area, feature.values.fuzzy ? FADING : [[1, 0.3]], chosen ? 1 : near);
}

function outline(context, colour, strokes, strength) {
  context.strokeStyle = colour;
  for (const [width, alpha] of strokes) {
    context.lineWidth = width;
    context.globalAlpha = alpha * strength;
    context.stroke();
  }
}

export function drawLines(context, view, features, colours, style, selected) {
  const inView = features.filter((f) => boxesMeet(f.shape.box, view.box));
  const routes = inView.filter((f) => !f.isLink);
  const grow = view.zoom < 4 ? 0.75 : view.zoom > 8 ? 1.35 : 1;
  const width = (f) =>
    (f.isLink ? 0.5 + 0.5 * Math.log2(Math.max(1, f.count)) : 2 + Math.min(2, 0.5 * Math.log2(f.count + 1))) * grow;
  context.lineJoin = "round";
  for (const f of inView)
    if (f.isLink) stroke(context, view, f, { colour: colours.link, width: width(f), alpha: 0.3 });
  for (const f of routes)
    stroke(context, view, f, { colour: colours.halo, width: width(f) + 2.6, alpha: 0.85 });
  for (const f of inView) {
    if (!isChosen(f, selected)) continue;
    const glow = f === selected ? { width: width(f) + 9, alpha: 0.75 } : { width: width(f) + 6, alpha: 0.35 };
    stroke(context, view, f, { colour: colours.select, ...glow });
  }
  for (const f of routes) {
    stroke(context, view, f, { ...lineLook(style, f.values, colours.dark), width: width(f), alpha: 1 });
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}

function stroke(context, view, feature, { colour, width, alpha, dash = [] }) {
  context.beginPath();
  for (const part of feature.shape.parts) trace(context, part, view, false);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.globalAlpha = alpha;
  context.lineCap = dash.length ? "butt" : "round";
  context.setLineDash(dash);
  context.stroke();
}

/** The selected leg, and the other legs of its route. */
function isChosen(feature, selected) {
  return selected && (feature === selected || (feature.route && feature.route === selected.route));
}
