// The data block as features with their references: what every view works on.

import { nameText } from "./dom.js";
import { anchorOf, toShape } from "./geometry.js";

const SEPARATOR = "\u001f";

/** Whether a reference only points back ("the corridor"): shown when asked for, and counted by itself. */
export const pointsBack = (reference) => reference.role === "coreference";

/**
 * @param {any} data the data block
 */
export function buildModel(data) {
  const layers = data.layers.map((layer, index) => buildLayer(layer, index, data));
  const model = {
    title: nameText(data.title),
    view: data.view,
    summary: data.summary,
    documents: data.documents,
    quotes: data.quotes,
    unresolved: data.unresolved,
    unreadable: data.unreadable,
    style: data.style,
    claims: claimsByRoute(data.claims),
    choices: {
      places: data.choices.places,
      bySpan: new Map(data.choices.spans.map(([at, start, end, row]) => [`${at}:${start}:${end}`, row])),
    },
    layers,
    features: layers.flatMap((layer) => layer.features),
    byKey: new Map(),
  };
  for (const feature of model.features) model.byKey.set(feature.key, feature);
  model.documentShown = model.documents.map(() => true);
  model.back = countBack(model.features);
  model.showsBack = false;
  model.routes = groupRoutes(model.features);
  const listed = new Set();
  model.places = model.features.filter((f) => {
    return !(f.isRoute || f.isLink || f.isCell || listed.has(f.id)) && listed.add(f.id);
  });
  return model;
}

/** How many references point back; one that draws several legs counts once. */
function countBack(features) {
  const spans = new Set();
  for (const feature of features) {
    if (!feature.back) continue;
    for (const r of feature.allReferences.filter(pointsBack)) spans.add(`${r.quote}:${r.start}:${r.end}`);
  }
  return spans.size;
}

/** What documents say, by route: rows of the data block with names. */
function claimsByRoute(rows) {
  const routes = new Map();
  for (const [route, attribute, unit, disputed, values] of rows) {
    const named = values.map(([text, said]) =>
      Array.isArray(said) ? { text: String(text), rows: said } : { text: String(text), source: said },
    );
    if (!routes.has(route)) routes.set(route, []);
    routes.get(route).push({ attribute: String(attribute), unit, disputed: disputed === 1, values: named });
  }
  return routes;
}

function buildLayer(layer, index, { scale, style }) {
  const features = layer.shapes.map((shape, row) => ({
    layer: index,
    row,
    // Columns may have any name, so the record has no prototype.
    values: Object.create(null),
    shape: shape ? toShape(shape[0], shape[1], scale) : null,
    references: [],
    shown: true,
  }));
  for (const [name, values] of layer.columns) {
    for (let row = 0; row < values.length; row++) features[row].values[name] = values[row];
  }
  const r = layer.references;
  for (let i = 0; i < r.feature.length; i++) {
    features[r.feature[i]].references.push({
      quote: r.quote[i],
      start: r.start[i],
      end: r.end[i],
      score: r.score[i],
      role: r.role[i],
      inName: r.in_name[i] === 1,
      wider: r.wider?.[i] === 1, // names a corridor that includes this leg, not the leg's own route
    });
  }
  for (const feature of features) {
    complete(feature, layer.name, style.cells);
    feature.allReferences = feature.references;
    feature.names = feature.references.filter((reference) => !pointsBack(reference));
    feature.references = feature.names;
    feature.back = feature.allReferences.length - feature.names.length;
    feature.count -= feature.back;
    feature.allCount = feature.count;
  }
  return { name: layer.name, title: layer.title, index, features, visible: true };
}

function complete(feature, layerName, cells) {
  const { values, shape } = feature;
  feature.id = String(values.feature_id);
  feature.layerName = layerName;
  feature.key = layerName + SEPARATOR + feature.id;
  feature.name = nameText(String(values.name ?? feature.id));
  feature.kind = String(values.kind ?? "spot");
  feature.count = values.count ?? feature.references.length;
  feature.anchor = shape ? anchorOf(shape) : null;
  feature.isRoute = values.route !== undefined && values.route !== null;
  // Lines that stand for no way ("named together"), and cells of a grid: drawn, but neither route nor place.
  feature.isLink = shape?.dimension === 1 && !feature.isRoute && !values.mode;
  feature.isCell = cells.includes(feature.kind);
}

/** Routes with their legs, the most mentioned first. A mention counts once however many legs it draws. */
function groupRoutes(features) {
  const routes = new Map();
  for (const feature of features) {
    if (!feature.isRoute) continue;
    const id = String(feature.values.route);
    if (!routes.has(id)) {
      routes.set(id, {
        id,
        name: nameText(String(feature.values.route_name ?? feature.values.route)),
        legs: [],
        mentions: new Set(),
      });
    }
    const route = routes.get(id);
    feature.route = route;
    // Another layer may show the same leg again.
    if (route.legs.some((leg) => leg.id === feature.id)) continue;
    route.legs.push(feature);
    for (const r of feature.references) route.mentions.add(`${r.quote}:${r.start}:${r.end}`);
  }
  return [...routes.values()].sort(
    (a, b) => b.mentions.size - a.mentions.size || a.name.localeCompare(b.name),
  );
}

/** The text of a quote, and where in its document it begins. */
export function quoteText(model, index) {
  const [document, start, rest] = model.quotes[index];
  const whole = document >= 0 ? model.documents[document] : null;
  return {
    document: whole,
    at: document,
    start,
    text: typeof rest === "string" ? rest : whole.text.slice(start, rest),
  };
}

/** What a document is called. */
export function documentTitle(document) {
  return document ? nameText(document.title ?? document.name) : "Unknown document";
}

/** The date of a document, or the day before which it cannot be; null without either. */
export function dateOf(source) {
  return source.date ?? source.not_before ?? null;
}

/** The part of the address that leads to a feature. */
export function featureLink(feature) {
  return new URLSearchParams({ layer: feature.layerName, feature: feature.id }).toString();
}
