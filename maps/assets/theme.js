// Colours of the canvas for light and dark, and of what the data says.

import { nameText } from "./dom.js";

const LIGHT = {
  dark: false,
  sea: "#d3e0e8",
  land: "#f6f3ec",
  urban: "#e7dfd1",
  admin: "#ddd6c9",
  border: "#a39a8b",
  disputed: "#b0796b",
  river: "#aec7d6",
  graticule: "#c6d5de",
  cityDot: "#9b9386",
  cityText: "#756d61",
  halo: "#f6f3ec",
  ink: "#1d2733",
  area: "#3d6a94",
  areaText: "#3b5a78",
  dot: "#1f2a37",
  dotRing: "#ffffff",
  cluster: "#22364d",
  clusterText: "#ffffff",
  select: "#f5a300",
  cell: "#c2501a",
  link: "#4b5563",
};

const DARK = {
  dark: true,
  sea: "#0f151b",
  land: "#1d242c",
  urban: "#28313a",
  admin: "#2c353f",
  border: "#56626f",
  disputed: "#8a5f55",
  river: "#263a49",
  graticule: "#18212a",
  cityDot: "#5d6976",
  cityText: "#8794a2",
  halo: "#1d242c",
  ink: "#eef2f6",
  area: "#7fb2e5",
  areaText: "#a5c4e2",
  dot: "#e8edf3",
  dotRing: "#10161c",
  cluster: "#c8d6e5",
  clusterText: "#10161c",
  select: "#ffc145",
  cell: "#ff9d5c",
  link: "#aab4c2",
};

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function palette() {
  return isDark() ? DARK : LIGHT;
}

/** Call back whenever the page changes between light and dark. */
export function onThemeChange(listener) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener);
  document.addEventListener("ca-theme", listener);
}

export function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  document.dispatchEvent(new Event("ca-theme"));
}

/** The look of a line: colour by mode, dashed where it is not in use or its course is inferred. */
export function lineLook(style, values, dark) {
  const mode = own(style.modes, values.mode) ?? style.modes.other;
  const unbuilt = own(style.statuses, values.status)?.dashed ?? false;
  const inferred = own(style.methods, values.method)?.dashed ?? false;
  return { colour: dark ? mode.dark : mode.light, dash: unbuilt ? [5, 5] : inferred ? [13, 5] : [] };
}

/** A table's own entry, never one that every object inherits. */
export function own(table, key) {
  return Object.hasOwn(table, key ?? "") ? table[key] : undefined;
}

/** A word of the data as people read it: "under_construction" becomes "Under construction". */
export function labelOf(table, key) {
  const known = own(table, key)?.label;
  if (known) return known;
  const text = nameText(String(key).replaceAll("_", " "));
  return text.charAt(0).toUpperCase() + text.slice(1);
}
