// The state of the page in the address: a link leads back to a view, a feature, a document, a filter.

/** The state that the address holds; only known keys, all of them texts. */
export function readAddress() {
  const found = new URLSearchParams(location.hash.slice(1));
  const state = {};
  for (const key of KEYS) if (found.has(key)) state[key] = found.get(key);
  return state;
}

const KEYS = [
  "view",
  "find",
  "layer",
  "feature",
  "document",
  "at",
  "role",
  "status",
  "score",
  "in",
  "from",
  "until",
  "back",
];

const PAUSE_MS = 200; // browsers refuse addresses that change with every keystroke
let written = null;
let waiting = 0;

/** Put the state into the address, soon and without a step in the history; empty values are left out. */
export function writeAddress(state) {
  clearTimeout(waiting);
  waiting = setTimeout(write, PAUSE_MS, state);
}

function write(state) {
  const filled = KEYS.filter((key) => state[key] !== undefined && state[key] !== null && state[key] !== "");
  const hash = `#${new URLSearchParams(filled.map((key) => [key, state[key]]))}`;
  if (hash === written || hash.length > 4000) return;
  written = hash;
  try {
    history.replaceState(null, "", hash);
  } catch {
    // In a frame without an address of its own (a notebook) there is nothing to link to.
  }
}

/** Call back when someone changes the address, by hand or by a link. */
export function onAddressChange(listener) {
  addEventListener("hashchange", () => {
    if (location.hash === written) return;
    written = location.hash;
    listener(readAddress());
  });
}
