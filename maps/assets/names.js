// The names on the map: places, lines, areas, then those of the basemap.

import { boxArea } from "./geometry.js";
import { createRoom, FONT, labelBeside, labelOver } from "./labels.js";
import { lineLook } from "./theme.js";

const LONGEST_NAME = 48;

export function drawNames(context, view, marks, lines, areas, colours, style, base) {
  const room = createRoom();
  for (const m of marks) room.take([m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r]);
  const strong = {
    font: `600 12.5px ${FONT}`,
    size: 14,
    colour: colours.ink,
    halo: colours.halo,
    haloWidth: 3.5,
  };
  const plain = { ...strong, font: `500 11.5px ${FONT}`, size: 13 };
  for (const m of marks.slice(0, 400)) {
    labelBeside(
      context,
      room,
      short(m.cluster.head.name),
      m.x,
      m.y,
      m.r + 4,
      m.cluster.head.count > 2 ? strong : plain,
    );
  }
  nameLines(context, view, room, lines, colours, style);
  const spread = {
    font: `600 11.5px ${FONT}`,
    size: 14,
    colour: colours.areaText,
    halo: colours.halo,
    spacing: "2px",
  };
  for (const feature of areas.filter((area) => !area.isCell).sort((a, b) => b.count - a.count)) {
    const [x, y] = toPixels(feature.anchor, view);
    const wide = (feature.shape.box[2] - feature.shape.box[0]) * view.scale;
    if (wide > 60 && inside(x, y, view))
      labelOver(context, room, short(feature.name).toUpperCase(), x, y, spread);
  }
  if (base) nameBasemap(context, view, room, base, colours, new Set(areas.map((feature) => feature.name)));
}

/** Cities and countries of the basemap, where there is room; areas of the data carry their own names. */
function nameBasemap(context, view, room, base, colours, named) {
  const quiet = {
    font: `400 10.5px ${FONT}`,
    size: 12,
    colour: colours.cityText,
    halo: colours.halo,
    haloWidth: 2.5,
  };
  const spread = { ...quiet, font: `500 10.5px ${FONT}`, spacing: "2px" };
  for (const country of base.countries) {
    const [x, y] = toPixels(country.at, view);
    if (!named.has(country.name)) labelOver(context, room, country.name.toUpperCase(), x, y, spread);
  }
  for (const city of base.cities) {
    const [x, y] = toPixels(city.at, view);
    if (!room.isFree([x - 3, y - 3, x + 3, y + 3]) || !labelBeside(context, room, city.name, x, y, 5, quiet))
      continue;
    context.beginPath();
    context.arc(x, y, 1.8, 0, 2 * Math.PI);
    context.fillStyle = colours.cityDot;
    context.fill();
  }
}

/** Each route's name once, at its longest leg in view. */
function nameLines(context, view, room, lines, colours, style) {
  const named = new Set();
  for (const feature of lines
    .filter((line) => !line.isLink)
    .sort((a, b) => b.count - a.count || boxArea(b.shape.box) - boxArea(a.shape.box))) {
    const name = feature.route ? feature.route.name : feature.name;
    const [x, y] = toPixels(feature.anchor, view);
    const long = Math.max(
      feature.shape.box[2] - feature.shape.box[0],
      feature.shape.box[3] - feature.shape.box[1],
    );
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
