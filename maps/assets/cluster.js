// Marks that would overlap become one, the most mentioned place in front.

/**
 * @param {object[]} features with an anchor in world units, the most mentioned first
 * @param {number} scale pixels a world unit
 * @param {number} radius pixels within which marks join
 * @returns {{head: object, members: object[]}[]}
 */
export function clusterPoints(features, scale, radius) {
  const cells = new Map();
  const clusters = [];
  const size = radius / scale;
  for (const feature of features) {
    const [x, y] = feature.anchor;
    const column = Math.floor(x / size);
    const row = Math.floor(y / size);
    const near = nearest(cells, column, row, x, y, size);
    if (near) {
      near.members.push(feature);
      continue;
    }
    const cluster = { head: feature, members: [feature] };
    clusters.push(cluster);
    const key = column * 1e7 + row;
    const cell = cells.get(key);
    if (cell) cell.push(cluster);
    else cells.set(key, [cluster]);
  }
  return clusters;
}

function nearest(cells, column, row, x, y, size) {
  let best = null;
  let least = size * size;
  for (let c = column - 1; c <= column + 1; c++) {
    for (let r = row - 1; r <= row + 1; r++) {
      for (const cluster of cells.get(c * 1e7 + r) ?? []) {
        const dx = cluster.head.anchor[0] - x;
        const dy = cluster.head.anchor[1] - y;
        const distance = dx * dx + dy * dy;
        if (distance < least) {
          least = distance;
          best = cluster;
        }
      }
    }
  }
  return best;
}
