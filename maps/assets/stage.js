// The one page: its map, its data, and what is open.

export const stage = {
  map: null,
  model: null,
  painter: null,
  sheet: null,
  baseSheet: null,
  basemap: null,
  hidden: new Map(),
  members: new Map(),
  selected: null,
  popup: null,
  others: [], // what else lies where the popup points
  panel: null,
  corrections: null,
  dragged: null, // the pin of a point that is being moved
  followed: false, // whether the address has been read; from then on it is written
};
