// What readers correct: kept in this browser by document and span, taken away as corrections.json.

const STORE = "corridor-atlas-corrections";
const FORMAT = "corridor-atlas-corrections";
const FIELDS = ["document", "start", "end", "surface", "kind", "action", "target", "lon", "lat"];

/**
 * @param {object} model
 * @param {object[]} applied corrections that the map was made with
 */
export function createCorrections(model, applied) {
  const before = new Map(applied.map((row) => [spanKey(row), row]));
  const own = new Map(readStore());
  const ids = new Set(model.documents.map((source) => source.id));
  const listeners = [];

  /** Corrections of this map by key: those it was made with, and those since then. */
  function all() {
    const rows = new Map(before);
    for (const [key, row] of own) {
      if (row === null) rows.delete(key);
      else if (ids.has(row.document)) rows.set(key, row);
    }
    return rows;
  }

  /** The correction of a span, if there is one. */
  function of(span) {
    const key = spanKey(span);
    return (own.has(key) ? own.get(key) : before.get(key)) ?? null;
  }

  /** Keep a correction of a span, in place of an earlier one; null takes it back. */
  function set(span, change) {
    const key = spanKey(span);
    if (change) own.set(key, ordered({ ...span, ...change }));
    else if (before.has(key)) own.set(key, null);
    else own.delete(key);
    writeStore([...own]);
    for (const listener of listeners) listener();
  }

  /** Corrections that this map does not show yet. */
  function pending() {
    return [...all()].filter(([key, row]) => toLine(before.get(key)) !== toLine(row)).map(([, row]) => row);
  }

  /** How many corrections that the map shows were taken back since. */
  function takenBack() {
    const rows = all();
    return [...before.keys()].filter((key) => !rows.has(key)).length;
  }

  /** The file: the same corrections give the same bytes. */
  function toJson() {
    const rows = [...all().values()].map(ordered).sort(inOrder);
    return `${JSON.stringify({ format: FORMAT, version: 1, corrections: rows }, null, 1)}\n`;
  }

  return { all, of, set, pending, takenBack, toJson, onChange: (listener) => listeners.push(listener) };
}

/** What a correction names its span by; offsets in the file count code points. */
export function spanOf(model, at, start, end, surface, kind) {
  const source = model.documents[at];
  const points = (offset) => offset - (source.astral ?? []).filter((position, n) => position + n < offset).length;
  return { document: source.id, start: points(start), end: points(end), surface, kind };
}

function spanKey({ document, start, end, kind }) {
  return JSON.stringify([document, start, end, kind]);
}

function ordered(row) {
  return Object.fromEntries(FIELDS.filter((name) => (row[name] ?? null) !== null).map((name) => [name, row[name]]));
}

function toLine(row) {
  return row ? JSON.stringify(ordered(row)) : "";
}

function inOrder(a, b) {
  if (a.document !== b.document) return a.document < b.document ? -1 : 1;
  return a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1);
}

/** What the browser kept; where it keeps nothing, or something else, corrections live as long as the page. */
function readStore() {
  try {
    const rows = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return rows.filter((row) => Array.isArray(row) && typeof row[0] === "string" && typeof row[1] === "object");
  } catch {
    return [];
  }
}

function writeStore(rows) {
  try {
    localStorage.setItem(STORE, JSON.stringify(rows));
  } catch {
    // Full, or not allowed: the corrections can still be saved as a file.
  }
}
