// The form in which a reader corrects one mention, and the pins of what was corrected.

import { spanOf } from "./corrections.js";
import { el, nameText, plural } from "./dom.js";
import { toLatLng } from "./geometry.js";
import { quoteText } from "./model.js";
import { saveFile } from "./save.js";
import { stage } from "./stage.js";
import { labelOf } from "./theme.js";

const regionName = new Intl.DisplayNames(["en"], { type: "region" });
const VERDICTS = { accept: "right as it is", reject: "not a place" };

/** A button that opens the form for some references of a feature. */
export function correctButton(references, feature, after) {
  return toggle(() => {
    const kind = feature.isRoute ? "route" : "place";
    return references.map((reference) => {
      const quote = quoteText(stage.model, reference.quote);
      const surface = quote.text.slice(reference.start - quote.start, reference.end - quote.start);
      const point = feature.shape?.dimension === 0 ? toLatLng(...feature.anchor).reverse() : null;
      return { at: quote.at, start: reference.start, end: reference.end, surface, kind, point, located: true };
    });
  }, after);
}

/** A button that opens the form for a span that was not located. */
export function locateButton(at, start, end, surface, kind, after) {
  return toggle(() => [{ at, start, end, surface, kind, point: null, located: false }], after);
}

function toggle(mentions, after) {
  const button = el("button", { type: "button", class: "ca-read", "aria-expanded": "false" }, "Correct");
  let box = null;
  button.addEventListener("click", () => {
    if (box) box.remove();
    box = box ? null : el("div", { class: "ca-correct" }, ...mentions().map(form));
    button.setAttribute("aria-expanded", String(box !== null));
    if (box) after().after(box);
  });
  return button;
}

function form(mention) {
  const { corrections, model } = stage;
  const span = spanOf(model, mention.at, mention.start, mention.end, mention.surface, mention.kind);
  const box = el("fieldset", {});
  const show = () => {
    const row = corrections.of(span);
    const act = (change) => () => {
      corrections.set(span, change);
      show();
      box.querySelector("button")?.focus({ preventScroll: true });
    };
    const chosen = row?.target ? candidatesOf(mention).find((one) => one.id === row.target) : null;
    const from = row?.action === "move" ? [row.lon, row.lat] : chosen ? [chosen.lon, chosen.lat] : mention.point;
    const move = (lon, lat) =>
      act({ action: "move", lon, lat, ...(row?.target ? { target: row.target } : {}) })();
    box.replaceChildren(
      el("legend", { dir: "auto" }, `What “${nameText(mention.surface)}” means here`),
      candidateList(mention, row, act),
      el(
        "p",
        {},
        mention.located ? choiceButton("Right as it is", row?.action === "accept", act({ action: "accept" })) : null,
        choiceButton("Not a place", row?.action === "reject", act({ action: "reject" })),
        from && mention.kind === "place"
          ? choiceButton("Move the point", row?.action === "move", () => startMove(box, from, move))
          : null,
        row ? choiceButton("Undo", false, act(null)) : null,
      ),
      el("p", { class: "ca-note", role: "status" }, row ? verdict(row, chosen) : ""),
    );
  };
  show();
  return box;
}

function choiceButton(text, pressed, onclick) {
  return el("button", { type: "button", class: "ca-choice", "aria-pressed": String(pressed), onclick }, text);
}

function candidateList(mention, row, act) {
  const rows = candidatesOf(mention).map((one) =>
    el(
      "li",
      {},
      choiceButton(
        `${nameText(one.name)} · ${candidateNote(one)} · ${Math.round(one.score * 100)} %`,
        row?.target === one.id,
        act({ action: "choose", target: one.id }),
      ),
    ),
  );
  return rows.length ? el("ul", { class: "ca-list" }, ...rows) : el("p", { class: "ca-note" }, "No other candidate.");
}

function candidateNote({ kind, country }) {
  const land = /^[A-Z]{2}$/.test(country ?? "") ? regionName.of(country) : country;
  return [labelOf(stage.model.style.kinds, kind), land].filter(Boolean).map(String).map(nameText).join(", ");
}

/** The places that a span may mean, likeliest first. */
function candidatesOf({ at, start, end }) {
  const { places, bySpan } = stage.model.choices;
  const row = bySpan.get(`${at}:${start}:${end}`) ?? [];
  const found = [];
  for (let i = 0; i + 1 < row.length; i += 2) {
    const [id, name, kind, country, lon, lat] = places[row[i]];
    found.push({ id, name, kind, country, lon, lat, score: row[i + 1] });
  }
  return found;
}

function verdict(row, chosen) {
  const what =
    row.action === "move"
      ? `moved to ${row.lat.toFixed(4)}, ${row.lon.toFixed(4)}`
      : row.action === "choose"
        ? nameText(chosen?.name ?? row.target)
        : VERDICTS[row.action];
  return `Corrected: ${what}. Save the corrections below the title; the next map has them.`;
}

/** Let the point be dragged, or typed. */
function startMove(box, [lon, lat], done) {
  stage.dragged?.remove();
  const icon = L.divIcon({ className: "ca-pin ca-pin-loose", iconSize: [22, 22] });
  const pin = L.marker([lat, lon], { icon, draggable: true, autoPan: true, title: "Drag to the right point" });
  const number = (name, value, most) =>
    el("input", { type: "number", step: "any", min: -most, max: most, value, "aria-label": name });
  const short = (degrees) => Number(degrees.toFixed(5));
  const [eastings, northings] = [number("Longitude", short(lon), 180), number("Latitude", short(lat), 90)];
  const finish = () => {
    const at = [eastings, northings].map((input) => short(Number(input.value)));
    if (!eastings.checkValidity() || !northings.checkValidity() || !eastings.value || !northings.value) return;
    stage.dragged = null;
    pin.remove();
    done(...at);
  };
  pin.on("drag", () => {
    const at = pin.getLatLng().wrap();
    eastings.value = at.lng.toFixed(5);
    northings.value = at.lat.toFixed(5);
  });
  pin.on("dragend", finish);
  stage.dragged = pin.addTo(stage.map);
  box.append(
    el(
      "p",
      { class: "ca-move" },
      "Drag the pin on the map, or type: latitude ",
      northings,
      " longitude ",
      eastings,
      " ",
      choiceButton("Put it there", false, finish),
    ),
  );
  northings.focus({ preventScroll: true });
}

/** A line that says what is corrected, with the file to save; nothing while nothing is. */
export function correctionBar(corrections) {
  const bar = el("div", { class: "ca-bar" });
  const show = () => {
    const every = corrections.all().size;
    const waiting = corrections.pending().length + corrections.takenBack();
    bar.hidden = every + waiting === 0;
    bar.replaceChildren(
      el("span", {}, `${plural(every, "correction")}${waiting ? `, ${waiting} not on the map yet` : ""} `),
      el(
        "button",
        {
          type: "button",
          class: "ca-read",
          onclick: () => saveFile("corrections.json", "application/json", corrections.toJson()),
        },
        "Save corrections.json",
      ),
    );
  };
  corrections.onChange(show);
  show();
  return bar;
}

/** Pins where corrected mentions will stand. */
export function showPins(map, corrections) {
  const pins = L.layerGroup().addTo(map);
  const byId = new Map(stage.model.choices.places.map((place) => [place[0], place]));
  const show = () => {
    pins.clearLayers();
    for (const row of corrections.pending()) {
      const place = byId.get(row.target);
      const [lon, lat] = row.action === "move" ? [row.lon, row.lat] : place ? place.slice(4) : [null, null];
      if (!Number.isFinite(lon) || !Number.isFinite(lat) || row.action === "accept" || row.action === "reject") continue;
      const icon = L.divIcon({ className: "ca-pin", iconSize: [18, 18] });
      const pin = L.marker([lat, lon], { icon, interactive: true, keyboard: false });
      pin.bindTooltip(el("span", { dir: "auto" }, `${nameText(String(row.surface))}: corrected`), { className: "ca-tip" });
      pins.addLayer(pin);
    }
  };
  corrections.onChange(show);
  show();
}
