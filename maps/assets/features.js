// Draws the data: areas, lines, marks and names, in this order, and tells what lies under a point.

import { clusterPoints } from "./cluster.js";
import { boxArea, boxesMeet, distanceToLines, ringsHold } from "./geometry.js";
import { createRoom, labelBeside, labelOver } from "./labels.js";
import { trace } from "./sheet.js";
import { lineLook, own, palette } from "./theme.js";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const JOIN_PX = 19;
const JOIN_MANY_PX = 44; // where there are many, fewer and larger clusters read better
const MANY = 600;
const JOIN_CLOSE_PX = 9; // from this zoom on only marks that really cover each other join
const CLOSE_ZOOM = 11;
const FADING = [[30, 0.012], [24, 0.012], [18, 0.014], [13, 0.014], [8, 0.016], [4, 0.018]]; // strokes of a soft edge: width, opacity
const LONGEST_NAME = 48;

/**
 * @param {object} model
 * @param {{selected: object|null}} state
 * @param {(view: object) => {cities: object[], countries: object[]}|null} basemapNames drawn where the data leaves room
 */
export function createPainter(model, state, basemapNames) {
  let marks = []; // as drawn last: {x, y, r, cluster}
  let lastView = null;
  let memo = { key: "", clusters: [] };
  let version = 0;
  const most = model.features.reduce((max, f) => Math.max(max, f.count), 1);

  function visible(dimension) {
    return model.features.filter((f) => f.shape?.dimension === dimension && f.shown && model.layers[f.layer].visible);
  }

  function clusters(view) {
    const key = `${version}/${view.zoom}`;
    if (memo.key !== key) {
      const seen = new Set();
      const points = visible(0)
        .sort((a, b) => b.count - a.count)
        .filter((f) => !seen.has(f.id) && seen.add(f.id));
      memo = { key, clusters: clusterPoints(points, view.scale, joinRadius(points.length, view.zoom)) };
    }
    return memo.clusters;
  }

  function draw(context, view) {
    const colours = palette();
    lastView = view;
    drawAreas(context, view, visible(2), colours, most, state.selected);
    drawLines(context, view, visible(1), colours, model.style, state.selected);
    marks = drawMarks(context, view, clusters(view), colours, model.style, state.selected);
    drawNames(context, view, marks, visible(1), visible(2), colours, model.style, basemapNames(view));
  }

  /** Everything under a position (world units), the best first: [{feature}] or [{cluster}]. */
  function pick(x, y) {
    if (!lastView) return [];
    const { scale } = lastView;
    const hits = [];
    const px = x * scale - lastView.left;
    const py = y * scale - lastView.top;
    const near = marks.filter((m) => Math.hypot(m.x - px, m.y - py) <= m.r + 4);
    near.sort((a, b) => Math.hypot(a.x - px, a.y - py) - Math.hypot(b.x - px, b.y - py));
    for (const { cluster } of near) hits.push(cluster.members.length > 1 ? { cluster } : { feature: cluster.head });
    const reach = 7 / scale;
    const around = [x - reach, y - reach, x + reach, y + reach];
    const lines = visible(1)
      .filter((f) => boxesMeet(f.shape.box, around))
      .map((feature) => ({ feature, distance: distanceToLines(feature.shape.parts, x, y) }))
      .filter((hit) => hit.distance <= reach * reach)
      .sort((a, b) => a.distance - b.distance);
    const areas = visible(2)
      .filter((f) => boxesMeet(f.shape.box, around) && ringsHold(f.shape.parts, x, y))
      .sort((a, b) => boxArea(a.shape.box) - boxArea(b.shape.box));
    hits.push(...lines.map(({ feature }) => ({ feature })), ...areas.map((feature) => ({ feature })));
    return hits;
  }

  return {
    draw,
    pick,
    /** The marks as drawn last, for tests: positions in the map's container. */
    marks: () => marks.map((m) => ({ x: m.x - lastView.margin.x, y: m.y - lastView.margin.y, cluster: m.cluster })),
    /** To be called when features were shown or hidden. */
    changed: () => (version += 1),
  };
}

function joinRadius(count, zoom) {
  if (zoom >= CLOSE_ZOOM) return JOIN_CLOSE_PX;
  return count > MANY ? JOIN_MANY_PX : JOIN_PX;
}

function drawAreas(context, view, features, colours, most, selected) {
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

/** 1 for an area that fits the view, down to 0 for one many times as large, whose tint would tell nothing. */
function nearness(box, view) {
  const times = Math.max((box[2] - box[0]) * view.scale / view.width, (box[3] - box[1]) * view.scale / view.height);
  return Math.max(0, Math.min(1, (5 - times) / 4));
}

function drawLines(context, view, features, colours, style, selected) {
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
      stroke(feature, colours.select, width(feature) + (feature === selected ? 9 : 6), feature === selected ? 0.75 : 0.35, [], "round");
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

function drawMarks(context, view, clusters, colours, style, selected) {
  const drawn = [];
  for (let i = clusters.length - 1; i >= 0; i--) {
    const cluster = clusters[i];
    const [wx, wy] = cluster.head.anchor;
    const x = wx * view.scale - view.left;
    const y = wy * view.scale - view.top;
    if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
    const many = cluster.members.length > 1;
    const r = many ? 8 + Math.min(8, 1.5 * Math.log2(cluster.members.length)) : markRadius(cluster.head);
    if (selected && cluster.members.includes(selected)) halo(context, x, y, r + 6, colours.select);
    if (many) clusterMark(context, x, y, r, cluster.members.length, colours);
    else mark(context, x, y, r, own(style.kinds, cluster.head.kind)?.shape ?? "circle", colours, cluster.head.values.certainty === "uncertain");
    drawn.push({ x, y, r, cluster });
  }
  return drawn.reverse();
}

function markRadius(feature) {
  return 4.2 + Math.min(3.4, 0.75 * Math.log2(feature.count));
}

function halo(context, x, y, r, colour) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.globalAlpha = 0.65;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

function clusterMark(context, x, y, r, count, colours) {
  context.beginPath();
  context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = colours.cluster;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = colours.dotRing;
  context.stroke();
  context.fillStyle = colours.clusterText;
  context.font = `600 ${count > 999 ? 9 : 10.5}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(count), x, y + 0.5);
}

function mark(context, x, y, r, shape, colours, uncertain) {
  context.beginPath();
  if (shape === "square") context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else if (shape === "diamond") polygon(context, [[x, y - r * 1.25], [x + r * 1.25, y], [x, y + r * 1.25], [x - r * 1.25, y]]);
  else if (shape === "triangle") polygon(context, [[x, y - r * 1.15], [x + r * 1.1, y + r * 0.85], [x - r * 1.1, y + r * 0.85]]);
  else context.arc(x, y, r, 0, 2 * Math.PI);
  const hollow = uncertain || shape === "ring";
  context.fillStyle = hollow ? colours.dotRing : colours.dot;
  context.strokeStyle = hollow ? colours.dot : colours.dotRing;
  context.lineWidth = hollow ? 2 : 1.6;
  context.lineJoin = "round";
  context.fill();
  context.stroke();
}

function polygon(context, corners) {
  corners.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}

function drawNames(context, view, marks, lines, areas, colours, style, base) {
  const room = createRoom();
  for (const m of marks) room.take([m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r]);
  const strong = { font: `600 12.5px ${FONT}`, size: 14, colour: colours.ink, halo: colours.halo, haloWidth: 3.5 };
  const plain = { ...strong, font: `500 11.5px ${FONT}`, size: 13 };
  for (const m of marks.slice(0, 400)) {
    labelBeside(context, room, short(m.cluster.head.name), m.x, m.y, m.r + 4, m.cluster.head.count > 2 ? strong : plain);
  }
  nameLines(context, view, room, lines, colours, style);
  const spread = { font: `600 11.5px ${FONT}`, size: 14, colour: colours.areaText, halo: colours.halo, spacing: "2px" };
  for (const feature of [...areas].sort((a, b) => b.count - a.count)) {
    const [x, y] = toPixels(feature.anchor, view);
    const wide = (feature.shape.box[2] - feature.shape.box[0]) * view.scale;
    if (wide > 60 && inside(x, y, view)) labelOver(context, room, short(feature.name).toUpperCase(), x, y, spread);
  }
  if (base) nameBasemap(context, view, room, base, colours, new Set(areas.map((feature) => feature.name)));
}

/** Cities and countries of the basemap, where the data leaves room; areas of the data carry their own names. */
function nameBasemap(context, view, room, base, colours, named) {
  const quiet = { font: `400 10.5px ${FONT}`, size: 12, colour: colours.cityText, halo: colours.halo, haloWidth: 2.5 };
  const spread = { ...quiet, font: `500 10.5px ${FONT}`, spacing: "2px" };
  for (const country of base.countries) {
    const [x, y] = toPixels(country.at, view);
    if (!named.has(country.name)) labelOver(context, room, country.name.toUpperCase(), x, y, spread);
  }
  for (const city of base.cities) {
    const [x, y] = toPixels(city.at, view);
    if (!room.isFree([x - 3, y - 3, x + 3, y + 3]) || !labelBeside(context, room, city.name, x, y, 5, quiet)) continue;
    context.beginPath();
    context.arc(x, y, 1.8, 0, 2 * Math.PI);
    context.fillStyle = colours.cityDot;
    context.fill();
  }
}

/** Each route's name once, at its longest leg in view. */
function nameLines(context, view, room, lines, colours, style) {
  const named = new Set();
  for (const feature of [...lines].sort((a, b) => b.count - a.count || boxArea(b.shape.box) - boxArea(a.shape.box))) {
    const name = feature.route ? feature.route.name : feature.name;
    const [x, y] = toPixels(feature.anchor, view);
    const long = Math.max(feature.shape.box[2] - feature.shape.box[0], feature.shape.box[3] - feature.shape.box[1]);
    if (named.has(name) || long * view.scale < 70 || !inside(x, y, view)) continue;
    const colour = lineLook(style, feature.values, colours.dark).colour;
    const look = { font: `italic 600 11.5px ${FONT}`, size: 13, colour, halo: colours.halo, haloWidth: 3.5 };
    if (labelBeside(context, room, short(name), x, y, 7, look)) named.add(name);
  }
}

function toPixels([x, y], view) {
  return [x * view.scale - view.left, y * view.scale - view.top];
}

function inside(x, y, view) {
  return x > 0 && y > 0 && x < view.width && y < view.height;
}

function short(name) {
  const line = name.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}
