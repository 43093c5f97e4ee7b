// What is shown, as files: GeoJSON for a GIS, CSV for a spreadsheet.

import { toLatLng } from "./geometry.js";
import { documentTitle, quoteText } from "./model.js";
import { documentByline } from "./quotes.js";

/** The features that are shown, as RFC 7946 GeoJSON, each with its references. */
export function toGeoJson(model) {
  const features = shownFeatures(model).map((feature) => ({
    type: "Feature",
    id: feature.id,
    geometry: geometryOf(feature.shape),
    properties: {
      ...feature.values,
      layer: feature.layerName,
      count: feature.count,
      references: feature.references.map((reference) => referenceOf(model, reference)),
    },
  }));
  return JSON.stringify({ type: "FeatureCollection", features }, null, 1);
}

/** One row for each reference that is shown. */
export function toCsv(model) {
  const head =
    "layer,feature_id,name,kind,country,status,lon,lat,document,title,byline,url,surface,role,score,quote";
  const rows = shownFeatures(model).flatMap((feature) =>
    feature.references.map((reference) => {
      const [lat, lon] = toLatLng(...feature.anchor);
      const r = referenceOf(model, reference);
      const { values } = feature;
      const place = [
        feature.layerName,
        feature.id,
        feature.name,
        feature.kind,
        values.country,
        values.status,
      ];
      const source = [r.document, r.title, r.byline, r.url, r.surface, r.role, r.score, r.quote];
      return [...place, lon.toFixed(5), lat.toFixed(5), ...source].map(cell).join(",");
    }),
  );
  return [head, ...rows, ""].join("\r\n");
}

/** A cell of CSV. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(value) {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const safe = typeof value === "string" && /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function shownFeatures(model) {
  return model.features.filter((f) => f.shape && f.shown && model.layers[f.layer].visible);
}

function referenceOf(model, reference) {
  const quote = quoteText(model, reference.quote);
  return {
    document: quote.document?.name ?? null,
    title: quote.document ? documentTitle(quote.document) : null,
    byline: quote.document ? documentByline(quote.document) : null,
    url: quote.document?.url ?? null,
    surface: quote.text.slice(reference.start - quote.start, reference.end - quote.start),
    quote: quote.text,
    role: reference.role,
    score: reference.score,
  };
}

function geometryOf({ dimension, parts }) {
  const lines = parts.map(positions);
  if (dimension === 0)
    return one(
      "Point",
      "MultiPoint",
      lines.map((line) => line[0]),
    );
  if (dimension === 1) return one("LineString", "MultiLineString", lines);
  const polygons = [];
  for (const ring of lines) {
    // Outlines run against the clock, holes with it.
    if (signedArea(ring) >= 0 || !polygons.length) polygons.push([ring]);
    else polygons.at(-1).push(ring);
  }
  return one("Polygon", "MultiPolygon", polygons);
}

function one(single, multiple, members) {
  return members.length === 1
    ? { type: single, coordinates: members[0] }
    : { type: multiple, coordinates: members };
}

function positions(points) {
  const line = [];
  for (let i = 0; i < points.length; i += 2) {
    const [lat, lon] = toLatLng(points[i], points[i + 1]);
    line.push([Number(lon.toFixed(4)), Number(lat.toFixed(4))]);
  }
  return line;
}

function signedArea(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return sum;
}
