// What happens when people click, choose from a list, or follow a link: the map moves, a popup opens.

import { writeAddress } from "./address.js";
import { featureButtons, featureCard } from "./card.js";
import { el, plural } from "./dom.js";
import { mainBox, toLatLng, toWorld } from "./geometry.js";
import { stage } from "./stage.js";

const PLACE_ZOOM = 8;

/** Go to what an address names. */
export function follow(address) {
  if (Object.keys(address).length) stage.panel.fromAddress(address);
  const feature = stage.model.features.find(
    (f) => f.id === address.feature && (address.layer ?? f.layerName) === f.layerName,
  );
  if (feature && feature !== stage.selected) openFeature(feature);
}

/** Keep the state of the page in its address. */
export function remember() {
  if (!stage.followed) return;
  const chosen = stage.selected ? { layer: stage.selected.layerName, feature: stage.selected.id } : {};
  writeAddress({ ...stage.panel.toAddress(), ...chosen });
}

export function clicked(event) {
  // A click on something that the maker of the map added belongs to that.
  if (event.propagatedFrom || event.sourceTarget !== stage.map) return;
  // So does one on a popup or a control, also if it took away the button that was clicked.
  const target = event.originalEvent?.target;
  if (target && (!target.isConnected || target.closest(".leaflet-popup, .leaflet-control"))) return;
  const hits = stage.painter.pick(...toWorld(event.latlng.lng, event.latlng.lat));
  if (!hits.length) return;
  const [best, ...rest] = hits;
  if (best.cluster) openCluster(best.cluster);
  else
    showFeature(
      best.feature,
      event.latlng,
      rest
        .filter((hit) => hit.feature)
        .map((hit) => hit.feature)
        .slice(0, 8),
    );
}

function openCluster(cluster) {
  const { map } = stage;
  const bounds = L.latLngBounds(cluster.members.map((f) => toLatLng(...f.anchor)));
  const closer = map.getBoundsZoom(bounds, false, L.point(80, 80));
  if (closer > map.getZoom() + 0.4 && map.getZoom() < 11) {
    map.fitBounds(bounds, { padding: [60, 60], maxZoom: Math.max(map.getZoom() + 2, 11) });
    return;
  }
  const content = el(
    "article",
    { class: "ca-card" },
    el("h2", {}, plural(cluster.members.length, "place")),
    featureButtons(stage.model, cluster.members, openFeature),
  );
  openPopup(content, L.latLng(toLatLng(...cluster.head.anchor)));
}

/** Show a feature from a list: bring its layer and its place on the map into view first. */
export function openFeature(feature, from) {
  const { map, model } = stage;
  if (!feature.anchor) return;
  ensureVisible(model.layers[feature.layer]);
  if (feature.shape.dimension === 0)
    map.setView(toLatLng(...feature.anchor), Math.max(map.getZoom(), PLACE_ZOOM), { animate: false });
  else fitBoxes([mainBox(feature.shape)]);
  showFeature(feature, L.latLng(toLatLng(...feature.anchor)), [], from ?? document.activeElement);
}

/** Show a route: all of its legs in view, the popup at its most mentioned leg. */
export function openRoute(route, from) {
  const legs = route.legs.filter((one) => one.shown && one.shape);
  const leg = legs.reduce((best, one) => (one.count > best.count ? one : best));
  ensureVisible(stage.model.layers[leg.layer]);
  fitBoxes(legs.map((one) => one.shape.box));
  showFeature(leg, L.latLng(toLatLng(...leg.anchor)), [], from);
}

function ensureVisible(own) {
  const member = stage.members.get(own.index);
  if (member && !own.visible) stage.map.addLayer(member);
}

function fitBoxes(boxes) {
  const bounds = L.latLngBounds(boxes.flatMap((b) => [toLatLng(b[0], b[1]), toLatLng(b[2], b[3])]));
  stage.map.fitBounds(bounds, { padding: [50, 50], maxZoom: 10, animate: false });
}

function showFeature(feature, at, others, from) {
  openPopup(cardOf(feature, others), at, from);
  stage.selected = feature;
  stage.others = others;
  stage.sheet.refresh();
  remember();
}

function cardOf(feature, others) {
  const actions = {
    onOpen: openFeature,
    onRead: (reference) => stage.panel.openDocument(stage.model.quotes[reference.quote][0], reference),
  };
  return featureCard(stage.model, feature, actions, others);
}

/** Let an open popup show what the filter leaves. */
export function refreshCard() {
  if (stage.popup && stage.selected) stage.popup.setContent(cardOf(stage.selected, stage.others));
}

function openPopup(content, at, from) {
  const { map } = stage;
  const size = map.getSize();
  const popup = L.popup({
    // Room for the buttons at the map's right edge, which would lie over the popup's own.
    maxWidth: Math.min(380, size.x - 96),
    minWidth: Math.min(300, size.x - 96),
    maxHeight: Math.max(160, Math.min(440, size.y - 90)),
    autoPanPaddingTopLeft: [16, 16],
    autoPanPaddingBottomRight: [62, 30],
    className: "ca-popup",
  });
  popup.setLatLng(at).setContent(content);
  stage.popup = popup;
  popup.openOn(map);
  const box = popup.getElement();
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", content.querySelector("h2").textContent);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup(popup);
  });
  if (!from) return;
  /** @type {any} */ (popup).returnTo = from;
  box.tabIndex = -1;
  box.focus({ preventScroll: true });
}

export function closed(event) {
  if (event.popup !== stage.popup) return;
  stage.selected = null;
  stage.popup = null;
  stage.dragged?.remove();
  stage.dragged = null;
  stage.sheet.refresh();
  remember();
  const { returnTo } = event.popup;
  if (returnTo?.isConnected) returnTo.focus({ preventScroll: true });
}

let tip = null;
let hovering = false;

/** Name what the pointer is over. */
export function hovered(event) {
  if (hovering) return;
  hovering = true;
  requestAnimationFrame(() => {
    hovering = false;
    const { map } = stage;
    const [hit] = stage.painter.pick(...toWorld(event.latlng.lng, event.latlng.lat));
    const line = hit && (hit.cluster || hit.feature.shape.dimension < 2);
    map.getContainer().style.cursor = line ? "pointer" : "";
    if (!line) {
      if (tip) map.closeTooltip(tip);
      return;
    }
    tip ??= L.tooltip({ direction: "top", offset: [0, -8], className: "ca-tip" });
    const text = hit.cluster ? clusterText(hit.cluster) : featureText(hit.feature);
    tip.setLatLng(event.latlng).setContent(el("span", { dir: "auto" }, text));
    if (!map.hasLayer(tip)) map.openTooltip(tip);
  });
}

function clusterText({ members }) {
  const names = members.slice(0, 4).map((f) => f.name.slice(0, 40));
  return members.length > 4 ? `${names.join(", ")} and ${members.length - 4} more` : names.join(", ");
}

function featureText(feature) {
  const name =
    feature.route && feature.route.name !== feature.name
      ? `${feature.route.name}: ${feature.name}`
      : feature.name;
  return `${name.slice(0, 90)} (${feature.count})`;
}
