// The marks of places: a shape by kind, a number where several join.

import { FONT } from "./labels.js";
import { own } from "./theme.js";

export function drawMarks(context, view, clusters, colours, style, selected) {
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
    else
      mark(
        context,
        x,
        y,
        r,
        own(style.kinds, cluster.head.kind)?.shape ?? "circle",
        colours,
        cluster.head.values.certainty === "uncertain",
      );
    drawn.push({ x, y, r, cluster });
  }
  return drawn.reverse();
}

function markRadius(feature) {
  return 4.2 + Math.min(3.4, 0.75 * Math.log2(Math.max(1, feature.count)));
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
  else if (shape === "diamond")
    polygon(context, [
      [x, y - r * 1.25],
      [x + r * 1.25, y],
      [x, y + r * 1.25],
      [x - r * 1.25, y],
    ]);
  else if (shape === "triangle")
    polygon(context, [
      [x, y - r * 1.15],
      [x + r * 1.1, y + r * 0.85],
      [x - r * 1.1, y + r * 0.85],
    ]);
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
