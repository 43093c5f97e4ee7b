// The offline basemap: land, borders, water and city names.

import { boxesMeet, toShape, toWorld } from "./geometry.js";
import { trace } from "./sheet.js";
import { palette } from "./theme.js";

/** From this zoom on a layer of the basemap is drawn. */
const FROM_ZOOM = { land: 0, lakes: 3, urban: 7, rivers: 5, admin1: 5.5, borders: 0, disputed: 0 };
const LATER = 0.8; // zoom levels by which names wait, so that those of the data stand out
const AREAS = new Set(["land", "lakes", "urban"]);

/**
 * Decode the basemap: whole numbers of 1/scale degree, each position a step from the one before.
 * @param {any} data see seeds/build/basemap.py
 */
export function buildBasemap(data) {
  const layers = {};
  for (const name of Object.keys(FROM_ZOOM)) {
    layers[name] = (data[name] ?? []).map((steps) => toShape(AREAS.has(name) ? 2 : 1, [steps], data.scale));
  }
  const named = ([x, y, zoom, name]) => ({ at: toWorld(x / data.scale, y / data.scale), zoom, name });
  return { layers, cities: (data.labels ?? []).map(named), countries: (data.countries ?? []).map(named) };
}

export function drawBasemap(context, view, basemap) {
  const colours = palette();
  context.fillStyle = colours.sea;
  context.fillRect(0, 0, view.width, view.height);
  drawGraticule(context, view, colours);
  if (!basemap) return;
  const { layers } = basemap;
  const shown = (name) =>
    view.zoom >= FROM_ZOOM[name] ? layers[name].filter((s) => boxesMeet(s.box, view.box)) : [];
  context.lineJoin = "round";
  fillAll(context, view, shown("land"), colours.land);
  fillAll(context, view, shown("urban"), colours.urban);
  strokeAll(context, view, shown("admin1"), colours.admin, 0.8, []);
  strokeAll(context, view, shown("rivers"), colours.river, view.zoom > 7 ? 1.4 : 0.9, []);
  fillAll(context, view, shown("lakes"), colours.sea);
  strokeAll(context, view, shown("borders"), colours.border, view.zoom > 5 ? 1.3 : 0.9, []);
  strokeAll(context, view, shown("disputed"), colours.disputed, 1.2, [4, 4]);
}

function fillAll(context, view, shapes, colour) {
  context.beginPath();
  for (const shape of shapes) for (const part of shape.parts) trace(context, part, view, true);
  context.fillStyle = colour;
  context.fill("evenodd");
}

function strokeAll(context, view, shapes, colour, width, dash) {
  context.beginPath();
  for (const shape of shapes)
    for (const part of shape.parts) trace(context, part, view, shape.dimension === 2);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** Every ten degrees: at sea, and where there is no basemap, it tells where one is. */
function drawGraticule(context, view, colours) {
  context.beginPath();
  for (let lon = -180; lon <= 180; lon += 10) {
    const x = toWorld(lon, 0)[0] * view.scale - view.left;
    context.moveTo(x, 0);
    context.lineTo(x, view.height);
  }
  for (let lat = -80; lat <= 80; lat += 10) {
    const y = toWorld(0, lat)[1] * view.scale - view.top;
    context.moveTo(0, y);
    context.lineTo(view.width, y);
  }
  context.strokeStyle = colours.graticule;
  context.lineWidth = 0.7;
  context.stroke();
}

/** Names that have room at a zoom, the larger first, within a box of world units. */
export function basemapNames(basemap, zoom, box) {
  const here = ({ at, zoom: from }) =>
    from + LATER <= zoom && at[0] > box[0] && at[0] < box[2] && at[1] > box[1] && at[1] < box[3];
  return basemap ? { cities: basemap.cities.filter(here), countries: basemap.countries.filter(here) } : null;
}
