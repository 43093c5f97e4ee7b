// Draws the data: areas, lines, marks and names, in this order, and tells what lies under a point.

import { clusterPoints } from "./cluster.js";
import { boxArea, boxesMeet, distanceToLines, ringsHold } from "./geometry.js";
import { drawMarks } from "./marks.js";
import { drawNames } from "./names.js";
import { drawAreas, drawLines } from "./shapes.js";
import { palette } from "./theme.js";

const JOIN_PX = 19;
const JOIN_MANY_PX = 44; // where there are many, fewer and larger clusters read better
const MANY = 600;
const JOIN_CLOSE_PX = 9; // from this zoom on only marks that really cover each other join
const CLOSE_ZOOM = 11;

/**
 * @param {object} model
 * @param {{selected: object|null}} state
 * @param {(view: object) => {cities: object[], countries: object[]}|null} basemapNames for where there is room
 */
export function createPainter(model, state, basemapNames) {
  let marks = []; // as drawn last: {x, y, r, cluster}
  let lastView = null;
  let memo = { key: "", clusters: [] };
  let version = 0;
  const most = model.features.reduce((max, f) => Math.max(max, f.count), 1);

  function visible(dimension) {
    return model.features.filter(
      (f) => f.shape?.dimension === dimension && f.shown && model.layers[f.layer].visible,
    );
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
    for (const { cluster } of near)
      hits.push(cluster.members.length > 1 ? { cluster } : { feature: cluster.head });
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
    marks: () =>
      marks.map((m) => ({ x: m.x - lastView.margin.x, y: m.y - lastView.margin.y, cluster: m.cluster })),
    /** To be called when features were shown or hidden. */
    changed: () => (version += 1),
  };
}

function joinRadius(count, zoom) {
  if (zoom >= CLOSE_ZOOM) return JOIN_CLOSE_PX;
  return count > MANY ? JOIN_MANY_PX : JOIN_PX;
}
