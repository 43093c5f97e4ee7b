// Positions as the map draws them: web Mercator, the whole world one unit wide, y downwards.

const DEGREE = Math.PI / 180;

/** World coordinates of a longitude and a latitude in degrees. */
export function toWorld(lon, lat) {
  const sin = Math.sin(Math.max(-85.05, Math.min(85.05, lat)) * DEGREE);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/**
 * Latitude and longitude in degrees of world coordinates, as Leaflet takes them.
 * @returns {[number, number]}
 */
export function toLatLng(x, y) {
  return [Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) / DEGREE, x * 360 - 180];
}

/**
 * Decode parts of steps into world coordinates.
 * @param {number} dimension 0 points, 1 lines, 2 areas
 * @param {number[][]} parts whole numbers, lon and lat in turn, each a step from the one before
 * @param {number} scale steps a degree
 */
export function toShape(dimension, parts, scale) {
  const decoded = parts.map((steps) => {
    const points = new Float64Array(steps.length);
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      [points[i], points[i + 1]] = toWorld(lon / scale, lat / scale);
    }
    return points;
  });
  return { dimension, parts: decoded, box: boxOf(decoded) };
}

export function boxesMeet(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

export function boxArea(box) {
  return (box[2] - box[0]) * (box[3] - box[1]);
}

/** Squared distance from a point to the nearest segment of lines, in world units. */
export function distanceToLines(parts, x, y) {
  let best = Infinity;
  for (const points of parts) {
    for (let i = 2; i < points.length; i += 2) {
      const ax = points[i - 2];
      const ay = points[i - 1];
      const dx = points[i] - ax;
      const dy = points[i + 1] - ay;
      const long = dx * dx + dy * dy;
      const t = long ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / long)) : 0;
      const px = ax + t * dx - x;
      const py = ay + t * dy - y;
      best = Math.min(best, px * px + py * py);
    }
  }
  return best;
}

/** Whether rings hold a point, by the even-odd rule. */
export function ringsHold(parts, x, y) {
  let inside = false;
  for (const points of parts) {
    const n = points.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const yi = points[i + 1];
      const yj = points[j + 1];
      if (yi > y !== yj > y && x < ((points[j] - points[i]) * (y - yi)) / (yj - yi) + points[i])
        inside = !inside;
    }
  }
  return inside;
}

/** A position to show a shape at: a point itself, the middle of the longest line, the middle of an area. */
export function anchorOf(shape) {
  if (shape.dimension === 0) return [shape.parts[0][0], shape.parts[0][1]];
  if (shape.dimension === 1) return middleOf(shape.parts);
  return centreOf(shape);
}

/** The box of a shape; of its largest part, if the whole reaches half around the world. */
export function mainBox(shape) {
  const { box, parts } = shape;
  if (box[2] - box[0] < 0.5 || parts.length < 2) return box;
  return parts
    .map((part) => boxOf([part]))
    .reduce((best, one) => (boxArea(one) > boxArea(best) ? one : best));
}

/** The box around all positions of some parts: west, north, east, south in world units. */
function boxOf(parts) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const points of parts) {
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
  }
  return box;
}

function middleOf(parts) {
  let longest = parts[0];
  let most = -1;
  for (const points of parts) {
    const length = lengthOf(points);
    if (length > most) {
      most = length;
      longest = points;
    }
  }
  let left = most / 2;
  for (let i = 2; i < longest.length; i += 2) {
    const step = Math.hypot(longest[i] - longest[i - 2], longest[i + 1] - longest[i - 1]);
    if (step >= left && step > 0) {
      const t = left / step;
      return [
        longest[i - 2] + t * (longest[i] - longest[i - 2]),
        longest[i - 1] + t * (longest[i + 1] - longest[i - 1]),
      ];
    }
    left -= step;
  }
  return [longest[0], longest[1]];
}

function lengthOf(points) {
  let sum = 0;
  for (let i = 2; i < points.length; i += 2) {
    sum += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
  }
  return sum;
}

/** The centroid of the largest ring, or a point of its middle row if the centroid lies outside. */
function centreOf(shape) {
  let best = [(shape.box[0] + shape.box[2]) / 2, (shape.box[1] + shape.box[3]) / 2];
  let most = 0;
  for (const points of shape.parts) {
    let area = 0;
    let cx = 0;
    let cy = 0;
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
      const cross = points[j] * points[i + 1] - points[i] * points[j + 1];
      area += cross;
      cx += (points[j] + points[i]) * cross;
      cy += (points[j + 1] + points[i + 1]) * cross;
    }
    if (Math.abs(area) > most) {
      most = Math.abs(area);
      best = [cx / (3 * area), cy / (3 * area)];
    }
  }
  return ringsHold(shape.parts, best[0], best[1]) ? best : (insideRow(shape, best[1]) ?? best);
}

function insideRow(shape, y) {
  const crossings = [];
  for (const points of shape.parts) {
    for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
      const yi = points[i + 1];
      const yj = points[j + 1];
      if (yi > y !== yj > y) crossings.push(((points[j] - points[i]) * (y - yi)) / (yj - yi) + points[i]);
    }
  }
  crossings.sort((a, b) => a - b);
  let widest = null;
  for (let i = 1; i < crossings.length; i += 2) {
    if (!widest || crossings[i] - crossings[i - 1] > widest[1] - widest[0])
      widest = [crossings[i - 1], crossings[i]];
  }
  return widest ? [(widest[0] + widest[1]) / 2, y] : null;
}
