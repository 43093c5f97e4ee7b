// Puts the page together: what Folium's script calls.

import { onAddressChange, readAddress } from "./address.js";
import { basemapNames, buildBasemap, drawBasemap } from "./basemap.js";
import { showPins } from "./correct.js";
import { createCorrections } from "./corrections.js";
import { readBlock } from "./decode.js";
import { el } from "./dom.js";
import { clicked, closed, follow, hovered, openFeature, openRoute, refreshCard, remember } from "./explore.js";
import { createPainter } from "./features.js";
import { addLegend } from "./legend.js";
import { buildModel } from "./model.js";
import { createPanel } from "./panel.js";
import { createSheet } from "./sheet.js";
import { stage } from "./stage.js";
import { onThemeChange } from "./theme.js";

const CREDITS =
  '<a href="https://leafletjs.com">Leaflet</a> · ' +
  'Places: <a href="https://www.geonames.org">GeoNames</a> (CC BY 4.0) · ' +
  'Basemap: <a href="https://www.naturalearthdata.com">Natural Earth</a> · ' +
  'Networks: © <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a> contributors (ODbL)';

/** What the page's Folium elements call. */
export const entry = { layer, basemap: basemapLayer, layerControl, open: openFeature, stage };

// Leaflet writes layer names as HTML; here any name is only text.
const addItem = /** @type {any} */ (L.Control.Layers.prototype)._addItem;
L.Control.Layers.include({
  _addItem(item) {
    const label = addItem.call(this, { ...item, name: "" });
    label.querySelector("span > span").textContent = ` ${item.name}`;
    return label;
  },
});

function layer(index) {
  const DataLayer = L.Layer.extend({
    onAdd(map) {
      join(map);
      setVisible(index, true);
    },
    onRemove() {
      setVisible(index, false);
    },
  });
  const member = new DataLayer();
  stage.members.set(index, member);
  return member;
}

function basemapLayer() {
  const Basemap = L.Layer.extend({
    onAdd(map) {
      join(map);
      stage.baseSheet ??= createSheet({
        pane: "ca-base",
        draw: (context, view) => drawBasemap(context, view, stage.basemap),
      });
      map.addLayer(stage.baseSheet);
      stage.sheet?.refresh();
    },
    onRemove(map) {
      map.removeLayer(stage.baseSheet);
      stage.sheet?.refresh();
    },
  });
  return new Basemap();
}

/** A layer control from rows of [name, layer, whether it is an overlay]: names need not be unique. */
function layerControl(rows, options) {
  const control = L.control.layers({}, {}, options);
  for (const [name, member, overlay] of rows) {
    if (overlay) control.addOverlay(member, name);
    else control.addBaseLayer(member, name);
  }
  return control;
}

function setVisible(index, visible) {
  stage.hidden.set(index, !visible);
  if (!stage.model) return;
  stage.model.layers[index].visible = visible;
  stage.painter.changed();
  stage.sheet.refresh();
}

/** The first layer on the map starts everything else, once. */
function join(map) {
  if (stage.map) return;
  stage.map = map;
  for (const [name, z] of [
    ["ca-base", 150],
    ["ca-data", 410],
  ]) {
    map.createPane(name).style.zIndex = z;
    map.getPane(name).style.pointerEvents = "none";
  }
  L.control.attribution({ position: "bottomright", prefix: CREDITS }).addTo(map);
  L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
  start(map).catch(fail);
}

async function start(map) {
  const [data, base] = await Promise.all([readBlock("ca-data"), readBlock("ca-basemap")]);
  const model = buildModel(data);
  stage.model = model;
  stage.corrections = createCorrections(model, data.corrections);
  stage.basemap = buildBasemap(base);
  for (const own of model.layers) own.visible = stage.hidden.get(own.index) === false;
  const names = (view) =>
    stage.baseSheet && map.hasLayer(stage.baseSheet)
      ? basemapNames(stage.basemap, view.zoom, view.box)
      : null;
  stage.painter = createPainter(model, stage, names);
  stage.sheet = createSheet({ pane: "ca-data", draw: stage.painter.draw });
  map.addLayer(stage.sheet);
  stage.baseSheet?.redraw();
  stage.panel = createPanel(document.getElementById("ca-panel"), model, {
    onOpen: openFeature,
    onOpenRoute: openRoute,
    onChange: remember,
    onFilter: () => {
      stage.painter.changed();
      stage.sheet.refresh();
      refreshCard();
    },
  });
  addLegend(map, model);
  showPins(map, stage.corrections);
  map.on("click", clicked);
  map.on("mousemove", hovered);
  map.on("popupclose", closed);
  onThemeChange(() => {
    stage.baseSheet?.refresh();
    stage.sheet.refresh();
  });
  addEventListener("beforeprint", () => resizeFor(map, true));
  addEventListener("afterprint", () => resizeFor(map, false));
  new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
  openOn(map, model.view);
  follow(readAddress());
  onAddressChange(follow);
  stage.followed = true;
  performance.mark("atlas-ready");
  document.documentElement.dataset.ready = "true";
}

/** Show the bulk of what is mentioned, unless whoever made the map has chosen another view. */
function openOn(map, view) {
  const { center, zoom } = map.options;
  const untouched = map.getZoom() === zoom && map.getCenter().distanceTo(center) < 1000;
  const { x, y } = map.getSize();
  if (untouched && x > 0 && y > 0) map.fitBounds(view, { padding: [16, 16], maxZoom: 10, animate: false });
}

/** Paper is not resized to: the map takes its size, and is drawn for it, before it is printed. */
function resizeFor(map, paper) {
  document.documentElement.classList.toggle("ca-paper", paper);
  map.invalidateSize({ animate: false });
  stage.baseSheet?.redraw();
  stage.sheet.redraw();
}

function fail(error) {
  console.error(error);
  const text =
    `The data of this page cannot be read (${error.message}). ` +
    "Use a browser of 2023 or later, or write the page again.";
  const panel = document.getElementById("ca-panel");
  panel.replaceChildren(el("p", { class: "ca-failure", role: "alert" }, text));
}
