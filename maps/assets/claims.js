// What documents say about a route, and where they disagree.

import { el, nameText, plural } from "./dom.js";
import { documentTitle } from "./model.js";
import { labelOf } from "./theme.js";

const UNITS = { length_km: "km", lanes: "" };

/** The claims about a route that the filter leaves. */
export function claimsOf(model, routeId) {
  return (model.claims.get(routeId) ?? [])
    .map((group) => ({ ...group, values: group.values.filter((value) => isShown(model, value)) }))
    .filter((group) => group.values.some((value) => value.rows));
}

function isShown(model, { rows }) {
  return !rows || rows.some(([quote]) => model.documentShown[model.quotes[quote][0]] ?? true);
}

/** "3 claims, 1 disputed" */
export function claimCount(groups) {
  const disputed = groups.filter((group) => group.disputed).length;
  return plural(groups.length, "claim") + (disputed ? `, ${disputed} disputed` : "");
}

/**
 * A list of claims by attribute; values that cannot all hold stand under each other with who says so.
 * @param {object} model
 * @param {object[]} groups
 * @param {(document: number, reference: object) => void} onDocument
 */
export function claimList(model, groups, onDocument) {
  const list = el("dl", { class: "ca-facts ca-claims" });
  for (const group of groups) {
    list.append(
      el("dt", {}, attributeName(group.attribute)),
      el(
        "dd",
        {},
        group.disputed ? el("span", { class: "ca-chip ca-warn" }, "sources disagree") : null,
        el("ul", {}, ...group.values.map((value) => el("li", {}, ...valueLine(model, group, value, onDocument)))),
      ),
    );
  }
  return list;
}

function attributeName(attribute) {
  return labelOf({}, nameText(attribute).replace(/_km$/, "").replace(/_percent$/, ""));
}

function valueLine(model, group, { text, rows, source }, onDocument) {
  const [, bound, figure] = /^(>=|<=|>|~)?(.*)$/s.exec(text);
  const words = { ">": "over ", ">=": "at least ", "<=": "at most ", "~": "about " }[bound] ?? "";
  const number = /^\d+(\.\d+)?$/.test(figure) && group.unit ? Number(figure).toLocaleString("en") : figure;
  const unit = UNITS[group.attribute] ?? group.unit;
  const value = el("strong", { dir: "auto" }, nameText(`${words}${number}${unit ? `\u00a0${unit}` : ""}`));
  if (!rows) return [value, ` ${source}`];
  const sources = new Map();
  for (const [quote, start, end] of rows) {
    const at = model.quotes[quote][0];
    if (!sources.has(at) && (model.documentShown[at] ?? true)) sources.set(at, { quote, start, end });
  }
  const links = [...sources].map(([at, reference]) => {
    const title = documentTitle(model.documents[at]);
    if (at < 0) return el("span", {}, ` ${title}`);
    const read = () => onDocument(at, reference);
    return el("button", { type: "button", class: "ca-read", dir: "auto", onclick: read }, title);
  });
  return [value, " ", ...links.flatMap((link, at) => (at ? ["; ", link] : [link]))];
}
