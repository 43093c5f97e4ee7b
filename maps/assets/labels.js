// Names on the map: each where there is room, the important ones first.

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const CELL = 64;

/** A record of what space is taken. */
export function createRoom() {
  const cells = new Map();
  const overCells = (box, visit) => {
    for (let c = Math.floor(box[0] / CELL); c <= Math.floor(box[2] / CELL); c++) {
      for (let r = Math.floor(box[1] / CELL); r <= Math.floor(box[3] / CELL); r++) {
        if (visit(c * 100003 + r)) return true;
      }
    }
    return false;
  };
  const meets = (a) => (b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  return {
    isFree: (box) => !overCells(box, (key) => (cells.get(key) ?? []).some(meets(box))),
    take(box) {
      overCells(box, (key) => {
        if (cells.has(key)) cells.get(key).push(box);
        else cells.set(key, [box]);
        return false;
      });
    },
  };
}

/**
 * Draw a name beside a mark where there is room: right, left, above, below.
 * @returns {boolean} whether it was drawn
 */
export function labelBeside(context, room, text, x, y, gap, look) {
  context.font = look.font;
  const width = context.measureText(text).width;
  const h = look.size;
  const places = [
    [x + gap, y],
    [x - gap - width, y],
    [x - width / 2, y - gap - h / 2],
    [x - width / 2, y + gap + h / 2],
  ];
  for (const [left, middle] of places) {
    if (placed(context, room, text, left, middle, width, h, look)) return true;
  }
  return false;
}

/** Draw a name over a position, if there is room. */
export function labelOver(context, room, text, x, y, look) {
  context.font = look.font;
  if ("letterSpacing" in context) context.letterSpacing = look.spacing ?? "0px";
  const width = context.measureText(text).width;
  const drawn = placed(context, room, text, x - width / 2, y, width, look.size, look);
  if ("letterSpacing" in context) context.letterSpacing = "0px";
  return drawn;
}

function placed(context, room, text, left, middle, width, height, look) {
  const box = [left - 2, middle - height / 2 - 1, left + width + 2, middle + height / 2 + 1];
  if (!room.isFree(box)) return false;
  room.take(box);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  context.lineWidth = look.haloWidth ?? 3;
  context.strokeStyle = look.halo;
  context.strokeText(text, left, middle);
  context.fillStyle = look.colour;
  context.fillText(text, left, middle);
  return true;
}
