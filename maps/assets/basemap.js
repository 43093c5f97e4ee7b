// The offline basemap: land, borders, water and city names.

import { boxesMeet, toShape, toWorld } from "./geometry.js";
import { trace } from "./sheet.js";
import { palette } from "./theme.js";

/** From this zoom on a layer of the basemap is drawn. */
const FROM_ZOOM = { land: 0, lakes: 3, urban: 7, rivers: 5, admin1: 5.5, borders: 0, disputed: 0 };
const MOST_CITIES = 150;

export function buildBasemap(data) {
  const layers = {};
  for (const name of Object.keys(FROM_ZOOM)) layers[name] = shapesOf(data, name);
  const places = (data.places ?? []).map(([lon, lat, name, rank]) => ({ at: toWorld(lon, lat), name, rank }));
  places.sort((a, b) => a.rank - b.rank);
  return { layers, places };
}

function shapesOf(data, name) {
  return geometriesOf(data[name]).map(({ dimension, parts }) => toShape(dimension, parts, 1));
}

/** GeoJSON as parts of steps in degrees, a polygon or line each. */
function geometriesOf(geometry) {
  if (!geometry) return [];
  const area = (rings) => ({ dimension: 2, parts: rings.map(steps) });
  const line = (points) => ({ dimension: 1, parts: [steps(points)] });
  switch (geometry.type) {
    case "Polygon":
      return [area(geometry.coordinates)];
    case "MultiPolygon":
      return geometry.coordinates.map(area);
    case "LineString":
      return [line(geometry.coordinates)];
    case "MultiLineString":
      return geometry.coordinates.map(line);
    default:
      return (geometry.geometries ?? []).flatMap(geometriesOf);
  }
}

function steps(points) {
  const flat = new Array(points.length * 2);
  let lon = 0;
  let lat = 0;
  points.forEach(([x, y], i) => {
    flat[2 * i] = x - lon;
    flat[2 * i + 1] = y - lat;
    lon = x;
    lat = y;
  });
  return flat;
}

export function drawBasemap(context, view, basemap) {
  const colours = palette();
  context.fillStyle = colours.sea;
  context.fillRect(0, 0, view.width, view.height);
  drawGraticule(context, view, colours);
  if (!basemap) return;
  const { layers } = basemap;
  const shown = (name) => (view.zoom >= FROM_ZOOM[name] ? layers[name].filter((s) => boxesMeet(s.box, view.box)) : []);
  context.lineJoin = "round";
  fill(context, view, shown("land"), colours.land);
  fill(context, view, shown("urban"), colours.urban);
  stroke(context, view, shown("admin1"), colours.admin, 0.8, []);
  stroke(context, view, shown("rivers"), colours.river, view.zoom > 7 ? 1.4 : 0.9, []);
  fill(context, view, shown("lakes"), colours.sea);
  stroke(context, view, shown("borders"), colours.border, view.zoom > 5 ? 1.3 : 0.9, []);
  stroke(context, view, shown("disputed"), colours.disputed, 1.2, [4, 4]);
}

function fill(context, view, shapes, colour) {
  context.beginPath();
  for (const shape of shapes) for (const part of shape.parts) trace(context, part, view, true);
  context.fillStyle = colour;
  context.fill("evenodd");
}

function stroke(context, view, shapes, colour, width, dash) {
  context.beginPath();
  for (const shape of shapes) for (const part of shape.parts) trace(context, part, view, shape.dimension === 2);
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

/** Names for the view: more of them the closer it is. */
export function cityNames(basemap, zoom) {
  if (!basemap) return [];
  const least = Math.max(1, zoom - 1);
  return basemap.places.filter((place) => place.rank <= least).slice(0, MOST_CITIES * 40);
}
